/** Another city as a real server: our own house over there, and one that speaks as others do; taken in once, told back once. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { city, fill, openApp, personOf, type SmallApp, units } from '../../test/smallCity.ts'
import { accountsApi } from '../access/accounts.api.ts'
import type { AccountId, EventId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import { casesApi } from '../cases/cases.api.ts'
import { open311Api } from './open311.api.ts'
import { isInside, reach } from './reach.serve.ts'

/** Answers as other cities give them: numbers as numbers, empty fields, spaces, and only XML. */
const xml = `<?xml version="1.0" encoding="utf-8"?><service_requests>
<request><service_request_id>638344</service_request_id><status>closed</status><service_code>006</service_code><requested_datetime>2026-11-14T06:37:38-08:00</requested_datetime><updated_datetime>2026-11-14T06:37:38-08:00</updated_datetime></request>
<request><service_request_id>638349</service_request_id><status>open</status><service_name>Sidewalk and Curb Issues</service_name><service_code>006</service_code><description></description><requested_datetime>2026-11-19T06:37:38-08:00</requested_datetime><updated_datetime>2026-11-19T06:37:38-08:00</updated_datetime><address>8TH AVE and JUDAH ST</address><lat>37.76</lat><long>-122.46</long><media_url>http://city.example/638349.jpg </media_url></request>
</service_requests>`

