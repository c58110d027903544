/**
 * What others feel while everything is being backed up: `node bench/backup.ts [--observations 1000000] [--prove]`. The same list
 * is asked all the time, before and during the backup, by its own thread of work; the longest answers of both are printed.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { makeBackup, proveBackup } from '../src/server/backup/backup.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { migrate } from '../src/server/migrate.ts'
import { sql } from '../src/base/sql.ts'
import { z } from 'zod'
import { addCity, addObservations } from './city.ts'
import { openBench } from './engines.ts'
import { machine, mb, median, print, timed } from './measure.ts'

const { values } = parseArgs({
  options: { observations: { type: 'string', default: '1000000' }, prove: { type: 'boolean', default: false } },
})
const wanted = Number(values.observations)
const city = 1 as never

/** Asks until told to stop; gives how long each answer took. */
function asking(ask: () => Promise<unknown>): () => Promise<number[]> {
  const took: number[] = []
  const state = { isOver: false }
  const loop = (async () => {
    while (!state.isOver) {
      took.push((await timed(ask))[0])
      await new Promise((done) => setTimeout(done, 10))
    }
  })()
  return async () => ((state.isOver = true), await loop, took)
}

const said = (name: string, took: readonly number[]) =>
  print(`  ${name.padEnd(14)} ${took.length} answers, median ${median(took).toFixed(1)} ms, longest ${Math.max(...took).toFixed(0)} ms`)

print(machine())
for (const { name, open } of openBench('backup')) {
  const engine = await open()
  await migrate(engine)
  const db = dbOf(engine)
  const points = await addCity(db, city, 1200)
  for (let have = 0; have < wanted; have += 100_000) await addObservations(db, city, points, have + 1, Math.min(100_000, wanted - have))
  await engine.script('vacuum analyze observations')
  const list = () =>
    db
      .of(city)
      .all(z.object({ id: z.string() }), sql`select id from observations where city_id = ${city} order by observed_at desc limit 50`)
  const before = asking(list)
  await new Promise((done) => setTimeout(done, 5000))
  const idle = await before()
  const folder = mkdtempSync(join(tmpdir(), 'bench-backup-'))
  const path = join(folder, 'all.mcb')
  const during = asking(list)
  const [ms, kept] = await timed(() => makeBackup({ engine, dataDir: folder, now: () => new Date().toISOString() }, path, {}))
  const busy = await during()
  print(`\n${name}: ${kept.rows} rows in ${(ms / 1000).toFixed(1)} s, ${mb(kept.bytes)}`)
  said('before', idle)
  said('meanwhile', busy)
  if (values.prove) print(`  proved by restoring beside in ${((await timed(() => proveBackup(path, {})))[0] / 1000).toFixed(1)} s`)
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
}
