/** Cursors of paged lists: the sort values of the last row shown, so that paging stays right while rows are added. */
import { z } from 'zod'
import { Problem } from '../base/problem.ts'

/** The cursor after a row, from its sort values. */
export const cursorOf = (...values: (string | number | null)[]): string => JSON.stringify(values)

/** The sort values in a cursor, or undefined on the first page. *Refuses:* `api.badCursor` for text that no list gave out. */
export function readCursor<const Shape extends readonly [z.ZodType, ...z.ZodType[]]>(
  cursor: string | undefined,
  shape: Shape,
): { [Index in keyof Shape]: z.infer<Shape[Index]> } | undefined {
  if (cursor === undefined) return undefined
  const parsed = z.tuple(shape as unknown as [z.ZodType, ...z.ZodType[]]).safeParse(parseJson(cursor))
  if (!parsed.success) throw new Problem('api.badCursor', 400)
  return parsed.data as { [Index in keyof Shape]: z.infer<Shape[Index]> }
}

/** One page out of `limit + 1` rows that were read: the rows, and the cursor after the last one when there are more. */
export function pageOf<Row>(rows: readonly Row[], limit: number, after: (row: Row) => string): { items: Row[]; next?: string } {
  const items = rows.slice(0, limit)
  return rows.length > limit ? { items, next: after(items.at(-1)!) } : { items }
}

/** Where a reader is in a list, and in which order: `code`, or `-code` for the other way. */
export interface Turn {
  readonly sort: string
  readonly cursor?: string | undefined
  readonly limit: number
}

/** One page of a list. */
export interface PageOf<Row> {
  items: Row[]
  next?: string
}

/** Whether one of the words holds the search text, whatever the case of its letters. */
export const holds = (text: string | undefined, ...words: readonly (string | null | undefined)[]): boolean =>
  text === undefined || text === '' || words.some((word) => word?.toLowerCase().includes(text.toLowerCase()))

/** The value that rows in memory are ordered by. What is unknown comes last, up as well as down. */
export type ValueOf<Row> = (row: Row) => string | number | null | undefined

function compare(a: ReturnType<ValueOf<never>>, b: ReturnType<ValueOf<never>>, sign: number): number {
  const [x, y] = [a ?? null, b ?? null]
  if (x === y) return 0
  if (x === null) return 1
  if (y === null) return -1
  return x < y ? -sign : sign
}

/** A page of a list that is in memory (one edition's lines, groups of one city), sorted and cut; with the number of all rows. */
export function cutBy<Row>(
  rows: readonly Row[],
  values: Readonly<Record<string, ValueOf<Row>>>,
  { sort, cursor, limit }: Turn,
): PageOf<Row> & { total: number } {
  const valueOf = values[sort.replace(/^-/, '')]!
  const sign = sort.startsWith('-') ? -1 : 1
  const from = readCursor(cursor, [z.literal(sort), z.int().min(0)])?.[1] ?? 0
  const next = from + limit < rows.length ? { next: cursorOf(sort, from + limit) } : {}
  const sorted = rows.toSorted((a, b) => compare(valueOf(a), valueOf(b), sign))
  return { items: sorted.slice(from, from + limit), ...next, total: rows.length }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
