/**
 * A table as it stood in an office workbook: sheets of cells, with what was remarkable about them. Cities receive their
 * standards, points and tasks this way. What the table means is for the room that reads it; here is only what it says.
 */

/** What was remarkable about a cell: filled from a merge, a formula's stored result (or its lack), a date, an error of Excel. */
export type CellNote = 'merged' | 'formula' | 'formulaNoValue' | 'date' | 'error'

/** One cell. `text` is what a person reads; `number` is there when the cell held a number. */
export interface Cell {
  readonly text: string
  readonly number?: number
  readonly note?: CellNote
  /** A bare number of a workbook whose days begin in 1904: where a column means a day, it is one of that system. */
  readonly from1904?: true
  /** The geometry of a GeoJSON feature; the text only tells its kind and size. */
  readonly geometry?: unknown
}

/** One sheet. Row 1 of the file is `rows[0]`, so numbers shown to people are index + 1; a row may be shorter than others. */
export interface Sheet {
  readonly name: string
  readonly rows: readonly (readonly Cell[])[]
  readonly hidden: boolean
  /** Rows and columns that were hidden in the file, counted from 1. They are read like all others. */
  readonly hiddenRows: readonly number[]
  readonly hiddenColumns: readonly number[]
  /** Merged ranges as rows and columns from 0: top, left, bottom, right. Their cells are filled already. */
  readonly merges?: readonly Range[]
}

/** Top, left, bottom, right, counted from 0. */
export type Range = readonly [top: number, left: number, bottom: number, right: number]

/** What was remarkable about the file. */
export type BookNote = 'macros' | 'externalLinks' | 'oldFormat' | 'guessedEncoding'

/** A file as read. */
export interface Book {
  readonly kind: 'xlsx' | 'xlsm' | 'xls' | 'csv' | 'geojson'
  readonly sheets: readonly Sheet[]
  readonly notes: readonly BookNote[]
}

/** Told now and then how many rows were read so far, of all sheets. */
export type Tell = (rows: number) => void

/** The items one after the other; tells now and then how many have been gone through. */
export function* told<Item>(items: readonly Item[], tell: Tell | undefined): Generator<Item> {
  let count = 0
  for (const item of items) {
    yield item
    if (++count % 250 === 0 || count === items.length) tell?.(count)
  }
}

/** How much a file may hold before it is refused. Real task tables stay below a hundredth of this. */
export interface Limits {
  readonly bytes: number
  /** Bytes after inflating, all parts together. */
  readonly inflated: number
  readonly rows: number
  readonly columns: number
  readonly cells: number
}
export const limits: Limits = { bytes: 32 << 20, inflated: 384 << 20, rows: 200_000, columns: 500, cells: 5_000_000 }

const none: Cell = { text: '' }

/** The cell at a place, both counted from 0; an empty one where there is none. */
export const cellAt = (sheet: Sheet, row: number, column: number): Cell => sheet.rows[row]?.[column] ?? none

/** True when nothing is written there. */
export const isBlank = (cell: Cell | undefined): boolean => cell === undefined || cell.text.trim() === ''

/** Text in one form: full-width letters, digits and punctuation made plain, spaces collapsed. For comparing, never for keeping. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff]+/g, ' ')
    .replace(/[‐‑‒–—―]/g, '-')
    .trim()
}

/** The decimal that a cell means, as exact text: "１２．５０分" → "12.50"; undefined when it is no number. */
export function decimalOf(cell: Cell): string | undefined {
  const match = /^([+-]?\d{1,3}(?:,\d{3})+|[+-]?\d+)(\.\d+)?\s*[分%‰]?$/.exec(plain(cell.text))
  return match ? `${match[1]!.replace(/[,+]/g, '')}${match[2] ?? ''}` : undefined
}

/** 0 → "A", 27 → "AB": the letter that Excel shows above a column. */
export function columnName(index: number): string {
  const head = index >= 26 ? columnName(Math.floor(index / 26) - 1) : ''
  return head + String.fromCharCode(65 + (index % 26))
}

/** "AB12" → [row 11, column 27]; undefined when it is no address. */
export function addressOf(name: string): [row: number, column: number] | undefined {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(name)
  if (!match) return undefined
  const column = Array.from(match[1]!).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return [Number(match[2]) - 1, column]
}

/** A number as Excel shows it in full: at most 15 digits, never an exponent, so that 2.1800000000000002 is "2.18". */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return ''
  const text = String(Number(value.toPrecision(15)))
  if (!text.includes('e')) return text
  return Math.abs(value) < 1 ? value.toFixed(20).replace(/0+$/, '') : BigInt(value).toString()
}

/** A day number of Excel (1900 or 1904 system) as "2026-11-22", with the time of day when there is one. */
export function dateText(serial: number, from1904: boolean): string {
  const days = from1904 ? serial + 1462 : serial
  const at = new Date(Math.round((days - 25_569) * 86_400) * 1000)
  if (Number.isNaN(at.getTime())) return numberText(serial)
  const iso = at.toISOString()
  if (days < 1) return iso.slice(11, 19)
  return iso.slice(11, 19) === '00:00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}

/** Fills every cell of a merged range with what stands in its first one, within what the sheet uses. */
export function fillMerges(rows: Cell[][], merges: readonly Range[]): void {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0)
  for (const [top, left, bottom, right] of merges) {
    const first = rows[top]?.[left]
    if (!first || first.text === '') continue
    const copy: Cell = { ...first, note: 'merged' }
    for (let row = top; row <= Math.min(bottom, rows.length - 1); row++)
      for (let column = left; column <= Math.min(right, Math.max(width - 1, left)); column++)
        if (row !== top || column !== left) {
          const cells = rows[row]!
          while (cells.length < column) cells.push(none)
          cells[column] = copy
        }
  }
}
