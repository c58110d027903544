/**
 * Cases of a filter within a box of the map: the rows in it are found by ranges of their cells, exactly counted, and only those
 * of the page are read. With a unit and a state one index holds all that is looked at (migration 0025).
 */
import { z } from 'zod'
import type { Slice } from '../api/order.sql.ts'
import { CaseId, type CityId } from '../base/ids.ts'
import type { Box } from '../base/place.ts'
import { all, type Db, raw, type Sql, sql } from '../base/sql.ts'
import { rangesOf } from '../city/cells.ts'

/** What a box is cut into: every entry of the index outside of it is read for nothing, and so is the way down to each range. */
const squares = 96

/** The column that each order of the list reads. */
const columns: Readonly<Record<string, string>> = { reported: 'reported_at', no: 'no', due: 'due_at', changed: 'changed_at' }

/** A case of a page, the transaction that wrote its row last (the same stamp is the same row), and what it is ordered by. */
export const Stamped = z.object({ id: CaseId, stamp: z.string(), sortKey: z.string() })
export type Stamped = z.infer<typeof Stamped>

const Found = Stamped.extend({ total: z.int() })

/** The cases of one page in a box, one more than it shows, and how many there are in all. */
export async function listIn(
  db: Db,
  city: CityId,
  where: Sql,
  { box, sort, slice }: { box: Box; sort: string; slice: Slice },
): Promise<{ cases: Stamped[]; total: number }> {
  const ranges = rangesOf(box, squares)
  const [west, south, east, north] = box
  const column = raw(columns[sort.replace(/^-/, '')]!)
  const inBox = sql`c.cell between r.low and r.high and c.lng >= ${west} and c.lng <= ${east} and c.lat >= ${south} and c.lat <= ${north}`
  const found = await db.all(
    Found,
    sql`with found as materialized (
          select c.* from unnest(${ranges.map(([from]) => from)}::bigint[], ${ranges.map(([, to]) => to)}::bigint[]) r (low, high)
            cross join lateral (
              -- Range by range, whatever the plan is made for: joined, a plan for any values reads all of a unit and a state.
              select c.id, c.${column} from cases c where ${all(where, inBox)} offset 0) c),
        page as materialized (
          select c.id, ${slice.key}, (select count(*) from found) as total from found c where ${slice.beyond ?? sql`true`} ${slice.rest})
        select c.id, c.xmin::text as stamp, page.sort_key, page.total from page join cases c on c.city_id = ${city} and c.id = page.id ${slice.again}`,
  )
  // Behind the last page nothing says how many there were; nobody asks there.
  return { cases: found.map(({ id, stamp, sortKey }) => ({ id, stamp, sortKey })), total: found[0]?.total ?? 0 }
}
