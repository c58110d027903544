/** Reads cells of the organisation's workbook: each thing that cannot be understood is a fault that names its place and the remedy. */
import type { Fault } from '../../../base/problem.ts'
import { Day } from '../../../base/time.ts'
import type { DataRow } from '../../../sheets/kind.ts'
import { columnName, plain } from '../../../sheets/sheet.ts'
import { Level } from '../../area.ts'
import { Role } from '../../who.ts'
import words from './words.json' with { type: 'json' }

/** Text in one form, for comparing names. */
export const sameForm = (text: string): string => plain(text).toLowerCase().replaceAll(' ', '')

/** Things of the same key together, in their order. */
export function groupsOf<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

/** A row with what was found wrong in it. */
export interface Reading {
  readonly row: DataRow
  readonly text: (column: string) => string
  /** Names a fault at a column. */
  readonly fault: (column: string, says: string, details?: Fault['details']) => void
  /** True as long as nothing is wrong. */
  readonly isGood: () => boolean
}

/** Begins to read a row; faults go to `faults`. */
export function readingOf(row: DataRow, faults: Fault[]): Reading {
  const before = faults.length
  return {
    row,
    text: (column) => plain(row.cell(column).text),
    fault: (column, says, details = {}) => void faults.push(faultAt(row, column, says, details)),
    isGood: () => faults.length === before,
  }
}

/** A fault of a row; a column that the sheet does not have is named by the sheet alone. */
export function faultAt(row: DataRow, column: string, says: string, details: Fault['details'] = {}): Fault {
  const index = row.columnOf(column)
  const at = index === undefined ? '' : columnName(index)
  return { at, sheet: row.sheet, row: row.row, says: `fault.organisation.${says}`, details: { at: at === '' ? '—' : at, ...details } }
}

/** A day, or null for an empty cell. Written with dots, strokes or 年月日 it is understood too. */
export function dayIn(reading: Reading, column: string): Day | null {
  const text = reading.text(column)
  if (text === '') return null
  const [year = '', month = '', day = ''] = text
    .replace(/[./年月日]/g, '-')
    .slice(0, 11)
    .split('-')
  const on = Day.safeParse(`${year}-${month.padStart(2, '0')}-${day.trim().slice(0, 2).padStart(2, '0')}`)
  if (on.success) return on.data
  reading.fault(column, 'badDay', { text })
  return null
}

/** A code of area or unit; undefined and a fault for what is none. */
export function codeIn(reading: Reading, column: string): string | undefined {
  const code = reading.text(column)
  if (/^[A-Za-z0-9._-]{1,64}$/.test(code)) return code
  reading.fault(column, 'badCode', { code })
  return undefined
}

const Uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A number of the system, in small letters; empty where none is written. */
export function idIn(reading: Reading, column: string): string {
  const id = reading.text(column).toLowerCase()
  if (id !== '' && !Uuid.test(id)) reading.fault(column, 'badId', { id })
  return id
}

/** Yes or no; an empty cell is no. */
export function yesIn(reading: Reading, column: string): boolean {
  const text = reading.text(column).toLowerCase()
  if (words.yes.includes(text)) return true
  if (!words.no.includes(text)) reading.fault(column, 'badYes', { text })
  return false
}

const wordIn = (list: Readonly<Record<string, string[]>>, text: string): string | undefined =>
  Object.entries(list).find(([id, known]) => [id, ...known].some((word) => sameForm(word) === sameForm(text)))?.[0]

/** A role by its name in either language or its id; null for an empty cell. */
export function roleIn(reading: Reading, column: string): Role | null {
  const text = reading.text(column)
  if (text === '') return null
  const role = Role.safeParse(wordIn(words.roles, text))
  if (role.success) return role.data
  reading.fault(column, 'unknownRole', { role: text })
  return null
}

/** A level of area; undefined and a fault for what is none. */
export function levelIn(reading: Reading, column: string): Level | undefined {
  const level = Level.safeParse(wordIn(words.levels, reading.text(column)))
  if (level.success) return level.data
  reading.fault(column, 'noLevel', { level: reading.text(column) })
  return undefined
}
