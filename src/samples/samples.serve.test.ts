/** Samples over the whole app: bound, drawn, walked, sealed, released, proved; and everything that tries to look in before. */
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawAgain } from '../../test/drawAgain.ts'
import { everyAnswer } from '../../test/everyCall.ts'
import { fillBlind, third } from '../../test/blindCity.ts'
import { engines, type TestDb } from '../../test/engines.ts'
import { accountOf, city, idOf, openApp, personOf, photoOf, points, signIn, type SmallApp, units } from '../../test/smallCity.ts'
import { z } from 'zod'
import { json, sql } from '../base/sql.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { fieldApi } from '../field/field.api.ts'
import { inspectionsApi } from '../inspections/inspections.api.ts'
import { keepEnvelopes, releaseDue } from '../server/nightly.ts'
import { Plan } from './draw.ts'
import { sealVisit } from './envelopes.serve.ts'
import { Proof, verifyProof } from './proof.ts'
import { samplesApi } from './samples.api.ts'
import { accountsApi } from '../access/accounts.api.ts'
import { casesApi } from '../cases/cases.api.ts'
import { findHeld } from '../city/forgotten.sql.ts'
import { whistlesApi } from '../whistles/whistles.api.ts'

const sampleSeed = z.object({ seed: z.string() })
const sample = idOf(900) as never
const round = idOf(901) as never
const visit = v7() as never
const marker = '只有信封里才有的话'
const plan = Plan.parse({ by: ['type'], quota: { how: 'each', count: 1 } })
const releaseAt = '2026-12-01T00:00:00.000Z'

