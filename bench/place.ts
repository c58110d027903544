/**
 * Which grid does a place lie in: our index in process, against PostGIS answering the same join with the plan it likes best; the
 * same grids, the same places, one run, and every answer compared. Usage: see bench/README.md.
 */
import { parseArgs } from 'node:util'
import { existsSync, readdirSync } from 'node:fs'
import pg from 'pg'
// @ts-expect-error plain JavaScript, so that the oldest Node can run it
import { aptGet, bringPostgres } from '../bin/postgres.mjs'
import { makeLocator } from '../src/city/locate.ts'
import { meshOf, placesOf } from './mesh.ts'
import { machine, mb, median, print, timed } from './measure.ts'

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '1000000' },
    columns: { type: 'string', default: '160' },
    rows: { type: 'string', default: '125' },
  },
})
const [count, columns, rows] = [Number(values.points), Number(values.columns), Number(values.rows)]
const rounds = 3

/** PostGIS of Debian beside its PostgreSQL, installed for this measurement when it is missing. */
async function openPostgis() {
  const home = '/usr/lib/postgresql'
  const versions = existsSync(home) ? readdirSync(home).toSorted((a, b) => Number(b) - Number(a)) : []
  const version = versions[0] ?? '15'
  if (!existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`))
    aptGet([`postgresql-${version}`, `postgresql-${version}-postgis-3`])
  delete process.env['TEST_DATABASE_URL']
  const server = await bringPostgres()
  if (server.missing) throw new Error(server.missing.join('\n'))
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query('create extension postgis')
  await client.query(`set work_mem = '512MB'; set max_parallel_workers_per_gather = 2; set min_parallel_table_scan_size = 0`)
  return { client, stop: server.stop }
}

/** Grids and places as PostGIS likes them: packed in the order of their index, both indexed, statistics taken. */
async function fill(client: pg.Client, shapes: ReturnType<typeof meshOf>, places: Float64Array): Promise<void> {
  await client.query('create table grids (no int, geom geometry(polygon, 4326)); create table places (no int, geom geometry(point, 4326))')
  for (let first = 0; first < shapes.length; first += 2000) {
    const list = shapes.slice(first, first + 2000).map((shape, index) => ({ no: first + index, shape }))
    await client.query(
      `insert into grids select (r->>'no')::int, st_setsrid(st_geomfromgeojson(r->'shape'), 4326) from jsonb_array_elements($1::jsonb) r`,
      [JSON.stringify(list)],
    )
  }
  for (let first = 0; first < count; first += 50_000) {
    const part = Array.from(places.subarray(2 * first, 2 * Math.min(count, first + 50_000)))
    await client.query(
      `insert into places select $2::int + i, st_setsrid(st_makepoint(a.list[2 * i + 1], a.list[2 * i + 2]), 4326)
       from (select $1::float8[]) a(list), generate_series(0, $3::int - 1) i`,
      [part, first, part.length / 2],
    )
  }
  await client.query('create index on grids using gist (geom); create index on places using gist (geom)')
  await client.query(
    'create table pieces as select no, st_subdivide(geom, 12) as geom from grids; create index on pieces using gist (geom)',
  )
  await client.query('alter table grids alter geom set storage main')
  await client.query('vacuum analyze')
}

/** The join in several words; the server is free in each to take the plan it likes. */
const joins: Record<string, string> = {
  'join, pairs only counted': `select count(*), sum(g.no::bigint) from places p join grids g on st_intersects(g.geom, p.geom)`,
  'join, lowest grid of each place': `select count(*), sum(no::bigint) from (select p.no as place, min(g.no) as no from places p join grids g on st_intersects(g.geom, p.geom) group by p.no) a`,
  'lateral, lowest grid of each place': `select count(*), sum(a.no::bigint) from places p cross join lateral (select min(g.no) as no from grids g where st_intersects(g.geom, p.geom)) a where a.no is not null`,
  'subdivided, lowest grid of each place': `select count(*), sum(no::bigint) from (select p.no as place, min(g.no) as no from places p join pieces g on st_intersects(g.geom, p.geom) group by p.no) a`,
}

print(machine())
const shapes = meshOf(columns, rows)
const places = placesOf(shapes, columns, rows, count)
const [built, locator] = await timed(async () => makeLocator(shapes))
print(`index of ${shapes.length} grids: built in ${built.toFixed(0)} ms, ${mb(locator.bytes)}`)

const { client, stop } = await openPostgis()
const { rows: versions } = await client.query(`select postgis_full_version() as postgis, version() as pg`)
print(`${versions[0].postgis}\n${versions[0].pg}`)
await fill(client, shapes, places)

const ours = new Int32Array(count)
const lookup = () => {
  for (let index = 0; index < count; index++) ours[index] = locator.at(places[2 * index]!, places[2 * index + 1]!)
}
const times: Record<string, number[]> = { ours: [], single: [] }
for (let round = 0; round < rounds; round++) {
  times['single']!.push((await timed(async () => lookup()))[0])
  const [took, all] = await timed(async () => locator.findAll(places))
  if (all.some((grid, index) => grid !== ours[index])) throw new Error('Many at once and one by one disagree')
  times['ours']!.push(took)
  for (const [name, query] of Object.entries(joins)) (times[name] ??= []).push((await timed(() => client.query(query)))[0])
}
const own = median(times['ours']!)
const single = median(times['single']!)
const rate = (took: number) => `${took.toFixed(0)} ms, ${(count / took / 1000).toFixed(2)} million places a second`
print(`\nours, one thread, all places at once: ${rate(own)}`)
print(`ours, one thread, one place after the other: ${rate(single)}`)
for (const name of Object.keys(joins)) {
  const took = median(times[name]!)
  print(
    `PostGIS, ${name}: ${took.toFixed(0)} ms = ${(took / own).toFixed(1)} × ours at once, ${(took / single).toFixed(1)} × ours one by one`,
  )
}
const { rows: plan } = await client.query(`explain ${joins['join, pairs only counted']}`)
print(plan.map((line) => `  ${line['QUERY PLAN']}`).join('\n'))

const { rows: answers } = await client.query<{ place: number; no: number | null; hits: number }>(
  `select p.no as place, min(g.no) as no, count(g.no)::int as hits from places p left join grids g on st_intersects(g.geom, p.geom) group by p.no`,
)
const different = answers.filter(({ place, no }) => ours[place] !== (no ?? -1))
const border = answers.filter(({ hits }) => hits > 1).length
print(
  `\n${answers.length} answers compared, ${border} of them on a border of several grids, ${answers.filter(({ no }) => no === null).length} in none: ${different.length} differ`,
)
for (const { place, no } of different.slice(0, 5))
  print(`  place ${places[2 * place]} ${places[2 * place + 1]}: ours ${ours[place]}, PostGIS ${no}`)
const { rows: cut } = await client.query<{ place: number; no: number }>(
  `select p.no as place, min(g.no) as no from places p join pieces g on st_intersects(g.geom, p.geom) group by p.no`,
)
const lost = answers.filter(({ no }) => no !== null).length - cut.length
const moved = cut.filter(({ place, no }) => ours[place] !== no).length
print(`subdivided: ${lost} places lost on the cuts, ${moved} in another grid`)
await client.end()
await stop()
process.exitCode = different.length === 0 ? 0 : 1
