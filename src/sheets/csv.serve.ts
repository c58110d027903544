/** Reads CSV as it comes: UTF-8, GBK/GB 18030 or UTF-16, split by comma, semicolon, tab or bar. */
import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { Problem } from '../base/problem.ts'
import { withoutGuard } from './csvText.ts'
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
    const isUtf8 = isDamaged(new TextDecoder('utf-8').decode(bytes))
    return { text: linesOf(bytes, isUtf8), guessed: true }
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

/**
 * Files that were put together from several systems change their encoding between lines, never within one: a line end is the same byte in
 * both. In GBK three-byte letters of UTF-8 come about by accident only in the shortest of words, so a line that holds some is UTF-8.
 */
function linesOf(bytes: Uint8Array, isUtf8: boolean): string {
  const gbk = (line: Uint8Array) => iconv.decode(Buffer.from(line), 'gb18030')
  const decoded = (line: Uint8Array) => {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(line)
    const lost = text.split('\ufffd').length - 1
    const letters = text.match(/[\u0800-\ufffc]/g)?.length ?? 0
    if (lost === 0) return letters > 0 || isUtf8 ? text : gbk(line)
    return isUtf8 && (letters >= lost || lost < 4) ? text : gbk(line)
  }
  const lines: string[] = []
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    const next = end < 0 ? bytes.length : end + 1
    lines.push(decoded(bytes.subarray(from, next)))
    from = next
  }
  return lines.join('')
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
  const text = withoutGuard(field)
  return /^-?\d{1,15}(\.\d{1,12})?$/.test(text) && !/^-?0\d/.test(text) ? { text, number: Number(text) } : { text }
}
