/**
 * The whole life of one problem, told in verbs over real calls: a resident reports without an account, the desk files it, the street
 * whistles, the bureau handles, a checker refuses, it is done again, checked and closed, and the resident reads so; a week later somebody
 * else looks and finds it again, and that counts.
 */
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseId, EventId, EvidenceId, UnitId } from '../../src/base/ids.ts'
import type { Given } from '../../src/cases/case.ts'
import { casesApi } from '../../src/cases/cases.api.ts'
import { checkFolds } from '../../src/cases/foldCheck.serve.ts'
import type { Role } from '../../src/city/who.ts'
import { evidenceApi } from '../../src/evidence/evidence.api.ts'
import { indicatorsApi } from '../../src/indicators/indicators.api.ts'
import { repeatsApi } from '../../src/repeats/repeats.api.ts'
import { learn } from '../../src/server/nightly.ts'
import { escalateAll } from '../../src/server/whistles.ts'
import type { WhistleId } from '../../src/whistles/whistle.ts'
import { whistlesApi } from '../../src/whistles/whistles.api.ts'
import { engines, type TestDb } from '../engines.ts'
import { city, openApp, photoOf, type SmallApp, streets, units } from '../smallCity.ts'
import { fillLife } from './lifeCity.ts'

const housing = units.housing as UnitId
const market = units.market as UnitId

