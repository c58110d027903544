import { v7 } from 'uuid'
import { z } from 'zod'
import { beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, noon, personOf, photoOf, points, postOf, streets } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { listEventsOf } from '../base/event.sql.ts'
import type { EvidenceId, ObservationId, PersonId, PointId, RoundId, VisitId } from '../base/ids.ts'
import type { Problem } from '../base/problem.ts'
import { sql } from '../base/sql.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { findLayouts } from '../sheets/columns.ts'
import { readSheets } from '../sheets/read.serve.ts'
import { inspectionsApi } from './inspections.api.ts'
import { observationTable } from './observation-table.serve.ts'
import type { Observation } from './observation.ts'
import type { NewVisit } from './visit.ts'
import { addObservations } from './observations.sql.ts'
import { recordVisits } from './visits.sql.ts'

const o = () => v7() as ObservationId
const market = points.market as PointId

describe.each(engines)('visits on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  let photo: EvidenceId
  const round = v7() as RoundId
  beforeAll(async () => {
    photo = v7() as EvidenceId
    await small.as('inspector', evidenceApi).add({ query: { id: photo, name: '垃圾.jpg' }, body: await photoOf({ r: 90, g: 80, b: 70 }) })
    await small.as('office', inspectionsApi).addRound({
      body: { id: round, kind: 'daily', title: { zh: '十一月巡查', en: 'November' }, fromOn: '2026-11-01', toOn: '2026-11-30' },
    })
  })

  const visit = (over: Partial<NewVisit> = {}): NewVisit => ({
    id: v7() as VisitId,
    pointId: market,
    roundId: round,
    visitedAt: '2026-11-19T01:00:00.000Z',
    note: '',
    results: [
      { id: o(), fact: 'PSA', value: '1', note: '', photos: [] },
      { id: o(), fact: 'LITTER', grade: 'N', note: '门口', photos: [photo] },
      { id: o(), fact: 'SIGN', grade: 'NA', note: '装修', photos: [] },
    ],
    ...over,
  })
  const calls = () => small.as('inspector', inspectionsApi)

  it('takes no observation of a city that there is not, also one that is of no place, and none of another city’s point', async () => {
    const nowhere = {
      id: o(),
      kind: 'statistic',
      fact: 'POPULATION',
      grade: null,
      factor: null,
      value: 1,
      observedAt: noon,
      by: null,
    } as const
    const nobodys = 909 as never
    await expect(house.db.tx((db) => addObservations(db, nobodys, [nowhere]))).rejects.toThrow(/violates/)
    await expect(house.db.tx((db) => addObservations(db, nobodys, [{ ...nowhere, pointId: market }]))).rejects.toThrow(/violates/)
    expect(await house.db.all(z.object({ n: z.int() }), sql`select count(*) as n from observations where city_id = 909`)).toEqual([
      { n: 0 },
    ])
  })

  it('records a visit once, however often it is sent', async () => {
    const sent = visit()
    const first = await calls().recordVisit({ body: sent })
    expect(first).toMatchObject({
      checked: 2,
      failed: 2,
      na: 1,
      photos: 1,
      by: { name: 'inspector员' },
      round: { title: { zh: '十一月巡查' } },
    })
    expect(first.results.map(({ fact, grade, factor, value }) => [fact, grade, factor, value])).toEqual([
      ['PSA', 'N', 0, '1'],
      ['LITTER', 'N', 0, null],
      ['SIGN', 'NA', null, null],
    ])
    expect(first.results[1]).toMatchObject({ title: { zh: '无垃圾' }, gradeTitle: { zh: '不符合' }, photos: [photo] })
    expect(await calls().recordVisit({ body: sent })).toEqual(first)
    expect(await listEventsOf(house.db, city, sent.id)).toMatchObject([{ kind: 'visit.recorded', data: { checked: 2, failed: 2 } }])
    await expect(calls().recordVisit({ body: { ...sent, pointId: points.road as PointId } })).rejects.toMatchObject({ status: 409 })
  })

  it('says in its facts in which post each of those acted who send at the same moment', async () => {
    const results = () => [{ id: o(), fact: 'SIGN', grade: 'Y', note: '', photos: [] }]
    const [a, b] = [
      visit({ visitedAt: '2026-11-15T01:00:00.000Z', results: results() }),
      visit({ visitedAt: '2026-11-15T02:00:00.000Z', results: results() }),
    ]
    const more: NewVisit = { ...a, results: [{ id: o(), fact: 'LITTER', grade: 'Y', note: '', photos: [] }] }
    const office = small.as('office', inspectionsApi)
    await Promise.all([office.recordVisit({ body: a }), calls().recordVisit({ body: b })])
    await office.recordVisit({ body: more })
    const post = postOf('office')
    expect(await listEventsOf(house.db, city, a.id)).toMatchObject([
      { kind: 'visit.recorded', post },
      { kind: 'visit.merged', post },
    ])
    expect(await listEventsOf(house.db, city, b.id)).toMatchObject([{ kind: 'visit.recorded', post: null }])
  })

  it('keeps how a number was found out, and lets a correction say it anew', async () => {
    const sent = visit({
      visitedAt: '2026-11-17T01:00:00.000Z',
      results: [{ id: o(), fact: 'PSA', answer: { as: 'count', count: 3 }, note: '', photos: [] }],
    })
    const [seen] = (await calls().recordVisit({ body: sent })).results
    expect(seen).toMatchObject({ grade: 'Y', value: '3', answer: { as: 'count', count: 3 } })
    const fixed = await calls().correct({
      params: { id: seen!.id },
      body: { id: o(), answer: { as: 'count', count: 1 }, note: '两处已褪色', photos: [] },
    })
    expect(fixed).toMatchObject({ grade: 'N', value: '1', answer: { as: 'count', count: 1 } })
    const bare = await calls().correct({ params: { id: fixed.id }, body: { id: o(), grade: 'P', note: '重看', photos: [] } })
    expect([bare.grade, bare.answer]).toEqual(['P', undefined])
    const wrong = { id: o(), answer: { as: 'rate' as const, part: 1, whole: 2 }, note: '看错', photos: [] }
    await expect(calls().correct({ params: { id: bare.id }, body: wrong })).rejects.toMatchObject({
      faults: [{ at: 'answer', says: 'fault.answerKind' }],
    })
  })

  it('says every fault at once, by field, and keeps nothing', async () => {
    const sent = visit({
      visitedAt: '2027-01-01T00:00:00.000Z',
      roundId: v7() as RoundId,
      results: [
        { id: o(), fact: 'LITTER', grade: 'N', note: '', photos: [] },
        { id: o(), fact: 'MOON', grade: 'Y', note: '', photos: [] },
        { id: o(), fact: 'PSA', value: '1', grade: 'Y', note: '', photos: [v7() as EvidenceId] },
        { id: o(), fact: 'PSA', value: 'x', note: '', photos: [] },
      ],
    })
    const problem = await calls()
      .recordVisit({ body: sent })
      .catch((error: Problem) => error)
    expect((problem as Problem).faults.map(({ at, says }) => `${at} ${says}`)).toEqual([
      'roundId fault.noSuchRound',
      'visitedAt fault.future',
      'results.0.photos fault.photoNeeded',
      'results.1.fact fault.noSuchFact',
      'results.2.grade fault.gradeAgainstValue',
      'results.3.fact fault.factTwice',
      'results.3.value fault.valueNotNumber',
      'results.2.photos fault.photoMissing',
    ])
    await expect(calls().getVisit({ params: { id: sent.id } })).rejects.toMatchObject({ status: 404 })
  })

  it('corrects a fact by a newer one, exactly once, and the old one stays', async () => {
    const sent = await calls().recordVisit({ body: visit({ visitedAt: '2026-11-18T01:00:00.000Z' }) })
    const old = sent.results[0]!
    const body = { id: o(), value: '3', note: '漏数了两处', photos: [] }
    await expect(small.as('checker', inspectionsApi).correct({ params: { id: old.id }, body })).rejects.toMatchObject({
      code: 'api.notYours',
    })
    const fixed: Observation = await calls().correct({ params: { id: old.id }, body })
    expect(fixed).toMatchObject({ grade: 'Y', factor: 1000, value: '3', supersedes: old.id, observedAt: old.observedAt, visitId: sent.id })
    expect(await calls().correct({ params: { id: old.id }, body })).toEqual(fixed)
    await expect(small.as('office', inspectionsApi).correct({ params: { id: old.id }, body: { ...body, id: o() } })).rejects.toMatchObject({
      code: 'inspections.alreadyCorrected',
    })
    const now = await calls().getVisit({ params: { id: sent.id } })
    expect([now.checked, now.failed, now.results.length]).toEqual([2, 1, 4])
    expect(now.results.find(({ id }) => id === old.id)).toMatchObject({ supersededBy: fixed.id, grade: 'N' })
    const again = await small.as('reviewer', inspectionsApi).listObservations({ query: { point: market, fact: 'PSA', grade: 'N' } })
    expect(again.items.some(({ id }) => id === old.id)).toBe(false)
  })

  it('pages visits and observations with filters', async () => {
    for (const day of ['10', '11', '12'])
      await calls().recordVisit({
        body: {
          ...visit({ visitedAt: `2026-10-${day}T16:30:00.000Z`, pointId: points.road as PointId }),
          results: [{ id: o(), fact: 'LAMP', value: '96', note: '', photos: [] }],
        },
      })
    const query = { street: streets[1] as never, from: '2026-10-01', to: '2026-10-12', limit: 1 }
    const first = await calls().listVisits({ query })
    expect([first.total, first.items[0]!.visitedAt]).toEqual([2, '2026-10-11T16:30:00.000Z'])
    const second = await calls().listVisits({ query: { ...query, cursor: first.next! } })
    expect(second.items[0]!.visitedAt).toBe('2026-10-10T16:30:00.000Z')
    expect(second.next).toBeUndefined()
    expect((await calls().listVisits({ query: { failed: 'true', type: 'PT-ROAD' } })).items).toEqual([])
    expect((await calls().listVisits({ query: { text: '东街' } })).items.every(({ point }) => point.id === market)).toBe(true)
    expect((await calls().listVisits({ query: { text: '100%' } })).total).toBe(0)
    const seen = await calls().listObservations({ query: { type: 'PT-ROAD', limit: 2 } })
    expect([seen.total, seen.items.length]).toEqual([3, 2])
    const rest = await calls().listObservations({ query: { type: 'PT-ROAD', limit: 2, cursor: seen.next! } })
    expect(rest.items.map(({ seq }) => seq).every((seq) => seq < seen.items[1]!.seq)).toBe(true)
    await expect(calls().listVisits({ query: { cursor: 'x' } })).rejects.toMatchObject({ code: 'api.badCursor' })
  })

  it('gives the checklist with what was found last', async () => {
    const list = await calls().getChecklist({ params: { id: market } })
    expect(list).toMatchObject({ type: { title: { zh: '集贸市场' } }, point: { code: 'P001', street: { title: { zh: '东街街道' } } } })
    expect(list.items.map(({ fact, last }) => [fact, last?.grade])).toEqual([
      ['PSA', 'N'],
      ['LITTER', 'N'],
      ['SIGN', 'NA'],
    ])
    expect((await calls().getChecklist({ params: { id: points.alley as PointId } })).items).toEqual([])
  })

  it('goes out as a workbook, and the same rows come in as observations, once', async () => {
    const filter = { type: 'PT-ROAD', from: '2026-10-01', to: '2026-10-31' }
    const visits = await readSheets(new Uint8Array(await (await calls().exportVisits({ query: filter })).arrayBuffer()), 'a.xlsx')
    expect(visits.sheets[0]!.rows.map((row) => [row[0]?.text, row[3]?.text])).toEqual([
      ['点位编号', '检查时间'],
      ['P002', '2026-10-13 00:30'],
      ['P002', '2026-10-12 00:30'],
      ['P002', '2026-10-11 00:30'],
    ])
    const book = await readSheets(new Uint8Array(await (await calls().exportObservations({ query: filter })).arrayBuffer()), 'a.xlsx')
    const layouts = findLayouts(book, observationTable.columns, observationTable.needs)
    const understood = observationTable.understand(
      { book, layouts, options: { round: '十一月巡查' } },
      await observationTable.load(house.db, city),
    )
    expect(understood).toMatchObject({ faults: [], counts: { visits: 3, observations: 3, failed: 0 } })
    const taker = { city, person: personOf('office') as PersonId, at: noon, id: v7() }
    expect(await house.db.tx((db) => observationTable.apply(db, taker, understood))).toEqual({ visits: 3, observations: 3 })
    expect(await house.db.tx((db) => observationTable.apply(db, taker, understood))).toMatchObject({ visits: 0 })
    expect((await calls().listVisits({ query: { ...filter, round } })).total).toBe(6)
  })

  it('loads many visits at once, and rounds count them', async () => {
    const many = Array.from({ length: 900 }, (_, index) => ({
      id: v7() as VisitId,
      pointId: points.road as PointId,
      roundId: round,
      visitedAt: '2026-11-02T00:00:00.000Z',
      recordedAt: noon,
      by: personOf('inspector') as PersonId,
      note: '',
      results: [{ id: o(), fact: 'LAMP', grade: 'Y', factor: 1000, value: (90 + (index % 10)) * 1_000_000, note: '', photos: [] }],
    }))
    const before = (await calls().getRound({ params: { id: round } })).visits
    expect((await house.db.tx((db) => recordVisits(db, city, many))).size).toBe(900)
    expect((await house.db.tx((db) => recordVisits(db, city, many.slice(0, 5)))).size).toBe(0)
    expect((await calls().listRounds({ query: { kind: 'daily' } })).items).toMatchObject([{ id: round, visits: before + 900, points: 2 }])
  })

  it('keeps count of its rounds and facts, exactly', async () => {
    const Row = z.object({ key: z.string(), n: z.int(), m: z.int() })
    const facts = await house.db.all(
      Row,
      sql`select kind || ' ' || fact as key, count(*) as n, count(supersedes) as m from observations where city_id = ${city} group by 1 order by 1`,
    )
    expect(facts.some(({ m }) => m > 0)).toBe(true)
    expect(
      await house.db.all(
        Row,
        sql`select kind || ' ' || fact as key, observations as n, corrected as m from fact_counts where city_id = ${city} order by 1`,
      ),
    ).toEqual(facts)
    const rounds = await house.db.all(
      Row,
      sql`select round_id::text as key, count(*) as n, count(distinct point_id) as m from visits
          where city_id = ${city} and round_id is not null group by 1 order by 1`,
    )
    expect(rounds.length).toBeGreaterThan(0)
    expect(
      await house.db.all(
        Row,
        sql`select id::text as key, visits as n, points as m from rounds where city_id = ${city} and visits > 0 order by 1`,
      ),
    ).toEqual(rounds)
    const all = facts.reduce((sum, { n }) => sum + n, 0)
    const corrected = facts.reduce((sum, { m }) => sum + m, 0)
    const total = async (query: object) => (await small.as('office', inspectionsApi).listObservations({ query })).total
    expect(await total({})).toBe(all - corrected)
    expect(await total({ corrected: 'true' })).toBe(all)
    expect(await total({ fact: 'PSA' })).toBe((await total({ fact: 'PSA', from: '2000-01-01' }))!)
  })
})
