/** Reads CSV as it comes: UTF-8, GBK/GB 18030 or UTF-16, split by comma, semicolon, tab or bar. */
import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { Problem } from '../base/problem.ts'
import type { Book, Cell, Limits, Tell } from './sheet.ts'

/** Reads a text table. *Refuses:* `sheets.unknown` when it is no text, `sheets.broken` when quotes never close. */
export function readCsv(bytes: Uint8Array, name: string, limits: Limits, tell?: Tell): Book {
  const { text, guessed } = decode(bytes)
  if (text.includes('\u0000')) throw new Problem('sheets.unknown', 422)
  const records = split(text, tell)
  if (records.length > limits.rows || records.some((record) => record.length > limits.columns))
    throw new Problem('sheets.tooMany', 422, { sheet: name, rows: limits.rows, columns: limits.columns, cells: limits.cells })
  const rows = records.map((record) => record.map(cellOf))
  return {
    kind: 'csv',
    sheets: [{ name, rows, hidden: false, hiddenRows: [], hiddenColumns: [] }],
    notes: guessed ? ['guessedEncoding'] : [],
  }
}

function decode(bytes: Uint8Array): { text: string; guessed: boolean } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), guessed: false }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), guessed: false }
  const wide = wideOf(bytes)
  if (wide !== undefined) return { text: new TextDecoder(wide).decode(bytes), guessed: true }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), guessed: false }
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes)
    return { text: isDamaged(text) ? text : iconv.decode(Buffer.from(bytes), 'gb18030'), guessed: true }
  }
}

/** UTF-16 without its mark: separators, digits and line ends are halves of nothing, all on one side. */
function wideOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const head = bytes.subarray(0, 4000)
  const nothings = [0, 0]
  for (let at = 0; at < head.length; at++) if (head[at] === 0) nothings[at % 2]! += 1
  const [even, odd] = nothings as [number, number]
  if (bytes.length % 2 !== 0 || Math.max(even, odd) < head.length / 40) return undefined
  return even === 0 ? 'utf-16le' : odd === 0 ? 'utf-16be' : undefined
}

/**
 * True for UTF-8 of which a letter here and there was lost (a file that was cut off, a stray byte): read as GBK, every letter of it would
 * be another one. What was lost stays marked.
 */
function isDamaged(text: string): boolean {
  const lost = text.split('\ufffd').length - 1
  const letters = text.match(/[\u0080-\ufffc]/g)?.length ?? 0
  return lost * 10 < letters
}

function split(text: string, tell: Tell | undefined): string[][] {
  const head = text.slice(0, 4000).split(/\r?\n/, 5).join('\n')
  const count = (mark: string) => head.split(mark).length
  const delimiter = [',', '\t', ';', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
  try {
    let count = 0
    const counted = (record: string[]) => {
      if (++count % 1000 === 0) tell?.(count)
      return record
    }
    const loosely = { relax_column_count: true, relax_quotes: true, skip_empty_lines: false, bom: true }
    return parse(text, { delimiter, ...loosely, on_record: counted })
  } catch {
    throw new Problem('sheets.broken', 422)
  }
}

/** A leading apostrophe before a formula sign is the mark that writers (ours too) put there to keep it a text. */
function cellOf(field: string): Cell {
  const text = /^'[=+\-@\t\r]/.test(field) ? field.slice(1) : field
  return /^-?\d{1,15}(\.\d{1,12})?$/.test(text) && !/^-?0\d/.test(text) ? { text, number: Number(text) } : { text }
}
