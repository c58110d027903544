/**
 * Finds out which column of a table means what: by the words of its header (one to four rows, merged or not), and, where
 * the header is silent, by the shape of what stands below. What it found is shown to a person, who may correct it.
 */
import type { Fault } from '../base/problem.ts'
import { type Book, cellAt, columnName, isBlank, plain, type Sheet } from './sheet.ts'

/** A column that a kind of table may have. */
export interface ColumnSpec {
  readonly key: string
  /** Header words by which it is known, the most telling first. Compared in plain form: width, spaces and case do not count. */
  readonly words: readonly string[]
  /** True for a cell that looks like this column; used when no header word told. */
  readonly looks?: (text: string) => boolean
}

/** Where a table stands on a sheet, and what its columns mean. `head` counts rows from 1, columns count from 0. */
export interface Layout {
  readonly sheet: string
  /** First row of the header, and how many rows it has. */
  readonly head: number
  readonly heads: number
  readonly columns: Readonly<Record<string, number>>
  /** Keys that were guessed from the shape of the cells. */
  readonly guessed: readonly string[]
}

const searched = 30
const highest = 4

/**
 * The tables of a book, one per sheet at most; hidden sheets are left out. A sheet counts when it has a column of every
 * group of `needs` (any one of the group).
 */
export function findLayouts(book: Book, specs: readonly ColumnSpec[], needs: readonly (readonly string[])[]): Layout[] {
  return book.sheets.flatMap((sheet) => {
    const layout = sheet.hidden ? undefined : findLayout(sheet, specs)
    return layout && needs.every((group) => group.some((key) => key in layout.columns)) ? [layout] : []
  })
}

/** The best reading of one sheet; undefined when no header word is known on it. */
export function findLayout(sheet: Sheet, specs: readonly ColumnSpec[]): Layout | undefined {
  let best: { layout: Layout; score: number } | undefined
  const firstFull = sheet.rows.findIndex((_, row) => !isTitle(sheet, row))
  for (let top = 0; top < Math.min(searched, sheet.rows.length); top++) {
    if (isTitle(sheet, top)) continue
    const isData = firstFull < top || (sheet.rows[top] ?? []).some(({ number }) => number !== undefined)
    for (let heads = 1; heads <= highest && top + heads <= sheet.rows.length; heads++) {
      const { columns, score, isSure } = assign(headersOf(sheet, top, heads), specs)
      // A row of data may hold a word that headers hold too; among data only whole words make a header.
      if (isData && !isSure) continue
      // A taller header must earn its extra rows by naming more, else it has swallowed data.
      const worth = score - (heads - 1) * 2 - top * 0.01
      if (Object.keys(columns).length > 0 && (!best || worth > best.score))
        best = { layout: { sheet: sheet.name, head: top + 1, heads, columns, guessed: [] }, score: worth }
    }
  }
  return best && withGuesses(sheet, best.layout, specs)
}

/** One value across (nearly) the whole width: the title of the table, or a remark, but no header. */
function isTitle(sheet: Sheet, row: number): boolean {
  if (sheet.rows.every(({ length }) => length <= 1)) return false
  const texts = sheet.rows[row]!.map(({ text }) => text.trim()).filter((text) => text !== '')
  return new Set(texts).size <= 1
}

/** The header of every column, plain, its rows joined; what a merge repeated is said once. */
function headersOf(sheet: Sheet, top: number, heads: number): string[] {
  const width = Math.max(0, ...sheet.rows.slice(top, top + heads).map((row) => row.length))
  return Array.from({ length: width }, (_, column) => {
    const texts = Array.from({ length: heads }, (_, row) => wordOf(cellAt(sheet, top + row, column).text))
    return [...new Set(texts.filter((text) => text !== ''))].join('/')
  })
}

const wordOf = (text: string): string => plain(text).replaceAll(' ', '').toLowerCase()

