/**
 * A kind of table that can be imported: which columns it may have, what its rows mean, and how the meaning is taken in.
 * Reading the file, the preview, corrections, progress and the answer are the same for all kinds (room `imports`);
 * a kind is one object in its own room and one line in the list of kinds.
 */
import type { CityId, PersonId } from '../base/ids.ts'
import type { Fault } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Text } from '../base/text.ts'
import type { Ask } from './asking.ts'
import type { ColumnSpec, Layout } from './columns.ts'
import { type Book, type Cell, cellAt, type Sheet, type Tell } from './sheet.ts'

/** One row as it was understood, for the preview: values by column key, ready to be read. */
export interface UnderstoodRow {
  readonly sheet: string
  /** Row of the file, counted from 1. */
  readonly row: number
  readonly values: Readonly<Record<string, string>>
}

/** What a file means. Faults hinder taking it in; hints do not, but a person should read them. */
export interface Understood<Plan> {
  readonly plan: Plan
  readonly rows: readonly UnderstoodRow[]
  readonly faults: readonly Fault[]
  readonly hints: readonly Fault[]
  /** Numbers for the head of the preview; each is said by `import.count.<key>`. */
  readonly counts: Readonly<Record<string, number>>
  /** Words whose meaning a person has to say; the answers come with the options. */
  readonly asks?: readonly Ask[]
}

/** The tables of a book with what their columns mean, and what the person chose (coordinates, standard and edition …). */
export interface Table {
  readonly book: Book
  readonly layouts: readonly Layout[]
  readonly options: Readonly<Record<string, string>>
  /** Told now and then how many rows have been understood. */
  readonly tell?: Tell | undefined
}

/** Who takes it in, and when. `id` is the import's own id: use it (or ids made from it) so that repeating is harmless. */
export interface Taker {
  readonly city: CityId
  readonly person: PersonId | null
  /** The role in which they act; absent for the operator at the terminal. */
  readonly role?: string
  readonly at: string
  readonly id: string
}

/** An option, said by `import.option.<key>`: fixed `choices`, or what the city has to `offer`, or (neither) free text. */
export interface Option {
  readonly key: string
  readonly choices: readonly string[]
  readonly offer?: (db: Db, city: CityId) => Promise<Offer[]>
}

/** One thing of the city that can be chosen. */
export interface Offer {
  readonly value: string
  readonly title: Text
}

/** How somebody can be reached who stands behind a thing. */
export interface KeptContact {
  readonly thing: string
  readonly contact: { readonly name: string; readonly phone: string }
  readonly at: string
}

/**
 * A kind of table. `Context` is what must be known of the city; `understand` is pure, so it can be tested without any. What takes a context
 * or a plan is a method: context and plan stay between a kind and itself, so any kind may stand where kinds are told apart by name alone.
 */
export interface TableKind<Context = unknown, Plan = unknown> {
  readonly kind: string
  readonly columns: readonly ColumnSpec[]
  /** Where the columns stand on several sheets: which ones on each, said by `<kind>.sheet.<key>`. */
  readonly sheets?: readonly { readonly key: string; readonly columns: readonly ColumnSpec[] }[]
  /** Groups of which any one column must be there. */
  readonly needs: readonly (readonly string[])[]
  /** Where the tables stand in a form that the kind knows by itself; undefined = find them by their headers. */
  readonly layouts?: (book: Book) => readonly Layout[] | undefined
  /** What the person is asked for besides the columns. */
  readonly options: readonly Option[]
  readonly load: (db: Db, city: CityId) => Promise<Context>
  understand(table: Table, context: Context): Understood<Plan>
  /** Who stands behind the things of the plan: for the vault of identities, which no thread that reads files can open. */
  contacts?(taker: Taker, understood: Understood<Plan>): readonly KeptContact[]
  /** Takes the plan in, in the caller's transaction; the answer is kept with the import (ids and counts). */
  apply(db: Db, taker: Taker, understood: Understood<Plan>): Promise<Readonly<Record<string, string | number>>>
}

/** Binds a kind to its context and plan. */
export const tableKind = <Context, Plan>(kind: TableKind<Context, Plan>): TableKind<Context, Plan> => kind

/** What tables mean, by their kind. Where no table was found this is a fault, whatever the kind: nothing else would say so. */
export function understandTable<Context, Plan>(kind: TableKind<Context, Plan>, table: Table, context: Context): Understood<Plan> {
  const understood = kind.understand(table, context)
  if (table.layouts.length > 0 || understood.faults.length > 0) return understood
  return { ...understood, faults: [{ at: '', says: 'fault.noTable' }] }
}

/** A correction made in the preview: another text in a cell (column from 0), or a row left out. Rows count from 1. */
export type Fix =
  | { readonly sheet: string; readonly row: number; readonly column: number; readonly text: string }
  | { readonly sheet: string; readonly row: number; readonly skip: true }

/** The book with the corrections made; a row left out is empty. */
export function withFixes(book: Book, fixes: readonly Fix[]): Book {
  if (fixes.length === 0) return book
  const sheets = book.sheets.map((sheet): Sheet => {
    const own = fixes.filter((fix) => fix.sheet === sheet.name)
    if (own.length === 0) return sheet
    const rows = sheet.rows.slice()
    for (const fix of own) rows[fix.row - 1] = 'skip' in fix ? [] : withCell(rows[fix.row - 1] ?? [], fix.column, fix.text)
    return { ...sheet, rows: Array.from(rows, (row) => row ?? []) }
  })
  return { ...book, sheets }
}

function withCell(row: readonly Cell[], column: number, text: string): Cell[] {
  const cells = row.slice()
  while (cells.length < column) cells.push({ text: '' })
  cells[column] = /^-?\d{1,15}(\.\d{1,12})?$/.test(text) ? { text, number: Number(text) } : { text }
  return cells
}

/** A row of data below a header, with its cells by key. */
export interface DataRow {
  readonly sheet: string
  readonly row: number
  readonly hidden: boolean
  /** The cell of a column; empty when the table has no such column. */
  readonly cell: (key: string) => Cell
  /** All cells as they stand, those of columns without a meaning too. */
  readonly cells: readonly Cell[]
  /** The column's index from 0, for faults; undefined when the table has no such column. */
  readonly columnOf: (key: string) => number | undefined
}

/** The rows of data of all tables, blank ones left out. */
export function dataRows({ book, layouts }: Pick<Table, 'book' | 'layouts'>): DataRow[] {
  return layouts.flatMap((layout) => {
    const sheet = book.sheets.find(({ name }) => name === layout.sheet)
    if (!sheet) return []
    const hidden = new Set(sheet.hiddenRows)
    const rows: DataRow[] = []
    for (let index = layout.head - 1 + layout.heads; index < sheet.rows.length; index++) {
      if (sheet.rows[index]!.every(({ text, note }) => text.trim() === '' && note !== 'formulaNoValue')) continue
      rows.push({
        sheet: sheet.name,
        row: index + 1,
        hidden: hidden.has(index + 1),
        cell: (key) => (layout.columns[key] === undefined ? { text: '' } : cellAt(sheet, index, layout.columns[key])),
        cells: sheet.rows[index]!,
        columnOf: (key) => layout.columns[key],
      })
    }
    return rows
  })
}
