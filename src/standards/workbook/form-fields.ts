/**
 * One item of an edition as one row of the form, and back. Fields are data (`form.json`): where in the item, the header in
 * Chinese, and how it is written. Codes with a Chinese word are written as the word; both are read.
 */
import { formatHundredths, hundredths, parseHundredths } from '../../base/points.ts'
import type { CellOut } from '../../sheets/out.ts'
import { type Cell, decimalOf } from '../../sheets/sheet.ts'
import form from './form.json' with { type: 'json' }

/** Where in the item, header, and how it is written. */
export type Field = readonly [path: string, head: string, as: string]
export type Item = Record<string, unknown>

const words = form.values as Readonly<Record<string, Readonly<Record<string, string>>>>

/** The row of an item. */
export const rowOf = (item: Item, fields: readonly Field[]): CellOut[] => fields.map(([path, , as]) => write(at(item, path.split('.')), as))

const at = (item: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((here, step) => (typeof here === 'object' && here !== null ? (here as Item)[step] : undefined), item)

function write(value: unknown, as: string): CellOut {
  if (value === undefined) return null
  if (as === 'intOrNull') return value === null ? '-' : (value as number)
  if (value === null || value === '') return null
  if (as === 'points') return { value: Number(formatHundredths(value as number)), format: '0.00' }
  if (as === 'codes') return (value as string[]).join('、')
  if (as === 'flag') return value === true ? form.yes : null
  if (as === 'json') return JSON.stringify(value)
  if (as === 'int') return value as number
  return words[as]?.[value as string] ?? (value as string)
}

/** The item of a row; `refuse` is told of each cell that cannot be read. Empty cells are left out of the item. */
export function itemOf(cells: readonly Cell[], fields: readonly Field[], refuse: (field: Field) => void): Item {
  const item: Item = {}
  fields.forEach((field, index) => {
    const cell = cells[index]
    if (!cell || cell.text === '') return
    const value = read(cell, field[2])
    if (value === undefined) refuse(field)
    else put(item, field[0].split('.'), value)
  })
  return item
}

function put(item: Item, path: readonly string[], value: unknown): void {
  const [step, ...rest] = path
  if (rest.length === 0) item[step!] = value
  else put((item[step!] ??= {}) as Item, rest, value)
}

function read(cell: Cell, as: string): unknown {
  if (as === 'intOrNull' && cell.text.trim() === '-') return null
  if (as === 'int' || as === 'intOrNull') return /^-?\d{1,12}$/.test(decimalOf(cell) ?? '') ? Number(decimalOf(cell)) : undefined
  if (as === 'points') return pointsIn(cell)
  if (as === 'codes') return cell.text.split(/[、,;\uff0c\uff1b\s]+/u).filter((code) => code !== '')
  if (as === 'flag') return cell.text.trim() === form.yes || cell.text.trim().toLowerCase() === 'true'
  if (as === 'json') return jsonIn(cell.text)
  return as === 'text' ? cell.text : codeOf(cell.text.trim(), as)
}

function pointsIn(cell: Cell): number | undefined {
  const points = parseHundredths(decimalOf(cell) ?? '')
  return points === undefined ? undefined : hundredths(points)
}

const codeOf = (text: string, as: string): string | undefined =>
  Object.entries(words[as] ?? {}).find(([code, word]) => word === text || code === text)?.[0]

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
