/**
 * Writes office workbooks row by row. Text stays text: a cell that begins with "=" is written as a string cell, never as a
 * formula, and in CSV gets an apostrophe, so that a name typed by a stranger never runs on an official's desk.
 */
import { PassThrough, type Readable } from 'node:stream'
import type excel from 'exceljs'
import type { CellOut, SheetOut } from './out.ts'

export type { CellOut, SheetOut }

/** A workbook as a stream, with memory flat in the number of rows. `at` is the time written into the file. */
export function streamWorkbook(sheets: readonly SheetOut[], at: string): Readable {
  const out = new PassThrough()
  write(sheets, at, out).catch((error: unknown) => out.destroy(error as Error))
  return out
}

/** A workbook in memory. */
export async function writeWorkbook(sheets: readonly SheetOut[], at: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of streamWorkbook(sheets, at) as AsyncIterable<Uint8Array>) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function write(sheets: readonly SheetOut[], at: string, out: PassThrough): Promise<void> {
  // Loaded when the first workbook is written: it is a quarter of a server's start.
  const { default: library } = await import('exceljs')
  const book = new library.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false })
  book.creator = 'Mingcheng 明城'
  book.created = book.modified = new Date(at)
  for (const sheet of sheets) await writeSheet(book, sheet)
  await book.commit()
}

async function writeSheet(book: excel.stream.xlsx.WorkbookWriter, sheet: SheetOut): Promise<void> {
  const headRows = sheet.headRows ?? 1
  const page = book.addWorksheet(sheetName(sheet.name), {
    views: [{ state: 'frozen', ySplit: headRows }],
    state: sheet.hidden === true ? 'hidden' : 'visible',
  })
  if (sheet.widths) page.columns = sheet.widths.map((width) => ({ width }))
  const merges = Map.groupBy(sheet.merges ?? [], ([top]) => top + 1)
  let number = 0
  for await (const cells of sheet.rows) {
    number += 1
    for (const [top, left, bottom, right] of merges.get(number) ?? []) page.mergeCells([top + 1, left + 1, bottom + 1, right + 1])
    writeRow(page, number, cells, number <= headRows)
    if (number % 500 === 0) await new Promise((done) => setImmediate(done))
  }
  page.commit()
}

function writeRow(page: excel.Worksheet, number: number, cells: readonly CellOut[], head: boolean): void {
  const row = page.getRow(number)
  cells.forEach((out, index) => {
    if (out === null) return
    const { value, ...look } = typeof out === 'object' ? out : { value: out }
    const cell = row.getCell(index + 1)
    cell.value = typeof value === 'string' ? cleanText(value) : value
    if (head || look.bold === true) cell.font = { bold: true }
    if (look.fill !== undefined || head) cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: look.fill ?? 'FFDCE6F2' } }
    if (look.format !== undefined) cell.numFmt = look.format
    cell.alignment = { vertical: 'top', wrapText: look.wrap ?? true }
  })
  row.commit()
}

/** Excel's own limits: no control characters, well-formed text, at most 32,767 characters in a cell, "_x0041_" not taken for "A". */
const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}|[\ufffe\uffff]/gu, (mark) => (mark === '\n' || mark === '\t' ? mark : ''))
    .replace(/_x([0-9A-Fa-f]{4})_/g, '_x005F_x$1_')
    .slice(0, 32_767)

const sheetName = (name: string): string => name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31)

/** A CSV in UTF-8 with the mark that makes Excel read it as such. */
export function writeCsv(rows: Iterable<readonly (string | number | null)[]>): Uint8Array {
  const lines = [...rows].map((row) => row.map(csvField).join(','))
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf8')
}

function csvField(value: string | number | null): string {
  const raw = value === null ? '' : String(value)
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(raw) ? `'${raw}` : raw
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