describe.each(engines)('samples on %s', (name, open) => {
  let house: TestDb
  let small: SmallApp
  beforeAll(async () => {
    house = await open()
    await fillBlind(house.db)
    // And a second market, so that somebody is left in line.
    await house.db.run(sql`insert into points (city_id, id, code, type, name_zh, lng, lat, cell, district_id, street_id)
      select city_id, ${idOf(399)}, 'P099', type, '西街市场', lng, lat, cell, district_id, street_id from points where id = ${points.market}`)
    small = await openApp(house.db)
    const body = {
      id: round,
      kind: 'thirdParty',
      title: { zh: '第三方测评', en: 'Third party' },
      fromOn: '2026-11-20',
      toOn: '2026-11-30',
    } as const
    await small.as('office', inspectionsApi).addRound({ body })
  })
  afterAll(async () => {
    await small.app.close()
    await house.close()
  })
  const samples = (login: Parameters<SmallApp['as']>[0]) => small.as(login, samplesApi)
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: { code?: string; faults?: { says: string }[] }) => error.faults?.[0]?.says ?? error.code,
    )
  const ofSample = { params: { id: sample } }
  const bound = { id: sample, roundId: round, plan, unitId: third as never, sealed: true, releaseAt } as const
  const toVisit = async () => (await samples('assessor').listPoints({ ...ofSample, query: { drawn: 'true' } })).items

  it('refuses a plan that cannot be drawn, and shows what one would draw', async () => {
    const table = { ...plan, quota: { how: 'table' as const, rows: [{ stratum: 'PT-MARKET', count: 9 }] } }
    expect(await codeOf(samples('office').bind({ body: { ...bound, plan: table } }))).toBe('fault.stratumTooSmall')
    expect(await codeOf(samples('office').bind({ body: { ...bound, plan: { ...plan, types: ['PT-NONE'] } } }))).toBe('fault.frameEmpty')
    expect(await codeOf(samples('office').bind({ body: { ...bound, releaseAt: '2026-01-01T00:00:00.000Z' } }))).toBe('fault.past')
    const sized = { ...plan, sizes: [{ point: points.market as never, size: 3 }] }
    expect(await codeOf(samples('office').bind({ body: { ...bound, plan: sized } }))).toBe('fault.sizesMissing')
    expect(await codeOf(samples('inspector').bind({ body: bound }))).toBe('api.notAllowed')
    expect(await samples('office').preview({ body: { plan } })).toMatchObject({
      framePoints: 4,
      drawnPoints: 3,
      strata: [{ has: 1 }, { has: 2 }, { has: 1 }],
    })
  })

  it('takes sizes and groups by code, and draws by them', async () => {
    const codes = [
      { code: 'P001', size: 300, group: '老旧' },
      { code: 'P099', size: 100, group: '新建' },
      { code: 'P002', size: 5 },
      { code: 'P003', size: 5 },
    ]
    expect(await codeOf(samples('office').readFrame({ body: { rows: [{ code: 'P404' }] } }))).toBe('fault.noSuchPoint')
    expect(await codeOf(samples('office').readFrame({ body: { rows: [codes[0]!, codes[0]!] } }))).toBe('fault.pointTwice')
    const { rows } = await samples('office').readFrame({ body: { rows: codes } })
    const sizes = rows.map(({ point, size }) => ({ point, size: size! }))
    const groups = rows.flatMap(({ point, group }) => (group === undefined ? [] : [{ point, group }]))
    const grouped = Plan.parse({ types: ['PT-MARKET'], by: ['type', 'group'], quota: { how: 'each', count: 1 }, sizes, groups })
    const { strata } = await samples('office').preview({ body: { plan: grouped } })
    expect(strata.map(({ stratum }) => stratum)).toEqual(['PT-MARKET/新建', 'PT-MARKET/老旧'])
    expect(
      (await samples('office').preview({ body: { plan: Plan.parse({ by: ['grid'], quota: { how: 'each', count: 1 } }) } })).strata,
    ).toMatchObject([{ stratum: '-', has: 4 }])
  })

  it('binds once, draws once, and tells the drawn points to nobody but who assesses', async () => {
    const first = await samples('office').bind({ body: bound })
    expect(await samples('office').bind({ body: bound })).toEqual(first)
    expect(first).toMatchObject({ state: 'bound', open: false, framePoints: 4 })
    const drawn = await samples('office').draw({ ...ofSample, body: { witness: '公证员' } })
    expect(await samples('office').draw({ ...ofSample, body: { witness: '别人' } })).toEqual(drawn)
    expect(drawn).toMatchObject({ state: 'drawn', drawnPoints: 3, commitment: first.commitment })
    expect(await codeOf(samples('office').listPoints(ofSample))).toBe('samples.sealed')
    expect(await codeOf(samples('operator').listPoints(ofSample))).toBe('samples.sealed')
    expect(await toVisit()).toHaveLength(3)
    expect((await samples('assessor').list({})).items).toHaveLength(1)
    expect((await samples('checker2').list({})).items).toEqual([])
    expect(await codeOf(samples('checker2').get(ofSample))).toBe('api.notYours')
  })

  it('shares the walk out among people of the unit only, and replaces by the next in line with a reason', async () => {
    const walkers = [{ person: personOf('assessor') as never }]
    expect(await codeOf(samples('assessor').share({ ...ofSample, body: { walkers: [{ person: personOf('office') as never }] } }))).toBe(
      'fault.notOfUnit',
    )
    const { walks } = await samples('assessor').share({ ...ofSample, body: { walkers } })
    expect(walks).toMatchObject([{ points: 3 }])
    const market = (await toVisit()).find(({ stratum }) => stratum === 'PT-MARKET')!
    const body = { id: v7(), pointId: market.point.id, reason: '市场已拆除' }
    const next = await samples('assessor').replace({ ...ofSample, body })
    expect(await samples('assessor').replace({ ...ofSample, body })).toEqual(next)
    expect((await toVisit()).map(({ point }) => point.id)).toContain(next.pointId)
    expect((await toVisit()).find(({ point }) => point.id === next.pointId)!.step).toBe(market.step)
    expect(await codeOf(samples('assessor').replace({ ...ofSample, body: { ...body, id: v7(), pointId: next.pointId } }))).toBe(
      'samples.lineEnded',
    )
    expect(await codeOf(samples('assessor').replace({ ...ofSample, body: { ...body, id: v7(), pointId: idOf(999) as never } }))).toBe(
      'samples.notDrawnPoint',
    )
  })

  it('packs the walk for the phone of who walks it, and nothing of it for anybody else', async () => {
    const query = { round: round as never }
    const pack = await small.as('assessor', fieldApi).getPack({ query })
    expect(pack.round).toMatchObject({ id: round, sample })
    const steps = (await toVisit()).map(({ point, step }) => [point.id, step])
    expect(pack.points.map(({ id, step }) => [id, step]).toSorted()).toEqual(steps.toSorted())
    expect((await small.as('assessor', fieldApi).getPackSize({ query })).points).toBe(3)
    const others = await small
      .as('inspector', fieldApi)
      .getPack({ query })
      .catch(() => undefined)
    expect([others?.points ?? [], others?.round?.sample]).toEqual([[], undefined])
    expect((await small.as('inspector', fieldApi).getPackSize({ query })).points).toBe(0)
  })

  it('packs a sealed walk no more for who lost their seat', async () => {
    const query = { round: round as never }
    const holds = (to: string | null) =>
      house.db.run(sql`update post_holders set to_on = ${to} where city_id = ${city} and post_id = ${idOf(891)}`)
    // To a seat of another third party, still on the list of the walk.
    await holds('2026-01-02')
    await house.db.run(
      sql`insert into post_holders (city_id, post_id, person_id, from_on) values (${city}, ${idOf(892)}, ${personOf('assessor')}, '2026-01-01')`,
    )
    const pack = await small
      .as('assessor', fieldApi)
      .getPack({ query })
      .catch(() => undefined)
    expect([pack?.points ?? [], pack?.round?.sample]).toEqual([[], undefined])
    expect(await small.as('assessor', fieldApi).getPackSize({ query })).toMatchObject({ points: 0, box: null })
    await house.db.run(
      sql`delete from post_holders where city_id = ${city} and post_id = ${idOf(892)} and person_id = ${personOf('assessor')}`,
    )
    await holds(null)
    expect((await small.as('assessor', fieldApi).getPack({ query })).points).toHaveLength(3)
  })

  it('opens nothing to who gets a post of the unit afterwards, before somebody of the unit takes them along', async () => {
    await house.db.run(
      sql`insert into post_holders (city_id, post_id, person_id, from_on) values (${city}, ${idOf(891)}, ${personOf('reviewer')}, '2026-01-01')`,
    )
    await house.db.run(sql`update accounts set role = null, unit_id = null where city_id = ${city} and id = ${accountOf('reviewer')}`)
    expect(await samples('reviewer').get(ofSample)).toMatchObject({ open: false })
    const point = (await toVisit())[0]!.point.id
    for (const attempt of [
      () => samples('reviewer').listPoints(ofSample),
      () => samples('reviewer').share({ ...ofSample, body: { walkers: [{ person: personOf('reviewer') as never }] } }),
      () => samples('reviewer').replace({ ...ofSample, body: { id: v7(), pointId: point, reason: '想知道' } }),
      () =>
        samples('reviewer').seal({
          ...ofSample,
          body: {
            id: v7() as never,
            pointId: point,
            visitedAt: small.clock.now,
            note: '',
            results: [{ id: v7(), fact: 'SIGN', grade: 'N', note: '', photos: [] }],
          } as never,
        }),
    ])
      expect(await codeOf(attempt())).toBe('samples.sealed')
    await samples('assessor').share({
      ...ofSample,
      body: { walkers: ['assessor', 'reviewer'].map((login) => ({ person: personOf(login) as never })) },
    })
    expect(await samples('reviewer').get(ofSample)).toMatchObject({ open: true })
  })

  // What a call tells does not hang on the engine.
  const others = name === 'embedded' ? ['office', 'unit', 'inspector'] : ['office']
  const before = new Map<string, Map<string, string>>()
  let drawnMarket = ''
  let facts: unknown
  const factsOfSample = () =>
    house.db.all(
      z.object({ kind: z.string(), thing: z.string() }),
      sql`select kind, thing from events
      where city_id = ${city} and (kind like 'sample.%' or kind like 'visit.%' or kind like 'photo.%' or by = ${personOf('assessor')}) order by seq`,
    )
  const named = () => ({ round: String(round), point: drawnMarket, visit: String(visit), other: String(sample) })
  it('shows everybody else what it showed before', async () => {
    drawnMarket = (await toVisit()).find(({ stratum }) => stratum === 'PT-MARKET')!.point.id
    for (const login of others) before.set(login, await everyAnswer(small, login, named()))
    expect(before.get('office')!.size).toBeGreaterThan(80)
    facts = await factsOfSample()
    expect([...before.get('office')!.keys()].some((path) => path.startsWith('/points/unseen'))).toBe(true)
  })

  it('keeps a visit in its envelope, whoever looks, by every call that reads', async () => {
    const market = (await toVisit()).find(({ stratum }) => stratum === 'PT-MARKET')!
    const photo = v7()
    await small
      .as('assessor', evidenceApi)
      .add({ query: { id: photo, name: '现场.jpg' } as never, body: await photoOf({ r: 9, g: 9, b: 9 }) })
    const results = [{ id: v7() as never, fact: 'SIGN', grade: 'N', note: marker, photos: [photo as never] }]
    const body = { id: visit, pointId: market.point.id, visitedAt: '2026-11-20T03:00:00.000Z', note: marker, results }
    expect(await codeOf(small.as('assessor', inspectionsApi).recordVisit({ body: { ...body, roundId: round } }))).toBe(
      'inspections.roundSealed',
    )
    const sealed = await samples('assessor').seal({ ...ofSample, body })
    expect(await samples('assessor').seal({ ...ofSample, body })).toEqual(sealed)
    expect(await samples('assessor').getSealed({ params: { id: sample, visit } })).toEqual(sealed)
    expect(await codeOf(samples('assessor').seal({ ...ofSample, body: { ...body, id: v7() as never, pointId: idOf(398) as never } }))).toBe(
      'samples.notDrawnPoint',
    )
    expect((await samples('assessor').listPoints({ ...ofSample, query: { drawn: 'true', visited: 'false' } })).items).toHaveLength(2)
    const { seed } = (await house.db.find(sampleSeed, sql`select seed from sample_seeds`))!
    const secrets = [marker, String(visit), seed, String(results[0]!.id), photo]
    expect(await factsOfSample()).toEqual(facts)
    let answered = 0
    for (const login of [...others, ...(name === 'embedded' ? ['checker2', 'operator'] : [])]) {
      const after = await everyAnswer(small, login, named(), !others.includes(login))
      for (const [path, text] of after) {
        for (const secret of secrets) expect(text.includes(secret), `${login} GET ${path}`).toBe(false)
        // Not a count, not an hour is another than before anybody set out. The ledger grew by what the readers themselves did.
        if (others.includes(login) && !path.includes('/ledger')) expect(text, `${login} GET ${path}`).toBe(before.get(login)!.get(path))
      }
      answered += after.size
    }
    expect(answered).toBeGreaterThan(name === 'embedded' ? 300 : 80)
  })

  it('binds every night what came in, and tells nothing by it', async () => {
    await keepEnvelopes(house.db, small.clock.now)
    small.clock.now = '2026-11-21T19:00:00.000Z'
    await keepEnvelopes(house.db, small.clock.now)
    const nights = await house.db.all(
      z.object({ data: z.record(z.string(), z.unknown()), by: z.string().nullable() }),
      sql`select data, by from events
      where city_id = ${city} and kind = 'sample.kept'`,
    )
    expect(nights).toMatchObject([{ by: null, data: { digest: expect.stringMatching(/^[0-9a-f]{64}$/) } }, { by: null }])
    expect(nights[0]!.data['digest']).not.toBe(nights[1]!.data['digest'])
  })

  // People who have other work besides: what they do there is as open as anybody's, and as soon a fact.
  const busy = ['inspector', 'street', 'operator'] as const
  const kindsIn = async (table: 'events' | 'waiting_events', by: string) =>
    (
      await house.db.all(
        z.object({ kind: z.string() }),
        table === 'events'
          ? sql`select kind from events where city_id = ${city} and by = ${by}`
          : sql`select kind from waiting_events where city_id = ${city} and by = ${by} order by at, id`,
      )
    ).map(({ kind }) => kind)

  it('shuts no photo of the daily work of who walks it, neither of a case, nor of a whistle, nor from before the draw', async () => {
    for (const login of busy)
      await house.db.run(
        sql`insert into sample_readers (city_id, sample_id, person_id, at) values (${city}, ${sample}, ${personOf(login)}, ${small.clock.now})`,
      )
    const colour = { r: 7, g: 70, b: 7 }
    const send = async (login: 'inspector' | 'street') => {
      const id = v7()
      await small.as(login, evidenceApi).add({ query: { id, name: '占道.jpg' } as never, body: await photoOf((colour.r++, colour)) })
      return id as never
    }
    const seen = (id: never) => codeOf(small.as('office', evidenceApi).get({ params: { id } }))
    const [alone, old, reported, blown] = [await send('inspector'), await send('inspector'), await send('inspector'), await send('street')]
    for (const id of [alone, old, reported, blown]) expect(await seen(id)).toBe('api.notFound')
    await house.db.run(sql`update evidence set added_at = '2026-11-19T04:00:00.000Z' where city_id = ${city} and id = ${old}`)
    const body = { id: v7() as never, text: '占道经营', pointId: points.road as never }
    await small.as('inspector', casesApi).fromDesk({ body: { ...body, photos: [reported] } })
    const cases = [v7() as never]
    await small.as('street', casesApi).fromDesk({ body: { ...body, id: cases[0]! } })
    const whistle = { id: v7() as never, kind: 'problem', text: '多次劝导无效', cases, lead: units.market as never, photos: [blown] }
    await small.as('street', whistlesApi).raise({ body: whistle })
    for (const id of [old, reported, blown]) expect(await seen(id)).toBe('done')
    expect(await seen(alone)).toBe('api.notFound')
  })

  it('holds back of these people only that they came and took files along, and tells it within minutes of when it may', async () => {
    const add = { id: v7() as never, kind: 'person' as const, login: 'newcomer', name: '新人', role: 'inspector' as const }
    await small.as('operator', accountsApi).addAccount({ body: add as never })
    expect(await kindsIn('events', personOf('operator'))).toContain('account.added')
    await signIn(small.app, 'inspector')
    await small.as('inspector', casesApi).export({ query: {} })
    const inspector = personOf('inspector') as never
    const waits = ['account.signedIn', 'export.made']
    expect(new Set(await kindsIn('waiting_events', inspector))).toEqual(new Set(waits))
    // The copy of what is held of somebody has it only where they take it themselves.
    const before = await kindsIn('events', inspector)
    const copied = async (asking: string) => (await findHeld(house.db, city, inspector, asking as never))!.events.length - before.length
    expect([await copied(personOf('office')), await copied(inspector)]).toEqual([0, (await kindsIn('waiting_events', inspector)).length])

    // Written after a release had looked, as a sign-in under way would be: nothing is due, and it is told all the same.
    await releaseDue(house.db, small.clock.now)
    expect(await kindsIn('events', inspector)).toEqual(before)
    const others = await kindsIn('waiting_events', personOf('assessor'))
    const held = await kindsIn('waiting_events', inspector)
    const free = busy.map((login) => personOf(login))
    await house.db.run(sql`delete from sample_readers where city_id = ${city} and person_id = any(${free}::uuid[])`)
    await releaseDue(house.db, small.clock.now)
    expect((await kindsIn('events', inspector)).toSorted()).toEqual([...before, ...held].toSorted())
    expect(await kindsIn('waiting_events', inspector)).toEqual([])
    expect(await kindsIn('waiting_events', personOf('assessor'))).toEqual(others)
    const numbers = sql`select count(*) as n, max(seq) as top, (select last from event_heads where city_id = ${city}) as last
      from events where city_id = ${city}`
    const { n, top, last } = (await house.db.find(z.object({ n: z.int(), top: z.int(), last: z.int() }), numbers))!
    expect([top, last]).toEqual([n, n])
  })

  const late = (note: string) => ({
    id: v7() as never,
    pointId: drawnMarket as never,
    visitedAt: '2026-11-21T18:00:00.000Z',
    note,
    results: [{ id: v7() as never, fact: 'SIGN', grade: 'N', note: '', photos: [] }],
  })
  it.runIf(name === 'postgres')('makes the night wait for an envelope that is just coming in', async () => {
    const who = {
      city,
      person: personOf('assessor'),
      unit: third,
      narrow: new Map([['samples.read', 'unit']]),
      may: new Set(['samples.read']),
    }
    const waiting = sql`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    const waits = async (): Promise<string> => ((await house.db.find(z.object({ n: z.int() }), waiting))!.n > 0 ? 'waits' : waits())
    const night = await house.db.of(city).tx(async (tx) => {
      await sealVisit(tx, who as never, '2026-11-22T18:59:59.000Z', sample, late('夜里') as never)
      const over = keepEnvelopes(house.db, '2026-11-22T19:00:00.000Z')
      expect(await Promise.race([over.then(() => 'over'), waits()])).toBe('waits')
      return { over }
    })
    await night.over
  })

  it('cannot be released early; then becomes what everybody may see, once, and can be drawn again from its file', async () => {
    expect(await codeOf(samples('office').release(ofSample))).toBe('samples.notYet')
    expect(await codeOf(samples('assessor').prove(ofSample))).toBe('samples.notReleased')
    // Its request began before the last night, and it came in after it.
    small.clock.now = '2026-11-21T18:59:59.000Z'
    const last = await samples('assessor').seal({ ...ofSample, body: late('最后') })
    expect(last.receivedAt > '2026-11-21T19:00:00.000Z').toBe(true)
    await releaseDue(house.db, '2026-11-30T23:59:00.000Z')
    expect(await samples('office').get(ofSample)).toMatchObject({ state: 'drawn' })
    small.clock.now = '2026-12-01T00:10:00.000Z'
    await releaseDue(house.db, small.clock.now)
    await releaseDue(house.db, small.clock.now)
    expect(await samples('office').release(ofSample)).toMatchObject({ state: 'released', open: true })
    const told = await small.as('office', inspectionsApi).listVisits({ query: { round } })
    const sent = name === 'postgres' ? 3 : 2
    expect(told.items).toHaveLength(sent)
    expect(told.items).toContainEqual(expect.objectContaining({ id: visit, note: marker, recordedAt: small.clock.now }))
    const proof = Proof.parse(
      JSON.parse(await (await samples('office').prove(ofSample)).arrayBuffer().then((bytes) => Buffer.from(bytes).toString())),
    )
    expect(verifyProof(proof)).toEqual([])
    expect(drawAgain(proof)).toEqual([])
    // Of so few points another witness may draw the same by chance: ten do not.
    expect(Array.from({ length: 10 }, (_, index) => drawAgain({ ...proof, witness: `别人${index}` })).flat()).not.toEqual([])
    expect([proof.envelopes.length, proof.replacements.length, proof.nights.length]).toEqual([sent, 1, sent + 1])
    expect(verifyProof({ ...proof, envelopes: [] })).toEqual([{ what: 'nightDiffers', at: proof.nights[0]!.at }])
    // What came since the last night is bound by the release.
    const changed = proof.envelopes.map((it) => (it.id === last.id ? { ...it, hash: 'ab' } : it))
    expect(verifyProof({ ...proof, envelopes: changed })).toEqual([{ what: 'nightDiffers', at: small.clock.now }])
    await house.db.run(sql`update samples set plan = ${json({ ...plan, by: ['street'] })} where city_id = ${city}`)
    const forged = Proof.parse(
      JSON.parse(await (await samples('office').prove(ofSample)).arrayBuffer().then((bytes) => Buffer.from(bytes).toString())),
    )
    expect(verifyProof(forged)).toContainEqual({ what: 'commitmentDiffers' })
  })
})
