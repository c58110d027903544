/** Reads any table that people send: .xlsx, .xlsm, .xls, CSV, GeoJSON. What it is is decided by its content, never by its name. */
import { Problem } from '../base/problem.ts'
import { readCsv } from './csv.serve.ts'
import { readGeojson } from './geojson.serve.ts'
import { type Book, type Limits, limits as usual, type Tell } from './sheet.ts'
import { readXls } from './xls.serve.ts'
import { readXlsx } from './xlsx.serve.ts'

const starts = (bytes: Uint8Array, ...head: number[]) => head.every((byte, index) => bytes[index] === byte)

/**
 * The sheets of a file. *Refuses:* `sheets.empty`, `sheets.tooBig`, `sheets.tooMany`, `sheets.bomb`, `sheets.password`,
 * `sheets.broken`, `sheets.webPage` (a web page that calls itself .xls) and `sheets.unknown`; each says what to do.
 */
export async function readSheets(bytes: Uint8Array, fileName: string, limits: Limits = usual, tell?: Tell): Promise<Book> {
  if (bytes.length === 0) throw new Problem('sheets.empty', 422)
  if (bytes.length > limits.bytes) throw new Problem('sheets.tooBig', 413, { megabytes: limits.bytes >> 20 })
  const book = await readAny(bytes, fileName, limits, tell)
  if (book.sheets.every(({ rows }) => rows.length === 0)) throw new Problem('sheets.empty', 422)
  return book
}

async function readAny(bytes: Uint8Array, fileName: string, limits: Limits, tell: Tell | undefined): Promise<Book> {
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04) || starts(bytes, 0x50, 0x4b, 0x05, 0x06)) return readXlsx(bytes, limits, tell)
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return readXls(bytes, limits, tell)
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1000)).toLowerCase()
  if (/<html|<table|<!doctype|<\?xml/.test(head)) throw new Problem('sheets.webPage', 422)
  if (/^%pdf|^\{\\rtf|^rar!|^7z/.test(head)) throw new Problem('sheets.unknown', 422)
  if (/^(\u00ef\u00bb\u00bf)?\s*\{/.test(head)) return readGeojson(bytes, fileName.replace(/\.[a-z]+$/i, ''), limits, tell)
  return readCsv(bytes, fileName.replace(/\.[a-z]+$/i, ''), limits, tell)
}
