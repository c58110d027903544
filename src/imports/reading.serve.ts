/**
 * Reads and understands a file, in a thread of its own (`desk.serve.ts`), and keeps it at hand, so that turning a page of the
 * preview does not read 20,000 rows again. Holds nothing that is not in the database too: another thread reads again.
 */
import canonicalize from 'canonicalize'
import { cutBy, holds, type Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { CityId } from '../base/ids.ts'
import { type Fault, Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Language } from '../base/text.ts'
import type { Ask } from '../sheets/asking.ts'
import { findLayout, type Layout, signatureOf } from '../sheets/columns.ts'
import {
  type DataRow,
  dataRows,
  type Fix,
  type KeptContact,
  type Taker,
  understandTable,
  type Understood,
  withFixes,
} from '../sheets/kind.ts'
import { readSheets } from '../sheets/read.serve.ts'
import { type Book, limits, type Sheet } from '../sheets/sheet.ts'
import { errorBook } from './error-book.serve.ts'
import type { Doing, Found, Import, ImportRow, SheetHead } from './import.ts'
import { findFile, findFixes, listMappings, listWords } from './imports.sql.ts'
import { kinds } from './kinds.serve.ts'
import type { ListedKind } from './listed.ts'

/** A file as it is understood with its corrections. */
export interface Reading {
  readonly book: Book
  readonly layouts: readonly Layout[]
  readonly understood: Understood<unknown>
  readonly data: readonly DataRow[]
}

/** The kind of that name. *Refuses:* `imports.noKind` 404. */
export function getKind(name: string): ListedKind {
  const found = kinds.find(({ kind }) => kind.kind === name)
  if (!found) throw new Problem('imports.noKind', 404, { kind: name })
  return found
}

/** With what a question is answered: the database of whoever asks, and where to tell how far it is. */
export interface Call {
  readonly db: Db
  readonly tell: (doing: Doing) => void
}

/** Which import is meant. */
export interface About {
  readonly city: CityId
  readonly it: Pick<Import, 'id' | 'kind' | 'name' | 'layouts' | 'options'>
}

/** What to understand: other layouts, options and corrections than are stored. */
export interface Wish {
  readonly layouts: readonly Layout[] | null
  readonly options: Readonly<Record<string, string>>
  readonly fixes: readonly Fix[]
}

/** Answers about files; `say` puts faults into words. One question at a time. */
export type Reader = ReturnType<typeof makeReader>

/** A reader with nothing at hand yet. */
export function makeReader(say: Say) {
  let own: { readonly id: string; readonly book: Book } | undefined
  let last: { readonly basis: string; readonly reading: Reading } | undefined

  async function bookOf({ db, tell }: Call, { city, it }: About): Promise<Book> {
    if (own?.id === it.id) return own.book
    own = last = undefined
    const stored = await findFile(db, city, it.id)
    if (!stored?.file) throw new Problem('imports.decided', 409)
    const told = (rows: number, of: number | null = null) => tell({ stage: 'reading', rows, of })
    told(0)
    own = { id: it.id, book: await readSheets(stored.file, it.name, limits, told) }
    return own.book
  }

  async function understand(call: Call, about: About, wish: Wish): Promise<Reading> {
    const { city, it } = about
    const { kind } = getKind(it.kind)
    const book = withFixes(await bookOf(call, about), wish.fixes)
    const layouts = wish.layouts ?? (await layoutsOf(call.db, city, it.kind, book))
    const data = dataRows({ book, layouts })
    const tell = (rows: number) => call.tell({ stage: 'understanding', rows, of: data.length })
    tell(0)
    const options = { ...(await listWords(call.db, city, it.kind)), ...wish.options }
    const understood = understandTable(kind, { book, layouts, options, tell }, await kind.load(call.db, city))
    const reading = { book, layouts, understood, data }
    last = { basis: basisOf(it.id, { ...wish, layouts }), reading }
    return reading
  }

  const wishOf = async ({ db }: Call, { city, it }: About): Promise<Wish> => ({
    layouts: it.layouts,
    options: it.options,
    fixes: await findFixes(db, city, it.id),
  })
  /** The import as it is stored, from what is at hand if that is the same. */
  async function readingOf(call: Call, about: About): Promise<Reading> {
    const wish = await wishOf(call, about)
    return last?.basis === basisOf(about.it.id, wish) ? last.reading : understand(call, about, wish)
  }

  return {
    /** Understands as wished, or as stored. *Refuses:* what reading refuses, `imports.decided` 409 when the bytes are gone. */
    read: async (call: Call, about: About & { wish?: Wish }): Promise<{ layouts: readonly Layout[]; found: Found }> => {
      const reading = await understand(call, about, about.wish ?? (await wishOf(call, about)))
      return { layouts: reading.layouts, found: foundOf(reading) }
    },
    rows: async (call: Call, about: About & RowFilter & Turn) => pageOfRows(await readingOf(call, about), about),
    notes: async (call: Call, about: About): Promise<{ faults: Fault[]; hints: Fault[]; asks: Ask[] }> => {
      const { faults, hints, asks = [] } = (await readingOf(call, about)).understood
      const whole = ({ row }: Fault) => row === undefined
      return { faults: faults.filter(whole), hints: hints.filter(whole), asks: [...asks] }
    },
    heads: async (call: Call, about: About): Promise<SheetHead[]> =>
      (await readingOf(call, about)).book.sheets.map(({ name, hidden, rows }) => ({
        name,
        hidden,
        rows: rows.slice(0, 15).map((row) => row.map(({ text }) => text.slice(0, 200))),
      })),
    errors: async (call: Call, about: About & { language: Language; at: string }): Promise<Uint8Array> => {
      const sayFault = (fault: Fault) => say(about.language, fault.says, { at: fault.at, ...fault.details })
      return errorBook(await readingOf(call, about), say(about.language, 'import.errors'), sayFault, about.at)
    },
    /** Understands afresh, since what the city knows may have changed. *Refuses:* `imports.faults` 422. Gives what the columns meant. */
    check: async (call: Call, about: About) => {
      const reading = await understand(call, about, await wishOf(call, about))
      const { faults } = reading.understood
      if (faults.length > 0) throw new Problem('imports.faults', 422, { count: faults.length }, faults.slice(0, 500))
      return meaningOf(reading)
    },
    /** Takes in what was checked last, in the transaction of whoever asks. */
    apply: async ({ db }: Call, { it, taker }: About & { taker: Taker }): Promise<Record<string, string | number>> => {
      if (own?.id !== it.id || !last) throw new Error('nothing was checked')
      return { ...(await getKind(it.kind).kind.apply(db, taker, last.reading.understood)) }
    },
    /** Who stands behind what was taken in last. */
    contacts: async (_call: Call, { it, taker }: About & { taker: Taker }): Promise<readonly KeptContact[]> =>
      own?.id === it.id && last ? (getKind(it.kind).kind.contacts?.(taker, last.reading.understood) ?? []) : [],
    /** Gives the memory back. */
    forget: async () => void (own = last = undefined),
  }
}

/** The same for the same layouts, options and corrections, in whatever order their keys stand. */
const basisOf = (id: string, { layouts, options, fixes }: Wish): string => canonicalize({ id, layouts, options, fixes } as object) ?? ''

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

/** What the columns of each table meant, by its header; a table without a header has nothing to be known by. */
const meaningOf = ({ book, layouts }: Reading) =>
  layouts.flatMap(({ sheet: name, head, heads, columns }) => {
    const sheet = book.sheets.find((sheet) => sheet.name === name)
    return sheet && heads > 0 ? [{ signature: signatureOf(sheet, { head, heads }), mapping: { heads, columns: { ...columns } } }] : []
  })

const keyOf = ({ sheet, row }: { sheet?: string | undefined; row?: number | undefined }) => `${row ?? 0}/${sheet ?? ''}`

/** What the rows of a preview are narrowed to: those with faults, or with hints too; those that hold a text. */
interface RowFilter {
  readonly only?: 'faults' | 'notes' | undefined
  readonly text?: string | undefined
}

/** One line per row of the file: what stands there, what it means, what is wrong with it. */
function pageOfRows({ data, layouts, understood }: Reading, { only, text, sort, cursor, limit }: RowFilter & Turn) {
  const columnsOf = new Map(layouts.map(({ sheet, columns }) => [sheet, Object.keys(columns)]))
  const textsOf = (row: DataRow) => (columnsOf.get(row.sheet) ?? []).map((key) => row.cell(key).text)
  const [faults, hints] = [Map.groupBy(understood.faults, keyOf), Map.groupBy(understood.hints, keyOf)]
  const isShown = (row: DataRow) =>
    (only === undefined || faults.has(keyOf(row)) || (only === 'notes' && hints.has(keyOf(row)))) &&
    (text === undefined || holds(text, row.sheet, String(row.row), ...textsOf(row)))
  const shown = only === undefined && text === undefined ? data : data.filter(isShown)
  const at = new Map(data.map((row, index) => [row, index]))
  const values = { row: (row: DataRow) => at.get(row), faults: (row: DataRow) => faults.get(keyOf(row))?.length ?? 0 }
  const { items: page, ...rest } = cutBy(shown, values, { sort, cursor, limit })
  const wanted = new Set(page.map(keyOf))
  const meant = Map.groupBy(
    understood.rows.filter((row) => wanted.has(keyOf(row))),
    keyOf,
  )
  const items = page.map(
    (row): ImportRow => ({
      sheet: row.sheet,
      row: row.row,
      cells: Object.fromEntries((columnsOf.get(row.sheet) ?? []).map((key) => [key, row.cell(key).text])),
      values: (meant.get(keyOf(row)) ?? []).map((it) => ({ ...it.values })),
      faults: faults.get(keyOf(row)) ?? [],
      hints: hints.get(keyOf(row)) ?? [],
    }),
  )
  return { ...rest, items }
}

const foundOf = ({ book, data, understood }: Reading): Found => ({
  format: book.kind,
  notes: [...book.notes],
  sheets: book.sheets.map(({ name, rows, hidden, hiddenRows }) => ({
    name,
    hidden,
    rows: rows.length,
    columns: rows.reduce((widest, row) => Math.max(widest, row.length), 0),
    hiddenRows: hiddenRows.length,
  })),
  rows: data.length,
  faults: understood.faults.length,
  hints: understood.hints.length,
  counts: { ...understood.counts },
})
