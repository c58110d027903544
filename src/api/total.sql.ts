/** Totals of lists. To count every row of a big table would take longer than to show the page. */
import { z } from 'zod'
import { type Db, type Sql, sql } from '../base/sql.ts'
import { mostCounted } from '../base/text.ts'

/** A count that stops at `mostCounted`, as an expression. `from` begins with `from`. */
export const counted = (from: Sql): Sql => sql`(select count(*) from (select 1 ${from} limit ${mostCounted}) counted)`

/** How many rows there are, no further than `mostCounted`. */
export async function countRows(db: Db, from: Sql): Promise<number> {
  return (await db.find(z.object({ n: z.int() }), sql`select ${counted(from)} as n`))!.n
}