describe.each(engines)('one problem on %s', (_name, open) => {
  let house: TestDb
  let small: SmallApp
  beforeAll(async () => {
    house = await open()
    await fillLife(house.db)
    small = await openApp(house.db)
  })
  afterAll(async () => {
    await small.app.close()
    await house.close()
  })

  type Login = Role | 'unit2'
  const e = () => v7() as EventId
  const minutes = (count: number) => void (small.clock.now = new Date(Date.parse(small.clock.now) + count * 60_000).toISOString())
  let colour = 0
  const photo = async (login: Login): Promise<EvidenceId> => {
    const id = v7() as EvidenceId
    await small.as(login, evidenceApi).add({ query: { id, name: 'a.jpg' }, body: await photoOf({ r: ++colour, g: 20, b: 20 }) })
    return id
  }

  /** A resident's browser, which runs no script: pages read and forms sent. */
  const resident = {
    reads: async (url: string) => (await small.app.inject({ method: 'GET', url, headers: { 'accept-language': 'zh-CN' } })).body,
    /** Gives the address of the page on which the resident follows it. */
    reports: async (text: string): Promise<string> => {
      const page = await resident.reads('/public/small/report?kind=litter&lng=116.1&lat=39.1')
      const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)![1]!
      small.clock.now = new Date(Date.parse(small.clock.now) + 5000).toISOString()
      const form = new FormData()
      const fields = { kind: 'litter', ticket: hidden('ticket'), lng: hidden('lng'), lat: hidden('lat'), text, name: '', phone: '' }
      for (const [name, value] of Object.entries(fields)) form.append(name, value)
      form.append('photos', new Blob([new Uint8Array(await photoOf({ r: 200, g: 9, b: 9 }))]), 'a.jpg')
      const packed = new Response(form)
      const sent = await small.app.inject({
        method: 'POST',
        url: '/public/small/report',
        headers: { 'content-type': packed.headers.get('content-type')!, 'accept-language': 'zh-CN' },
        payload: Buffer.from(await packed.arrayBuffer()),
      })
      expect(sent.statusCode).toBe(303)
      return sent.headers.location!.split('?')[0]!
    },
    finds: async (page: string) => /aria-current="step">([^<]*)/.exec(await resident.reads(page))?.[1],
  }
  const takes = (login: Login, id: CaseId, step: string, given: Given = {}) =>
    small.as(login, casesApi).take({ params: { id, step }, body: { id: e(), ...given } })
  const desk = {
    findsNew: async (): Promise<CaseId> => (await small.as('office', casesApi).list({ query: { source: 'resident' } })).items[0]!.id,
    files: (id: CaseId) => takes('office', id, 'file', { class: '02-05', note: '属实' }),
    dispatches: (id: CaseId, unitId: UnitId, dueAt: string) => takes('office', id, 'dispatch', { unitId, dueAt }),
    orders: (id: WhistleId, note: string) => small.as('office', whistlesApi).coordinate({ params: { id }, body: { id: e(), note } }),
  }
  const street = {
    whistles: async (on: CaseId): Promise<WhistleId> => {
      const id = v7() as WhistleId
      const body = { id, kind: 'problem', text: '垃圾堆放点产权不清，多次劝导无效', cases: [on], lead: housing, helpers: [market] }
      await small.as('street', whistlesApi).raise({ body })
      return id
    },
    rates: (id: WhistleId, unitId: UnitId, stars: number) =>
      small.as('street', whistlesApi).rate({ params: { id }, body: { id: e(), unitId, stars } }),
    closes: (id: WhistleId) => small.as('street', whistlesApi).close({ params: { id }, body: { id: e() } }),
  }
  const bureau = (login: 'unit' | 'unit2') => ({
    accepts: (id: CaseId) => takes(login, id, 'accept'),
    handles: async (id: CaseId, note: string) => takes(login, id, 'rectify', { note, photos: [await photo(login)] }),
    signsIn: (id: WhistleId) => small.as(login, whistlesApi).signIn({ params: { id }, body: { id: e() } }),
    replies: (id: WhistleId, measure: string) =>
      small.as(login, whistlesApi).reply({
        params: { id },
        body: { id: e(), acceptedAt: small.clock.now, contacted: '物业李经理', measure, deadline: '2026-11-25' },
      }),
    finishes: async (id: WhistleId, note: string) =>
      small.as(login, whistlesApi).finish({ params: { id }, body: { id: e(), note, photos: [await photo(login)] } }),
    rates: (id: WhistleId, stars: number) => small.as(login, whistlesApi).rateBack({ params: { id }, body: { id: e(), stars } }),
  })
  const checker = {
    refuses: (id: CaseId, note: string) => takes('checker', id, 'verify', { passed: false, note }),
    passes: async (id: CaseId) => takes('checker', id, 'verify', { passed: true, photos: [await photo('checker')] }),
  }
  /** A re-check is seen by who checks and had no part in the case. */
  const otherChecker = {
    finds: () => small.as('checker2', repeatsApi).listRechecks({ query: { state: 'open' } }),
    looksAgain: (id: string, passed: boolean, note: string) =>
      small.as('checker2', repeatsApi).report({ params: { id }, body: { passed, note } }),
  }
  /** What the house does by itself: whistles go up, closed cases are drawn to be looked at again, recurrences are found. */
  const clock = {
    strikes: () => escalateAll({ db: house.db, now: () => small.clock.now, changed: () => undefined }),
    learns: () => learn(house.db, small.clock.now),
  }
  const everyOne = { id: v7(), unitId: null, class: null, share: 1000, metres: null, days: null, after: null }
  let closed: CaseId

  it('goes from a resident to the file and back', async () => {
    await small.as('office', repeatsApi).putRules({ body: { items: [everyOne] } })
    await clock.learns()
    const page = await resident.reports('小区后门垃圾堆了三天，气味很大')
    expect(await resident.finds(page)).toBe('已收到，等待派遣')
    const id = await desk.findsNew()
    expect(await desk.files(id)).toMatchObject({ state: 'filed', class: '02-05', street: { id: streets[0] }, reportedBy: null })
    const sent = await desk.dispatches(id, housing, '2026-11-24T10:00:00.000Z')
    expect(sent).toMatchObject({ state: 'dispatched', ball: 'unit', unit: { id: housing } })
    await expect(bureau('unit').accepts(id)).rejects.toMatchObject({ status: 403 })
    await bureau('unit2').accepts(id)
    expect(await resident.finds(page)).toBe('责任单位处理中')

    const whistle = await street.whistles(id)
    minutes(20)
    await bureau('unit2').signsIn(whistle)
    await bureau('unit2').replies(whistle, '联合清运，封堵后门，设投放点')
    // The market bureau neither comes nor replies: on Monday morning both stand on the office's desk.
    small.clock.now = '2026-11-23T00:30:00.000Z'
    expect(await clock.strikes()).toBe(2)
    expect((await small.as('office', whistlesApi).list({ query: { side: 'escalated', case: id } })).items).toMatchObject([{ height: 1 }])
    await desk.orders(whistle, '请市场监管局立即到场')
    await bureau('unit').signsIn(whistle)
    expect(await bureau('unit').replies(whistle, '约谈商户，签承诺书')).toMatchObject({ state: 'working', height: 0 })

    await bureau('unit2').handles(id, '已清运')
    expect(await resident.finds(page)).toBe('已处理，正在核查')
    const back = await checker.refuses(id, '墙角仍有残留')
    expect(back).toMatchObject({ state: 'dispatched', reworked: 1, dueAt: sent.dueAt })
    // Who handled it is not the one to check it.
    await bureau('unit2').handles(id, '残留已清，地面冲洗')
    await expect(takes('unit2', id, 'verify', { passed: true })).rejects.toMatchObject({ status: 403 })
    expect(await checker.passes(id)).toMatchObject({ state: 'closed', stage: 'closed', outcome: 'done', reworked: 1 })
    expect(await resident.finds(page)).toBe('已办结')

    await bureau('unit2').finishes(whistle, '投放点已设，后门已封')
    await street.rates(whistle, housing, 5)
    await street.rates(whistle, market, 3)
    await bureau('unit2').rates(whistle, 4)
    expect(await street.closes(whistle)).toMatchObject({ state: 'closed', cases: [{ id, stage: 'closed' }] })

    closed = id
    const { groups } = await small.as('leader', indicatorsApi).get({ query: { by: 'unit' } })
    const figure = (unit: string, name: string) => groups.find(({ key }) => key === unit)!.figures[name]
    expect(figure(housing, 'rework')).toMatchObject({ of: 1, per: 1 })
    expect(figure(housing, 'onTimeHandling')).toMatchObject({ of: 1, per: 1 })
    expect(figure(housing, 'whistleSatisfied')).toMatchObject({ of: 1, per: 1 })
    expect(figure(market, 'whistleSignIn')).toMatchObject({ of: 0, per: 1 })
    expect((await checkFolds(house.db, city)).differences).toEqual([])
  })

  it('comes back a week later, and counts', async () => {
    small.clock.now = '2026-11-30T02:00:00.000Z'
    await clock.learns()
    const { items } = await otherChecker.finds()
    expect(items).toMatchObject([{ case: { id: closed }, after: 7, unit: { id: housing } }])
    // Who checked it is not the one to look again.
    const own = small.as('checker', repeatsApi).report({ params: { id: items[0]!.id }, body: { passed: true } })
    await expect(own).rejects.toMatchObject({ code: 'repeats.ownHands' })
    const ended = await otherChecker.looksAgain(items[0]!.id, false, '后门又堆了垃圾')
    expect(ended).toMatchObject({ state: 'failed', newCase: { text: expect.stringContaining('小区后门') } })
    const again = await small.as('office', casesApi).get({ params: { id: ended.newCase!.id } })
    expect(again).toMatchObject({ class: '02-05', street: { id: streets[0] }, links: [{ kind: 'related', id: closed }] })
    await clock.learns()
    expect((await small.as('office', repeatsApi).get({ params: { id: closed } })).by).toMatchObject([{ id: again.id, days: 7 }])
    const { groups } = await small.as('leader', indicatorsApi).get({ query: { by: 'unit', unit: housing } })
    expect(groups.find(({ key }) => key === housing)!.figures['recurrence']).toMatchObject({ of: 1, per: 1 })
    expect((await checkFolds(house.db, city)).differences).toEqual([])
  })
})
