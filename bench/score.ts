/**
 * Measures the score: a full city score with all breakdowns against the database grouping the same rows, one new observation
 * to a fresh explained score, and memory. Usage: see bench/README.md.
 */
import { parseArgs } from 'node:util'
import { v7 } from 'uuid'
import { z } from 'zod'
import { takeSeq } from '../src/base/event.sql.ts'
import type { CityId } from '../src/base/ids.ts'
import { type Db, sql } from '../src/base/sql.ts'
import { windowOf } from '../src/assessments/basis.ts'
import { breakdown } from '../src/assessments/breakdown.ts'
import { counts } from '../src/assessments/facts.sql.ts'
import { grounds } from '../src/assessments/ground.ts'
import { makeLive, readState, standingOf } from '../src/assessments/memory.serve.ts'
import { planOf } from '../src/assessments/plan.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { migrate } from '../src/server/migrate.ts'
import { addCity, addObservations, edition } from './city.ts'
import { openBench } from './engines.ts'
import { heap, machine, mb, median, print, timed } from './measure.ts'

const { values } = parseArgs({
  options: {
    observations: { type: 'string', default: '1000000' },
    points: { type: 'string', default: '1200' },
    repeats: { type: 'string', default: '7' },
  },
})
const [observations, points, repeats] = [Number(values.observations), Number(values.points), Number(values.repeats)]
const city = 1 as CityId
const window = windowOf('2025-01-01', '2027-12-31', {})
/** The database alone: the same rows grouped by fact and point, with the same settings and brought over the same wire. */
const Grouped = z.object({ fact: z.string(), point: z.string(), n: z.int(), factor: z.int().nullable() })
const group = (db: Db) =>
  db.tx(async (tx) => {
    await tx.run(sql`set local work_mem = '64MB'`)
    return tx.all(
      Grouped,
      sql`select o.fact, o.point_id as point, count(*) as n, sum(o.factor) as factor from observations o
          where ${counts(city, window, Number.MAX_SAFE_INTEGER)} and o.kind in ('check', 'answer') group by o.fact, o.point_id`,
    )
  })

/** Everything that the score page can show: the explained tree and every breakdown. */
async function full(db: Db) {
  const state = await readState(db, city, window, observations)
  const { board, score } = standingOf(state, 'bench', () => planOf(edition))
  return { score, rows: grounds.map((kind) => breakdown(board, edition, kind).length), state }
}

async function addOne(db: Db, point: string, fact: string): Promise<void> {
  await db.tx(async (tx) => {
    const seq = await takeSeq(tx, city, 1)
    await tx.run(
      sql`insert into observations (city_id, seq, id, kind, fact, point_id, factor, observed_at)
          values (${city}, ${seq}, ${v7()}, 'check', ${fact}, ${point}, 0, '2026-06-01T00:00:00Z')`,
    )
  })
}

print(machine())
for (const { name, open } of openBench('score')) {
  const engine = await open()
  await migrate(engine)
  const db = dbOf(engine)
  const list = await addCity(db, city, points)
  for (let first = 1; first <= observations; first += 100_000)
    await addObservations(db, city, list, first, Math.min(100_000, observations - first + 1))
  await engine.script('vacuum analyze observations')
  const [grouping, scoring]: [number[], number[]] = [[], []]
  await group(db)
  await full(db)
  const before = heap()
  for (let run = 0; run < repeats; run++) {
    grouping.push((await timed(() => group(db)))[0])
    scoring.push((await timed(() => full(db)))[0])
  }
  const after = heap()
  const { rows, state } = await full(db)
  print(
    `\n${name}: ${observations} observations of ${points} points, ${state.facts.cells.rows.size} cells, breakdown rows ${rows.join('+')}`,
  )
  print(`grouping by the database  ${median(grouping).toFixed(0)} ms (median of ${repeats})`)
  print(
    `full score, all breakdowns ${median(scoring).toFixed(0)} ms = ${(median(scoring) / median(grouping)).toFixed(2)} × grouping (limit 2)`,
  )

  const live = makeLive()
  standingOf(await live.state(db, city, window), 'bench', () => planOf(edition))
  const [single, all]: [number[], number[]] = [[], []]
  for (let run = 0; run < 200; run++) {
    const point = list[(run * 37) % list.length]!
    const check = edition.pointTypes.find(({ id }) => id === point.type)!.checks[0]!
    await addOne(db, point.id, check)
    const [took] = await timed(async () =>
      JSON.stringify(standingOf(await live.state(db, city, window), 'bench', () => planOf(edition)).score),
    )
    single.push(took)
    const { board } = standingOf(await live.state(db, city, window), 'bench', () => planOf(edition))
    all.push((await timed(async () => grounds.map((kind) => breakdown(board, edition, kind))))[0])
  }
  print(
    `one new observation to a fresh explained score, as JSON ${median(single).toFixed(2)} ms = 1/${(median(scoring) / median(single)).toFixed(0)} of the full one (limit 1/100)`,
  )
  print(`all breakdowns anew from memory ${median(all).toFixed(1)} ms`)
  print(`heap before ${mb(before)} and after ${repeats} full scores ${mb(after)}`)
  await engine.close()
}
