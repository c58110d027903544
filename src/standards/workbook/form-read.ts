/** Reads the form (`form-write.ts`) back into an edition. Faults name sheet, row and column, as with any other workbook. */
import type { Fault } from '../../base/problem.ts'
import { type Book, type Cell, columnName, type Sheet } from '../../sheets/sheet.ts'
import { readEdition } from '../edition-check.ts'
import type { Edition } from '../edition.ts'
import { type Field, type Item, itemOf } from './form-fields.ts'
import { formSheets } from './form-write.ts'

/** What stands where: every item remembers its row, so that a fault found later can name it. */
export interface FormRow {
  readonly sheet: string
  readonly row: number
}

/** True for a workbook that our own form writer made. */
export const isForm = (book: Book): boolean => {
  const head = book.sheets.find(({ name }) => name === formSheets['head']!.name)
  return head?.rows.some((row) => row[1]?.text === 'format' && (row[2]?.text ?? '').startsWith('mingcheng.edition/')) ?? false
}

/** The edition in a form, as far as it can be read; `places` tells where its criteria stand. */
export function readForm(book: Book): { edition?: Edition; faults: Fault[]; places: ReadonlyMap<string, FormRow> } {
  const faults: Fault[] = []
  const places = new Map<string, FormRow>()
  const lists = Object.fromEntries(Object.keys(formSheets).map((key) => [key, rowsOf(book, key, faults)])) as Record<string, Row[]>
  const { tree, loose } = treeOf(lists, places)
  for (const { sheet, row, text } of loose) faults.push({ at: 'A', sheet, row, says: 'fault.form.parent', details: { id: text } })
  const raw: Item = { ...headOf(lists['head']!), weights: weightsOf(lists['weights']!), tree }
  for (const key of ['checks', 'pointTypes', 'questions', 'statistics', 'unitKinds', 'populations', 'gates', 'methodTotals', 'sources'])
    raw[key] = lists[key]!.map(({ item }) => item)
  for (const key of ['scales', 'vetoes', 'crosswalks']) raw[key] = grouped(lists[key]!, formSheets[key]!)
  const read = readEdition(raw)
  // A cell that cannot be read also leaves a hole in the shape: the cell is what a person can mend, so it alone is named.
  if (!read.edition) return { faults: faults.length > 0 ? faults : read.faults.map((fault) => placed(fault, places)), places }
  return { edition: read.edition, faults, places }
}

interface Row extends FormRow {
  readonly item: Item
}

/** Rows below the header; columns are known by the key row, else by their Chinese header. */
function rowsOf(book: Book, key: string, faults: Fault[]): Row[] {
  const { name, fields } = formSheets[key]!
  const sheet = book.sheets.find((it) => it.name === name)
  if (!sheet) return []
  const { columns, first } = columnsOf(sheet, fields)
  return sheet.rows.slice(first).flatMap((cells, index): Row[] => {
    const own = columns.map((column): Cell => (column < 0 ? { text: '' } : (cells[column] ?? { text: '' })))
    if (own.every(({ text }) => text.trim() === '')) return []
    const row = first + index + 1
    const item = itemOf(own, fields, (field) => {
      const at = columnName(columns[fields.indexOf(field)]!)
      faults.push({
        at,
        sheet: name,
        row,
        says: 'fault.form.cell',
        details: { at, head: field[1], text: own[fields.indexOf(field)]!.text.slice(0, 60) },
      })
    })
    return [{ sheet: name, row, item }]
  })
}

function columnsOf(sheet: Sheet, fields: readonly Field[]): { columns: number[]; first: number } {
  const texts = (row: number) => (sheet.rows[row] ?? []).map(({ text }) => text.trim())
  const keys = texts(1)
  if (fields.some(([path]) => keys.includes(path))) return { columns: fields.map(([path]) => keys.indexOf(path)), first: 2 }
  const heads = texts(0)
  return { columns: fields.map(([, head]) => heads.indexOf(head)), first: 1 }
}