describe('the exchange with other cities', () => {
  let here: TestDb
  let there: TestDb
  let ours: SmallApp
  let theirs: SmallApp
  let stranger: Server
  let key = ''
  let theirUrl = ''
  let strangeUrl = ''
  const asked: string[] = []
  beforeAll(async () => {
    ;[here, there] = [await embedded(), await embedded()]
    for (const house of [here, there]) await fill(house.db)
    const service = v7() as AccountId
    await there.db.run(sql`insert into accounts (city_id, id, login, role, person_id, kind)
      values (${city}, ${service}, 'neighbour', 'office', ${personOf('office')}, 'service')`)
    ours = await openApp(here.db, { reachInside: true })
    theirs = await openApp(there.db)
    const body = { id: v7(), name: 'neighbour', scopes: ['cases.report' as const], days: 90 }
    key = (await theirs.as('operator', accountsApi).addKey({ params: { id: service }, body })).key
    theirUrl = `${await theirs.app.listen({ port: 0, host: '127.0.0.1' })}/open311/v2`
    stranger = createServer((request: IncomingMessage, answer) => {
      asked.push(request.url!)
      if (request.url!.includes('.json')) answer.writeHead(404).end('no json here')
      else answer.writeHead(200, { 'content-type': 'text/xml' }).end(xml)
    })
    await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done))
    strangeUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/v2/`
  })
  afterAll(async () => {
    await theirs.app.close()
    stranger.close()
    await Promise.all([here.close(), there.close()])
  })

  const post = (description: string) =>
    theirs.app.inject({
      method: 'POST',
      url: '/open311/v2/requests.json',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ api_key: key, service_code: 'lamp', lat: '39.1', long: '116.1', description }).toString(),
    })
  const id = v7()
  const exchange = (app = ours, endpoint = id) => app.as('office', open311Api).exchange({ params: { id: endpoint } })

  it('takes their requests in once, and again only what changed', async () => {
    await post('边界上的路灯')
    const body = { title: '邻城', url: theirUrl, jurisdiction: 'small', classes: { lamp: '02-03' }, pushes: true, apiKey: key }
    const kept = await ours.as('office', open311Api).put({ params: { id }, body })
    expect(kept.items).toMatchObject([{ title: '邻城', hasKey: true, seenAt: null }])
    expect(JSON.stringify(kept)).not.toContain(key)
    expect(await exchange()).toEqual({ opened: 1, known: 0, leftOut: 0, told: 0, problem: null })
    expect(await exchange()).toEqual({ opened: 0, known: 0, leftOut: 0, told: 0, problem: null })
    const { items } = await ours.as('office', casesApi).list({ query: { source: 'open311' } })
    expect(items).toMatchObject([{ text: '边界上的路灯', class: '02-03', place: [116.1, 39.1], externalId: `${id}/20261120-0001` }])
    theirs.clock.now = '2026-11-20T05:00:00.000Z'
    await post('第二盏')
    expect(await exchange()).toMatchObject({ opened: 1, known: 0 })
  })

  it('tells them what became of it, once', async () => {
    const office = ours.as('office', casesApi)
    const mine = (await office.list({ query: { text: '边界上的路灯' } })).items[0]!
    const body = { id: v7() as EventId, unitId: units.market as never, dueAt: '2026-11-22T10:00:00.000Z' }
    await office.dispatch({ params: { id: mine.id }, body })
    expect(await exchange()).toMatchObject({ told: 1, problem: null })
    expect(await exchange()).toMatchObject({ told: 0, problem: null })
    const updates = await theirs.app.inject({ method: 'GET', url: '/open311/v2/servicerequestupdates.json' })
    expect(updates.json()).toMatchObject([{ service_request_id: '20261120-0001', description: '责任单位处理中' }])
  })

  it('tells them of the case that theirs was merged into', async () => {
    const office = ours.as('office', casesApi)
    const mine = (await office.list({ query: { text: '第二盏' } })).items[0]!
    const other = await office.fromDesk({ body: { id: v7() as never, text: '同一盏灯' } })
    await office.take({ params: { id: mine.id, step: 'merge' }, body: { id: v7() as EventId, otherId: other.id } })
    expect(await exchange()).toMatchObject({ told: 1, problem: null })
    const body = { id: v7() as EventId, unitId: units.market as never, dueAt: '2026-11-22T10:00:00.000Z' }
    await office.dispatch({ params: { id: other.id }, body })
    expect(await exchange()).toMatchObject({ told: 1, problem: null })
    expect(await exchange()).toMatchObject({ told: 0, problem: null })
    const updates = await theirs.app.inject({ method: 'GET', url: '/open311/v2/servicerequestupdates.json' })
    const told = (updates.json() as { service_request_id: string; description: string; status: string }[]).filter(
      ({ service_request_id: no }) => no === '20261120-0002',
    )
    // Both came at the same moment of this clock: their order says nothing.
    expect(told.map(({ status, description }) => `${status} ${description}`).toSorted()).toEqual([
      'OPEN 已收到，等待派遣',
      'OPEN 责任单位处理中',
    ])
  })

  it('looks whether an endpoint answers and what it offers, and takes nothing in', async () => {
    const before = (await ours.as('office', casesApi).count({ query: {} })).all
    const test = (endpoint: string) => ours.as('office', open311Api).test({ params: { id: endpoint } })
    const found = await test(id)
    expect(found).toMatchObject({ requests: 2, problem: null })
    expect(found.services).toContainEqual({ code: 'lamp', name: '路灯不亮' })
    expect((await ours.as('office', casesApi).count({ query: {} })).all).toBe(before)
    const nowhere = v7()
    await ours.as('office', open311Api).put({ params: { id: nowhere }, body: { title: '无', url: 'http://127.0.0.1:1/x' } })
    expect(await test(nowhere)).toEqual({ services: [], requests: 0, problem: 'open311.unreachable' })
    await expect(test(v7())).rejects.toMatchObject({ code: 'api.notFound' })
  })

  it('reads what others speak, leaves out what was over before, and says what went wrong', async () => {
    const other = v7()
    const put = (url: string, more: object = {}) =>
      ours.as('office', open311Api).put({ params: { id: other }, body: { title: '远城', url, ...more } })
    await put(strangeUrl)
    expect(await exchange(ours, other)).toEqual({ opened: 1, known: 0, leftOut: 1, told: 0, problem: null })
    expect(asked[0]).toMatch(/^\/v2\/requests\.json\?updated_after=2026-08-22T04%3A00%3A00Z&page=1&page_size=200$/)
    expect((await ours.as('office', casesApi).list({ query: { text: 'Sidewalk' } })).items[0]).toMatchObject({
      text: 'Sidewalk and Curb Issues',
      address: '8TH AVE and JUDAH ST',
      place: [-122.46, 37.76],
    })
    expect(await exchange(ours, other)).toMatchObject({ opened: 0, known: 1, leftOut: 1 })
    expect(asked.at(-1)).toContain('updated_after=2026-11-19T14%3A37%3A38Z')
    await put(strangeUrl, { pushes: true })
    expect(await exchange(ours, other)).toMatchObject({ problem: 'open311.noKey' })
    await put('http://127.0.0.1:1/x')
    expect(await exchange(ours, other)).toMatchObject({ problem: 'open311.unreachable' })
    expect((await ours.as('office', open311Api).list({})).items.find((it) => it.id === other)).toMatchObject({
      problem: 'open311.unreachable',
    })
  })

  it('survives a city whose answers are odd, and whose pages and clock are not what they should be', async () => {
    const day = (n: number) => `2026-11-${String(10 + n).padStart(2, '0')}T00:00:00Z`
    const one = (id: unknown, more: object = {}) => ({
      service_request_id: id,
      status: 'open',
      description: `坑 ${String(id)}`,
      updated_datetime: day(1),
      ...more,
    })
    const pages: Record<string, unknown>[][] = [
      [one('s1'), one('s2', { description: '甲\u0000乙', address: '\ud800' }), one('s3', { updated_datetime: '9999-12-31T00:00:00Z' })],
      [one('s4', { service_code: 'constructor' }), one('s5', { updated_datetime: '+275760-09-13T00:00:00Z', lat: 'x', long: '' })],
      [one('s6', { description: '' }), one({ no: 1 }), one('s\u00007', { description: '街'.repeat(5000) })],
    ]
    const told: string[] = []
    const answerTo = async (request: IncomingMessage): Promise<[status: number, body: string]> => {
      const page = pages[Number(new URL(request.url!, 'http://x').searchParams.get('page')) - 1]
      if (request.method === 'GET') return [page ? 200 : 404, `\ufeff${JSON.stringify(page ?? [null])}`]
      const no = new URLSearchParams(await readText(request)).get('service_request_id')!
      told.push(no)
      return [no === 's1' ? 400 : no === 's2' ? 410 : 200, '[]']
    }
    const odd = createServer(async (request, answer) => {
      const [status, body] = await answerTo(request)
      answer.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
    await new Promise<void>((done) => odd.listen(0, '127.0.0.1', done))
    try {
      const endpoint = v7()
      const body = { title: '怪城', url: `http://127.0.0.1:${(odd.address() as AddressInfo).port}`, pushes: true, apiKey: 'k' }
      const { items } = await ours.as('office', open311Api).put({ params: { id: endpoint }, body })
      expect(items.find((it) => it.id === endpoint)!.seenAt).toBeNull()
      // The one without words and the one whose number is none are left out; all pages are read, though they are short.
      // Two who ask at the same moment, a person and the clock, take each of them in once.
      const both = await Promise.all([exchange(ours, endpoint), exchange(ours, endpoint)])
      expect(both.map(({ opened, known, leftOut, problem }) => [opened + known, leftOut, problem])).toEqual([
        [6, 2, null],
        [6, 2, null],
      ])
      expect(both[0]!.opened + both[1]!.opened).toBe(6)
      const seen = (await ours.as('office', open311Api).list({})).items.find((it) => it.id === endpoint)!.seenAt
      expect(seen).toBe(ours.clock.now)
      const office = ours.as('office', casesApi)
      for (const no of ['s1', 's2', 's4']) {
        const { items: found } = await office.list({ query: { text: `${endpoint}/${no}` } })
        const mine =
          found[0] ??
          (await office.list({ query: { source: 'open311', sort: '-reported' } })).items.find(
            (it) => it.externalId === `${endpoint}/${no}`,
          )!
        await office.dispatch({
          params: { id: mine.id },
          body: { id: v7() as EventId, unitId: units.market as never, dueAt: '2026-11-22T10:00:00.000Z' },
        })
      }
      expect(await exchange(ours, endpoint)).toMatchObject({ opened: 0, known: 6, told: 1, problem: 'open311.refused' })
      expect(told.toSorted()).toEqual(['s1', 's2', 's4'])
      // What they have no more is not told again, what they refused is.
      expect(await exchange(ours, endpoint)).toMatchObject({ told: 0, problem: 'open311.refused' })
      expect(told.slice(3)).toEqual(['s1'])
    } finally {
      odd.close()
    }
  })

  it('asks no address of our own network', async () => {
    const here = { allowInside: false }
    for (const url of [
      theirUrl,
      strangeUrl,
      'http://localhost:1/',
      'http://[::1]/',
      'http://169.254.169.254/latest',
      'http://2130706433/',
      'http://[::ffff:10.0.0.1]/',
    ])
      await expect(reach(url, here)).rejects.toMatchObject({ code: 'open311.inside' })
    for (const url of ['file:///etc/passwd', 'http://a:b@city.example/', 'nothing'])
      await expect(reach(url, here)).rejects.toMatchObject({ code: 'open311.badUrl' })
    expect(['10.1.2.3', '::1', 'fd00::1', '::ffff:127.0.0.1', '8.8.8.8', '2606:4700::1'].map(isInside)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ])
    expect(asked.filter((url) => url.includes('latest'))).toEqual([])
  })
})
