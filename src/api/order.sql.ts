/**
 * Order and cursor of lists, said once: a list names its columns, and from there follow the order of the rows, the condition that
 * goes on after the last row shown, and the cursor. A cursor holds the order it was given out for, so it cannot be used for another.
 */
import { z } from 'zod'
import { type Sql, sql } from '../base/sql.ts'
import { Day, Instant } from '../base/time.ts'
import { cursorOf, type PageOf, readCursor, type Turn } from './cursor.ts'

/** A column that rows are ordered by: its value in the database (never null), its type, and its value in a row. */
export interface Order<Row> {
  readonly key: Sql
  readonly type: keyof typeof types
  readonly of: (row: Row) => string | number
}
/** The orders of a list by name. */
export type Orders<Row> = Readonly<Record<string, Order<Row>>>

const types = {
  text: { cast: sql`text`, shape: z.string() },
  int: { cast: sql`bigint`, shape: z.int() },
  timestamptz: { cast: sql`timestamptz`, shape: Instant },
  uuid: { cast: sql`uuid`, shape: z.uuid() },
  date: { cast: sql`date`, shape: Day },
}

/** The pieces of a query that reads one page. `rest` ends the query of the rows, `again` that of the names joined to them. */
export interface Slice {
  readonly beyond: Sql | undefined
  readonly rest: Sql
  /** The value ordered by, as `sort_key`; `again` orders by it where the rows are called `page`. */
  readonly key: Sql
  readonly again: Sql
}

const nameOf = (sort: string): string => sort.replace(/^-/, '')

function sliceOf<Row>(orders: Orders<Row>, { sort, cursor, limit }: Turn, id: Sql): Slice {
  const { key, type } = orders[nameOf(sort)]!
  const { cast, shape } = types[type]
  const after = readCursor(cursor, [z.literal(sort), shape, z.uuid()])
  const down = sort.startsWith('-')
  const sign = down ? sql`<` : sql`>`
  const way = down ? sql`desc` : sql`asc`
  return {
    beyond: after && sql`(${key}, ${id}) ${sign} (${after[1]}::${cast}, ${after[2]}::uuid)`,
    rest: sql`order by ${key} ${way}, ${id} ${way} limit ${limit + 1}`,
    key: sql`${key} as sort_key`,
    again: sql`order by page.sort_key ${way}, page.id ${way}`,
  }
}

/** Reads one page in an order. `read` gives at most `limit + 1` rows; `id` is the column that tells equal rows apart. */
export async function pageBy<Row extends { readonly id: string }>(
  orders: Orders<Row>,
  turn: Turn,
  read: (slice: Slice) => Promise<readonly Row[]>,
  id: Sql = sql`id`,
): Promise<PageOf<Row>> {
  const rows = await read(sliceOf(orders, turn, id))
  const items = rows.slice(0, turn.limit)
  if (rows.length <= turn.limit) return { items }
  const last = items.at(-1)!
  return { items, next: cursorOf(turn.sort, orders[nameOf(turn.sort)]!.of(last), last.id) }
}
