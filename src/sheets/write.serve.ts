/**
 * Writes office workbooks row by row. Text stays text: a cell that begins with "=" is written as a string cell, never as a
 * formula, and in CSV gets an apostrophe, so that a name typed by a stranger never runs on an official's desk.
 */
import { Readable } from 'node:stream'
import { partsOf } from './book.serve.ts'
import type { CellOut, SheetOut } from './out.ts'
import { pack } from './pack.serve.ts'

export type { CellOut, SheetOut }

/** A workbook as a stream, with memory flat in the number of rows, however slowly it is read. `at` is the time written into the file. */
export const streamWorkbook = (sheets: readonly SheetOut[], at: string): Readable =>
  Readable.from(pack(partsOf(sheets, at), at), { objectMode: false, highWaterMark: 1 << 16 })

/** A workbook in memory. */
export async function writeWorkbook(sheets: readonly SheetOut[], at: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of streamWorkbook(sheets, at) as AsyncIterable<Uint8Array>) pieces.push(piece)
  return Buffer.concat(pieces)
}

type Fields = readonly (string | number | null)[]
const mark = '\ufeff'

/** A CSV in UTF-8 with the mark that makes Excel read it as such. */
export const writeCsv = (rows: Iterable<Fields>): Uint8Array => Buffer.from(mark + csvLines(rows), 'utf8')

/** The same as a stream, from rows that come in blocks. */
export function streamCsv(blocks: AsyncIterable<Iterable<Fields>>): Readable {
  async function* pieces() {
    yield Buffer.from(mark, 'utf8')
    for await (const rows of blocks) yield Buffer.from(csvLines(rows), 'utf8')
  }
  // A few blocks ahead of who reads, so that neither waits for the other; no more, however slowly somebody reads.
  return Readable.from(pieces(), { objectMode: false, highWaterMark: 1 << 22 })
}

function csvLines(rows: Iterable<Fields>): string {
  let text = ''
  for (const row of rows) {
    for (let index = 0; index < row.length; index++) text += index === 0 ? csvField(row[index]!) : `,${csvField(row[index]!)}`
    text += '\r\n'
  }
  return text
}

/** Digits, Latin letters and common Chinese characters: a field that begins and ends with them can only need its marks quoted. */
const isPlain = (code: number): boolean => (code >= 0x4e00 && code <= 0x9fff) || (code >= 48 && code <= 57) || (code >= 65 && code <= 122)
const quoted = /[",\r\n]/

function csvField(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  if (value === '') return value
  const isCalm = isPlain(value.charCodeAt(0)) && isPlain(value.charCodeAt(value.length - 1))
  if (isCalm && !quoted.test(value)) return value
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return quoted.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
