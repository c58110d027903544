/** What is wrong with a row of a table, told by its sheet, row and column, so that whoever sent it finds the cell. */
import type { Fault } from '../base/problem.ts'
import type { DataRow } from './kind.ts'
import { columnName } from './sheet.ts'

/** Says faults of one kind of table at the cell of a column; `keyOf` makes the key of the sentence. */
export const faultsAs =
  (keyOf: (says: string) => string) =>
  (row: DataRow, column: string, says: string, details: Fault['details'] = {}): Fault => {
    const index = row.columnOf(column)
    const at = index === undefined ? '' : columnName(index)
    return { at, sheet: row.sheet, row: row.row, says: keyOf(says), details: { at, ...details } }
  }

/** A row that was read, and what is wrong with it. */
interface ReadRow {
  readonly row: DataRow
  readonly facts?: { readonly code: string }
  readonly faults: readonly Fault[]
}

/** Refuses the second row of a code and names the first. */
export function refuseTwice<Row extends ReadRow>(reads: readonly Row[], faultAt: ReturnType<typeof faultsAs>): Row[] {
  const first = new Map<string, number>()
  return reads.map((read) => {
    const code = read.facts?.code
    if (code === undefined) return read
    const before = first.get(code)
    if (before !== undefined) return { ...read, faults: [faultAt(read.row, 'code', 'twice', { code, row: before })] }
    first.set(code, read.row.row)
    return read
  })
}