function headOf(rows: readonly Row[]): Item {
  const head: Item = { notes: [] }
  for (const { item } of rows) {
    const [key, zh, en] = [item['key'], (item['zh'] ?? '') as string, (item['en'] ?? '') as string]
    if (key === 'note') (head['notes'] as Item[]).push({ zh, en })
    else if (key === 'title' || key === 'programme') head[key] = { zh, en }
    else if (key === 'official') head[key] = zh === 'true'
    else if (key === 'subjects') head[key] = zh.split(/[、,;\s]+/).filter((code) => code !== '')
    else if (key === 'total') head[key] = Math.round(Number(zh) * 100)
    else if (typeof key === 'string') head[key] = zh
  }
  return head
}

function weightsOf(rows: readonly Row[]): Item {
  const weights: Record<string, unknown> & Record<'scopes' | 'frameworks' | 'alternatives', unknown[]> = {
    scopes: [],
    frameworks: [],
    alternatives: [],
  }
  for (const { item } of rows) {
    const kind = item['kind']
    if (kind === 'cycle') weights['cycle'] = item['value']
    if (kind === 'scopes' || kind === 'frameworks' || kind === 'alternatives') weights[kind].push(item['value'])
  }
  return weights
}

/** Rows with the same leading fields are one item with several parts. */
function grouped(rows: readonly Row[], { child, by }: { child?: string; by?: readonly string[] }): Item[] {
  const items = new Map<string, Item>()
  for (const { item } of rows) {
    const key = by!.map((field) => String(item[field])).join('|')
    const { [child!]: part, ...own } = item
    const known = items.get(key) ?? { ...own, [child!]: [] }
    if (part !== undefined) (known[child!] as unknown[]).push(withLists(part as Item))
    items.set(key, known)
  }
  return [...items.values()]
}

/** A link with an empty side has an empty list there, not none. */
const withLists = (part: Item): Item => ('relation' in part ? { from: [], to: [], ...part } : part)

/** The tree from its flat rows, with ways and evidence put where they belong; `loose` are rows whose parent is not there. */
function treeOf(lists: Record<string, Row[]>, places: Map<string, FormRow>): { tree: Item[]; loose: (FormRow & { text: string })[] } {
  const tree: Item[] = []
  const nodes = new Map<unknown, Item>()
  const loose: (FormRow & { text: string })[] = []
  for (const { item, sheet, row } of lists['tree']!) {
    const { parent, is, points: _, ...own } = item
    const node: Item = is === 'branch' ? { ...own, parts: [] } : { ...own, ways: [] }
    places.set(String(own['id']), { sheet, row })
    nodes.set(own['id'], node)
    const siblings = parent === undefined ? tree : (nodes.get(parent)?.['parts'] as Item[] | undefined)
    if (siblings) siblings.push(node)
    else loose.push({ sheet, row, text: String(parent) })
  }
  const ways = new Map<string, Item>()
  for (const { item, sheet, row } of lists['ways']!) {
    const { criterion, params, rule, ...own } = item
    const way = { ...own, rule: { ...(rule as Item | undefined), ...(params as Item | undefined) }, evidence: [] }
    ways.set(`${String(criterion)}|${String(item['method'])}`, way)
    const siblings = nodes.get(criterion)?.['ways'] as Item[] | undefined
    if (siblings) siblings.push(way)
    else loose.push({ sheet, row, text: String(criterion) })
  }
  for (const { item, sheet, row } of lists['evidence']!) {
    const { criterion, method, ...need } = item
    const way = ways.get(`${String(criterion)}|${String(method)}`)
    if (way) (way['evidence'] as Item[]).push(need)
    else loose.push({ sheet, row, text: `${String(criterion)} ${String(method)}` })
  }
  return { tree, loose }
}

/** A fault of the shape, at the row of the criterion or item that its path names. */
function placed(fault: Fault, places: ReadonlyMap<string, FormRow>): Fault {
  const place = fault.at
    .split('/')
    .map((step) => places.get(step))
    .findLast((it) => it !== undefined)
  return place ? { ...fault, ...place } : fault
}
