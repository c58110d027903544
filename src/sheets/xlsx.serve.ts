/**
 * Reads .xlsx and .xlsm from their XML, part by part. Our own reader and not a library's, because the import must know
 * what libraries drop: merges, what was hidden, whether a number was a formula, and when to stop. Macros never run;
 * nothing outside the file is opened.
 */
import { Problem } from '../base/problem.ts'
import {
  addressOf,
  type Book,
  type BookNote,
  type Cell,
  type CellNote,
  dateText,
  fillMerges,
  type Limits,
  numberText,
  type Sheet,
  type Tell,
} from './sheet.ts'
import { readXml } from './xml.serve.ts'
import { openZip, type Parts } from './zip.serve.ts'

interface Place {
  readonly name: string
  readonly hidden: boolean
  readonly part: string
}

/** Everything the cells refer to: texts by number, number formats by style. */
interface Context {
  readonly texts: readonly string[]
  readonly formats: readonly ('date' | 'percent' | undefined)[]
  readonly from1904: boolean
  readonly limits: Limits
  cells: number
  rows: number
  readonly tell: Tell | undefined
}

/** Reads a workbook. *Refuses:* what `openZip` refuses, `sheets.unknown` when it is no workbook, `sheets.tooBig` when it holds too much. */
export async function readXlsx(bytes: Uint8Array, limits: Limits, tell?: Tell): Promise<Book> {
  const parts = await openZip(bytes, limits)
  const { places, from1904 } = await readWorkbook(parts)
  if (places.length === 0) throw new Problem('sheets.unknown', 422)
  const context: Context = { texts: await readTexts(parts), formats: await readFormats(parts), from1904, limits, cells: 0, rows: 0, tell }
  const sheets: Sheet[] = []
  for (const place of places) sheets.push(await readSheet(parts, place, context))
  const macros = [...parts.names].some((name) => /vbaProject\.bin$/i.test(name))
  const links = [...parts.names].some((name) => name.startsWith('xl/externalLinks/'))
  const notes: BookNote[] = [...(macros ? (['macros'] as const) : []), ...(links ? (['externalLinks'] as const) : [])]
  return { kind: macros ? 'xlsm' : 'xlsx', sheets, notes }
}

