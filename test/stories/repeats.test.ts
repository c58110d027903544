/** One case teaches the rest: closed, looked at again a week later by somebody else, found again; its look-alikes swept. */
import { v7 } from 'uuid'
import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import type { CaseId, EventId, EvidenceId, ObservationId, PersonId, PointId, RoundId, UnitId, VisitId } from '../../src/base/ids.ts'
import { sql } from '../../src/base/sql.ts'
import { casesApi } from '../../src/cases/cases.api.ts'
import { checkFolds } from '../../src/cases/foldCheck.serve.ts'
import { evidenceApi } from '../../src/evidence/evidence.api.ts'
import { indicatorsApi } from '../../src/indicators/indicators.api.ts'
import { inspectionsApi } from '../../src/inspections/inspections.api.ts'
import { roundsApi } from '../../src/inspections/rounds.api.ts'
import { DrawProof, faultsOfDraw, type RepeatRule } from '../../src/repeats/repeat.ts'
import { repeatsApi } from '../../src/repeats/repeats.api.ts'
import { learn } from '../../src/server/nightly.ts'
import { everyAnswer } from '../everyCall.ts'
import { engines } from '../engines.ts'
import { city, idOf, personOf, photoOf, points, units } from '../smallCity.ts'
import { useSmall } from '../smallHouse.ts'

const other = idOf(399) as PointId
const market = points.market as PointId

