/**
 * Reads and understands files, and keeps the last few at hand, so that turning a page of the preview does not read 20,000
 * rows again. Holds nothing that is not in the database too: a restart reads again.
 */
import { type CityId, ImportId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { findLayout, type Layout, signatureOf } from '../sheets/columns.ts'
import { type DataRow, dataRows, type Fix, type Understood, withFixes } from '../sheets/kind.ts'
import { readSheets } from '../sheets/read.serve.ts'
import { type Book, limits, type Sheet } from '../sheets/sheet.ts'
import type { Found, Import, ImportRow } from './import.ts'
import { findFile, listMappings } from './imports.sql.ts'
import { kinds } from './kinds.serve.ts'
import type { ListedKind } from './listed.ts'

/** A file as it is understood with its corrections. */
export interface Reading {
  readonly book: Book
  readonly layouts: readonly Layout[]
  readonly understood: Understood<unknown>
  readonly rows: readonly ImportRow[]
  readonly found: Found
}

/** The kind of that name. *Refuses:* `imports.noKind` 404. */
export function getKind(name: string): ListedKind {
  const found = kinds.find(({ kind }) => kind.kind === name)
  if (!found) throw new Problem('imports.noKind', 404, { kind: name })
  return found
}

const books = new Map<string, Promise<Book>>()
const readings = new Map<string, Reading>()
const atHand = 4
const progress = new Map<string, number>()

/** Rows read so far of a file that is being read. */
export const progressOf = (city: CityId, id: ImportId): number | undefined => progress.get(`${city}/${id}`)

function keep<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  map.delete(key)
  map.set(key, value)
  if (map.size > atHand) map.delete(map.keys().next().value!)
  return value
}

/** What to understand: the stored import, or with other layouts, options and corrections than are stored. */
export interface Wish {
  readonly layouts?: readonly Layout[] | null
  readonly options: Readonly<Record<string, string>>
  readonly fixes?: readonly Fix[]
}

/** Reads an import. *Refuses:* what reading refuses, `imports.decided` 409 when its bytes are gone. */
export async function readImport(db: Db, city: CityId, it: Pick<Import, 'id' | 'kind' | 'name' | 'version'>, wish: Wish): Promise<Reading> {
  const { book, fixes } = await bookOf(db, city, it, wish.fixes)
  const { kind } = getKind(it.kind)
  const fixed = withFixes(book, fixes)
  const layouts = wish.layouts ?? (await layoutsOf(db, city, it.kind, fixed))
  const understood = kind.understand({ book: fixed, layouts, options: wish.options }, await kind.load(db, city))
  const rows = previewOf(dataRows({ book: fixed, layouts }), layouts, understood)
  return { book: fixed, layouts, understood, rows, found: foundOf(fixed, rows, understood) }
}

/** The stored import as it is understood, from what is at hand if it was not changed since. */
export async function readingOf(db: Db, city: CityId, it: Import): Promise<Reading> {
  const key = `${city}/${it.id}/${it.version}`
  const known = readings.get(key)
  return keep(readings, key, known ?? (await readImport(db, city, it, { layouts: it.layouts, options: it.options })))
}

/** Keeps a reading at hand under the version it will have. */
export const remember = (city: CityId, id: ImportId, version: number, reading: Reading) =>
  keep(readings, `${city}/${id}/${version}`, reading)

async function bookOf(db: Db, city: CityId, it: Pick<Import, 'id' | 'name'>, fixes: readonly Fix[] | undefined) {
  const stored = await findFile(db, city, it.id)
  if (!stored?.file) throw new Problem('imports.decided', 409)
  const key = `${city}/${it.id}`
  const book = keep(books, key, books.get(key) ?? readSheets(stored.file, it.name, limits, (rows) => void progress.set(key, rows)))
  book.catch(() => books.delete(key)).finally(() => progress.delete(key))
  return { book: await book, fixes: fixes ?? stored.fixes }
}

/** A header that was confirmed before is known again; else it is found by its words. */
async function layoutsOf(db: Db, city: CityId, kindName: string, book: Book): Promise<Layout[]> {
  const { kind } = getKind(kindName)
  const own = kind.layouts?.(book)
  if (own) return [...own]
  const saved = new Map((await listMappings(db, city, kindName)).map(({ signature, mapping }) => [signature, mapping]))
  return book.sheets.flatMap((sheet) => {
    if (sheet.hidden) return []
    const known = knownLayout(sheet, saved)
    if (known) return [known]
    const layout = findLayout(sheet, kind.columns)
    return layout && kind.needs.every((group) => group.some((key) => key in layout.columns)) ? [layout] : []
  })
}

function knownLayout(sheet: Sheet, saved: ReadonlyMap<string, { heads: number; columns: Record<string, number> }>): Layout | undefined {
  if (saved.size === 0) return undefined
  for (let head = 1; head <= Math.min(30, sheet.rows.length); head++)
    for (let heads = 1; heads <= 4; heads++) {
      const mapping = saved.get(signatureOf(sheet, { head, heads }))
      if (mapping?.heads === heads) return { sheet: sheet.name, head, heads, columns: mapping.columns, guessed: [] }
    }
  return undefined
}

/** One line per row of the file: what stands there, what it means, what is wrong with it. */
function previewOf(rows: readonly DataRow[], layouts: readonly Layout[], understood: Understood<unknown>): ImportRow[] {
  const keyOf = ({ sheet, row }: { sheet: string; row: number }) => `${row}/${sheet}`
  const group = <Item extends { sheet?: string | undefined; row?: number | undefined }>(items: readonly Item[]) =>
    Map.groupBy(items, ({ sheet = '', row = 0 }) => keyOf({ sheet, row }))
  const [values, faults, hints] = [group(understood.rows), group(understood.faults), group(understood.hints)]
  const columnsOf = new Map(layouts.map(({ sheet, columns }) => [sheet, Object.keys(columns)]))
  return rows.map((row) => ({
    sheet: row.sheet,
    row: row.row,
    cells: Object.fromEntries((columnsOf.get(row.sheet) ?? []).map((key) => [key, row.cell(key).text])),
    values: (values.get(keyOf(row)) ?? []).map((it) => ({ ...it.values })),
    faults: faults.get(keyOf(row)) ?? [],
    hints: hints.get(keyOf(row)) ?? [],
  }))
}

const foundOf = (book: Book, rows: readonly ImportRow[], understood: Understood<unknown>): Found => ({
  format: book.kind,
  notes: [...book.notes],
  sheets: book.sheets.map(({ name, rows, hidden, hiddenRows }) => ({
    name,
    hidden,
    rows: rows.length,
    columns: rows.reduce((widest, row) => Math.max(widest, row.length), 0),
    hiddenRows: hiddenRows.length,
  })),
  rows: rows.length,
  faults: understood.faults.length,
  hints: understood.hints.length,
  counts: { ...understood.counts },
})
