/**
 * A list as an Excel workbook: the rows that the list itself gives, page after page, so that what is taken home is what the screen
 * shows under the same filter in the same order. Memory stays flat; the first bytes leave with the first page.
 */
import { minuteOf } from '../base/time.ts'
import type { Readable } from 'node:stream'
import { mostCounted } from '../base/text.ts'
import { type CellOut, streamWorkbook } from './write.serve.ts'

/** A column: its head in the reader's language, and what stands below it. */
export interface BookColumn<Row> {
  readonly head: string
  /** In characters of Latin text. */
  readonly width?: number
  readonly cell: (row: Row) => CellOut
}

/** A list to write. */
export interface ListBook<Row> {
  /** Name of the sheet and of the file, in the reader's language. */
  readonly name: string
  readonly at: string
  readonly columns: readonly BookColumn<Row>[]
  /** The list's own page after a cursor. */
  readonly read: (
    cursor: string | undefined,
  ) => Promise<{ readonly items: readonly Row[]; readonly next?: string | undefined; readonly total?: number | undefined }>
}

/** Rows read at a time: large enough that the database is asked seldom, small enough that nothing else waits long. */
export const rowsAtOnce = 1000

/** "2026-11-22 09:30" in the city's time; empty for what has not happened. */
export const cityTime = (at: string | null): string => (at === null ? '' : minuteOf(at))

/** Points, kept in hundredths, as a number that Excel adds up. */
export const inPoints = (hundredths: number | null): CellOut => (hundredths === null ? null : { value: hundredths / 100, format: '0.00' })

/** The workbook. What the list refuses is refused before the first byte. */
export async function listBook<Row>({
  name,
  at,
  columns,
  read,
}: ListBook<Row>): Promise<{ name: string; mediaType: string; content: Readable; rows?: number | undefined }> {
  const first = await read(undefined)
  async function* rows(): AsyncGenerator<CellOut[]> {
    yield columns.map(({ head }) => head)
    for (let page = first; ; page = await read(page.next)) {
      for (const row of page.items) yield columns.map(({ cell }) => cell(row))
      if (page.next === undefined) return
    }
  }
  return {
    // Where counting stopped, nobody knows how many there are.
    rows: first.next === undefined ? first.items.length : first.total === mostCounted ? undefined : first.total,
    name: `${name} ${cityTime(at).slice(0, 10)}.xlsx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: streamWorkbook([{ name, widths: columns.map(({ width }) => width ?? 16), rows: rows() }], at),
  }
}