/** Gives each column at most one key and each key at most one column; exact words before contained ones, longer before shorter. */
function assign(
  headers: readonly string[],
  specs: readonly ColumnSpec[],
): { columns: Record<string, number>; score: number; isSure: boolean } {
  const fits = headers.flatMap((header, column) =>
    header === ''
      ? []
      : specs.flatMap(({ key, words }) => ({
          column,
          key,
          score: Math.max(0, ...words.map((word, rank) => fit(header, wordOf(word), rank))),
        })),
  )
  const columns: Record<string, number> = {}
  const used = new Set<number>()
  let score = 0
  let isSure = false
  for (const it of fits.filter((it) => it.score > 0).sort((a, b) => b.score - a.score || a.column - b.column)) {
    if (it.key in columns || used.has(it.column)) continue
    columns[it.key] = it.column
    used.add(it.column)
    score += 4 + it.score / 100
    isSure ||= it.score >= whole
  }
  return { columns, score, isSure }
}

/** What a header scores that is the word, or has it as one of its rows. */
const whole = 89

/** How well a header fits a word: the whole header, one of its rows, its end, or somewhere in it. A long sentence is no header. */
function fit(header: string, word: string, rank: number): number {
  if (word === '' || header.length > 60) return 0
  const place =
    header === word
      ? 100
      : header.split('/').includes(word)
        ? 90
        : header.endsWith(word)
          ? 60
          : header.includes(word) && header.length <= word.length + 12
            ? 40
            : 0
  return place === 0 ? 0 : place + Math.min(word.length, 9) - rank * 0.1
}

const enough = 0.6

function withGuesses(sheet: Sheet, layout: Layout, specs: readonly ColumnSpec[]): Layout {
  const columns = { ...layout.columns }
  const guessed: string[] = []
  const width = Math.max(0, ...sheet.rows.map((row) => row.length))
  for (const { key, looks } of specs) {
    if (!looks || key in columns) continue
    const used = new Set(Object.values(columns))
    for (let column = 0; column < width; column++) {
      if (used.has(column) || !isMostly(sheet, layout, column, looks)) continue
      columns[key] = column
      guessed.push(key)
      break
    }
  }
  return { ...layout, columns, guessed }
}

function isMostly(sheet: Sheet, layout: Layout, column: number, looks: (text: string) => boolean): boolean {
  const cells = sheet.rows.slice(layout.head - 1 + layout.heads, layout.head + 400).map((row) => row[column])
  const written = cells.filter((cell) => !isBlank(cell))
  return written.length >= 3 && written.filter((cell) => looks(cell!.text)).length >= written.length * enough
}

/** Columns with a title that nothing was made of, named once for each table: what is left out is said, not passed over. */
export const unmappedColumns = (book: Book, layouts: readonly Layout[]): Fault[] =>
  layouts.flatMap(({ sheet: name, head, heads, columns }) => {
    const sheet = book.sheets.find((it) => it.name === name)
    const used = new Set(Object.values(columns))
    const left =
      !sheet || heads === 0 ? [] : titlesOf(sheet, head - 1, heads).filter(({ column, title }) => title !== '' && !used.has(column))
    if (left.length === 0) return []
    const at = left.map(({ column }) => columnName(column)).join('、')
    return [{ at, says: 'fault.unmapped', details: { at, columns: left.map(({ title }) => title).join('、'), count: left.length } }]
  })

/** The titles of a table as they are written. */
function titlesOf(sheet: Sheet, top: number, heads: number): { column: number; title: string }[] {
  const rows = sheet.rows.slice(top, top + heads)
  const width = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: width }, (_, column) => {
    const texts = rows.map((row) => plain(row[column]?.text ?? '').slice(0, 60)).filter((text) => text !== '')
    return { column, title: [...new Set(texts)].join('/') }
  })
}

/** The header as a mark by which the same form is known again next time. */
export function signatureOf(sheet: Sheet, layout: Pick<Layout, 'head' | 'heads'>): string {
  return headersOf(sheet, layout.head - 1, layout.heads)
    .join('|')
    .slice(0, 500)
}
