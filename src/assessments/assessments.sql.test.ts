/** The score over real calls on both engines: read live, explained down to photo and case, stored, made again, imagined. */
import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, district, edition, personOf, points, smallEdition, streets, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { AreaId, DutyId, EditionId, EvidenceId, ObservationId, PersonId, PointId, ScoreId } from '../base/ids.ts'
import { lastSeq } from '../base/event.sql.ts'
import { json, sql } from '../base/sql.ts'
import { saveDuties } from '../duties/duties.sql.ts'
import { DutyValues } from '../duties/duty.ts'
import { addObservations, type NewObservation } from '../inspections/observations.sql.ts'
import { assessmentsApi } from './assessments.api.ts'
import { windowOf } from './basis.ts'
import { orderedCells, recordsOf } from './facts.ts'
import { liveApi } from './live.api.ts'
import { makeLive, readState } from './memory.serve.ts'

const editionId = edition as EditionId
const params = { edition: editionId }
const seen = (fact: string, point: string, factor: number | null, more: Partial<NewObservation> = {}): NewObservation => ({
  id: v7() as ObservationId,
  kind: 'check',
  fact,
  pointId: point as PointId,
  grade: factor === null ? 'NA' : factor === 1000 ? 'Y' : factor === 0 ? 'N' : 'P',
  factor,
  value: null,
  observedAt: '2026-10-01T02:00:00.000Z',
  by: personOf('inspector') as PersonId,
  ...more,
})
const review = (fact: string, factor: number, observedAt: string, more: Partial<NewObservation> = {}): NewObservation => ({
  ...seen(fact, points.market, factor, more),
  kind: 'review',
  pointId: null,
  grade: 'B',
  observedAt,
})
const answers = (factor: number | null, times: number, areaId: string | null = null): NewObservation => ({
  ...seen('Q1', points.market, factor),
  kind: 'answer',
  pointId: null,
  areaId: areaId as AreaId | null,
  times,
})

