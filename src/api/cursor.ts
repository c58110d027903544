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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
