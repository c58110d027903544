/**
 * 吹哨报到 over real calls: a street whistles for what it cannot solve; the lead signs in, the helper does not and goes up by the
 * clock, to the coordinator and to the leader in charge; four elements, one record with photos, done, rated both ways, closed.
 */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import type { CaseId, EventId, EvidenceId, UnitId } from '../../src/base/ids.ts'
import { listEventsOf } from '../../src/base/event.sql.ts'
import { burdenApi } from '../../src/burden/burden.api.ts'
import { casesApi } from '../../src/cases/cases.api.ts'
import type { Role } from '../../src/city/who.ts'
import { indicatorsApi } from '../../src/indicators/indicators.api.ts'
import { evidenceApi } from '../../src/evidence/evidence.api.ts'
import { checkWhistles } from '../../src/whistles/foldCheck.serve.ts'
import { sql } from '../../src/base/sql.ts'
import { escalateAll } from '../../src/server/whistles.ts'
import { shipped } from '../../src/whistles/shipped.ts'
import type { WhistleId } from '../../src/whistles/whistle.ts'
import { type WhistleFile, whistlesApi } from '../../src/whistles/whistles.api.ts'
import { engines } from '../engines.ts'
import { city, noon, photoOf, units } from '../smallCity.ts'
import { useSmall } from '../smallHouse.ts'

type Login = Role | 'unit2'