describe.each(engines)('a score on %s', (_name, open) => {
  const { house, small } = useSmall(open, async ({ db }) => {
    const content = {
      ...smallEdition,
      gates: [{ id: 'G1', title: { zh: '须为提名城市', en: '' }, provenance: 'own', effect: 'blockApplication' }],
      vetoes: [
        {
          id: 'N1',
          title: { zh: '重大事故', en: '' },
          provenance: 'own',
          effects: [
            { when: 'nominee', action: 'deduct', points: 30 },
            { when: 'title', action: 'stop', months: 12 },
          ],
        },
      ],
      weights: { ...smallEdition.weights, cycle: { years: [15, 25, 60], provenance: 'own' } },
    }
    await db.run(sql`update editions set content = ${json(content)}, hash = 'h2' where city_id = ${city} and id = ${edition}`)
  })
  const photo = v7() as EvidenceId
  const failed = seen('LITTER', points.market, 0, { photos: [photo] })
  beforeAll(async () => {
    await house.db.run(
      sql`insert into evidence (city_id, id, sha256, name, media_type, bytes, added_at) values (${city}, ${photo}, 'x', 'a.jpg', 'image/jpeg', 1, '2026-10-01T00:00:00Z')`,
    )
    const wrong = seen('SIGN', points.market, 0)
    await addObservations(house.db, city, [
      seen('PSA', points.market, 1000, { value: 3_000_000 }),
      failed,
      wrong,
      seen('SIGN', points.market, 500, { supersedes: wrong.id }),
      seen('LITTER', points.road, null, { grade: 'EX' }),
      seen('LAMP', points.road, 1000, { value: 96_000_000 }),
      review('small/2026/C1/materials', 0, '2026-09-01T00:00:00.000Z'),
      review('small/2026/C1/materials', 600, '2026-10-01T00:00:00.000Z'),
      review('small/2026/C1/materials', 1000, '2026-10-02T00:00:00.000Z', { areaId: streets[0] as AreaId }),
      answers(1000, 60, streets[0]),
      answers(0, 20, streets[1]),
      answers(null, 7),
      seen('PSA', points.market, 0, { observedAt: '2025-10-01T02:00:00.000Z' }),
    ])
    await house.db.run(sql`insert into cases (city_id, id, no, state, stage, ball, ball_at, life, text, observation_id, reported_at, version, changed_at)
      values (${city}, ${v7()}, 'E0001', 'reported', 'reported', 'desk', '2026-10-01T03:00:00Z', '{}', '有垃圾', ${failed.id}, '2026-10-01T03:00:00Z', 1, '2026-10-01T03:00:00Z')`)
  })
  const live = () => small.as('leader', liveApi)
  const stored = () => small.as('office', assessmentsApi)

  it('adds up: checks with a correction, the last review, answers, and what nobody observed', async () => {
    const score = await live().getLiveScore({ params, query: {} })
    // onsite C1: (1000 + 0 + 500) ÷ 3000 of 400 = 200; materials 0.6 of 200 = 120; roads 1000 ÷ 1000 of 200; survey 60 ÷ 80 of 100
    expect(score.tree).toMatchObject({ got: 200 + 120 + 200 + 75, of: 900, full: 1000, open: 100, na: 0 })
    expect(score.total).toMatchObject({ converted: 661, bonus: 0, deducted: 0, own: 661, final: 661 })
    expect(score.methods).toContainEqual({ method: 'onsite', got: 400, of: 600, full: 600, open: 0, na: 0, bonus: 0 })
    const [c1, c2] = score.tree.parts[0]!.parts
    expect(c1!.ways[0]!.because).toMatchObject({
      state: 'counted',
      formula: 'standards.formula.conformityRate',
      put: { n: 3, factor: 1500 },
      percent: '50',
    })
    expect(c2!.ways[0]!.counted).toEqual({ n: 1, misses: 0, na: 1, exempt: 1 })
    expect(c2!.ways[2]!.because.state).toBe('open')
  })

  it('opens a number to its facts, its observations, photo and case', async () => {
    await saveDuties(
      house.db,
      city,
      [{ id: v7() as DutyId, version: 1, values: DutyValues.parse({ editionId, criterion: 'C1', leadUnitId: units.market }) }],
      '2026-10-01T00:00:00.000Z',
    )
    const opened = await live().explainNode({ params, query: { node: 'C1' } })
    expect(opened.owners).toMatchObject([{ unit: { id: units.market, title: { zh: '市场监管局' } }, area: null }])
    expect(opened.path.map(({ id }) => id)).toEqual(['', 'P1'])
    expect(opened.reads[0]!.facts).toMatchObject([
      { fact: 'PSA', title: { en: 'at least 2 PSAs' }, n: 1, value: '3' },
      { fact: 'LITTER', n: 1, misses: 1, value: null },
      { fact: 'SIGN', n: 1, misses: 0, factor: 500 },
    ])
    const first = await live().listBehind({ params, query: { node: 'C1/onsite', limit: 2 } })
    expect(first.items.map(({ fact, factor }) => [fact, factor])).toEqual([
      ['SIGN', 500],
      ['LITTER', 0],
    ])
    expect(first.items[1]).toMatchObject({
      photos: [photo],
      case: { no: 'E0001', state: 'reported' },
      point: { code: 'P001' },
      by: { name: 'inspector员' },
      gradeTitle: { en: 'does not' },
    })
    const rest = await live().listBehind({ params, query: { node: 'C1/onsite', limit: 2, cursor: first.next } })
    expect(rest.items.map(({ fact }) => fact)).toEqual(['PSA'])
    const short = await live().listBehind({ params, query: { node: '', only: 'short' } })
    expect(short.items.map(({ fact, factor }) => [fact, factor])).toEqual([
      ['Q1', 0],
      ['small/2026/C1/materials', 600],
      ['small/2026/C1/materials', 0],
      ['SIGN', 500],
      ['LITTER', 0],
    ])
    await expect(live().explainNode({ params, query: { node: 'C9' } })).rejects.toMatchObject({ code: 'assessments.noSuchNode' })
  })

  it('breaks down by place, method and criterion, and says what was not looked at', async () => {
    const street = await live().listBreakdown({ params, query: { by: 'street', sort: 'rate' } })
    expect(street.items).toMatchObject([
      { id: streets[1], title: { zh: '西街街道' }, got: 200, of: 300, misses: 20, places: 2, seen: 1 },
      { id: streets[0], got: 200 + 200 + 100, of: 700, rate: 7143, places: 1, seen: 1 },
    ])
    const within = await live().getLiveScore({ params, query: { within: 'street', id: streets[0] } })
    expect(within.tree).toMatchObject({ got: 500, of: 700 })
    expect((await live().listBehind({ params, query: { node: 'C1', within: 'street', id: streets[0] } })).items).toHaveLength(4)
    for (const by of ['district', 'unit', 'type', 'point'] as const)
      expect((await live().listBreakdown({ params, query: { by } })).items).not.toHaveLength(0)
    expect((await live().listBreakdown({ params, query: { by: 'district' } })).items[0]).toMatchObject({
      id: district,
      code: '990001',
      places: 3,
      seen: 2,
    })
    expect((await live().listBreakdown({ params, query: { by: 'method' } })).items.find(({ id }) => id === 'survey')).toMatchObject({
      got: 75,
      of: 100,
      n: 80,
      misses: 20,
    })
    const criteria = await live().listBreakdown({ params, query: { by: 'criterion', limit: 1 } })
    expect(criteria).toMatchObject({ total: 2, items: [{ id: 'C1', got: 320, of: 600 }] })
    expect((await live().listBreakdown({ params, query: { by: 'criterion', limit: 1, cursor: criteria.next } })).items[0]!.id).toBe('C2')
    await expect(live().getLiveScore({ params, query: { within: 'unit', id: 'nobody' } })).rejects.toMatchObject({
      code: 'assessments.noSuchGroup',
    })
  })

  it('names the gaps, and imagines them closed without storing anything', async () => {
    const gaps = await live().listGaps({ params, query: {} })
    expect(gaps.items).toMatchObject([
      { id: 'C1', lost: 280, open: 0, lead: 'market', perFix: 133 },
      { id: 'C2', lost: 25, open: 100, lead: 'street', short: 20, misses: 20 },
    ])
    const byStreet = await live().listGaps({ params, query: { by: 'street' } })
    expect(byStreet.items).toMatchObject([
      { id: streets[0], lost: 200 },
      { id: streets[1], lost: 25 },
    ])
    const imagined = await small.as('office', liveApi).imagineScore({
      params,
      query: {},
      body: {
        supposed: [
          { what: 'regraded', fact: 'LITTER', in: { kind: 'unit', id: units.market }, which: 'misses', factor: 1000 },
          { what: 'graded', way: 'C1/materials', factor: 1000 },
          { what: 'points', way: 'C9/onsite', points: 5 },
          { what: 'weights', weights: { onsite: 85, survey: 15 } },
        ],
      },
    })
    expect(imagined.before.own).toBe(661)
    // onsite C1 then 2500 ÷ 3000 of 400 = 333, materials 200
    expect(imagined.changes).toEqual([
      { id: '', got: 595, of: 900, gotAfter: 808, ofAfter: 900 },
      { id: 'P1', got: 595, of: 900, gotAfter: 808, ofAfter: 900 },
      { id: 'C1', got: 320, of: 600, gotAfter: 533, ofAfter: 600 },
      { id: 'C1/onsite', got: 200, of: 400, gotAfter: 333, ofAfter: 400 },
      { id: 'C1/materials', got: 120, of: 200, gotAfter: 200, ofAfter: 200 },
    ])
    expect(imagined).toMatchObject({ unmet: [2], weighed: { before: 6792, after: 8676 } })
    expect((await live().getLiveScore({ params, query: {} })).total.own).toBe(661)
  })

  it('stays at hand: what comes later moves it at once, exactly as if made from nothing', async () => {
    const atHand = makeLive()
    const window = windowOf('2026-01-01', '2026-12-31', {})
    await atHand.state(house.db, city, window)
    const early = seen('LITTER', points.market, 0)
    const late = [
      early,
      seen('LITTER', points.market, 1000, { supersedes: early.id }),
      answers(500, 5),
      review('small/2026/C2/opinion', 600, '2026-11-01T00:00:00.000Z'),
    ]
    await house.db.tx(async (tx) => {
      await addObservations(tx, city, late)
      await addObservations(tx, city, [review('small/2026/C2/opinion', 0, '2026-11-02T00:00:00.000Z', { supersedes: late[3]!.id })])
    })
    const both = await Promise.all([atHand.state(house.db, city, window), atHand.state(house.db, city, window)])
    const anew = await readState(house.db, city, window, both[0].last)
    expect(orderedCells(both[1].facts)).toEqual(orderedCells(anew.facts))
    const moved = await live().getLiveScore({ params, query: {} })
    expect(moved.tree).toMatchObject({ of: 1000, open: 0 })
    expect(moved.tree.parts[0]!.parts[0]!.ways[0]!.because.put).toEqual({ n: 4, factor: 2500 })
  })

  it('is stored with its basis and can be made again after more came in and places moved', async () => {
    const id = v7() as ScoreId
    const run = { id, edition: editionId, title: { zh: '模拟测评', en: 'Mock' }, span: { from: '2026-01-01', to: '2026-11-20' } }
    const first = await stored().runScore({ body: run })
    expect(first).toMatchObject({ got: first.result.tree.got, basis: { edition: { standard: 'small', hash: 'h2' }, subject: 'district' } })
    expect(await stored().runScore({ body: run })).toEqual(first)
    const again = await stored().runScore({ body: { ...run, id: v7() as ScoreId } })
    expect(again.result.tree).toEqual(first.result.tree)
    expect(again.basis.inputHash).toBe(first.basis.inputHash)

    await addObservations(house.db, city, [seen('PSA', points.market, 0), seen('SIGN', points.market, 0)])
    await house.db.run(sql`update points set type = 'PT-ROAD' where city_id = ${city} and id = ${points.market}`)
    expect(await stored().verifyScore({ params: { id } })).toMatchObject({ same: true, differences: [] })
    await house.db.run(sql`update points set type = 'PT-MARKET' where city_id = ${city} and id = ${points.market}`)
    expect((await stored().listScores({ query: { edition: editionId } })).items.map((it) => it.id)).toContain(id)
    expect((await live().listBehind({ params, query: { node: 'C1/onsite', score: id } })).items).toHaveLength(4)

    await house.db.run(sql`update scores set result = jsonb_set(result, '{tree,got}', '1') where city_id = ${city} and id = ${id}`)
    const verified = await stored().verifyScore({ params: { id } })
    expect(verified.same).toBe(false)
    expect(verified.differences).toMatchObject([{ what: 'total', stored: expect.stringMatching(/^0\.01/) as string }])
    await expect(stored().verifyScore({ params: { id: v7() as ScoreId } })).rejects.toMatchObject({ code: 'assessments.noSuchScore' })
  })

  it('shows the trend of months, each by itself', async () => {
    const { items } = await live().getTrend({ params, query: { from: '2026-09-01', to: '2026-11-20', by: 'month' } })
    expect(items.map(({ from, to, of }) => [from, to, of])).toEqual([
      ['2026-09-01', '2026-09-30', 200],
      ['2026-10-01', '2026-10-31', 900],
      ['2026-11-01', '2026-11-20', 100],
    ])
    const sofar = await live().getTrend({ params, query: { from: '2025-01-01', to: '2026-11-20', by: 'year', sum: 'sofar' } })
    expect(sofar.items.map(({ of }) => of)).toEqual([400, 1000])
  })

  it('keeps the results of past years', async () => {
    const result = { id: v7(), year: 2025, standard: 'small', subject: '小城区', got: 8712, of: 10_000, target: 9000, source: '测评通报' }
    expect(await stored().putResult({ body: result })).toMatchObject({ ...result, by: { name: 'office员' } })
    await stored().putResult({ body: { ...result, got: 8812 } })
    expect((await stored().listResults({ query: { standard: 'small' } })).items).toMatchObject([{ id: result.id, got: 8812 }])
    await stored().putResult({ body: { ...result, got: 8812 } })
    await stored().removeResult({ params: { id: result.id } })
    expect((await stored().listResults({ query: {} })).items).toEqual([])
    // Nothing was overwritten: each entry is there, and one that changed nothing made none.
    const { items } = await stored().listResultEntries({ params: { id: result.id } })
    expect(items.map(({ got, removed, by }) => [got, removed, by?.name])).toEqual([
      [8712, false, 'office员'],
      [8812, false, 'office员'],
      [8812, true, 'office员'],
    ])
    for (const change of [sql`update results set got = 1`, sql`delete from results`])
      await expect(house.db.of(city).run(sql`${change} where city_id = ${city}`)).rejects.toThrow('permission denied')
    await stored().putResult({ body: result })
    expect((await stored().listResults({ query: {} })).items).toMatchObject([{ id: result.id, got: 8712 }])
    await stored().removeResult({ params: { id: result.id } })
  })

  it('weighs the years of a cycle, official results first', async () => {
    const official = { id: v7(), year: 2025, standard: 'small', subject: '小城区', got: 90, of: 100 }
    await stored().putResult({ body: official })
    const cycle = await stored().getCycle({ params, query: { lastYear: 2026 } })
    const now = (await live().getLiveScore({ params, query: { from: '2026-01-01', to: '2026-12-31' } })).total.final!
    expect(cycle.years).toEqual([
      { year: 2024, weight: 15, score: null, from: 'none' },
      { year: 2025, weight: 25, score: 900, from: 'official' },
      { year: 2026, weight: 60, score: now, from: 'observed' },
    ])
    expect(cycle).toMatchObject({ total: null, soFar: Math.round((25 * 900 + 60 * now) / 85) })
    await stored().removeResult({ params: { id: official.id } })
  })

  it('deducts by the negative list, judges preconditions, and takes declarations back', async () => {
    const declare = (item: string, holds: boolean) =>
      stored().declare({ params, body: { id: v7() as ObservationId, item, holds, on: '2026-11-01' } })
    expect((await live().getLiveScore({ params, query: {} })).gates).toMatchObject([
      { gate: 'G1', state: 'unknown', title: { zh: '须为提名城市' } },
    ])
    await declare('G1', true)
    await declare('N1', true)
    const struck = await live().getLiveScore({ params, query: {} })
    expect(struck).toMatchObject({
      gates: [{ state: 'met' }],
      consequences: [{ veto: 'N1', action: 'deduct', points: 30 }],
      total: { deducted: 30 },
    })
    expect(struck.total.own).toBe(struck.total.converted! - 30)
    const title = await live().getLiveScore({ params, query: { standing: 'title' } })
    expect(title).toMatchObject({ consequences: [{ action: 'stop', months: 12 }], total: { deducted: 0 } })
  })

  it('refuses what cannot be asked', async () => {
    await expect(live().getLiveScore({ params, query: { from: '2026-02-01', to: '2026-01-01' } })).rejects.toMatchObject({
      code: 'assessments.endsBeforeStart',
    })
    await expect(live().getLiveScore({ params: { edition: v7() as EditionId }, query: {} })).rejects.toMatchObject({
      code: 'assessments.noSuchEdition',
    })
    await expect(
      stored().declare({ params, body: { id: v7() as ObservationId, item: 'G9', holds: true, on: '2026-11-01' } }),
    ).rejects.toMatchObject({
      code: 'assessments.noSuchItem',
    })
  })

  it('keeps the grade of a year when the document is graded anew in the next', async () => {
    const atHand = makeLive()
    const [last, next] = [windowOf('2024-01-01', '2024-12-31', {}), windowOf('2025-01-01', '2025-12-31', {})]
    const first = review('small/2026/C1/materials', 600, '2024-09-01T00:00:00.000Z')
    await addObservations(house.db, city, [first])
    await atHand.state(house.db, city, last)
    const grades = async (window: typeof last) => {
      const [known, anew] = [
        await atHand.state(house.db, city, window),
        await readState(house.db, city, window, await lastSeq(house.db, city)),
      ]
      expect(orderedCells(known.facts)).toEqual(orderedCells(anew.facts))
      return recordsOf(anew.facts, 'review', 'small/2026/C1/materials').map(({ factor }) => factor)
    }
    await addObservations(house.db, city, [review('small/2026/C1/materials', 1000, '2025-03-01T00:00:00.000Z', { supersedes: first.id })])
    expect([await grades(last), await grades(next)]).toEqual([[600], [1000]])
    const both = windowOf('2024-01-01', '2025-12-31', {})
    expect(await grades(both)).toEqual([1000])
  })
})
