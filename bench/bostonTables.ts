/**
 * Writes what an operator imports to have Boston as a city: `npm run boston:tables -- FOLDER OUT`, where FOLDER holds
 * `boston_2011_jul_sep.csv.gz` and `boston_neighborhoods.geojson` (City of Boston, PDDL). Areas, units and classes are read off the
 * register itself; the limit of a class is the one that its rows were most often given. How it goes on: docs/learning.md.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

const print = (text: string) => process.stdout.write(`${text}\n`)
const [folder, out] = process.argv.slice(2)
const register = join(folder ?? '', 'boston_2011_jul_sep.csv.gz')
if (folder === undefined || out === undefined || !existsSync(register)) {
  print('Give the folder of the register and the folder to write into. Nothing was written.')
  process.exit(2)
}

interface Row {
  readonly open_dt: string
  readonly target_dt: string
  readonly subject: string
  readonly type: string
  readonly department: string
}
interface Feature {
  readonly type: string
  readonly properties: { readonly name: string; readonly neighborhood_id: string }
  readonly geometry: object
}

const rows = parse<Row>(gunzipSync(readFileSync(register)), { columns: true, bom: true })
const outlines = JSON.parse(readFileSync(join(folder, 'boston_neighborhoods.geojson'), 'utf8')) as { features: Feature[] }

const quoted = (cell: string | number) => `"${String(cell).replaceAll('"', '""')}"`
const table = (lines: readonly (readonly (string | number)[])[]) => lines.map((line) => line.map(quoted).join(',')).join('\r\n')
const counted = (list: readonly string[]): [string, number][] => {
  const counts = new Map<string, number>()
  for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}
const pad = (value: number, digits: number) => String(value).padStart(digits, '0')

/** Their departments, under the kinds of unit that the shipped sample standard names. */
const kinds: Readonly<Record<string, string>> = { PWDx: 'CGJ', ISD: 'SJJ', PARK: 'YJJ', BTDT: 'JTJ', INFO: 'WMB', PROP: 'ZJJ', BWSC: 'SWJ' }
const departments = counted(rows.map(({ department }) => department)).map(([name]) => name)

/** In days, of the rows that have one; a class that never had any gets none. */
function limitOf(of: readonly Row[]): number | undefined {
  const days = of.flatMap(({ open_dt, target_dt }) =>
    target_dt === '' ? [] : [Math.max(1, Math.round((Date.parse(target_dt) - Date.parse(open_dt)) / 86_400_000))],
  )
  return days.length === 0 ? undefined : Number(counted(days.map(String))[0]![0])
}

const classes = counted(rows.map(({ subject }) => subject)).flatMap(([subject], big) =>
  counted(rows.filter((row) => row.subject === subject).map(({ type }) => type)).map(([type], small) => {
    const own = rows.filter((row) => row.subject === subject && row.type === type)
    const limit = limitOf(own)
    return { subject, type, big: pad(big + 1, 2), small: pad(small + 1, 3), limit, unit: counted(own.map((row) => row.department))[0]![0] }
  }),
)
const named = new Map(classes.filter(({ limit }) => limit !== undefined).map((it) => [it.type, it]))

mkdirSync(out, { recursive: true })
const write = (name: string, text: string) => writeFileSync(join(out, name), text)
const streets = outlines.features.map((feature) => ({
  ...feature,
  properties: {
    code: `BOS${pad(Number(feature.properties.neighborhood_id), 3)}`,
    name: feature.properties.name,
    level: 'street',
    parent: 'BOS-1',
  },
}))
write(
  'above.csv',
  table([
    ['区划代码', '名称', '级别', '上级代码'],
    ['BOS', 'Boston', '市', ''],
    ['BOS-1', 'Boston', '区县', 'BOS'],
  ]),
)
write('areas.geojson', JSON.stringify({ type: 'FeatureCollection', features: streets }))
write(
  'units.csv',
  table([['单位编码', '单位名称', '单位类别'], ...departments.filter((name) => name in kinds).map((name) => [name, name, kinds[name]!])]),
)
write(
  'classes.csv',
  table([
    ['类型', '大类代码', '大类名称', '小类代码', '小类名称', '责任单位', '立案条件', '结案条件', '处置时限'],
    ...[...named.values()].map((it) => ['事件', it.big, it.subject, it.small, it.type, it.unit, it.type, 'Case closed', `${it.limit}天`]),
  ]),
)
write(
  'mapping.json',
  `${JSON.stringify(
    {
      orderNo: 'case_enquiry_id',
      at: 'open_dt',
      dueAt: 'target_dt',
      closedAt: 'closed_dt',
      title: 'case_title',
      class: 'type',
      unit: 'department',
      closing: 'closure_reason',
      address: 'location',
      lng: 'longitude',
      lat: 'latitude',
      channel: 'source',
    },
    null,
    2,
  )}\n`,
)
print(
  `${streets.length} areas, ${departments.length} departments, ${named.size} classes with a limit (${classes.length} in all), ${rows.length} rows`,
)
