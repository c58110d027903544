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

/** The column that each order of the list reads. */
const columns: Readonly<Record<string, string>> = { reported: 'reported_at', no: 'no', due: 'due_at', changed: 'changed_at' }

const Found = z.object({ id: CaseId, total: z.int() })

/** The ids of one page in a box, one more than it shows, and how many there are in all. */
export async function listIdsIn(
  db: Db,
  city: CityId,
  where: Sql,
  { box, sort, slice }: { box: Box; sort: string; slice: Slice },
): Promise<{ ids: CaseId[]; total: number }> {
  const ranges = rangesOf(box)
  const [west, south, east, north] = box
  const column = raw(columns[sort.replace(/^-/, '')]!)
  const found = await db.all(
    Found,
    sql`with found as materialized (
          select c.id, c.${column}
          from unnest(${ranges.map(([from]) => from)}::bigint[], ${ranges.map(([, to]) => to)}::bigint[]) r (low, high)
            join cases c on c.city_id = ${city} and c.cell between r.low and r.high
          where ${all(where, sql`c.lng >= ${west} and c.lng <= ${east} and c.lat >= ${south} and c.lat <= ${north}`)})
        select c.id, (select count(*) from found) as total from found c where ${slice.beyond ?? sql`true`} ${slice.rest}`,
  )
  // Behind the last page nothing says how many there were; nobody asks there.
  return { ids: found.map(({ id }) => id), total: found[0]?.total ?? 0 }
}
