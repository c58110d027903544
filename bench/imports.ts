/**
 * Checks the imports of boundaries and points against real files: `npm run check:imports -- FOLDER`, where FOLDER holds
 * `admin-boundaries/` and `poi/`. The files have no licence to be kept here; without them this says so and checks nothing.
 */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { CityId, EditionId } from '../src/base/ids.ts'
import { type Db, sql } from '../src/base/sql.ts'
import { areasKind, pointsKind } from '../src/city/tables/kinds.serve.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { openMemory } from '../test/memory.ts'
import { migrate } from '../src/server/migrate.ts'
import { say } from '../src/server/say.ts'
import { findLayouts } from '../src/sheets/columns.ts'
import type { TableKind, Understood } from '../src/sheets/kind.ts'
import { readSheets } from '../src/sheets/read.serve.ts'
import { addDraft } from '../src/standards/edition.sql.ts'
import { findLibraryEdition } from '../src/standards/library.serve.ts'
import { publish } from '../src/standards/standards.serve.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)
const folder = process.argv[2]
if (folder === undefined || !existsSync(join(folder, 'admin-boundaries')) || !existsSync(join(folder, 'poi'))) {
  print(`The data is missing: give a folder that holds admin-boundaries/ and poi/ (given: ${folder ?? 'none'}). Nothing was checked.`)
  process.exit(2)
}

const at = '2026-01-01T00:00:00.000Z'
const engine = await openMemory()
await migrate(engine)
const db = dbOf(engine)

/** Bytes of a file, unpacked; a table without a header gets one, split by spaces. */
function bytesOf(path: string, head?: string): Uint8Array {
  const raw = readFileSync(join(folder!, path))
  const bytes = path.endsWith('.gz') ? gunzipSync(raw) : raw
  if (head === undefined) return bytes
  const text = new TextDecoder('gbk').decode(bytes).replaceAll(' ', ',')
  return Buffer.from(`${head}\n${text}`, 'utf8')
}

async function understand(
  kind: TableKind,
  city: CityId,
  path: string,
  options: Record<string, string>,
  head?: string,
): Promise<Understood<unknown>> {
  const book = await readSheets(bytesOf(path, head), basename(path).replace('.gz', ''))
  return kind.understand({ book, layouts: findLayouts(book, kind.columns, kind.needs), options }, await kind.load(db, city))
}

const tally = (list: readonly { says: string }[]) =>
  Object.entries(Object.groupBy(list, ({ says }) => says))
    .map(([says, items]) => `${says.replace('fault.', '')} ${items!.length}`)
    .join(', ')

/** A city that holds one file of districts. */
async function cityOf(number: number, path: string, crs: string, name: string): Promise<CityId> {
  const city = number as CityId
  await db.run(sql`insert into cities (city_id, code, name_zh, kind) values (${city}, ${`c${number}`}, ${name}, 'prefectureCity')`)
  const root = {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { code: 'whole', name, level: 'city' }, geometry: null }],
  }
  const book = await readSheets(Buffer.from(JSON.stringify(root)), 'city.geojson')
  const kind = areasKind as unknown as TableKind
  const whole = kind.understand({ book, layouts: findLayouts(book, kind.columns, kind.needs), options: {} }, await kind.load(db, city))
  await apply(kind, city, whole)
  const read = await understand(kind, city, path, { crs, level: 'district', refused: 'skip' })
  await apply(kind, city, read)
  const named = [...read.faults, ...read.hints].map((note) => say('en', note.says, { at: note.at, ...note.details }))
  print(`\n${path} as ${crs}: ${JSON.stringify(read.counts)}`)
  for (const line of named) print(`  ${line}`)
  const draft = findLibraryEdition('civilised-city', '2021-sample')!
  const id = `01900000-0000-7000-8000-0000000000${String(number).padStart(2, '0')}` as EditionId
  await addDraft(db, city, id, draft, at)
  await publish(db, city, { id, version: 1 }, null, at)
  return city
}

