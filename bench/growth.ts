/**
 * How the score grows: with the observations of one city (database, time of a full score, memory at hand), and with the number
 * of cities. Usage: see bench/README.md.
 */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { windowOf } from '../src/assessments/basis.ts'
import { makeLive, readState, standingOf, type State } from '../src/assessments/memory.serve.ts'
import { planOf } from '../src/assessments/plan.ts'
import type { CityId } from '../src/base/ids.ts'
import { type Db, sql } from '../src/base/sql.ts'
import { dbOf, type Engine } from '../src/server/engines/engine.ts'
import { migrate } from '../src/server/migrate.ts'
import { addCity, addObservations, edition } from './city.ts'
import { openBench } from './engines.ts'
import { heap, machine, mb, median, print, timed } from './measure.ts'

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1,2,5,10' },
    cities: { type: 'string', default: '300' },
    each: { type: 'string', default: '2000' },
  },
})
const steps = values.steps.split(',').map((millions) => Number(millions) * 1_000_000)
const window = windowOf('2025-01-01', '2027-12-31', {})
const Size = z.object({ table: z.int(), indexes: z.int() })
const plan = planOf(edition)

/** One city, more and more observations. */
async function observations(engine: Engine, db: Db): Promise<void> {
  const city = 1 as CityId
  const points = await addCity(db, city, 1200)
  let have = 0
  const kept: State[] = []
  print('\nobservations   table   indexes  full score  one more, fresh   cells  memory at hand')
  for (const step of steps) {
    for (; have < step; have += 100_000) await addObservations(db, city, points, have + 1, 100_000)
    await engine.script('vacuum analyze observations')
    const size = (await db.find(Size, sql`select pg_table_size('observations') as "table", pg_indexes_size('observations') as indexes`))!
    const before = heap()
    const [took, state] = await timed(async () => {
      const read = await readState(db, city, window, have)
      standingOf(read, 'bench', () => plan)
      return read
    })
    kept.push(state)
    const held = heap() - before
    const live = makeLive()
    await live.state(db, city, window)
    const fresh: number[] = []
    for (let run = 0; run < 50; run++) {
      await addObservations(db, city, points, have + 1, 1)
      have++
      fresh.push((await timed(() => live.state(db, city, window)))[0])
    }
    have = step
    await db.run(sql`delete from observations where city_id = ${city} and seq > ${step}`)
    const cells = [
      String(step).padStart(12),
      mb(size.table).padStart(9),
      mb(size.indexes).padStart(9),
      `${took.toFixed(0)} ms`.padStart(11),
    ]
    print(
      `${cells.join(' ')} ${`${median(fresh).toFixed(2)} ms`.padStart(16)} ${String(state.facts.cells.rows.size).padStart(7)} ${mb(held).padStart(15)}`,
    )
  }
}

/** Many cities in one database, all of them at hand. */
async function cities(db: Db, count: number, each: number): Promise<void> {
  for (let city = 1001; city <= 1000 + count; city++) await addObservations(db, city, await addCity(db, city, 1200), 1, each)
  const states: State[] = []
  const before = heap()
  const [took] = await timed(async () => {
    for (let city = 1001; city <= 1000 + count; city++) {
      const state = await readState(db, city as CityId, window, each)
      standingOf(state, 'bench', () => plan)
      states.push(state)
    }
  })
  const held = heap() - before
  print(
    `\n${count} cities of 1200 points with ${each} observations each, all at hand with their boards: ${mb(held)}, ${mb(held / count)} a city`,
  )
  print(`read and scored from nothing in ${(took / count).toFixed(1)} ms a city`)
}

print(machine())
const [{ name, open }] = openBench('growth') as [ReturnType<typeof openBench>[number]]
const engine = await open()
await migrate(engine)
const db = dbOf(engine)
print(name)
await cities(db, Number(values.cities), Number(values.each))
await observations(engine, db)
await engine.close()
