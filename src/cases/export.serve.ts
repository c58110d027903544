/**
 * The list of cases as a file to take home: what the filter finds, in its order, as an Excel workbook or as CSV. The next block is
 * read while one is written; memory stays flat, and somebody who reads slowly holds nothing of the database.
 */
import { whoOf } from '../api/api.serve.ts'
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask } from '../api/who.ts'
import type { CityId } from '../base/ids.ts'
import { read } from '../base/text.ts'
import { csvField, csvLine } from '../sheets/csvText.ts'
import { cityTime } from '../sheets/listBook.serve.ts'
import { type CellOut, streamCsv, streamWorkbook } from '../sheets/write.serve.ts'
import type { CaseFilter } from './cases.api.ts'
import { countAll } from './cases.sql.ts'
import { type After, type Block, type CaseColumn, caseColumns, idAt, listLineNames, mark, namedColumns, readBlock } from './export.sql.ts'
import { readProcedures } from './procedure/procedures.sql.ts'
import { casesWhere } from './queues.sql.ts'
import { sourceIds } from './sources/index.ts'

/** In characters of Latin text. */
const widths: Readonly<Record<CaseColumn, number>> = {
  no: 16,
  text: 48,
  stateIs: 10,
  due: 17,
  overdue: 10,
  unit: 22,
  street: 18,
  point: 30,
  class: 10,
  reportedAt: 17,
  reportedBy: 12,
  closedAt: 17,
  reopened: 8,
  orderNo: 18,
  source: 10,
  address: 30,
  className: 18,
  condition: 30,
  dispatchedAt: 17,
  handledAt: 17,
  reworked: 8,
}

const mostNames = 50_000

/** A name: known to be needed when its id is met, known itself when it is read. */
interface Name {
  words: string
}

/** Names of the lines of a block, column by column; each is asked for once, when it is first met, and kept as it is written. */
function namesIn({ db, language }: Asked, city: CityId, write: (name: string) => string): (block: Block) => Promise<Name[][]> {
  const known = new Map<string, Name>()
  return async ({ ids, rows }) => {
    if (known.size > mostNames) known.clear()
    const unknown: string[] = []
    const meet = (id: string): Name => {
      let name = known.get(id)
      if (name === undefined) {
        known.set(id, (name = { words: '' }))
        unknown.push(id)
      }
      return name
    }
    const columns = namedColumns.map((column) => {
      const names: Name[] = []
      for (let line = 0; line < rows; line++) names.push(meet(idAt(ids[column], line)))
      return names
    })
    if (unknown.length > 0)
      for (const { id, code, ...name } of await listLineNames(db, city, unknown))
        known.get(id)!.words = write(`${read(name, language)} ${code}`.trimEnd())
    return columns
  }
}

/** The lines of a block, names in their places. */
function csvOf({ text, rows }: Block, names: readonly Name[][]): string {
  if (rows === 0) return ''
  const pieces = text.split(mark)
  let [lines, at] = [pieces[0]!, 0]
  for (let row = 0; row < rows; row++) for (const column of names) lines += column[row]!.words + pieces[++at]!
  return `${lines}\r\n`
}

const placesOfNames = namedColumns.map((column) => caseColumns.indexOf(column))
/** How often something happened is a number, all else is text. */
const numbers = (['reopened', 'reworked'] as const).map((column) => caseColumns.indexOf(column))

/** The rows of a block, names in their places. */
function* rowsOf({ text, rows }: Block, names: readonly Name[][]): Generator<CellOut[]> {
  const cells = text.split(mark)
  for (let row = 0; row < rows; row++) {
    const line: CellOut[] = cells.slice(row * caseColumns.length, (row + 1) * caseColumns.length)
    placesOfNames.forEach((place, index) => (line[place] = names[index]![row]!.words))
    for (const place of numbers) line[place] = Number(line[place])
    yield line
  }
}

type Asked = Ask<{ params: undefined; query: CaseFilter & { sort: string }; body: undefined }>

/** Blocks, each asked for while the one before it is being written. */
async function* blocksFrom(first: Block, next: (after: After) => Promise<Block>): AsyncGenerator<Block> {
  for (let block = first; ; ) {
    const coming = block.after && next(block.after)
    // Whoever goes away in the middle leaves it unread.
    coming?.catch(() => undefined)
    yield block
    if (coming === undefined) return
    block = await coming
  }
}

/** The file of a request. What the list refuses is refused before the first byte. */
export async function exportCases(ask: Asked, say: Say, form: 'xlsx' | 'csv'): Promise<Download> {
  const { db, language, at } = ask
  const { sort, ...filter } = ask.query
  const reader = whoOf(ask)
  const where = await casesWhere(db, reader, at, filter)
  const words = {
    language,
    procedures: await readProcedures(db, reader.city),
    overdue: say(language, 'cases.overdue'),
    sources: sourceIds.map((source) => ({ source, name: say(language, `cases.source.${source}`) })),
  }
  const next = (after?: After) => readBlock(db, reader.city, { where, sort, at, form: form === 'csv' ? 'csv' : 'cells', words }, after)
  const first = await next()
  const sheet = say(language, 'cases.sheet')
  const of = {
    rows: first.after === undefined ? first.rows : await countAll(db, reader.city, where),
    name: `${sheet} ${cityTime(at).slice(0, 10)}.${form}`,
  }
  const heads = caseColumns.map((column) => say(language, `cases.${column}`))
  if (form === 'csv') {
    const namesOf = namesIn(ask, reader.city, csvField)
    async function* lines() {
      yield csvLine(heads)
      for await (const block of blocksFrom(first, next)) yield csvOf(block, await namesOf(block))
    }
    return { ...of, mediaType: 'text/csv; charset=utf-8', content: streamCsv(lines()) }
  }
  const namesOf = namesIn(ask, reader.city, (name) => name)
  async function* rows() {
    yield heads
    for await (const block of blocksFrom(first, next)) yield* rowsOf(block, await namesOf(block))
  }
  return {
    ...of,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: streamWorkbook([{ name: sheet, widths: caseColumns.map((column) => widths[column]), rows: rows() }], at),
  }
}