const apply = (kind: TableKind, city: CityId, read: Understood<unknown>) =>
  db.tx((tx: Db) => kind.apply(tx, { city, person: null, at, id: '01900000-0000-7000-8000-00000000ffff' }, read))

/** Imports points twice: the second time nothing may change. */
async function points(city: CityId, path: string, crs: string, type: string, head?: string): Promise<void> {
  const kind = pointsKind as unknown as TableKind
  const from = performance.now()
  const read = await understand(kind, city, path, { crs, type, refused: 'skip' }, head)
  const seconds = ((performance.now() - from) / 1000).toFixed(2)
  await apply(kind, city, read)
  const again = await understand(kind, city, path, { crs, type, refused: 'skip' }, head)
  print(`  ${path} as ${crs}: ${JSON.stringify(read.counts)} in ${seconds} s; ${tally(read.hints)}`)
  for (const hint of read.hints.filter(({ says }) => says.endsWith('looksLike'))) print(`    ${say('en', hint.says, hint.details)}`)
  const { new: added, changed } = again.counts as { new: number; changed: number }
  print(`    the same file again: new ${added}, changed ${changed}${added + changed === 0 ? '' : '  DIFFERS'}`)
  if (added + changed > 0) process.exitCode = 1
}

const dalian = await cityOf(1, 'admin-boundaries/gcj02_datav_2022/dalian_210200.geojson', 'GCJ-02', '大连')
await points(dalian, 'poi/metro_stations_dalian_chengdu_chongqing_gcj02.csv', 'GCJ-02', '地铁站')
await points(dalian, 'poi/cn_universities_bd09.csv.gz', 'BD-09', '中小学校')
const chengdu = await cityOf(2, 'admin-boundaries/gcj02_datav_2022/chengdu_510100.geojson', 'GCJ-02', '成都')
await points(chengdu, 'poi/metro_stations_dalian_chengdu_chongqing_gcj02.csv', 'GCJ-02', '地铁站')
await points(chengdu, 'poi/cn_universities_bd09.csv.gz', 'GCJ-02', '中小学校')
await points(chengdu, 'poi/cn_universities_bd09.csv.gz', 'BD-09', '中小学校')
await points(chengdu, 'poi/cafe_chengdu.geojson', 'WGS-84', '餐饮店')
const chongqing = await cityOf(3, 'admin-boundaries/gcj02_datav_2022/chongqing_500000.geojson', 'GCJ-02', '重庆')
await points(chongqing, 'poi/chongqing_bus_stations.csv', 'GCJ-02', '公交站台')
await points(chongqing, 'poi/chongqing_bus_stations_gbk.txt', 'GCJ-02', '公交站台', 'name,lon,lat')
const shanghai = await cityOf(4, 'admin-boundaries/wgs84_shapefile/shanghai_districts.geojson', 'WGS-84', '上海')
await points(shanghai, 'poi/shanghai_hospital_wgs84.csv.gz', 'WGS-84', '医院')
await points(shanghai, 'poi/shanghai_bus_wgs84.csv.gz', 'WGS-84', '公交站台')
await points(shanghai, 'poi/shanghai_school_wgs84.csv.gz', 'GCJ-02', '中小学校')
for (const [number, path] of [
  'wgs84_longwosion_2015/chengdu_510100',
  'wgs84_longwosion_2015/chongqing_500100',
  'wgs84_longwosion_2015/dalian_210200',
  'wgs84_shapefile/chongqing_districts',
  'gcj02_datav_2022/shangqiu_411400',
  'gcj02_datav_2022/xinzhou_incl_ningwu_140900',
].entries())
  await cityOf(5 + number, `admin-boundaries/${path}.geojson`, path.startsWith('gcj') ? 'GCJ-02' : 'WGS-84', path)
await engine.close()