describe.each(engines)('what a case teaches on %s', (name, open) => {
  const { house, small } = useSmall(open, async ({ db }) => {
    await db.run(sql`insert into points (city_id, id, code, type, name_zh, lng, lat, cell, district_id, street_id, unit_id)
      select city_id, ${other}, 'P099', type, '西街市场', lng + 0.1, lat, cell, district_id, street_id, unit_id from points where id = ${market}`)
  })
  const id = v7() as CaseId
  const sweep = v7() as RoundId

  const e = () => v7() as EventId
  const repeats = (login: 'office' | 'inspector' | 'checker' | 'unit' = 'office') => small.as(login, repeatsApi)
  const days = (count: number) => {
    small.clock.now = new Date(Date.parse(small.clock.now) + count * 86_400_000).toISOString()
  }
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: { code?: string; faults?: { says: string }[] }) => error.faults?.[0]?.says ?? error.code,
    )
  /** Somebody counts the advertisements at a place. */
  const looks = async (login: 'inspector' | 'checker', pointId: PointId, count: number, roundId?: RoundId): Promise<ObservationId> => {
    const found = v7() as ObservationId
    const results = [{ id: found, fact: 'PSA', value: String(count), note: '', photos: [] }]
    await small.as(login, inspectionsApi).recordVisit({
      body: { id: v7() as VisitId, pointId, ...(roundId ? { roundId } : {}), visitedAt: small.clock.now, note: '', results },
    })
    return found
  }
  const closes = async (it: CaseId) => {
    await small.as('office', casesApi).dispatch({
      params: { id: it },
      body: { id: e(), unitId: units.market as UnitId, dueAt: '2027-01-30T10:00:00.000Z' },
    })
    const photo = v7() as EvidenceId
    await small.as('unit', evidenceApi).add({ query: { id: photo, name: 'a.jpg' }, body: await photoOf({ r: 9, g: 10, b: 10 }) })
    await small.as('unit', casesApi).rectify({ params: { id: it }, body: { id: e(), photos: [photo] } })
    await small.as('checker', casesApi).verify({ params: { id: it }, body: { id: e(), passed: true } })
  }
  const all: RepeatRule = { id: idOf(1), unitId: null, class: null, share: 1000, metres: null, days: null, after: null }

  it('the city says how many are looked at again', async () => {
    expect(await repeats().listRules({})).toMatchObject({ items: [], after: [7, 30, 90], share: 100, metres: 50, days: 90 })
    expect(await codeOf(repeats('inspector').putRules({ body: { items: [] } }))).toBe('api.notAllowed')
    expect(await codeOf(repeats().putRules({ body: { items: [all, { ...all, id: idOf(2) }] } }))).toBe('fault.ruleTwice')
    expect(await codeOf(repeats().putRules({ body: { items: [{ ...all, unitId: idOf(77) as UnitId }] } }))).toBe('fault.noSuchUnit')
    const ofUnit = { ...all, id: idOf(2), unitId: units.market as UnitId, after: [7, 30] }
    expect((await repeats().putRules({ body: { items: [all, ofUnit] } })).items).toEqual([all, ofUnit])
  })

  it('seeds are bound before a case is closed', async () => {
    await learn(house.db, small.clock.now)
    expect(await repeats().listDraws({})).toMatchObject({ boundUntil: '2027-02-19', items: [{ day: '2026-11-20', frame: 0, drawn: 0 }] })
    expect(await codeOf(repeats().prove({ params: { day: '2026-11-27' } }))).toBe('api.notFound')
    days(1)
    const observationId = await looks('inspector', market, 1)
    await small.as('inspector', casesApi).fromObservation({ body: { id, observationId } })
    await closes(id)
  })

  it('a sweep sends its look-alikes as one round', async () => {
    const lookAlikes = await repeats().listLookAlikes({ params: { id } })
    expect(lookAlikes.items.map(({ point }) => point.code)).toEqual(['P099'])
    const body = { id: sweep, toOn: '2026-11-28' }
    expect(await codeOf(repeats().sweep({ params: { id }, body: { ...body, toOn: '2026-11-20' } }))).toBe('fault.past')
    expect(await codeOf(repeats().sweep({ params: { id }, body: { ...body, unitId: idOf(1) as UnitId } }))).toBe('fault.noSuchUnit')
    const sent = await repeats().sweep({ params: { id }, body })
    expect(sent).toMatchObject({ kind: 'sweep', planned: 1, because: { case: id } })
    expect(await repeats().sweep({ params: { id }, body })).toEqual(sent)
    const observationId = await looks('inspector', other, 0, sweep)
    const born = v7() as CaseId
    await small.as('inspector', casesApi).fromObservation({ body: { id: born, observationId } })
    expect((await repeats().get({ params: { id } })).sweeps).toMatchObject([
      { round: { id: sweep, done: 1, planned: 1 }, findings: 1, cases: [{ id: born }] },
    ])
    expect(await codeOf(repeats().sweep({ params: { id }, body: { ...body, id: v7() as RoundId } }))).toBe('repeats.noLookAlikes')
  })

  it('a week later it is drawn, by a seed that anybody can run again', async () => {
    days(7)
    await learn(house.db, small.clock.now)
    await learn(house.db, small.clock.now)
    const { items } = await repeats().listRechecks({ query: { state: 'open' } })
    expect(items).toMatchObject([{ case: { id }, after: 7, drawnOn: '2026-11-28', dueOn: '2026-12-05', point: { code: 'P001' } }])
    expect(await codeOf(repeats().prove({ params: { day: '2026-11-28' } }))).toBe('repeats.notEnded')
    expect((await repeats().listDraws({})).items[0]).toMatchObject({ day: '2026-11-28', frame: 1, drawn: 0, isEnded: false })
  })

  it('before it is done nobody who handled it, checked it or answers for it can know, by any call', async () => {
    const [recheck] = (await repeats().listRechecks({ query: { state: 'open' } })).items
    const seed = (await house.db.find(
      z.object({ seed: z.string() }),
      sql`select seed from recheck_seeds where city_id = ${city} and on_day = '2026-11-28'`,
    ))!.seed
    const named = { round: recheck!.roundId, point: market, visit: id, other: id }
    // What a call tells does not hang on the engine.
    for (const login of name === 'embedded' ? ['unit', 'checker'] : ['checker']) {
      const answers = await everyAnswer(small, login, named, true)
      expect(answers.size).toBeGreaterThan(50)
      for (const [path, text] of answers) {
        for (const secret of [recheck!.id, seed]) expect(text.includes(secret), `${login} GET ${path}`).toBe(false)
        // Who checks follows re-checks, and sees that there is a round; not that this point is in it.
        if (login !== 'checker') expect(text.includes(recheck!.roundId), `${login} GET ${path}`).toBe(false)
        if (path.startsWith(`/rounds/${recheck!.roundId}/points`)) expect(text).not.toContain('P001')
      }
    }
    expect(await codeOf(looks('inspector', market, 5, recheck!.roundId))).toBe('inspections.notByYou')
    expect(await codeOf(looks('inspector', other, 5, recheck!.roundId))).toBe('inspections.notByYou')
  })

  it('who handled or checked it is kept away; somebody else finds it again', async () => {
    const [recheck] = (await repeats().listRechecks({})).items
    const { roundId } = recheck!
    expect(await codeOf(looks('checker', market, 5, roundId))).toBe('inspections.notByYou')
    const outcome = { params: { id: recheck!.id }, body: { passed: true } }
    expect(await codeOf(repeats('checker').report(outcome))).toBe('repeats.ownHands')
    const walkers = [{ person: personOf('checker') as PersonId }, { person: personOf('inspector') as PersonId }]
    const { walks } = await small.as('office', roundsApi).share({ params: { id: roundId }, body: { walkers } })
    expect(walks.map((walk) => walk.points)).toEqual([0, 1])
    await looks('inspector', market, 1, roundId)
    const ended = (await repeats().get({ params: { id } })).rechecks
    expect(ended).toMatchObject([
      { state: 'failed', doneBy: { id: personOf('inspector') }, newCase: { text: expect.stringContaining('再次出现') } },
    ])
    const again = await small.as('office', casesApi).get({ params: { id: ended[0]!.newCase!.id } })
    expect(again).toMatchObject({ source: 'recheck', class: '02-99', point: { code: 'P001' }, links: [{ kind: 'related', id }] })
    expect((await small.as('office', casesApi).get({ params: { id } })).links).toMatchObject([{ kind: 'related', id: again.id }])
    expect(await codeOf(repeats('inspector').report(outcome))).toBe('repeats.isDone')
    expect(await codeOf(repeats('inspector').report({ ...outcome, body: { passed: false } }))).toBe('done')
    expect((await repeats('unit').get({ params: { id } })).rechecks).toMatchObject([{ state: 'failed' }])
    const file = await repeats('inspector').prove({ params: { day: '2026-11-28' } })
    const proof = DrawProof.parse(JSON.parse(Buffer.from(await file.arrayBuffer()).toString()))
    expect(faultsOfDraw(proof)).toEqual([])
    expect(proof).toMatchObject({ frame: [{ id, after: 7, share: 1000 }], drawn: [{ id, after: 7 }] })
    expect(proof.committedAt < '2026-11-21').toBe(true)
  })

  it('and it counts as a recurrence, per unit and class, down to its cases', async () => {
    await learn(house.db, small.clock.now)
    const { by } = await repeats().get({ params: { id } })
    expect(by).toMatchObject([{ metres: 0, days: 7 }])
    expect((await repeats().get({ params: { id: by[0]!.id } })).of).toMatchObject([{ id, metres: 0, days: 7 }])
    const { groups } = await small.as('leader', indicatorsApi).get({ query: { by: 'unit' } })
    const ofMarket = groups.find(({ key }) => key === units.market)!
    expect(ofMarket.figures['recurrence']).toMatchObject({ of: 1, per: 1, rate: 1_000_000 })
    const behind = await small
      .as('leader', indicatorsApi)
      .listBehind({ params: { id: 'recurrence' }, query: { by: 'unit', key: units.market } })
    expect(behind.items.map((it) => it.id)).toEqual([id])
  })

  it('a case without a place to visit is answered by word, and one that is void counts no more', async () => {
    const placeless = v7() as CaseId
    await small.as('office', casesApi).fromDesk({ body: { id: placeless, text: '路灯不亮', class: '02-03', photos: [] } })
    expect(await codeOf(repeats().listLookAlikes({ params: { id: placeless } }))).toBe('repeats.noPoint')
    await closes(placeless)
    days(7)
    await learn(house.db, small.clock.now)
    const { items } = await repeats().listRechecks({ query: { state: 'open' } })
    expect(items).toMatchObject([{ case: { id: placeless }, point: null }])
    const outcome = { params: { id: items[0]!.id }, body: { passed: true, note: '灯亮着' } }
    expect(await repeats('inspector').report(outcome)).toMatchObject({ state: 'kept', note: '灯亮着', newCase: null })
    expect(await repeats('inspector').report(outcome)).toMatchObject({ state: 'kept' })
    const [back] = (await repeats().get({ params: { id } })).by
    await small.as('office', casesApi).take({ params: { id: back!.id, step: 'void' }, body: { id: e(), note: '误报' } as never })
    await learn(house.db, small.clock.now)
    expect((await repeats().get({ params: { id } })).by).toEqual([])
    expect((await checkFolds(house.db, city)).differences).toEqual([])
  })
})
