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

/** A CSV in UTF-8 with the mark that makes Excel read it as such, from blocks of whole lines (`csvLine`). */
export function streamCsv(blocks: AsyncIterable<string>): Readable {
  async function* pieces() {
    yield Buffer.from('\ufeff', 'utf8')
    for await (const lines of blocks) yield Buffer.from(lines, 'utf8')
  }
  // A few blocks ahead of who reads, so that neither waits for the other; no more, however slowly somebody reads.
  return Readable.from(pieces(), { objectMode: false, highWaterMark: 1 << 22 })
}
