/**
 * How well near, recent, open cases of a class tell duplicates: `npm run check:duplicates -- FILE`, where FILE holds Chicago's
 * sanitation requests (`chicago_sanitation_2000_2014.csv.gz`), of which the city marked 3,633 as duplicates. Every request is asked
 * about in the order of arrival, against those that were open on its day, with the very functions of the desk.
 */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import type { Place } from '../src/base/place.ts'
import { boxAround, nearest, type Reported, shippedRules } from '../src/likeness/alike.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)
const path = process.argv[2]
if (path === undefined || !existsSync(path)) {
  print(`Give the file of requests (given: ${path ?? 'none'}). Nothing was checked.`)
  process.exit(2)
}

interface Row {
  readonly Creation_Date: string
  readonly Status: string
  readonly Completion_Date: string
  readonly Service_Request_Number: string
  readonly What_is_the_Nature_of_this_Code_Violation: string
  readonly Latitude: string
  readonly Longitude: string
}

interface Request extends Reported {
  readonly isMarked: boolean
  readonly type: string
  readonly day: string
  readonly closed: string
}

const raw = readFileSync(path)
const rows = parse<Row>(path.endsWith('.gz') ? gunzipSync(raw) : raw, { columns: true, bom: true })
const placed = rows.filter(({ Latitude, Longitude }) => Latitude !== '' && Longitude !== '')
const requests: Request[] = placed
  .toSorted((a, b) => (a.Creation_Date + a.Service_Request_Number < b.Creation_Date + b.Service_Request_Number ? -1 : 1))
  .map((row) => ({
    place: [Number(row.Longitude), Number(row.Latitude)] as Place,
    reportedAt: `${row.Creation_Date}T12:00:00.000Z`,
    day: row.Creation_Date,
    closed: row.Completion_Date === '' ? '9999' : row.Completion_Date,
    isMarked: row.Status.endsWith('Dup'),
    type: row.What_is_the_Nature_of_this_Code_Violation,
  }))

/** Squares of some 110 m, so that each request looks at its neighbours only. */
const squareOf = (lng: number, lat: number) => `${Math.floor(lng * 1000)} ${Math.floor(lat * 1000)}`
const farthest = 200

function* around(place: Place): Generator<string> {
  const [west, south, east, north] = boxAround(place, farthest)
  for (let lng = Math.floor(west * 1000); lng <= Math.floor(east * 1000); lng++)
    for (let lat = Math.floor(south * 1000); lat <= Math.floor(north * 1000); lat++) yield `${lng} ${lat}`
}

/** What is known when a request comes: those before it that were still open on its day. */
const before = new Map<string, Request[]>()
const known = requests.map((request) => {
  const near = [...around(request.place)].flatMap((square) => before.get(square) ?? [])
  const square = squareOf(...request.place)
  before.set(square, [...(before.get(square) ?? []), request])
  return { request, open: near.filter(({ closed }) => closed >= request.day) }
})

const marked = requests.filter(({ isMarked }) => isMarked).length
print(`${rows.length} rows, ${rows.length - requests.length} without a place; ${marked} marked as duplicates by the city`)

/** Of those suggested to be the same, how many the city marked; of those it marked, how many were suggested. */
function measure(radiusM: number, days: number, isSameType: boolean): string {
  let [suggested, right] = [0, 0]
  for (const { request, open } of known) {
    const among = isSameType ? open.filter(({ type }) => type === request.type) : open
    if (nearest(request, among, { radiusM, days }).length === 0) continue
    suggested++
    if (request.isMarked) right++
  }
  const percent = (of: number, per: number) => `${((100 * of) / per).toFixed(1)} %`.padStart(7)
  return `${String(radiusM).padStart(4)} m ${String(days).padStart(4)} d  suggested ${String(suggested).padStart(6)}  precision ${percent(right, suggested)}  recall ${percent(right, marked)}`
}

const start = performance.now()
for (const isSameType of [true, false]) {
  print(isSameType ? '\nthe same nature of violation:' : '\nthe one class of the file, whatever its nature:')
  for (const radiusM of [5, 10, 25, 50, 100, 200]) for (const days of [7, 30, 90, 365]) print(measure(radiusM, days, isSameType))
}
const rule = shippedRules.find(({ class: type }) => type === '')!
print(`\nas shipped (${rule.radiusM} m, ${rule.days} d):\n${measure(rule.radiusM, rule.days, true)}`)
print(`${requests.length * 49} questions in ${((performance.now() - start) / 1000).toFixed(1)} s`)
