/**
 * The pages and totals of big lists read few rows, however many there are. Every question is put to a filled table and asked
 * how many rows each step of its plan touched: a walk through the whole table shows on any machine, and no clock is involved.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { listEventsAfter, listEventsOf } from '../../src/base/event.sql.ts'
import { type Db, raw, type Sql, sql } from '../../src/base/sql.ts'
import { mostCounted } from '../../src/base/text.ts'
import { unlived } from '../../src/cases/case.ts'
import { listCases } from '../../src/cases/pages.sql.ts'
import { countCases } from '../../src/cases/queues.sql.ts'
import { countFacts } from '../../src/assessments/carry.sql.ts'
import { listPoints } from '../../src/city/points.sql.ts'
import { countDuties, listDuties } from '../../src/duties/duties.sql.ts'
import { countObservations, listObservations } from '../../src/inspections/observations.sql.ts'
import { findRound, listRounds } from '../../src/inspections/rounds.sql.ts'
import { countVisits, listVisits } from '../../src/inspections/visits.sql.ts'
import type { EditionId, PersonId, PointId, RoundId, UnitId } from '../../src/base/ids.ts'
import { engines, type TestDb } from '../engines.ts'
import { city, edition, fill, idOf, noon, personOf, units } from '../smallCity.ts'

/** Rows of each big table. */
const rowsOf = 6000
/** Points of the city: fewer than a page of cases may touch, because their names may well be looked up all at once. */
const pointsOf = 1200
/** What a page of 50, or a count that stops at `mostCounted`, may touch in one step of its plan. */
const few = mostCounted + 300

/** Fills the big tables, each row a little later than the one before. */
async function fillBig(db: Db): Promise<void> {
  const id = (kind: number) => sql`('01900000-0000-7000-8000-' || lpad((${kind}::bigint * 1000000 + i)::text, 12, '0'))::uuid`
  const at = sql`timestamptz '2026-01-01' + interval '10 minutes' * i`
  const numbers = sql`generate_series(1, ${rowsOf}::int) i`
  const pick = sql`('01900000-0000-7000-8000-' || lpad((1000001 + i % 60)::text, 12, '0'))::uuid`
  await db.run(sql`insert into points (city_id, id, code, type, name_zh, lng, lat, cell)
    select ${city}, ${id(1)}, 'B' || lpad(i::text, 6, '0'), 'PT-' || i % 7, '点位' || i, 116, 39, i from generate_series(1, ${pointsOf}::int) i`)
  await db.run(sql`insert into rounds (city_id, id, kind, title_zh, from_on, to_on, visits, points)
    select ${city}, ${id(2)}, 'daily', '轮次' || i, date '2026-01-01' + i, date '2026-01-01' + i, 1, 1 from generate_series(1, 12) i`)
  await db.run(sql`insert into visits (city_id, id, point_id, round_id, visited_at, recorded_at)
    select ${city}, ${id(3)}, ${pick}, ('01900000-0000-7000-8000-' || lpad((2000001 + i * 12 / ${rowsOf + 1})::text, 12, '0'))::uuid, ${at}, ${at}
    from ${numbers}`)
  await db.run(sql`insert into observations (city_id, seq, id, kind, fact, point_id, visit_id, round_id, grade, factor, observed_at)
    select ${city}, i, ${id(4)}, 'check', 'F' || i % 20, ${pick}, ${id(3)},
      ('01900000-0000-7000-8000-' || lpad((2000001 + i * 12 / ${rowsOf + 1})::text, 12, '0'))::uuid, 'N', case when i % 9 = 0 then 0 else 1000 end, ${at}
    from ${numbers}`)
  await db.run(sql`insert into fact_counts (city_id, kind, fact, observations, corrected)
    select city_id, kind, fact, count(*), 0 from observations group by 1, 2, 3`)
  await db.run(sql`insert into events (city_id, seq, id, kind, thing, at, data)
    select ${city}, i, ${id(5)}, 'visit.recorded', ${id(3)}, ${at}, '{}' from ${numbers}`)
  await db.run(sql`insert into cases (city_id, id, no, state, stage, ball, ball_at, life, text, point_id, unit_id, reported_at, due_at, version, changed_at)
    select ${city}, ${id(6)}, 'N' || i, case when i % 50 = 0 then 'dispatched' else 'closed' end,
      case when i % 50 = 0 then 'dispatched' else 'closed' end, case when i % 50 = 0 then 'unit' else 'nobody' end, ${at}, ${JSON.stringify(unlived)}, '垃圾', ${pick},
      case when i % 2 = 0 then ${units.market}::uuid else ${units.housing}::uuid end, ${at}, ${at}, 1, ${at} from ${numbers}`)
  await db.run(sql`insert into duties (city_id, id, edition_id, criterion, lead_unit_id, task, due_on, version, changed_at)
    select ${city}, ${id(7)}, ${edition}, 'C' || i % 2, ${units.market}, '任务', date '2026-01-01' + i % 300, 1, ${at} from ${numbers}`)
  for (const table of ['points', 'visits', 'observations', 'events', 'cases', 'duties', 'rounds', 'fact_counts'])
    await db.run(sql`analyze ${raw(table)}`)
}

