/**
 * The list of cases as a file to take home: what the filter finds, in its order, as an Excel workbook or as CSV. The next block is
 * read while one is written; memory stays flat, and somebody who reads slowly holds nothing of the database.
 */
import { whoOf } from '../api/api.serve.ts'
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask } from '../api/who.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read } from '../base/text.ts'
import { cityTime, minuteWords } from '../sheets/listBook.serve.ts'
import { streamCsv, streamWorkbook } from '../sheets/write.serve.ts'
import type { CaseFilter } from './cases.api.ts'
import { countAll } from './cases.sql.ts'
import { type After, type LineField, lineFields, type Lines, listLineNames, readLines } from './export.sql.ts'
import { findState } from './procedure/procedure.ts'
import { type Procedures, readProcedures } from './procedure/procedures.sql.ts'
import { casesWhere } from './queues.sql.ts'

type Cell = string | number
interface Column {
  readonly name: string
  /** In characters of Latin text. */
  readonly width: number
  readonly cell: (line: readonly string[]) => Cell
}

const at = Object.fromEntries(lineFields.map((field, index) => [field, index])) as Readonly<Record<LineField, number>>

/** How states are called, remembered. */
function stateNames(procedures: Procedures, language: Language): (procedure: string, state: string) => string {
  const names = new Map<string, string>()
  return (procedure, state) => {
    const key = `${procedure} ${state}`
    const known = names.get(key)
    if (known !== undefined) return known
    const name = findState(procedures.of(Number(procedure)).procedure, state)?.name
    names.set(key, name ? read(name, language) : state)
    return names.get(key)!
  }
}

const named: readonly LineField[] = ['unit', 'street', 'point', 'reporter']
const mostNames = 50_000

/** Names by id, each asked for when it is first met. */
interface Names {
  readonly of: (id: string) => string
  /** Asks for those of a block that are not known yet. */
  readonly learn: (lines: Lines['lines']) => Promise<void>
}

function namesIn(db: Db, city: CityId, language: Language): Names {
  const known = new Map<string, string>()
  const learn = async (lines: Lines['lines']) => {
    if (known.size > mostNames) known.clear()
    const unknown = new Set<string>()
    for (const line of lines)
      for (const field of named) {
        const id = line[at[field]]!
        if (id !== '' && !known.has(id)) unknown.add(id)
      }
    if (unknown.size === 0) return
    for (const { id, code, ...name } of await listLineNames(db, city, [...unknown]))
      known.set(id, `${read(name, language)} ${code}`.trimEnd())
  }
  return { of: (id) => known.get(id) ?? '', learn }
}

/** How columns are called and filled: the same words, widths and order for both files. */
function columnsOf(say: Say, language: Language, stateName: (procedure: string, state: string) => string, names: Names): Column[] {
  const late = say(language, 'cases.overdue')
  const of = (field: LineField) => (line: readonly string[]) => line[at[field]]!
  const time = (field: LineField) => (line: readonly string[]) => minuteWords(line[at[field]]!)
  const name = (field: LineField) => (line: readonly string[]) => names.of(line[at[field]]!)
  const column = (word: string, width: number, cell: Column['cell']): Column => ({ name: say(language, `cases.${word}`), width, cell })
  return [
    column('no', 16, of('no')),
    column('text', 48, of('text')),
    column('stateIs', 10, (line) => stateName(line[at.procedure]!, line[at.state]!)),
    column('due', 17, time('due')),
    column('overdue', 10, (line) => (line[at.late] === 't' ? late : '')),
    column('unit', 22, name('unit')),
    column('street', 18, name('street')),
    column('point', 30, name('point')),
    column('class', 10, of('class')),
    column('reportedAt', 17, time('reported')),
    column('reportedBy', 12, name('reporter')),
    column('closedAt', 17, time('closed')),
    column('reopened', 8, (line) => Number(line[at.reopened])),
  ]
}

type Asked = Ask<{ params: undefined; query: CaseFilter & { sort: string }; body: undefined }>

/** Blocks of lines, each asked for while the one before it is being written. */
async function* blocksFrom(first: Lines, next: (after: After) => Promise<Lines>): AsyncGenerator<Lines['lines']> {
  for (let block = first; ; ) {
    const coming = block.after && next(block.after)
    // Whoever goes away in the middle leaves it unread.
    coming?.catch(() => undefined)
    yield block.lines
    if (coming === undefined) return
    block = await coming
  }
}

/** The file of a request. What the list refuses is refused before the first byte. */
export async function exportCases(ask: Asked, say: Say, form: 'xlsx' | 'csv'): Promise<Download> {
  const { sort, ...filter } = ask.query
  const { db, language } = ask
  const reader = whoOf(ask)
  const where = await casesWhere(db, reader, ask.at, filter)
  const next = (after?: After) => readLines(db, reader.city, { where, sort, at: ask.at, after })
  const first = await next()
  const names = namesIn(db, reader.city, language)
  const columns = columnsOf(say, language, stateNames(await readProcedures(db, reader.city), language), names)
  const heads = columns.map(({ name }) => name)
  async function* blocks(): AsyncGenerator<(readonly Cell[])[]> {
    yield [heads]
    for await (const lines of blocksFrom(first, next)) {
      await names.learn(lines)
      yield lines.map((line) => columns.map(({ cell }) => cell(line)))
    }
  }
  const name = say(language, 'cases.sheet')
  const of = {
    rows: first.after === undefined ? first.lines.length : await countAll(db, reader.city, where),
    name: `${name} ${cityTime(ask.at).slice(0, 10)}.${form}`,
  }
  if (form === 'csv') return { ...of, mediaType: 'text/csv; charset=utf-8', content: streamCsv(blocks()) }
  async function* rows() {
    for await (const block of blocks()) yield* block
  }
  return {
    ...of,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: streamWorkbook([{ name, widths: columns.map(({ width }) => width), rows: rows() }], ask.at),
  }
}
