/**
 * A workbook as the parts of its container (ECMA-376), row by row: what lists need, and nothing kept but the looks in use. A sheet
 * that is full goes on in a next one, so no row is lost however many there are.
 */
import type { CellOut, SheetOut } from './out.ts'
import type { PartOut } from './pack.serve.ts'
import { type Looks, makeLooks } from './looks.serve.ts'
import { columnName } from './sheet.ts'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'

/** Rows that a sheet can hold. */
export const mostRows = 1_048_576
/** So much text is handed on at a time. */
const enough = 1 << 17

interface Shown {
  readonly name: string
  readonly hidden: boolean
}

/** The parts of a workbook. `at` is the time written into it; `rows` how many a sheet holds. */
export async function* partsOf(sheets: readonly SheetOut[], at: string, rows: number = mostRows): AsyncGenerator<PartOut> {
  const looks = makeLooks()
  const shown: Shown[] = []
  for (const sheet of sheets) {
    const filling: Filling = { source: rowsOf(sheet.rows), heads: [], looks, rows, next: undefined, isOver: false }
    for (let part = 1; !filling.isOver; part++) {
      shown.push({ name: nameOf(sheet.name, part), hidden: sheet.hidden === true })
      yield { name: `xl/worksheets/sheet${shown.length}.xml`, text: sheetText(sheet, filling) }
    }
  }
  yield* besides(shown, looks, at)
}

const rowsOf = (rows: SheetOut['rows']): AsyncIterator<readonly CellOut[]> =>
  Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : each(rows)

async function* each<Row>(rows: Iterable<Row>): AsyncGenerator<Row> {
  yield* rows
}

/** How far the rows of a sheet are written. */
interface Filling {
  readonly source: AsyncIterator<readonly CellOut[]>
  /** The head rows, said again on every sheet that goes on. */
  readonly heads: (readonly CellOut[])[]
  readonly looks: Looks
  readonly rows: number
  /** The row after the last one written; looked at before a new sheet is begun for it. */
  next: readonly CellOut[] | undefined
  isOver: boolean
}

async function step(filling: Filling): Promise<void> {
  const { done, value } = await filling.source.next()
  filling.isOver = done === true
  filling.next = done === true ? undefined : value
}

async function* sheetText(sheet: SheetOut, filling: Filling): AsyncGenerator<string> {
  const { heads, looks, rows } = filling
  const headRows = sheet.headRows ?? 1
  let text = opening(sheet, headRows)
  let number = 0
  for (const cells of heads) text += rowText(cells, ++number, looks, true)
  // Over unless the next row is there: nobody goes on with a sheet whose rows could not be read.
  filling.isOver = true
  if (filling.next === undefined) await step(filling)
  while (filling.next !== undefined && number < rows) {
    if (number < headRows) heads.push(filling.next)
    text += rowText(filling.next, ++number, looks, number <= headRows)
    await step(filling)
    if (text.length < enough) continue
    yield text
    text = ''
  }
  yield `${text}</sheetData>${mergesOf(sheet)}</worksheet>`
}

function opening({ widths = [] }: SheetOut, headRows: number): string {
  const pane =
    headRows > 0
      ? `<pane ySplit="${headRows}" topLeftCell="A${headRows + 1}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>`
      : ''
  const columns = widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>${
    columns.length === 0 ? '' : `<cols>${columns.join('')}</cols>`
  }<sheetData>`
}

function mergesOf({ merges = [] }: SheetOut): string {
  if (merges.length === 0) return ''
  const refs = merges.map(([top, left, bottom, right]) => `${columnName(left)}${top + 1}:${columnName(right)}${bottom + 1}`)
  return `<mergeCells count="${refs.length}">${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
}

const letters = Array.from({ length: 64 }, (_, index) => columnName(index))

function rowText(cells: readonly CellOut[], number: number, looks: Looks, isHead: boolean): string {
  let text = `<row r="${number}">`
  for (let index = 0; index < cells.length; index++) {
    const out = cells[index]!
    if (out === null) continue
    const value = typeof out === 'object' ? out.value : out
    const start = `<c r="${letters[index] ?? columnName(index)}${number}" s="${looks.of(out, isHead)}"`
    if (value === null) text += `${start}/>`
    else if (typeof value === 'number') text += `${start}><v>${value}</v></c>`
    else text += `${start} t="inlineStr"><is><t xml:space="preserve">${cleanText(value)}</t></is></c>`
  }
  return `${text}</row>`
}

const unclean = /[&<>\p{Cc}\ufffe\uffff\ud800-\udfff]|_x/u
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Excel's own limits: no control characters, well-formed text, at most 32,767 characters in a cell, "_x0041_" not taken for "A". */
function cleanText(text: string): string {
  if (text.length <= 32_767 && !unclean.test(text)) return text
  return text
    .toWellFormed()
    .replace(/\p{Cc}|[\ufffe\uffff]/gu, (mark) => (mark === '\n' || mark === '\t' ? mark : ''))
    .replace(/_x([0-9A-Fa-f]{4})_/g, '_x005F_x$1_')
    .slice(0, 32_767)
    .toWellFormed()
    .replace(/[&<>]/g, (mark) => entities[mark]!)
}

/** Within the 31 characters that a sheet's name may have. */
function nameOf(name: string, part: number): string {
  const more = part === 1 ? '' : ` ${part}`
  return name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31 - more.length) + more
}

const attribute = (text: string): string => cleanText(text).replaceAll('"', '&quot;')

/** What stands beside the sheets. */
function* besides(shown: readonly Shown[], looks: Looks, at: string): Generator<PartOut> {
  const part = (name: string, text: string): PartOut => ({ name, text: [head + text] })
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const overrides = shown.map(
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${types}.worksheet+xml"/>`,
  )
  const relations = shown.map((_, index) => relation(index + 1, `${office}/worksheet`, `worksheets/sheet${index + 1}.xml`))
  const names = shown.map(
    ({ name, hidden }, index) =>
      `<sheet name="${attribute(name)}" sheetId="${index + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  )
  yield part('xl/styles.xml', looks.text())
  yield part('xl/workbook.xml', `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${names.join('')}</sheets></workbook>`)
  yield part(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${packages}/relationships">${relations.join('')}${relation(shown.length + 1, `${office}/styles`, 'styles.xml')}</Relationships>`,
  )
  yield part(
    'docProps/core.xml',
    `<cp:coreProperties xmlns:cp="${packages}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>Mingcheng 明城</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${at}</dcterms:modified></cp:coreProperties>`,
  )
  yield part(
    '_rels/.rels',
    `<Relationships xmlns="${packages}/relationships">${relation(1, `${office}/officeDocument`, 'xl/workbook.xml')}${relation(2, `${packages}/relationships/metadata/core-properties`, 'docProps/core.xml')}</Relationships>`,
  )
  yield part(
    '[Content_Types].xml',
    `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${overrides.join('')}</Types>`,
  )
}

const relation = (id: number, type: string, target: string): string => `<Relationship Id="rId${id}" Type="${type}" Target="${target}"/>`
