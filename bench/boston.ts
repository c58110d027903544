/**
 * Checks the on-time rule against the city that keeps its own flag: `npm run check:boston -- FILE`, where FILE holds the requests of
 * Boston's 311 of July to September 2011 (PDDL). Each closed row with a target must be judged as the city judged it; every other
 * row is listed by the reason why it cannot be.
 */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { onTimeOf, punctualities, type Punctuality, punctualityOf } from '../src/calendar/punctuality.ts'
import { momentOf } from '../src/calendar/zone.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)
const path = process.argv[2]
if (path === undefined || !existsSync(path)) {
  print(`Give the file of requests (given: ${path ?? 'none'}). Nothing was checked.`)
  process.exit(2)
}

interface Row {
  readonly case_enquiry_id: string
  readonly open_dt: string
  readonly target_dt: string
  readonly closed_dt: string
  readonly ontime: string
}

const raw = readFileSync(path)
const rows = parse<Row>(path.endsWith('.gz') ? gunzipSync(raw) : raw, { columns: true, bom: true })
/** The file's clock is that of the wall in Boston. */
const instant = (wall: string) =>
  wall === '' ? null : new Date(momentOf('America/New_York', Date.parse(`${wall.replace(' ', 'T')}Z`))).toISOString()

const counts = Object.fromEntries(punctualities.map((one) => [one, 0])) as Record<Punctuality, number>
const rest = new Map<string, number>()
const count = (reason: string) => rest.set(reason, (rest.get(reason) ?? 0) + 1)
// Nobody knows when the file was taken; the last thing that happened in it is the earliest it can have been.
const taken = rows
  .flatMap(({ closed_dt, open_dt }) => [instant(closed_dt), instant(open_dt)])
  .reduce((last, one) => (one !== null && one > last! ? one : last), '')!
const agreed = { ONTIME: 0, OVERDUE: 0 }
const disagreed: Row[] = []
let oddTargets = 0

for (const row of rows) {
  const [opened, dueAt, doneAt] = [instant(row.open_dt), instant(row.target_dt), instant(row.closed_dt)]
  const stands = punctualityOf({ dueAt, doneAt, suspended: false, exempt: false }, taken)
  counts[stands] += 1
  if (dueAt !== null && dueAt < opened!) oddTargets += 1
  if (dueAt === null) count(`no target; the city says ${row.ontime || 'nothing'}`)
  else if (doneAt === null) count(`still open on ${taken.slice(0, 10)}: ${stands}; the city says ${row.ontime || 'nothing'}`)
  else if (row.ontime === '') count(`closed, with a target; the city's flag is blank (ours: ${stands})`)
  else if ((row.ontime === 'OVERDUE') === (stands === 'late')) agreed[stands === 'late' ? 'OVERDUE' : 'ONTIME'] += 1
  else disagreed.push(row)
}

const judged = agreed.ONTIME + agreed.OVERDUE + disagreed.length
const closed = rows.filter((row) => row.target_dt !== '' && row.closed_dt !== '').length
print(
  `${rows.length} rows; closed with a target ${closed}; with the city's flag ${judged}; agreed ${agreed.ONTIME} in time + ${agreed.OVERDUE} overdue; disagreed ${disagreed.length}`,
)
for (const row of disagreed.slice(0, 20))
  print(`  ${row.case_enquiry_id}: target ${row.target_dt}, closed ${row.closed_dt}, the city says ${row.ontime}`)
print('The others:')
for (const [reason, number] of [...rest].sort((a, b) => b[1] - a[1])) print(`  ${number} ${reason}`)
print(`Targets before the opening: ${oddTargets} (judged like any other)`)
const { inTime, due } = onTimeOf(counts)
const closedOnly = counts.onTime + counts.late
print(
  `In time: ${inTime} of ${due} = ${((100 * inTime) / due).toFixed(2)} %, open past the limit counted. Of closed ones alone it would look like ${((100 * inTime) / closedOnly).toFixed(2)} %`,
)
if (disagreed.length > 0 || judged + [...rest.values()].reduce((a, b) => a + b, 0) !== rows.length) process.exitCode = 1
