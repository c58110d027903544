/**
 * Sums of observations by a numeric key, in flat columns: millions of observations come down to points × facts rows, and
 * one observation is added or taken back without reading the others. Every amount is a whole number, so order never matters.
 */
import type { Tally } from '../standards/rules/rule.ts'

/** Columns of a row: see `Tally` for their meaning and units. */
export const columns = ['n', 'factor', 'misses', 'passes', 'na', 'exempt', 'value', 'values'] as const
export const width = columns.length

/** Amounts of one row, in the order of `columns`. */
export type Amounts = Float64Array | readonly number[]

/** Amounts by key, packed in one array. */
export interface Counts {
  /** Key → row number. */
  readonly rows: Map<number, number>
  data: Float64Array
}

/** Empty counts with room for `capacity` keys. */
export const makeCounts = (capacity = 64): Counts => ({ rows: new Map(), data: new Float64Array(capacity * width) })

/** Adds `sign` × the amounts found at `from` to the row of `key`, which is made when it is new. */
export function add(counts: Counts, key: number, amounts: Amounts, from = 0, sign = 1): void {
  let row = counts.rows.get(key)
  if (row === undefined) {
    row = counts.rows.size
    counts.rows.set(key, row)
    if ((row + 1) * width > counts.data.length) {
      const grown = new Float64Array(counts.data.length * 2)
      grown.set(counts.data)
      counts.data = grown
    }
  }
  const { data } = counts
  const at = row * width
  for (let column = 0; column < width; column++) data[at + column]! += sign * amounts[from + column]!
}

/** The tally of a key; undefined when nothing was ever counted there. */
export function tallyAt({ rows, data }: Counts, key: number): Tally | undefined {
  const row = rows.get(key)
  return row === undefined ? undefined : tallyOf(data, row * width)
}

/** A tally of the amounts at `from`; without a value when none was read. */
export function tallyOf(amounts: Amounts, from = 0): Tally {
  const at = (column: number) => amounts[from + column]!
  const values = at(7)
  const counted = { n: at(0), factor: at(1), misses: at(2), passes: at(3), na: at(4), exempt: at(5) }
  return values > 0 ? { ...counted, value: at(6), values } : counted
}

/** One observation as counting needs it. */
export interface Counted {
  /** Thousandths; null = not applicable, or only a value. */
  readonly factor: number | null
  readonly exempt: boolean
  /** How many identical answers the row stands for. */
  readonly times: number
  /** Millionths of the unit. */
  readonly value: number | null
}

/** What one observation adds. The grouping query of the database adds up exactly this. */
export function amountsOf({ factor, exempt, times, value }: Counted): number[] {
  const graded = factor === null ? 0 : times
  const na = factor === null && value === null ? times : 0
  return [
    graded,
    graded * (factor ?? 0),
    factor === 0 ? times : 0,
    factor === 1000 ? times : 0,
    na,
    exempt ? na : 0,
    value === null ? 0 : times * value,
    value === null ? 0 : times,
  ]
}
