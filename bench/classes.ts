/**
 * Checks the import of case classes against a real city's standard: `npm run check:classes -- FILE [natural|working]`. Every row must
 * become a condition or be refused with its reason; the same file again, and our own workbook of it, must change nothing.
 */
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import type { CityId } from '../src/base/ids.ts'
import { sql } from '../src/base/sql.ts'
import { deadlineOf } from '../src/calendar/deadline.ts'
import { newestShipped } from '../src/calendar/holidays.ts'
import { usualHours } from '../src/calendar/hours.ts'
import { classesHandlers, classesKind } from '../src/classes/classes.serve.ts'
import { listKnownConditions } from '../src/classes/classes.sql.ts'
import { writeLimit } from '../src/classes/limitText.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { openMemory } from '../test/memory.ts'
import { migrate } from '../src/server/migrate.ts'
import { say } from '../src/server/say.ts'
import { findLayouts } from '../src/sheets/columns.ts'
import { dataRows } from '../src/sheets/kind.ts'
import { readSheets } from '../src/sheets/read.serve.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)
const [path, plain = 'natural'] = process.argv.slice(2)
if (path === undefined || !existsSync(path)) {
  print(`Give the table of a case standard (given: ${path ?? 'none'}). Nothing was checked.`)
  process.exit(2)
}

const at = '2026-11-20T01:00:00.000Z'
const city = 1 as CityId
const engine = await openMemory()
await migrate(engine)
const db = dbOf(engine)
await db.run(sql`insert into cities (city_id, code, name_zh, kind) values (${city}, 'check', '核对市', 'prefectureCity')`)

async function understand(bytes: Uint8Array, name: string) {
  const book = await readSheets(bytes, name)
  const layouts = findLayouts(book, classesKind.columns, classesKind.needs)
  const read = classesKind.understand({ book, layouts, options: { plain, refused: 'skip' } }, await classesKind.load(db, city))
  return { read, rows: dataRows({ book, layouts }).length }
}

const { read, rows } = await understand(readFileSync(path), basename(path))
print(`${basename(path)}: ${rows} rows, ${read.rows.length} conditions, ${read.counts['refused']} refused. ${JSON.stringify(read.counts)}`)
for (const { row, says, at: where, details } of read.hints) print(`  row ${row}: ${say('en', says, { at: where, ...details })}`)
await db.tx((tx) => classesKind.apply(tx, { city, person: null, at, id: '01900000-0000-7000-8000-00000000ffff' }, read))

const kept = await listKnownConditions(db, city)
const of = (row: (typeof kept)[number]) => ({ amount: row.amount, unit: row.unit, clock: row.clock, season: row.season })
const by = { zone: 'Asia/Shanghai', hours: usualHours, holidays: newestShipped }
print('Limits, with what a case filed on Friday 20 November 2026 at 09:00 would be given:')
for (const [text, list] of Object.entries(Object.groupBy(kept, ({ limitText }) => limitText)).sort((a, b) => b[1]!.length - a[1]!.length)) {
  const limit = of(list![0]!)
  print(`  ${text} ×${list!.length} → ${writeLimit(limit, list![0]!.act)}, due ${deadlineOf({ start: at, limit, by }).dueAt}`)
}

const again = (await understand(readFileSync(path), basename(path))).read.counts
const ask = { db, who: { city }, at, language: 'zh-CN', query: { sort: 'code', all: true } }
const book = await classesHandlers(say).exportConditions(ask as never)
const bytes = book.content instanceof Uint8Array ? book.content : await buffer(book.content as Readable)
const back = await understand(bytes, 'classes.xlsx')
const same = (counts: Readonly<Record<string, number>>) => counts['new'] === 0 && counts['changed'] === 0
print(
  `The same file again: new ${again['new']}, changed ${again['changed']}. Our workbook of it: ${back.rows} rows, ${JSON.stringify(back.read.counts)}`,
)
const whole = rows === read.rows.length + (read.counts['refused'] ?? 0) && kept.length === read.rows.length && back.rows === kept.length
if (!whole || !same(again) || !same(back.read.counts)) {
  print('DIFFERS')
  process.exitCode = 1
}
await engine.close()
