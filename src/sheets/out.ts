/** What is written into a workbook, before any file exists. */
import type { Range } from './sheet.ts'

/** A cell to write; an object when it should look like something. */
export type CellOut =
  | string
  | number
  | null
  | {
      readonly value: string | number | null
      readonly bold?: boolean
      readonly fill?: string
      readonly wrap?: boolean
      readonly format?: string
    }

/** A sheet to write: head rows stay in view. Of a merged range only the first cell is written. */
export interface SheetOut {
  readonly name: string
  /** Width of each column in characters of Latin text; a Chinese character counts two. */
  readonly widths?: readonly number[]
  readonly headRows?: number
  readonly rows: Iterable<readonly CellOut[]> | AsyncIterable<readonly CellOut[]>
  readonly merges?: readonly Range[]
  readonly hidden?: boolean
}
