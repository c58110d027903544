/** Reads the old binary .xls through a library, and only that format: the library knows thirty others that we do not want guessed. */
import type { CellObject, WorkSheet } from '@e965/xlsx'
import { Problem } from '../base/problem.ts'
import { type Book, type Cell, dateText, fillMerges, type Limits, numberText, type Range, type Sheet, type Tell } from './sheet.ts'

const encrypted = Buffer.from('EncryptedPackage', 'utf16le')

/** Reads an OLE container. *Refuses:* `sheets.password` when it is locked, `sheets.broken` when it is no workbook. */
export async function readXls(bytes: Uint8Array, limits: Limits, tell?: Tell): Promise<Book> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.includes(encrypted)) throw new Problem('sheets.password', 422)
  const book = await open(buffer, limits)
  const from1904 = book.Workbook?.WBProps?.date1904 === true
  const cells: Count = { used: 0, rows: 0, tell }
  const sheets = book.SheetNames.map((name, index): Sheet => {
    const sheet = book.Sheets[name]!
    return {
      name,
      rows: rowsOf(sheet, from1904, limits, cells, name),
      hidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0,
      hiddenRows: numbersOf(sheet['!rows']),
      hiddenColumns: numbersOf(sheet['!cols']),
      merges: mergesOf(sheet),
    }
  })
  return { kind: 'xls', sheets, notes: book.vbaraw === undefined ? ['oldFormat'] : ['oldFormat', 'macros'] }
}

async function open(buffer: Buffer, limits: Limits) {
  const { read } = await import('@e965/xlsx')
  try {
    const book = read(buffer, {
      type: 'buffer',
      cellNF: true,
      cellFormula: true,
      cellHTML: false,
      dense: true,
      bookVBA: true,
      sheetRows: limits.rows + 1,
    })
    if (book.SheetNames.length === 0) throw new Error('no sheets')
    return book
  } catch (error) {
    const locked = error instanceof Error && /password|encrypt/i.test(error.message)
    throw new Problem(locked ? 'sheets.password' : 'sheets.broken', 422)
  }
}

const numbersOf = (list: ({ hidden?: boolean } | undefined)[] | undefined): number[] =>
  (list ?? []).flatMap((item, index) => (item?.hidden === true ? [index + 1] : []))

const mergesOf = (sheet: WorkSheet): Range[] => (sheet['!merges'] ?? []).map(({ s, e }) => [s.r, s.c, e.r, e.c])

/** What all sheets together hold so far. The library opens the file in one go; rows are counted while they are taken over. */
interface Count {
  used: number
  rows: number
  readonly tell: Tell | undefined
}

function rowsOf(sheet: WorkSheet, from1904: boolean, limits: Limits, cells: Count, name: string): Cell[][] {
  const dense = (sheet['!data'] ?? []) as (CellObject | undefined)[][]
  const rows = Array.from({ length: dense.length }, (_, row) => {
    if (++cells.rows % 1000 === 0) cells.tell?.(cells.rows)
    return Array.from({ length: dense[row]?.length ?? 0 }, (_, column): Cell => {
      const cell = dense[row]?.[column]
      if (cell) cells.used += 1
      return cell ? meaningOf(cell, from1904) : { text: '' }
    })
  })
  if (rows.length > limits.rows || cells.used > limits.cells || rows.some((row) => row.length > limits.columns))
    throw new Problem('sheets.tooMany', 422, { sheet: name, rows: limits.rows, columns: limits.columns, cells: limits.cells })
  while (rows.length > 0 && rows.at(-1)!.every(({ text }) => text === '')) rows.pop()
  fillMerges(rows, mergesOf(sheet))
  return rows
}

function meaningOf(cell: CellObject, from1904: boolean): Cell {
  const note = cell.f === undefined ? {} : { note: 'formula' as const }
  if (cell.t === 'z' || cell.v === undefined) return cell.f === undefined ? { text: '' } : { text: '', note: 'formulaNoValue' }
  if (cell.t === 'e') return { text: cell.w ?? '#ERROR', note: 'error' }
  if (cell.t === 'b') return { text: cell.v === true ? 'TRUE' : 'FALSE', ...note }
  if (cell.t !== 'n') return { text: String(cell.v).replace(/\r\n?/g, '\n'), ...note }
  const number = cell.v as number
  const format = String(cell.z ?? 'General')
  if (isDate(format)) return { text: dateText(number, from1904), number, note: 'date' }
  return {
    text: format.includes('%') ? `${numberText(number * 100)}%` : numberText(number),
    number,
    ...note,
    ...(from1904 ? { from1904 } : {}),
  }
}

const isDate = (format: string): boolean => /[ymdhs]/i.test(format.replace(/"[^"]*"|\\.|\[[^\]]*\]|general|e[+-]/gi, ''))
