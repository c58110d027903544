/** The public pages as a phone without scripts sees them: forms filled in, links followed, nothing known but what the pages say. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { embedded } from '../../test/engines.ts'
import { city, district, photoOf, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { CaseId, EventId, EvidenceId } from '../base/ids.ts'
import { json, sql } from '../base/sql.ts'
import { casesApi } from '../cases/cases.api.ts'
import { blurApi } from '../privacy/blur.api.ts'
import { complaintsApi } from '../privacy/complaints.api.ts'
import { html } from './html.ts'
import { shippedKinds } from './kinds.ts'
import { participationApi } from './participation.api.ts'

describe('the public pages', () => {
  const { house, small } = useSmall(embedded, async ({ db }) => {
    const ring = [
      [116, 39],
      [116.4, 39],
      [116.4, 39.3],
      [116, 39.3],
      [116, 39],
    ]
    await db.run(sql`update areas set shape = ${json({ type: 'Polygon', coordinates: [ring] })}, west = 116, south = 39, east = 116.4, north = 39.3,
      label_lng = 116.2, label_lat = 39.15 where city_id = ${city} and id = ${district}`)
    const line = (coordinates: number[][], zh: string) => ({
      type: 'Feature',
      properties: { kind: 'residential', zh },
      geometry: { type: 'LineString', coordinates },
    })
    const pond = {
      type: 'Polygon',
      coordinates: [
        [
          [116.1995, 39.0995],
          [116.2, 39.0995],
          [116.2, 39.1],
          [116.1995, 39.0995],
        ],
      ],
    }
    const layers = {
      roads: [
        line(
          [
            [116.198, 39.101],
            [116.202, 39.101],
          ],
          '榆园街',
        ),
        line([[116.2, 39.1]], '半条街'),
      ],
      water: [{ type: 'Feature', properties: {}, geometry: pond }],
    }
    for (const [layer, features] of Object.entries(layers))
      await db.run(sql`insert into map_layers (city_id, layer, content, changed_at)
        values (${city}, ${layer}, ${json({ type: 'FeatureCollection', features })}, '2026-11-20T00:00:00Z')`)
    await db.run(sql`update cities set attribution = '© 路网' where city_id = ${city}`)
  })

  const visit = (url: string, language = 'zh-CN') => small.app.inject({ method: 'GET', url, headers: { 'accept-language': language } })
  const read = async (url: string, language?: string) => {
    const answer = await visit(url, language)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    // Only the map has a script, of our own, and does without it.
    expect(answer.body.replace('<script src="/public/place.js" defer></script>', '')).not.toMatch(
      /<script|style="|\son\w+="|undefined|\[object/,
    )
    return answer.body
  }
  const seconds = (count: number) => void (small.clock.now = new Date(Date.parse(small.clock.now) + count * 1000).toISOString())
  const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
  const post = async (path: string, fields: Record<string, string>, photo?: Uint8Array) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    body.append('photos', new Blob(photo ? [new Uint8Array(photo)] : []), photo ? 'a.jpg' : '')
    const packed = new Response(body)
    const headers = { 'content-type': packed.headers.get('content-type')!, 'accept-language': 'zh-CN' }
    return small.app.inject({ method: 'POST', url: path, headers, payload: Buffer.from(await packed.arrayBuffer()) })
  }
  const form = async (kind = 'lamp', more = '&lng=116.1&lat=39.1') => {
    const page = await read(`/public/small/report?kind=${kind}${more}`)
    seconds(5)
    return { kind, ticket: hidden(page, 'ticket'), lng: hidden(page, 'lng'), lat: hidden(page, 'lat') }
  }

  it('lead from a kind over the map to a form, each page with what it needs', async () => {
    expect((await visit('/public/')).headers.location).toBe('/public/small')
    const start = await read('/public/small')
    for (const { title } of shippedKinds) expect(start).toContain(title.zh)
    expect(await read('/public/small', 'en')).toContain('What do you want to report?')
    const where = await read('/public/small/place?kind=lamp')
    expect(hidden(where, 'lng')).toBe('116.2')
    const hit = await read('/public/small/place?kind=lamp&lng=116.2&lat=39.15&z=1&at.x=80&at.y=160')
    expect(Number(hidden(hit, 'lng'))).toBeCloseTo(116.2 - 12_000 / 4 / 111_320 / Math.cos((39.15 * Math.PI) / 180), 4)
    expect([hidden(hit, 'z'), hit.includes('位置正确')]).toEqual(['3', true])
    // Looked at from nearer, or from beside it, the pin stays where it was put, and so does the way on.
    const nearer = /href="([^"]*)">放大</.exec(hit)![1]!.replaceAll('&amp;', '&')
    const moved = await read(nearer.replace(/lng=[\d.]+/, 'lng=116.3'))
    const put = `lng=${hidden(hit, 'lng')}&amp;lat=${hidden(hit, 'lat')}`
    expect([moved.includes(`report?kind=lamp&amp;${put}`), moved.includes('回到标记')]).toEqual([true, true])
    const picture = await visit('/public/small/map.svg?lng=116.2&lat=39.1&z=6&pin=1')
    const drawn = ['西街大道', 'class="pin"', '榆园街', 'class="road"', 'class="water"', '© 路网'].map((it) => picture.body.includes(it))
    expect([picture.headers['content-type'], drawn]).toEqual(['image/svg+xml; charset=utf-8', Array.from({ length: 6 }, () => true)])
    // A lane is drawn when one is near, and a bad shape or a line of one place never.
    expect((await visit('/public/small/map.svg?lng=116.2&lat=39.1&z=2')).body).not.toContain('class="road"')
    expect([(await visit('/favicon.ico')).statusCode, (await visit('/public/place.js')).headers['content-type']]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ])
    expect(await read('/public/small/report?kind=parking')).toContain('<option value="tactile" >盲道</option>')
    // People read these: no address leads out of the pages, and a slash too many leads to where it was meant to.
    for (const path of ['nowhere', '%00', 'small/x', 'small/photos/x.jpg', 'small/photos/%00.jpg']) {
      const none = await visit(`/public/${path}`)
      expect([none.statusCode, none.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
      expect([none.body.includes('<h1>没有这个页面</h1>'), none.body.includes('href="/public/"')]).toEqual([true, true])
    }
    expect((await visit('/public/small/?lang=en')).headers.location).toBe('/public/small?lang=en')
    // A province takes no reports: where one city is left, the door leads there; where two are, they are offered.
    await house.db.run(sql`insert into cities (city_id, code, name_zh, kind) values (901, 'prov', '某省', 'province')`)
    expect((await visit('/public/')).headers.location).toBe('/public/small')
    await house.db.run(sql`insert into cities (city_id, code, name_zh, kind) values (902, 'next', '邻市', 'county')`)
    const doors = await read('/public/')
    expect([doors.includes('<header>'), doors.includes('href="/public/next"'), doors.includes('某省')]).toEqual([true, true, false])
    await house.db.run(sql`delete from cities where city_id in (901, 902)`)
  })

  let link = ''
  it('take a report with a photo, once, and lead to its secret page', async () => {
    const fields = { ...(await form()), text: '路灯不亮 <b>三天</b>', name: '王女士', phone: '138 0000 1111' }
    const photo = await photoOf({ r: 9, g: 9, b: 9 })
    const sent = await post('/public/small/report', fields, photo)
    expect(sent.statusCode).toBe(303)
    link = sent.headers.location!.split('?')[0]!
    expect((await post('/public/small/report', fields, photo)).headers.location).toBe(sent.headers.location)
    const page = await read(`${link}?new=1`)
    expect(page).toContain('已收到，编号 20261120-0001')
    expect(page).toContain('1 张照片已收到')
    expect(page).toMatch(new RegExp(`<input id="link" readonly value="http://[^/"]+${link}"`))
    expect(page).toContain('aria-current="step">已收到，等待派遣')
    expect(page).not.toMatch(/王女士|13800001111|<img/)
    const { items } = await small.as('office', casesApi).list({ query: { source: 'resident' } })
    expect(items).toMatchObject([{ text: '路灯不亮 三天', place: [116.1, 39.1], reportedBy: null }])
    expect(await small.as('office', casesApi).get({ params: { id: items[0]!.id } })).toMatchObject({ hasReporter: true })
    const kept = await house.db.all(
      z.object({ text: z.string() }),
      sql`select r::text as text from public_reports r where city_id = ${city}`,
    )
    expect(kept.filter(({ text }) => text.includes(link.split('/').at(-1)!))).toEqual([])
  })

  it('show what became of it: answers, and photos that were looked through', async () => {
    const office = small.as('office', casesApi)
    const { id, photo } = (await office.list({ query: { source: 'resident' } })).items[0]!
    await small.as('office', participationApi).answer({ params: { id }, body: { id: v7(), text: '明天修复 <i>' } })
    const copy = v7() as EvidenceId
    await small.as('office', blurApi).blur({ params: { id: photo! }, body: { id: copy, regions: [] } })
    await office.dispatch({
      params: { id },
      body: { id: v7() as EventId, unitId: units.market as never, dueAt: '2026-11-22T10:00:00.000Z' },
    })
    const page = await read(`${link}?new=1`)
    expect(page).not.toContain('已收到，编号')
    expect(page).toContain('明天修复 &lt;i&gt;')
    expect(page).toContain('aria-current="step">责任单位处理中')
    expect(page).toContain('市场监管局')
    expect(page).toContain(`/public/small/photos/${copy}.jpg`)
    expect([
      (await visit(`/public/small/photos/${copy}.jpg`)).statusCode,
      (await visit(`/public/small/photos/${photo}.jpg`)).statusCode,
    ]).toEqual([200, 404])
    expect((await visit('/public/small/status/nonsense')).statusCode).toBe(404)
  })

  it('keep both informed when two reports are merged', async () => {
    const sent = await post('/public/small/report', { ...(await form()), text: '同一盏路灯' })
    const office = small.as('office', casesApi)
    const [second, first] = (await office.list({ query: { source: 'resident' } })).items
    await office.take({
      params: { id: second!.id, step: 'merge' },
      body: { id: v7() as EventId, otherId: first!.id as CaseId, note: '同一盏' },
    })
    const page = await read(sent.headers.location!.split('?')[0]!)
    expect(page).toContain(`与编号 ${first!.no} 的问题是同一件事`)
    expect(page).toContain('aria-current="step">责任单位处理中')
    expect(page).toContain('明天修复')
    expect(page).toContain('同一盏路灯')
  })

  it.each<[string, Record<string, string>, string]>([
    ['no words', { text: '' }, '请写明情况'],
    ['a place outside', { text: '很远', lng: '10', lat: '10' }, '不在本市范围内'],
    ['neither place nor address', { text: '哪里', lng: '', lat: '' }, '请在地图上标出位置'],
    ['letters for a telephone', { text: '有事', phone: 'abc' }, '电话只能包含'],
    ['a filled trap', { text: '广告', website: 'http://x' }, '页面已失效'],
    ['a ticket of its own', { text: '广告', ticket: 'a.1.b' }, '页面已失效'],
    ['an unknown answer', { text: '有事', 'attribute[x]': '1' }, 'attribute[x]'],
  ])('refuse %s and keep what was entered', async (_what, fields, why) => {
    const answer = await post('/public/small/report', { ...(await form()), ...fields })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(why)
    if (fields['text']) expect(answer.body).toContain(`>${fields['text']}</textarea>`)
  })

  it('hold back haste, pages left open, and floods from one network', async () => {
    const page = await read('/public/small/report?kind=lamp')
    const fields = { kind: 'lamp', ticket: hidden(page, 'ticket'), text: '快', address: '东街' }
    expect((await post('/public/small/report', fields)).body).toContain('提交得太快')
    seconds(24 * 3600)
    expect((await post('/public/small/report', fields)).body).toContain('打开太久')
    const answers: number[] = []
    for (let count = 0; count < 13; count++)
      answers.push((await post('/public/small/report', { ...(await form()), text: `第${count}件` })).statusCode)
    expect(answers).toEqual([...Array.from({ length: 12 }, () => 303), 429])
    seconds(3601)
    expect((await post('/public/small/report', { ...(await form()), text: '一小时以后' })).statusCode).toBe(303)
  })

  it('take up a case that was closed and is not solved, by its number, and say that it was sent back', async () => {
    const office = small.as('office', casesApi)
    const { id, no } = (await office.list({ query: { source: 'resident' } })).items.at(-1)!
    await house.db.run(sql`update cases set stage = 'closed', outcome = 'done', closed_at = reported_at, life = life || '{"reworked": 1}'
      where city_id = ${city} and id = ${id}`)
    const page = await read(link)
    expect(page).toContain('已退回重新处理 1 次')
    const door = await read(/href="(\/public\/small\/complaint\?[^"]*)">没有解决/.exec(page)![1]!)
    expect(door).toContain(`>编号 ${no} 的问题没有解决：</textarea>`)
    expect(door).toContain('<option value="other" selected>')
  })

  it('take a complaint', async () => {
    const page = await read('/public/small/complaint')
    seconds(5)
    const sent = await post('/public/small/complaint', { ticket: hidden(page, 'ticket'), kind: 'suggestion', text: '希望夜间也能上报' })
    expect([sent.statusCode, sent.body.includes('已收到，谢谢')]).toEqual([200, true])
    expect((await small.as('office', complaintsApi).list({ query: {} })).items[0]).toMatchObject({
      text: '希望夜间也能上报',
      kind: 'suggestion',
    })
  })

  it('go by the city’s own list once it has one', async () => {
    const own = { code: 'own', title: { zh: '雪天路滑', en: 'Ice' } }
    await small.as('office', participationApi).putKinds({ body: { items: [own] } })
    expect(await read('/public/small')).toContain('雪天路滑')
    await expect(small.as('office', participationApi).putKinds({ body: { items: [own, own] } })).rejects.toMatchObject({ status: 422 })
  })

  it('escape everything from outside', () => {
    expect(html`<a title="${'"><script>'}">${['<', html`<b>${'&'}</b>`]}${null}${false}</a>`.markup).toBe(
      '<a title="&quot;&gt;&lt;script&gt;">&lt;<b>&amp;</b></a>',
    )
  })
})
