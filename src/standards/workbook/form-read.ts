/** Reads the form (`form-write.ts`) back into an edition. Faults name sheet, row and column, as with any other workbook. */
import type { Fault } from '../../base/problem.ts'
import { type Book, type Cell, columnName, type Sheet } from '../../sheets/sheet.ts'
import { readEdition } from '../edition-check.ts'
import type { Edition } from '../edition.ts'
import { type Field, type Item, itemOf } from './form-fields.ts'
import { type Place, placed, type Places } from './fault-places.ts'
import { formSheets } from './form-write.ts'

/** True for a workbook that our own form writer made. */
export const isForm = (book: Book): boolean => {
  const head = book.sheets.find(({ name }) => name === formSheets['head']!.name)
  return head?.rows.some((row) => row[1]?.text === 'format' && (row[2]?.text ?? '').startsWith('mingcheng.edition/')) ?? false
}

/** The edition in a form, as far as it can be read; `places` tells where each part of it stands. */
export function readForm(book: Book): { edition?: Edition; faults: Fault[]; places: Places } {
  const faults: Fault[] = []
  const places = new Map<string, Place>()
  const lists = Object.fromEntries(Object.keys(formSheets).map((key) => [key, rowsOf(book, key, faults)])) as Record<string, Row[]>
  const { tree, loose } = treeOf(lists, places)
  for (const { sheet, row, text } of loose) faults.push({ at: 'A', sheet, row, says: 'fault.form.parent', details: { id: text } })
  const raw: Item = { ...headOf(lists['head']!), weights: weightsOf(lists['weights']!), tree }
  for (const key of ['checks', 'pointTypes', 'questions', 'statistics', 'unitKinds', 'populations', 'gates', 'methodTotals', 'sources'])
    raw[key] = lists[key]!.map(({ item }) => item)
  for (const key of ['scales', 'vetoes', 'crosswalks']) raw[key] = grouped(lists[key]!, formSheets[key]!)
  for (const key of Object.keys(formSheets).filter((key) => !['tree', 'ways', 'evidence'].includes(key)))
    placeItems(key, lists[key]!, places)
  const read = readEdition(raw)
  // A cell that cannot be read also leaves a hole in the shape: the cell is what a person can mend, so it alone is named.
  if (!read.edition) return { faults: faults.length > 0 ? faults : read.faults.map((fault) => placed(fault, places)), places }
  return { edition: read.edition, faults, places }
}

/** Every item remembers its row, so that a fault found later can name it. */
interface Row extends Omit<Place, 'name'> {
  readonly item: Item
}

/** By its id, its key or its kind, and by its number in the list where it has none. */
function placeItems(list: string, rows: readonly Row[], places: Map<string, Place>): void {
  rows.forEach(({ item, ...row }, index) => {
    const [id = String(index)] = ['id', 'key', 'kind'].flatMap((key) => (typeof item[key] === 'string' ? [item[key]] : []))
    const { zh } = (item['title'] ?? {}) as { zh?: string }
    const place = { ...row, name: zh ?? id }
    for (const key of list === 'head' ? [id] : [`${list}/${id}`, `${list}/${index}`]) if (!places.has(key)) places.set(key, place)
  })
}

/** Rows below the header; columns are known by the key row, else by their Chinese header. */
function rowsOf(book: Book, key: string, faults: Fault[]): Row[] {
  const { name, fields } = formSheets[key]!
  const sheet = book.sheets.find((it) => it.name === name)
  if (!sheet) return []
  const { columns, first } = columnsOf(sheet, fields)
  const columnOf = (path: string) => {
    const index = fields.findIndex(([own]) => own === path || (key === 'head' && own === 'zh'))
    return index < 0 ? undefined : { letter: columnName(Math.max(0, columns[index]!)), head: fields[index]![1] }
  }
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
    return [{ sheet: name, row, columnOf, item }]
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

type Loose = Pick<Row, 'sheet' | 'row'> & { readonly text: string }

/** The tree from its flat rows, with ways and evidence put where they belong; `loose` are rows whose parent is not there. */
function treeOf(lists: Record<string, Row[]>, places: Map<string, Place>): { tree: Item[]; loose: Loose[] } {
  const tree: Item[] = []
  const nodes = new Map<unknown, Item>()
  const loose: Loose[] = []
  for (const { item, sheet, row, columnOf } of lists['tree']!) {
    const { parent, is, points: _, ...own } = item
    const node: Item = is === 'branch' ? { ...own, parts: [] } : { ...own, ways: [] }
    const name = String((own['title'] as Item | undefined)?.['zh'] ?? own['id'])
    places.set(`tree/${String(own['id'])}`, { sheet, row, name, columnOf })
    nodes.set(own['id'], node)
    const siblings = parent === undefined ? tree : (nodes.get(parent)?.['parts'] as Item[] | undefined)
    if (siblings) siblings.push(node)
    else loose.push({ sheet, row, text: String(parent) })
  }
  const ways = new Map<string, Item>()
  for (const { item, sheet, row, columnOf } of lists['ways']!) {
    const { criterion, params, rule, ...own } = item
    const way = { ...own, rule: { ...(rule as Item | undefined), ...(params as Item | undefined) }, evidence: [] }
    ways.set(`${String(criterion)}|${String(item['method'])}`, way)
    const name = places.get(`tree/${String(criterion)}`)?.name ?? String(criterion)
    places.set(`tree/${String(criterion)}/${String(item['method'])}`, { sheet, row, name, columnOf })
    const siblings = nodes.get(criterion)?.['ways'] as Item[] | undefined
    if (siblings) siblings.push(way)
    else loose.push({ sheet, row, text: String(criterion) })
  }
  for (const { item, sheet, row, columnOf } of lists['evidence']!) {
    const { criterion, method, ...need } = item
    const way = ways.get(`${String(criterion)}|${String(method)}`)
    const needs = way?.['evidence'] as Item[] | undefined
    const path = `tree/${String(criterion)}/${String(method)}`
    places.set(`${path}/evidence/${needs?.length ?? 0}`, { sheet, row, name: places.get(path)?.name ?? '', columnOf })
    if (needs) needs.push(need)
    else loose.push({ sheet, row, text: `${String(criterion)} ${String(method)}` })
  }
  return { tree, loose }
}