async function readWorkbook(parts: Parts): Promise<{ places: Place[]; from1904: boolean }> {
  const targets = new Map<string, string>()
  await readXml(parts, 'xl/_rels/workbook.xml.rels', {
    open: (name, at) => {
      const target = at['Target'] ?? ''
      if (name === 'Relationship' && at['TargetMode'] !== 'External')
        targets.set(at['Id'] ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`)
    },
  })
  const places: Place[] = []
  let from1904 = false
  await readXml(parts, 'xl/workbook.xml', {
    open: (name, at) => {
      if (name === 'workbookPr') from1904 = at['date1904'] === '1' || at['date1904'] === 'true'
      if (name !== 'sheet') return
      const id = Object.entries(at).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      const part = targets.get(id)
      if (part !== undefined && parts.names.has(part))
        places.push({ name: at['name'] ?? '', hidden: (at['state'] ?? 'visible') !== 'visible', part })
    },
  })
  return { places: places.filter(({ part }) => part.includes('worksheets/')), from1904 }
}

async function readTexts(parts: Parts): Promise<string[]> {
  const texts: string[] = []
  let text = ''
  let phonetic = false
  let inside = false
  await readXml(parts, 'xl/sharedStrings.xml', {
    open: (name) => {
      if (name === 'si') text = ''
      if (name === 'rPh') phonetic = true
      if (name === 't') inside = true
    },
    text: (piece) => {
      if (inside && !phonetic) text += piece
    },
    close: (name) => {
      if (name === 'si') texts.push(unescapeText(text))
      if (name === 'rPh') phonetic = false
      if (name === 't') inside = false
    },
  })
  return texts
}

/** Excel writes control characters as _x000D_; carriage returns are dropped, the rest is given back. */
const unescapeText = (text: string): string =>
  text.includes('_x') || text.includes('\r')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))).replace(/\r\n?/g, '\n')
    : text

const builtInDates = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58,
])

async function readFormats(parts: Parts): Promise<Context['formats']> {
  const codes = new Map<number, string>()
  const formats: ('date' | 'percent' | undefined)[] = []
  let inside = false
  await readXml(parts, 'xl/styles.xml', {
    open: (name, at) => {
      if (name === 'numFmt') codes.set(Number(at['numFmtId']), at['formatCode'] ?? '')
      if (name === 'cellXfs') inside = true
      if (name === 'xf' && inside) formats.push(kindOfFormat(Number(at['numFmtId'] ?? 0), codes))
    },
    close: (name) => {
      if (name === 'cellXfs') inside = false
    },
  })
  return formats
}

function kindOfFormat(id: number, codes: ReadonlyMap<number, string>): 'date' | 'percent' | undefined {
  const code = (codes.get(id) ?? '').replace(/"[^"]*"|\\.|\[(?!h|m|s)[^[\]]*\]/gi, '')
  if (id === 9 || id === 10 || code.includes('%')) return 'percent'
  return builtInDates.has(id) || /[ymdhs]/i.test(code.replace(/general/i, '')) ? 'date' : undefined
}

/** One sheet. Rows are put where the file says they are; what lies beyond the last written cell is not made up. */
async function readSheet(parts: Parts, place: Place, context: Context): Promise<Sheet> {
  const rows: Cell[][] = []
  const hiddenRows: number[] = []
  const hiddenColumns: number[] = []
  const merges: [number, number, number, number][] = []
  const at = { row: -1, column: -1 }
  let cell = fresh({})
  let inside: 'v' | 't' | 'f' | undefined
  let phonetic = false
  await readXml(parts, place.part, {
    open: (name, attributes) => {
      if (name === 'row') Object.assign(at, { row: attributes['r'] === undefined ? at.row + 1 : Number(attributes['r']) - 1, column: -1 })
      if (name === 'row' && isTrue(attributes['hidden'])) hiddenRows.push(at.row + 1)
      if (name === 'col' && isTrue(attributes['hidden'])) addColumns(hiddenColumns, attributes)
      if (name === 'c') {
        cell = fresh(attributes)
        ;[at.row, at.column] = (attributes['r'] === undefined ? undefined : addressOf(attributes['r'])) ?? [
          Math.max(at.row, 0),
          at.column + 1,
        ]
      }
      if (name === 'rPh') phonetic = true
      if (name === 'v' || name === 't' || name === 'f') inside = name
      if (name === 'f') cell.formula = true
      if (name === 'mergeCell') addMerge(merges, attributes['ref'])
    },
    text: (piece) => {
      if ((inside === 'v' || inside === 't') && !phonetic) cell.value += piece
    },
    close: (name) => {
      if (name === 'v' || name === 't' || name === 'f') inside = undefined
      if (name === 'rPh') phonetic = false
      if (name === 'row') tellRows(context)
      if (name === 'c') put(rows, at, meaningOf(cell, context), context, place.name)
    },
  })
  fillMerges(rows, merges)
  return { name: place.name, rows, hidden: place.hidden, hiddenRows, hiddenColumns, merges }
}

const tellEvery = 500

function tellRows(context: Context): void {
  context.rows += 1
  if (context.rows % tellEvery === 0) context.tell?.(context.rows)
}

interface RawCell {
  readonly type: string
  readonly style: number
  value: string
  formula: boolean
}
const fresh = (attributes: Readonly<Record<string, string>>): RawCell => ({
  type: attributes['t'] ?? 'n',
  style: Number(attributes['s'] ?? 0),
  value: '',
  formula: false,
})
const isTrue = (flag: string | undefined) => flag === '1' || flag === 'true'

function addColumns(hidden: number[], attributes: Readonly<Record<string, string>>): void {
  for (let column = Number(attributes['min']); column <= Math.min(Number(attributes['max']), 500); column++) hidden.push(column)
}

function addMerge(merges: [number, number, number, number][], ref: string | undefined): void {
  const [from, to] = (ref ?? '').split(':').map(addressOf)
  if (from && to) merges.push([from[0], from[1], to[0], to[1]])
}

/** What a cell says. A formula is never worked out: its stored result is taken, and its lack is noted. */
function meaningOf(raw: RawCell, { texts, formats, from1904 }: Context): Cell {
  const note: { note?: CellNote } = raw.formula ? { note: raw.value === '' ? 'formulaNoValue' : 'formula' } : {}
  if (raw.type === 's') return { text: texts[Number(raw.value)] ?? '', ...note }
  if (raw.type === 'str' || raw.type === 'inlineStr') return { text: unescapeText(raw.value), ...note }
  if (raw.type === 'e') return { text: raw.value, note: 'error' }
  if (raw.type === 'b') return { text: raw.value === '1' ? 'TRUE' : 'FALSE', ...note }
  if (raw.type === 'd') return { text: raw.value.replace('T', ' '), note: 'date' }
  if (raw.value.trim() === '') return { text: '', ...note }
  const number = Number(raw.value)
  if (formats[raw.style] === 'date') return { text: dateText(number, from1904), number, note: 'date' }
  const text = formats[raw.style] === 'percent' ? `${numberText(number * 100)}%` : numberText(number)
  return { text, number, ...note, ...(from1904 ? { from1904 } : {}) }
}

function put(rows: Cell[][], at: { row: number; column: number }, cell: Cell, context: Context, sheet: string): void {
  if (cell.text === '' && cell.note === undefined) return
  context.cells += 1
  const { rows: mostRows, columns, cells } = context.limits
  if (at.row >= mostRows || at.column >= columns || context.cells > cells)
    throw new Problem('sheets.tooMany', 422, { sheet, rows: mostRows, columns, cells })
  while (rows.length <= at.row) rows.push([])
  const row = rows[at.row]!
  while (row.length < at.column) row.push(empty)
  row[at.column] = cell
}
const empty: Cell = { text: '' }
