/**
 * Pages of the list of cases. Which cases a page shows, and in what state each row is, is asked of the database every time; what the
 * rows say is read only where it is not at hand already (heads.serve.ts).
 */
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy, type Slice } from '../api/order.sql.ts'
import type { CityId } from '../base/ids.ts'
import { all, type Db, type Sql, sql } from '../base/sql.ts'
import { listIn, Stamped } from './boxed.sql.ts'
import type { CaseFilter, CaseHead } from './cases.api.ts'
import { countAll, listHeadRows, toHead } from './cases.sql.ts'
import { readProcedures, shippedOnly } from './procedure/procedures.sql.ts'
import { facetOf } from './places/squares.sql.ts'
import { queue, type Reader, within } from './queues.sql.ts'

/** Gives the rows of stamped cases in their order; one that is gone meanwhile is left out. */
export type ReadHeads = (db: Db, city: CityId, at: string, stamped: readonly Stamped[]) => Promise<CaseHead[]>

/** Reads every row. */
const readAll: ReadHeads = async (db, city, at, stamped) => {
  const ids = stamped.map(({ id }) => id)
  const [procedures, rows] = await Promise.all([readProcedures(db, city), listHeadRows(db, city, ids)])
  const heads = new Map(rows.map(toHead(at, procedures)).map((head) => [head.id, head]))
  return ids.flatMap((id) => heads.get(id) ?? [])
}

/**
 * By what the page was found in: a row read a moment later may have changed, and a cursor made from it would skip what lies between.
 * Cases without a time limit come last; their day stands in the index as well.
 */
const of = ({ sortKey }: Stamped): string => sortKey
const orders: Orders<Stamped> = {
  reported: { key: sql`c.reported_at`, type: 'timestamptz', of },
  no: { key: sql`c.no`, type: 'text', of },
  changed: { key: sql`c.changed_at`, type: 'timestamptz', of },
  due: { key: sql`coalesce(c.due_at, timestamptz '9999-12-31 00:00:00Z')`, type: 'timestamptz', of },
}

const listStamped = (db: Db, city: CityId, where: Sql, { beyond, rest, key }: Slice) =>
  db.all(Stamped, sql`select c.id, c.xmin::text as stamp, ${key} from cases c where c.city_id = ${city} and ${all(where, beyond)} ${rest}`)

/** How a page is read: with the exact number of all cases of the filter, and by whoever keeps rows. */
export interface Paged {
  readonly counted?: boolean | undefined
  readonly heads?: ReadHeads
}

/** One page of the cases of a filter. */
export async function listCases(
  db: Db,
  reader: Reader,
  at: string,
  { box, ...filter }: CaseFilter,
  turn: Turn,
  { counted = false, heads = readAll }: Paged = {},
): Promise<PageOf<CaseHead> & { total?: number }> {
  const { city } = reader
  // The procedures say what waits for the reader, and nothing else of a filter.
  const procedures = filter.mine === true ? await readProcedures(db, city) : shippedOnly
  const where = all(within(city, filter), queue(filter, reader, at, procedures))
  let total: number | undefined
  const read = async (slice: Slice) => {
    if (box === undefined) return listStamped(db, city, where, slice)
    const found = await listIn(db, city, where, { box, facet: facetOf(filter), sort: turn.sort, slice, most: turn.limit + 1 })
    total = found.total
    return found.cases
  }
  const { items, ...next } = await pageBy(orders, turn, read, sql`c.id`)
  const page = { items: await heads(db, city, at, items), ...next }
  if (!counted) return page
  return { ...page, total: total ?? (await countAll(db, city, where)) }
}