describe.each(engines)('a whistle on %s', (_name, open) => {
  const { house, small } = useSmall(open)

  const market = units.market as UnitId
  const housing = units.housing as UnitId
  const at = (time: string) => (small.clock.now = time)
  const by = (login: Login) => small.as(login, whistlesApi)
  const e = () => v7() as EventId
  const reports = async (text: string): Promise<CaseId> => {
    const id = v7() as CaseId
    await small.as('street', casesApi).fromDesk({ body: { id, text } })
    return id
  }
  const photo = async (login: Login, r: number): Promise<EvidenceId> => {
    const id = v7() as EvidenceId
    await small.as(login, evidenceApi).add({ query: { id, name: 'a.jpg' }, body: await photoOf({ r, g: 10, b: 10 }) })
    return id
  }
  /** The street calls the market bureau to lead and housing to help. */
  const whistles = (cases: CaseId[], id = v7() as WhistleId, kind = 'problem'): Promise<WhistleFile> =>
    by('street').raise({ body: { id, kind, text: '市场后门占道堆物，多次劝导无效', cases, lead: market, helpers: [housing] } })
  const clockStrikes = (time: string) => escalateAll({ db: house.db, now: () => at(time), changed: () => undefined })
  const reply = {
    acceptedAt: '2026-11-20T04:30:00.000Z',
    contacted: '市场主任老周',
    measure: '联合清理并划定堆放区',
    deadline: '2026-11-25',
  }
  const partyOf = (it: WhistleFile, unit: UnitId) => it.parties.find((party) => party.unit.id === unit)!

  it('is raised, answered, taken up by the clock, rated both ways and closed', async () => {
    at(noon)
    const cases = [await reports('市场后门占道堆物'), await reports('消防通道被占')]
    const raised = await whistles(cases)
    const params = { id: raised.id }
    expect(raised).toMatchObject({
      no: '20261120-S001',
      state: 'called',
      dueAt: '2026-11-27T04:00:00.000Z',
      height: 0,
      calendar: 'cn-2026',
    })
    expect(raised.cases.map(({ id }) => id).toSorted()).toEqual(cases.toSorted())
    // At noon nobody works: an hour of work ends at three. Sent twice, it is one whistle.
    expect(partyOf(raised, market).owes.signIn.dueAt).toBe('2026-11-20T07:00:00.000Z')
    expect((await whistles(cases, raised.id)).no).toBe(raised.no)
    expect((await by('street').list({ query: { case: cases[1]! } })).items.map(({ id }) => id)).toEqual([raised.id])
    expect(await by('unit').count({ query: {} })).toEqual({ all: 1, todo: 1, raised: 0, called: 1, escalated: 0, late: 0 })

    at('2026-11-20T04:40:00.000Z')
    await expect(by('unit').reply({ params, body: { id: e(), ...reply } })).rejects.toMatchObject({ code: 'whistle.signInFirst' })
    await expect(by('street').signIn({ params, body: { id: e() } })).rejects.toMatchObject({ code: 'whistle.notYours', status: 403 })
    const here = { id: e(), note: '已到市场后门', photos: [await photo('unit', 1)] }
    expect(await by('unit').signIn({ params, body: here })).toMatchObject({ state: 'called' })
    const twice = await by('unit').signIn({ params, body: here })
    expect(twice.history.filter(({ kind }) => kind === 'signedIn')).toHaveLength(1)
    expect(twice.steps.map(({ step, refusal }) => [step, refusal])).toContainEqual(['signIn', 'whistle.signedIn'])

    expect(partyOf(await by('unit').reply({ params, body: { id: e(), ...reply } }), market).reply).toEqual(reply)

    // Housing has not come: at three it goes to the campaign office, four working hours later to its leader in charge.
    expect(await clockStrikes('2026-11-20T06:59:00.000Z')).toBe(0)
    expect(await clockStrikes('2026-11-20T07:00:00.000Z')).toBe(1)
    expect(await clockStrikes('2026-11-20T07:01:00.000Z')).toBe(0)
    const up = await by('office').get({ params })
    expect(up).toMatchObject({ height: 1, state: 'called' })
    expect(up.history.at(-1)).toMatchObject({
      kind: 'escalated',
      by: null,
      unit: { id: housing },
      escalated: { owing: 'signIn', to: 'coordinator', toUnit: { id: units.office } },
    })
    expect((await by('office').list({ query: { side: 'escalated' } })).items).toHaveLength(1)
    expect((await by('office').list({ query: { late: 'signIn' } })).items[0]!.parties[1]).toMatchObject({ late: ['signIn'] })
    await expect(by('unit2').coordinate({ params, body: { id: e(), note: '请住建局立即到场' } })).rejects.toMatchObject({ status: 403 })
    await by('office').coordinate({ params, body: { id: e(), note: '请住建局立即到场' } })
    // The other reply is late on Saturday, the sign-in goes up once more on Monday at nine.
    expect(await clockStrikes('2026-11-23T01:00:00.000Z')).toBe(2)
    const higher = await by('leader').get({ params })
    expect(higher.height).toBe(2)
    expect(
      higher.history
        .filter(({ kind }) => kind === 'escalated')
        .map(({ escalated }) => [escalated!.owing, escalated!.to, escalated!.toPost?.zh]),
    ).toEqual([
      ['signIn', 'coordinator', undefined],
      ['reply', 'coordinator', undefined],
      ['signIn', 'leader', '住建局分管领导'],
    ])
    expect(await by('leader').count({ query: {} })).toMatchObject({ escalated: 1, late: 1 })
    // Late is counted among the side that is asked for: nothing of it waits for the leader's own unit.
    expect(await by('leader').count({ query: { side: 'escalated' } })).toMatchObject({ escalated: 1, late: 1 })
    expect(await by('leader').count({ query: { side: 'todo' } })).toMatchObject({ escalated: 1, todo: 0, late: 0 })
    await by('leader').coordinate({ params, body: { id: e(), note: '今日办结' } })

    at('2026-11-23T02:00:00.000Z')
    expect(await by('unit2').signIn({ params, body: { id: e() } })).toMatchObject({ state: 'working' })
    const word = { ...reply, acceptedAt: '2026-11-23T02:00:00.000Z', contacted: '物业李经理', measure: '拆除违建棚' }
    expect(await by('unit2').reply({ params, body: { id: e(), ...word } })).toMatchObject({ height: 0 })
    expect((await by('office').list({ query: { side: 'escalated' } })).items).toEqual([])

    // One record, with photos; the clock has nothing to do any more.
    await by('unit2').record({ params, body: { id: e(), note: '已拆除', photos: [await photo('unit2', 2)] } })
    await by('street').record({ params, body: { id: e(), note: '街道已清运' } })
    await expect(by('unit2').finish({ params, body: { id: e(), note: '好了' } })).rejects.toMatchObject({ code: 'whistle.notYours' })
    expect(await by('unit').finish({ params, body: { id: e(), note: '堆物已清，划线完成' } })).toMatchObject({ state: 'finished' })
    expect(await by('street').count({ query: {} })).toMatchObject({ todo: 1, raised: 1 })
    expect(await by('street').sendBack({ params, body: { id: e(), note: '东侧还有' } })).toMatchObject({
      state: 'working',
      finishedAt: null,
    })
    await by('unit').finish({ params, body: { id: e(), note: '东侧已清' } })
    expect(await clockStrikes('2026-11-30T01:00:00.000Z')).toBe(0)

    await expect(by('street').close({ params, body: { id: e() } })).rejects.toMatchObject({ code: 'whistle.rateFirst' })
    await by('street').rate({ params, body: { id: e(), unitId: market, stars: 5 } })
    await expect(by('street').rate({ params, body: { id: e(), unitId: units.office as UnitId, stars: 5 } })).rejects.toMatchObject({
      status: 422,
    })
    await by('street').rate({ params, body: { id: e(), unitId: housing, stars: 2, note: '三天后才来' } })
    await by('unit2').rateBack({ params, body: { id: e(), stars: 3, note: '没有说明地点' } })
    const closed = await by('street').close({ params, body: { id: e(), note: '归档' } })
    expect(closed).toMatchObject({ state: 'closed', closedAt: '2026-11-30T01:00:00.000Z' })
    expect(partyOf(closed, housing)).toMatchObject({ stars: 2, starsBack: 3, reply: word, rating: { note: '三天后才来' } })
    expect(await by('unit').rateBack({ params, body: { id: e(), stars: 5 } })).toMatchObject({ state: 'closed' })
    // Both stand in the figures of their units: come in time, late, satisfied or not.
    const { groups } = await small.as('office', indicatorsApi).get({ query: { by: 'unit' } })
    const figures = (unit: string) => groups.find(({ key }) => key === unit)!.figures
    const shown = (unit: string) =>
      ['whistled', 'whistleSignIn', 'whistleReply', 'whistleFinish', 'whistleFinishOnTime', 'whistleSatisfied', 'whistleEscalated'].map(
        (id) => {
          const { of, per } = figures(unit)[id]!
          return per === null ? of : `${of}/${per}`
        },
      )
    expect(shown(market)).toEqual([1, '1/1', '1/1', '1/1', '1/1', '1/1', '0/1'])
    expect(shown(housing)).toEqual([1, '0/1', '0/1', '0/0', '0/0', '0/1', '1/1'])
    expect((await by('office').export({ query: {} })).size).toBeGreaterThan(3000)
    // Each row is the fold of its events, and a row that somebody changed is found.
    expect(await checkWhistles(house.db, city)).toEqual([])
    const change = (stars: number) =>
      house.db.run(sql`update whistle_parties set stars = ${stars} where city_id = ${city} and unit_id = ${housing}`)
    await change(5)
    expect(await checkWhistles(house.db, city)).toEqual([{ id: raised.id, no: raised.no, fields: ['parties'] }])
    await change(2)
    // Whom they spoke to and what they wrote can be forgotten without breaking the ledger.
    const events = await listEventsOf(house.db, city, raised.id)
    expect(events.filter(({ kind }) => kind === 'whistle.replied').every(({ data }) => 'personal' in data)).toBe(true)
  })

  it('is refused where it cannot be: wrong units, cases, kinds and offices', async () => {
    at(noon)
    const [one] = [await reports('井盖缺失')]
    const ask = (login: Login, change: object) =>
      by(login).raise({
        body: { id: v7() as WhistleId, kind: 'problem', text: '井盖缺失', cases: [one], lead: market, helpers: [], ...change },
      })
    await expect(ask('unit', {})).rejects.toMatchObject({ status: 403 })
    await expect(ask('office', {})).rejects.toMatchObject({ code: 'whistle.notYourKind' })
    await expect(ask('street', { kind: 'nothing' })).rejects.toMatchObject({ code: 'whistle.noSuchKind' })
    await expect(ask('operator', {})).rejects.toMatchObject({ code: 'whistle.noUnit' })
    const wrong = { lead: units.street1, helpers: [housing, housing, v7()], cases: [one, v7()], photos: [v7()] }
    const error = await ask('street', wrong).catch((thrown: unknown) => thrown as { faults: { at: string }[] })
    expect((error as { faults: { at: string }[] }).faults.map((fault) => fault.at)).toEqual([
      'lead',
      'helpers.1',
      'helpers.2',
      'cases.1',
      'photos.0',
    ])
    const it = await ask('street', {})
    const params = { id: it.id }
    const known = { id: e(), note: '' }
    await by('unit').signIn({ params, body: known })
    const early = { ...reply, acceptedAt: '2026-11-01T00:00:00.000Z', deadline: '2026-11-01' }
    await expect(by('unit').reply({ params, body: { id: e(), ...early } })).rejects.toMatchObject({
      code: 'whistle.faults',
      faults: [{ at: 'acceptedAt' }, { at: 'deadline' }],
    })
    await expect(by('unit').record({ params, body: { id: known.id, note: '又一次' } })).rejects.toMatchObject({ code: 'whistle.idTaken' })
    await expect(by('unit').signIn({ params: { id: v7() as WhistleId }, body: { id: e() } })).rejects.toMatchObject({ status: 404 })
    await expect(by('office').coordinate({ params, body: { id: e(), note: '增派', unitId: market } })).rejects.toMatchObject({
      status: 422,
    })
    const helped = await by('office').coordinate({ params, body: { id: e(), note: '增派住建局', unitId: housing } })
    expect(partyOf(helped, housing)).toMatchObject({ role: 'helper', signedInAt: null, owes: { finish: null } })
    expect(helped.state).toBe('called')
    expect(helped.history.at(-1)).toMatchObject({ unit: { id: units.office }, called: { id: housing } })
    expect(await by('street').withdraw({ params, body: { id: e(), note: '已自行解决' } })).toMatchObject({ state: 'withdrawn' })
    expect(await clockStrikes('2026-12-01T01:00:00.000Z')).toBe(0)
  })

  it('asks nothing of the grassroots when it goes up, and is counted when it goes down', async () => {
    at(noon)
    const asked = async () =>
      (await small.as('office', burdenApi).listAsks({ query: {} })).items.filter(({ kind }) => kind === 'help').map(({ unit }) => unit.id)
    const before = await asked()
    const one = await reports('雨污混接')
    await whistles([one])
    expect(await asked()).toEqual(before)
    const body = {
      id: v7() as WhistleId,
      kind: 'advance',
      text: '推进雨污分流',
      cases: [one],
      lead: housing,
      helpers: [units.street2 as UnitId],
    }
    await by('office').raise({ body })
    expect(await asked()).toEqual([...before, units.street2])
  })

  it('follows the kinds that the city adopts, and keeps those it was raised under', async () => {
    at(noon)
    const one = await reports('围挡破损')
    const old = await whistles([one])
    const [first] = shipped.kinds
    const quick = {
      ...first!,
      limits: { ...first!.limits, signIn: { amount: 10, unit: 'minute' as const, clock: 'natural' as const, season: null } },
    }
    const adopted = {
      id: v7(),
      kinds: [
        { ...quick, coordinator: { of: 'unit' as const, code: 'U04' } },
        { ...quick, id: 'own' },
      ],
    }
    await expect(by('street').adoptKinds({ body: adopted })).rejects.toMatchObject({ status: 403 })
    await expect(by('office').adoptKinds({ body: { id: v7(), kinds: [quick, quick] } })).rejects.toMatchObject({ status: 422 })
    expect(await by('office').adoptKinds({ body: adopted })).toMatchObject({ version: 1, mine: [] })
    expect(await by('office').adoptKinds({ body: adopted })).toMatchObject({ version: 1 })
    expect(await by('street').getKinds({})).toMatchObject({ version: 1, mine: ['problem', 'own'] })
    const fresh = await whistles([one])
    expect(partyOf(fresh, market).owes.signIn.dueAt).toBe('2026-11-20T04:10:00.000Z')
    expect(partyOf(await by('street').get({ params: { id: old.id } }), market).owes.signIn.dueAt).toBe('2026-11-20T07:00:00.000Z')
    // The unit of a code coordinates now: it is a street, and may speak though it coordinates nothing else.
    await clockStrikes('2026-11-20T04:10:00.000Z')
    const up = await by('street').get({ params: { id: fresh.id } })
    expect(up.history.at(-1)!.escalated).toMatchObject({ toUnit: { id: units.street1 } })
    await by('street').coordinate({ params: { id: fresh.id }, body: { id: e(), note: '已电话催促' } })
  })
})
