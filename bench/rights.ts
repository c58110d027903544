/**
 * The price of keeping cities apart in the database: the same reads and writes by the owner, who sees all, and sealed to one
 * city by row-level security; in turns, in one run. Usage: see bench/README.md.
 */
import { parseArgs } from 'node:util'
import { v7 } from 'uuid'
import { appendEvents } from '../src/base/event.sql.ts'
import type { CityId, EventId, ObservationId, PointId, VisitId } from '../src/base/ids.ts'
import type { Db } from '../src/base/sql.ts'
import { windowOf } from '../src/assessments/basis.ts'
import { readState } from '../src/assessments/memory.serve.ts'
import { listPoints } from '../src/city/points.sql.ts'
import { findObservation, listObservations } from '../src/inspections/observations.sql.ts'
import { listVisits, recordVisits } from '../src/inspections/visits.sql.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { migrate } from '../src/server/migrate.ts'
import { addCity, addObservations } from './city.ts'
import { openBench } from './engines.ts'
import { machine, median, print, timed } from './measure.ts'

const { values } = parseArgs({
  options: {
    observations: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '15' },
    each: { type: 'string', default: '40' },
  },
})
const [observations, rounds, each] = [Number(values.observations), Number(values.rounds), Number(values.each)]
const city = 1 as CityId
const window = windowOf('2025-01-01', '2027-12-31', {})
const turn = (sort: string) => ({ sort, cursor: undefined, limit: 50 })

interface Point {
  readonly id: string
}
const visit = (points: readonly Point[], no: number) => ({
  id: v7() as VisitId,
  pointId: points[no % points.length]!.id as PointId,
  roundId: null,
  visitedAt: '2026-06-01T00:00:00.000Z',
  recordedAt: '2026-06-01T00:00:00.000Z',
  by: null,
  note: '',
  results: Array.from({ length: 8 }, (_, index) => ({
    id: v7() as ObservationId,
    fact: `F${index}`,
    grade: 'Y',
    factor: 1000,
    value: null,
    note: '',
    photos: [],
  })),
})

/** What a server does all day. Each is done `each` times a turn; the whole score once. */
const works: Record<string, { times: number; work: (db: Db, points: readonly Point[], no: number) => Promise<unknown> }> = {
  'one observation by its id': {
    times: each,
    work: (db, _points, no) =>
      findObservation(db, city, `01900000-0000-7000-8000-${(no + 1).toString(16).padStart(12, '0')}` as ObservationId),
  },
  'a page of observations': { times: each, work: (db) => listObservations(db, city, {}, turn('-recorded')) },
  'a page of visits': { times: each, work: (db) => listVisits(db, city, {}, turn('-visited')) },
  'a page of points': { times: each, work: (db) => listPoints(db, city, { retired: 'without' }, { by: 'code', down: false }, 50) },
  'a visit of 8 checks recorded': { times: each, work: (db, points, no) => db.tx((tx) => recordVisits(tx, city, [visit(points, no)])) },
  'an event appended': {
    times: each,
    work: (db) =>
      db.tx((tx) =>
        appendEvents(tx, city, [
          { id: v7() as EventId, kind: 'bench.done', thing: v7(), at: '2026-06-01T00:00:00.000Z', by: null, version: 1, data: {} },
        ]),
      ),
  },
  'all observations summed for a score': { times: 1, work: (db) => readState(db, city, window, observations) },
}

print(machine())
for (const { name, open } of openBench('rights')) {
  const engine = await open()
  await migrate(engine)
  const owner = dbOf(engine)
  const sealed = owner.of(city)
  const points = await addCity(owner, city, 1200)
  for (let first = 1; first <= observations; first += 100_000)
    await addObservations(owner, city, points, first, Math.min(100_000, observations - first + 1))
  await recordVisits(
    owner,
    city,
    Array.from({ length: 2000 }, (_, no) => visit(points, no)),
  )
  await engine.script('vacuum analyze')
  print(`\n${name}: ${observations} observations; median of ${rounds} turns of each side, taken in turns`)
  print(`${'work'.padEnd(38)} ${'owner'.padStart(10)} ${'sealed'.padStart(10)}   price`)
  const sums = [0, 0]
  for (const [what, { times, work }] of Object.entries(works)) {
    const took: [number[], number[]] = [[], []]
    const repeat = async (db: Db, from: number) => {
      for (let no = 0; no < times; no++) await work(db, points, from + no)
    }
    await repeat(owner, 0)
    await repeat(sealed, 0)
    for (let round = 0; round < rounds; round++)
      for (const side of round % 2 === 0 ? [0, 1] : [1, 0])
        took[side]!.push((await timed(() => repeat(side === 0 ? owner : sealed, round * times)))[0] / times)
    const [free, kept] = [median(took[0]), median(took[1])]
    sums[0]! += free
    sums[1]! += kept
    print(
      `${what.padEnd(38)} ${free.toFixed(2).padStart(7)} ms ${kept.toFixed(2).padStart(7)} ms ${((kept / free - 1) * 100).toFixed(1).padStart(6)} %`,
    )
  }
  print(
    `${'all together'.padEnd(38)} ${sums[0]!.toFixed(2).padStart(7)} ms ${sums[1]!.toFixed(2).padStart(7)} ms ${((sums[1]! / sums[0]! - 1) * 100).toFixed(1).padStart(6)} %  (limit 10 %)`,
  )
  await engine.close()
}
