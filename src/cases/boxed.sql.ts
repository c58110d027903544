/**
 * Cases of a filter within a box of the map, exactly counted, and only those of the page read. Where few are expected, the box is gone
 * through by ranges of its cells; where many are, squares are kept count of, and the newest of the filter are looked at until the page
 * is full. Either way the answer is the same.
 */
import { z } from 'zod'
import type { Slice } from '../api/order.sql.ts'
import { CaseId, type CityId } from '../base/ids.ts'
import type { Box } from '../base/place.ts'
import { all, type Db, raw, type Sql, sql } from '../base/sql.ts'
import { rangesOf } from '../city/cells.ts'
import { countedIn, liesIn } from './places/inBox.sql.ts'
import { countSquares, type Facet } from './places/squares.sql.ts'

/** What a box is cut into: every entry of the index outside of it is read for nothing, and so is the way down to each range. */
const squares = 96
/** So many cases in a box are gone through as quickly as they are counted by squares. */
const few = 4000
/** How many of the newest are looked at; a box that has many of the filter mostly fills its page from fewer. */
const mostWalked = 600
/** Events that a count may put right by itself; it leaves no more to the next one. */
const mostBehind = 1000

/** The column that each order of the list reads. */
const columns: Readonly<Record<string, string>> = { reported: 'reported_at', no: 'no', due: 'due_at', changed: 'changed_at' }

/** A case of a page, the transaction that wrote its row last (the same stamp is the same row), and what it is ordered by. */
export const Stamped = z.object({ id: CaseId, stamp: z.string(), sortKey: z.string() })
export type Stamped = z.infer<typeof Stamped>

/** What a page in a box is asked for. `facet`: the kept counts that answer the filter, if there are. */
export interface Boxed {
  readonly box: Box
  readonly facet: Facet | undefined
  readonly sort: string
  readonly slice: Slice
  /** Rows that the page asks for. */
  readonly most: number
}

const nameOf = (sort: string): string => sort.replace(/^-/, '')

/** Whether one index has the cases of a filter by the time of their report, so that the newest are found without the others. */
export function isByTime({ facet, stage, state }: Facet, sort: string): boolean {
  if (nameOf(sort) !== 'reported') return false
  if (facet === 'unit') return state !== undefined && stage === undefined
  if (facet === 'street') return state === undefined && stage === undefined
  return facet === 'all' && (state === undefined || stage === undefined)
}

const Found = Stamped.extend({ total: z.int() })
interface Page {
  readonly cases: Stamped[]
  readonly total: number
}

/** How many cases of a filter lay in a square degree of the box that was asked for last. It only says which way is likely the quicker. */
const dense = new Map<string, number>()
const mostDense = 10_000
const areaOf = ([west, south, east, north]: Box): number => (east - west) * (north - south)

/** The cases of one page in a box, one more than it shows, and how many there are in all. */
export async function listIn(db: Db, city: CityId, where: Sql, asked: Boxed): Promise<Page> {
  const { facet, box, sort } = asked
  if (facet === undefined || !isByTime(facet, sort)) return listFew(db, city, where, asked)
  const key = JSON.stringify([city, facet])
  const expected = (dense.get(key) ?? 0) * areaOf(box)
  const page = expected > few ? await listMany(db, city, where, { ...asked, facet }) : await listFew(db, city, where, asked)
  if (dense.size >= mostDense) dense.clear()
  if (page.total > 0 && areaOf(box) > 0) dense.set(key, page.total / areaOf(box))
  return page
}

/** A page out of all cases of the box. */
async function listFew(db: Db, city: CityId, where: Sql, { box, sort, slice }: Boxed): Promise<Page> {
  const ranges = rangesOf(box, squares)
  const column = raw(columns[nameOf(sort)]!)
  const found = await db.all(
    Found,
    sql`with found as materialized (
          select c.* from unnest(${ranges.map(([from]) => from)}::bigint[], ${ranges.map(([, to]) => to)}::bigint[]) r (low, high)
            cross join lateral (
              -- Range by range, whatever the plan is made for: joined, a plan for any values reads all of a unit and a state.
              select c.id, c.${column} from cases c where ${all(where, sql`c.cell between r.low and r.high`, liesIn(box))} offset 0) c),
        page as materialized (
          select c.id, ${slice.key}, (select count(*) from found) as total from found c where ${slice.beyond ?? sql`true`} ${slice.rest})
        select c.id, c.xmin::text as stamp, page.sort_key, page.total from page join cases c on c.city_id = ${city} and c.id = page.id ${slice.again}`,
  )
  // Behind the last page nothing says how many there were; nobody asks there.
  return { cases: found.map(({ id, stamp, sortKey }) => ({ id, stamp, sortKey })), total: found[0]?.total ?? 0 }
}

const Row = z.object({
  total: z.int(),
  behind: z.int(),
  id: CaseId.nullable(),
  stamp: z.string().nullable(),
  sortKey: z.string().nullable(),
})

/**
 * A page of the newest of the filter that lie in the box, and how many there are by its squares. Where the newest do not fill the page,
 * the box is gone through after all.
 */
async function listMany(db: Db, city: CityId, where: Sql, asked: Boxed & { readonly facet: Facet }): Promise<Page> {
  const { box, sort, slice, most } = asked
  const way = raw(sort.startsWith('-') ? 'desc' : 'asc')
  const found = await db.all(
    Row,
    sql`with newest as (
          select c.id, c.xmin::text as stamp, c.reported_at, c.lng, c.lat from cases c where ${all(where, slice.beyond)}
          order by c.reported_at ${way}, c.id ${way} limit ${raw(String(mostWalked))}),
        page as materialized (select c.id, c.stamp, ${slice.key} from newest c where ${liesIn(box)} ${slice.rest})
        select counted.total, counted.behind, page.* from ${countedIn(city, where, asked)} counted left join page on true ${slice.again}`,
  )
  const { total, behind } = found[0]!
  if (behind > mostBehind) await countSquares(db, city)
  const cases = found.flatMap(({ id, stamp, sortKey }) => (id ? [{ id, stamp: stamp!, sortKey: sortKey! }] : []))
  return cases.length >= Math.min(most, total) ? { cases, total } : listFew(db, city, where, asked)
}