interface Step {
  readonly 'Node Type': string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Step[]
}
interface Touched {
  readonly step: string
  readonly rows: number
}

const touchedBy = (step: Step): Touched[] => [
  {
    step: `${step['Node Type']} ${step['Relation Name'] ?? ''}`.trim(),
    rows: (step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0)) * step['Actual Loops'],
  },
  ...(step.Plans ?? []).flatMap(touchedBy),
]

/** A database that also explains each question; `worst` is the step that touched most rows. */
function explaining(db: Db): { db: Db; worst: () => Touched } {
  let worst: Touched = { step: '', rows: 0 }
  const explain = async (query: Sql) => {
    const [row] = await db.all(z.record(z.string(), z.custom<[{ Plan: Step }]>()), sql`explain (analyze, format json) ${query}`)
    for (const touched of touchedBy(Object.values(row!)[0]![0].Plan)) if (touched.rows > worst.rows) worst = touched
  }
  const watched: Db = {
    ...db,
    all: async (shape, query) => {
      await explain(query)
      return db.all(shape, query)
    },
    find: async (shape, query) => {
      await explain(query)
      return db.find(shape, query)
    },
  }
  return { db: watched, worst: () => worst }
}

const byCode = { by: 'code', down: false } as const
const turn = (sort: string) => ({ sort, cursor: undefined, limit: 50 })
const point = idOf(1_000_007) as PointId
const round = idOf(2_000_003) as RoundId
const unit = units.market as UnitId
const reader = { city, unit, person: personOf('unit') as PersonId, may: new Set(['cases.rectify'] as const) }
const day = { from: '2026-01-02', to: '2026-01-02' }

/** What a page of points may touch: far less than there are. */
const fewPoints = 400

/** Each question, as the pages ask it. */
const questions: Record<string, (db: Db) => Promise<unknown>> = {
  'observations, newest': (db) => listObservations(db, city, {}, turn('-recorded')),
  'observations of a fact': (db) => listObservations(db, city, { fact: 'F7' }, turn('-recorded')),
  'observations that failed': (db) => listObservations(db, city, { failed: true }, turn('-recorded')),
  'observations, counted': (db) => countObservations(db, city, {}),
  'observations of a fact, counted': (db) => countObservations(db, city, { fact: 'F7' }),
  'observations of a point, counted': (db) => countObservations(db, city, { point }),
  'observations of a round, counted': (db) => countObservations(db, city, { round }),
  'observations of a day, counted': (db) => countObservations(db, city, day),
  'facts, counted': (db) => countFacts(db, city),
  'visits, newest': (db) => listVisits(db, city, {}, turn('-visited')),
  'visits of a point': (db) => listVisits(db, city, { point }, turn('-visited')),
  'visits of a round': (db) => listVisits(db, city, { round }, turn('-visited')),
  'visits of a day': (db) => listVisits(db, city, day, turn('-visited')),
  'visits, counted': (db) => countVisits(db, city, {}),
  rounds: (db) => listRounds(db, city, {}, turn('-from')),
  'a round': (db) => findRound(db, city, round),
  'cases, newest': (db) => listCases(db, reader, noon, {}, turn('-reported')),
  'cases by due date': (db) => listCases(db, reader, noon, {}, turn('due')),
  'cases that are open': (db) => listCases(db, reader, noon, { state: 'dispatched' }, turn('-reported')),
  'cases that wait for me': (db) => listCases(db, reader, noon, { mine: true }, turn('-reported')),
  'cases, counted': (db) => countCases(db, reader, noon, {}),
  'duties by criterion': (db) => listDuties(db, reader, { edition: edition as EditionId }, '2026-11-20', turn('criterion')),
  'duties by due date': (db) => listDuties(db, reader, { edition: edition as EditionId }, '2026-11-20', turn('due')),
  'duties, counted': (db) => countDuties(db, reader, {}, '2026-11-20'),
  points: (db) => listPoints(db, city, { retired: 'without' }, byCode, 50),
  'points of a type': (db) => listPoints(db, city, { types: ['PT-3'], retired: 'without' }, byCode, 50),
  'events after one': (db) => listEventsAfter(db, city, 3000, 50),
  'events of a thing': (db) => listEventsOf(db, city, idOf(3_000_007)),
}

describe.each(engines)('plans of big lists on %s', (_name, open) => {
  let house: TestDb
  beforeAll(async () => {
    house = await open()
    await fill(house.db)
    await fillBig(house.db)
  })
  afterAll(() => house.close())

  it.each(Object.entries(questions))('%s', async (question, ask) => {
    const { db, worst } = explaining(house.db)
    await ask(db)
    const { step, rows } = worst()
    const most = question.startsWith('points') ? fewPoints : few
    expect({ step, rows: rows > most ? rows : 'few' }).toEqual({ step, rows: 'few' })
    expect(rows).toBeGreaterThan(0)
  })

  it('sees a walk through a whole table', async () => {
    const { db, worst } = explaining(house.db)
    await db.find(z.object({ n: z.int() }), sql`select count(*) as n from visits where city_id = ${city} and note = ''`)
    expect(worst().rows).toBeGreaterThanOrEqual(rowsOf)
  })
})
