/**
 * Checks the score against real repeated inspections: `npm run check:philadelphia [-- path/to/philadelphia_litter_index.geojson]`.
 * Without a path the trimmed copy of this repository is used; a path that leads nowhere is said plainly.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fromOriginal, fromTrimmed, loadLitter, meanOf } from '../test/litter.ts'
import { measureLitter } from '../test/measureLitter.ts'
import { formatHundredths, formatMillionths } from '../src/base/points.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { openMemory } from '../test/memory.ts'
import { migrate } from '../src/server/migrate.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)
const path = process.argv[2]
if (path !== undefined && !existsSync(path)) {
  print(`The data is missing: ${path} does not exist. Nothing was checked.`)
  process.exit(2)
}
const index =
  path === undefined
    ? fromTrimmed(JSON.parse(readFileSync(new URL('../test/files/philadelphia.json', import.meta.url), 'utf8')))
    : fromOriginal(JSON.parse(readFileSync(path, 'utf8')))
const engine = await openMemory()
await migrate(engine)
const db = dbOf(engine)
const loaded = await loadLitter(db, index)
print(`${index.areas.length} areas × ${index.rounds.length} rounds, ${loaded.noData} scores are 0 = no data`)
print('round     areas  mean by the product  mean by hand  score of 100  without data')
let differ = 0
for (const [round, { month, n, mean, score, unseen }] of (await measureLitter(db, loaded)).entries()) {
  const own = meanOf(index, round)
  const same = own.mean === mean && own.n === n
  if (!same) differ++
  const shown = [month.padEnd(9), String(n).padStart(5), formatMillionths(mean).padStart(20), formatMillionths(own.mean).padStart(13)]
  print(`${shown.join(' ')}  ${formatHundredths(score ?? 0).padStart(12)}  ${unseen.join(' ')}${same ? '' : '  DIFFERS'}`)
}
print(differ === 0 ? 'All means are the same; areas without data have no score.' : `${differ} rounds differ.`)
await engine.close()
process.exitCode = differ === 0 ? 0 : 1
