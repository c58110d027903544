/** An edition as a workbook that people can read, print and edit, and that comes back without loss: one sheet per list. */
import { formatHundredths } from '../../base/points.ts'
import type { CellOut, SheetOut } from '../../sheets/out.ts'
import { type Branch, type Criterion, type Edition, isCriterion, type Node, pointsOf } from '../edition.ts'
import form from './form.json' with { type: 'json' }
import { type Field, type Item, rowOf } from './form-fields.ts'

/** Sheets of the form by key. */
export const formSheets = form.sheets as unknown as Readonly<
  Record<string, { name: string; fields: readonly Field[]; child?: string; by?: readonly string[] }>
>

/** The sheets, in reading order; lists that are empty have none. */
export function sheetsOfEdition(edition: Edition): SheetOut[] {
  const rows: Record<string, CellOut[][]> = {
    head: headRows(edition),
    tree: treeRows(edition.tree, undefined),
    ways: criteriaIn(edition.tree).flatMap((criterion) =>
      criterion.ways.map(({ rule: { name, ...params }, ...way }) =>
        rowOf({ ...way, criterion: criterion.id, rule: { name }, ...(Object.keys(params).length > 0 ? { params } : {}) }, fieldsOf('ways')),
      ),
    ),
    evidence: criteriaIn(edition.tree).flatMap((criterion) =>
      criterion.ways.flatMap(({ method, evidence }) =>
        evidence.map((need) => rowOf({ ...need, criterion: criterion.id, method }, fieldsOf('evidence'))),
      ),
    ),
    weights: weightRows(edition),
  }
  return Object.keys(formSheets).flatMap((key): SheetOut[] => {
    const list = rows[key] ?? listRows(key, edition[key as 'checks'] as unknown as Item[])
    return list.length === 0 ? [] : [sheetOf(key, list)]
  })
}

const fieldsOf = (key: string): readonly Field[] => formSheets[key]!.fields

/** Two header rows: Chinese for people, keys for coming back whatever was moved about. */
function sheetOf(key: string, rows: readonly CellOut[][]): SheetOut {
  const { name, fields } = formSheets[key]!
  const keys = fields.map(([path]): CellOut => ({ value: path, fill: 'FFF3F3F3' }))
  return { name, headRows: 2, widths: fields.map(widthOf), rows: [fields.map(([, head]) => head), keys, ...rows] }
}

const widthOf = ([path, , as]: Field): number => (/zh|en$/.test(path) ? 36 : as === 'codes' ? 28 : 13)

function headRows(edition: Edition): CellOut[][] {
  const line = (item: string, key: string, zh: string, en = ''): CellOut[] => [item, key, zh === '' ? null : zh, en === '' ? null : en]
  const words = form.headItems
  return [
    line(words.format, 'format', edition.format),
    line(words.standard, 'standard', edition.standard),
    line(words.edition, 'edition', edition.edition),
    line(words.title, 'title', edition.title.zh, edition.title.en),
    line(words.programme, 'programme', edition.programme.zh, edition.programme.en),
    line(words.official, 'official', String(edition.official)),
    line(words.subjects, 'subjects', edition.subjects.join('、')),
    line(words.total, 'total', formatHundredths(edition.total)),
    ...edition.notes.map(({ zh, en }) => line(words.note, 'note', zh, en)),
  ]
}

function treeRows(nodes: readonly Node[], parent: Branch | undefined): CellOut[][] {
  return nodes.flatMap((node) => {
    const { ...item } = node as Branch & Criterion
    const own = { ...item, parent: parent?.id, is: isCriterion(node) ? 'criterion' : 'branch', points: pointsOf(node) }
    return [rowOf(own, fieldsOf('tree')), ...(isCriterion(node) ? [] : treeRows(node.parts, node))]
  })
}

const criteriaIn = (nodes: readonly Node[]): Criterion[] => nodes.flatMap((node) => (isCriterion(node) ? [node] : criteriaIn(node.parts)))

function weightRows({ weights }: Edition): CellOut[][] {
  const row = (kind: string, value: unknown): CellOut[] => [kind, JSON.stringify(value)]
  return [
    ...(weights.cycle ? [row('cycle', weights.cycle)] : []),
    ...weights.scopes.map((it) => row('scopes', it)),
    ...weights.frameworks.map((it) => row('frameworks', it)),
    ...weights.alternatives.map((it) => row('alternatives', it)),
  ]
}

/** Items of a list; where an item has parts (a scale its grades), one row per part, with the item's own words repeated. */
function listRows(key: string, items: readonly Item[]): CellOut[][] {
  const { fields, child } = formSheets[key]!
  if (child === undefined) return items.map((item) => rowOf(item, fields))
  return items.flatMap((item) => {
    const parts = item[child] as Item[]
    return (parts.length === 0 ? [{}] : parts).map((part) => rowOf({ ...item, [child]: part }, fields))
  })
}
