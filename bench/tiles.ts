/**
 * A tile of the map of cases against a page of the list with its exact total, under the same filter, in turns: both as the calls make
 * them, sealed to the city, without HTTP. Processor time is that of this process and of the database's. Before, the counts of the
 * tiles of a zoom are added up and compared with the total of the list. Usage: see bench/README.md.
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { CaseFilter } from '../src/cases/cases.api.ts'
import { listCases } from '../src/cases/pages.sql.ts'
import { caseTile, drawCases } from '../src/cases/places/tiles.serve.ts'
import type { UnitId } from '../src/base/ids.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { openPostgres } from '../src/server/engines/postgres.ts'
import { city, classOf, openDesk, unitOf, whole } from './deskCity.ts'
import { machine, median, print, processorsOf } from './measure.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100000,1000000' },
    rounds: { type: 'string', default: '7' },
    /** Use the databases of the last run. */
    keep: { type: 'boolean', default: false },
  },
})
const at = '2026-11-21T00:00:00.000Z'
const reader = { city, person: null as never, unit: null, may: new Set() as never }
const unit = unitOf(3) as UnitId

/** What the desk asks for, from what is kept count of to what is counted from rows. */
const filters: Record<string, CaseFilter> = {
  'no filter': {},
  unit: { unit },
  'unit and state': { unit, state: 'closed' },
  'unit and class': { unit, class: classOf(3) },
  'late ones': { overdue: true },
  'thirty days': { from: '2026-10-22' },
  'a unit in thirty days': { unit, from: '2026-10-22' },
}
const zooms = [8, 11, 14, 16]

/** The tile of a zoom that has the middle of the city. */
function middleTile(z: number) {
  const [west, south, east, north] = whole
  const sine = Math.sin(((south + north) * Math.PI) / 360)
  return {
    z,
    x: Math.floor(((west + east) / 720 + 0.5) * 2 ** z),
    y: Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z),
  }
}

async function measure(count: number): Promise<boolean> {
  const engine = await openPostgres(await openDesk(process.env['DATABASE_URL'] ?? '', count, values.keep), 1)
  // Processes that a statement starts for itself end with it, and with them what they used: only what one does alone can be compared.
  await engine.script('set max_parallel_workers_per_gather = 0')
  const db = dbOf(engine).of(city)
  const used = processorsOf(engine)
  const page = (filter: CaseFilter) => listCases(db, reader, at, filter, { sort: '-reported', limit: 50 }, { counted: true })
  /** Milliseconds on the clock and of processors, one time of many. */
  const timed = async (work: () => Promise<unknown>) => {
    const [from, before] = [performance.now(), await used()]
    let times = 0
    do await work()
    while (++times < 20 && performance.now() - from < 1500)
    return { ms: (performance.now() - from) / times, processors: ((await used()) - before) / times }
  }
  let met = true
  for (const [name, filter] of Object.entries(filters)) {
    const { total } = await page(filter)
    const { x, y } = middleTile(11)
    let drawn = 0
    for (let dx = -3; dx <= 3; dx++)
      for (let dy = -4; dy <= 4; dy++)
        for (const { tags } of await drawCases(db, reader, at, { filter, tile: { z: 11, x: x + dx, y: y + dy } }))
          drawn += Number(tags['count'])
    if (drawn !== total) throw new Error(`${name}: the tiles show ${drawn} cases, the list has ${total}`)
    const pages: Awaited<ReturnType<typeof timed>>[] = []
    const tiles = zooms.map(() => [] as typeof pages)
    for (let round = 0; round < Number(values.rounds); round++) {
      pages.push(await timed(() => page(filter)))
      for (const [index, z] of zooms.entries())
        tiles[index]!.push(await timed(() => caseTile(db, reader, at, { filter, tile: middleTile(z) })))
    }
    const of = (list: typeof pages, key: 'ms' | 'processors') => median(list.map((it) => it[key]))
    const ratios = tiles.map((list) => of(list, 'processors') / of(pages, 'processors'))
    met = met && ratios.every((ratio) => ratio <= 1)
    const shown = tiles.map(
      (list, index) => `${of(list, 'processors').toFixed(1).padStart(8)} = ${ratios[index]!.toFixed(2).padStart(5)} ×`,
    )
    print(`${name.padEnd(22)} ${String(total).padStart(9)} ${of(pages, 'processors').toFixed(1).padStart(8)} ${shown.join('  ')}`)
  }
  await engine.close()
  return met
}

print(machine())
const load = loadavg().map((it) => it.toFixed(2))
print(`load before: ${load.join(' ')}; ms of processors, medians of ${values.rounds} turns; the tile in the middle of the city`)
let met = true
for (const size of values.sizes.split(',')) {
  print(`\n${`${size} cases`.padEnd(22)}   matches     page ${zooms.map((z) => `tile at ${z}`.padStart(18)).join('  ')}`)
  met = (await measure(Number(size))) && met
}
print(`\na tile no more than a page of the same filter with its total: ${met ? 'met' : 'NOT met'}`)
