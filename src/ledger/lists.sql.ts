/** SQL of the ledger's two lists: its entries, and its signed heads. Neither has an id of its own to page by; numbers do it. */
import { z } from 'zod'
import { cursorOf, type PageOf, pageOf, readCursor, type Turn } from '../api/cursor.ts'
import { countRows } from '../api/total.sql.ts'
import type { CityId } from '../base/ids.ts'
import { all, type Db, raw, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { EventRow, HeadRow } from './ledger.sql.ts'
import type { HashName } from './personal.ts'

/** What the list of events is filtered by. */
export interface EventFilter {
  readonly seq?: number | undefined
  readonly id?: string | undefined
  readonly by?: readonly string[] | undefined
  readonly kinds?: readonly string[] | undefined
  readonly from?: Sql | undefined
  readonly to?: Sql | undefined
}

const eventsWhere = (city: CityId, filter: EventFilter): Sql =>
  all(
    sql`e.city_id = ${city}`,
    filter.seq === undefined ? undefined : sql`e.seq = ${filter.seq}`,
    filter.id === undefined ? undefined : sql`(e.thing = ${filter.id}::uuid or e.id = ${filter.id}::uuid or e.by = ${filter.id}::uuid)`,
    filter.by && sql`e.by = any(${filter.by}::uuid[])`,
    filter.kinds && sql`e.kind = any(${filter.kinds}::text[])`,
    filter.from && sql`e.at >= ${filter.from}`,
    filter.to && sql`e.at < ${filter.to}`,
  )

const wayOf = (sort: string) => (sort.startsWith('-') ? { sign: raw('<'), way: raw('desc') } : { sign: raw('>'), way: raw('asc') })

/** One page of entries: by number, or by kind and then number. */
export async function listEvents(db: Db, city: CityId, filter: EventFilter, { sort, cursor, limit }: Turn): Promise<PageOf<EventRow>> {
  const { sign, way } = wayOf(sort)
  const isByKind = sort.endsWith('kind')
  const after = readCursor(cursor, [z.literal(sort), z.string(), z.int()])
  const beyond =
    after && (isByKind ? sql`(e.kind, e.seq) ${sign} (${after[1]}::text, ${after[2]}::bigint)` : sql`e.seq ${sign} ${after[2]}`)
  const order = isByKind ? sql`e.kind ${way}, e.seq ${way}` : sql`e.seq ${way}`
  const found = await db.all(
    EventRow,
    sql`select e.* from events e where ${all(eventsWhere(city, filter), beyond)} order by ${order} ${raw(`limit ${limit + 1}`)}`,
  )
  return pageOf(found, limit, ({ kind, seq }) => cursorOf(sort, isByKind ? kind : '', seq))
}

/** How many entries there are. The numbers do not tell: observations have numbers of the same row and no entry of their own. */
export const countEvents = (db: Db, city: CityId, filter: EventFilter): Promise<number> =>
  countRows(db, sql`from events e where ${eventsWhere(city, filter)}`)

/** What the list of heads is filtered by. */
export interface HeadFilter {
  readonly size?: number | undefined
  /** Beginning of the root's base64, as notes write it. */
  readonly root?: string | undefined
  readonly from?: Sql | undefined
  readonly to?: Sql | undefined
}

const headsWhere = (city: CityId, hash: HashName, { size, root, from, to }: HeadFilter): Sql =>
  all(
    sql`city_id = ${city} and hash = ${hash}`,
    size === undefined ? undefined : sql`size = ${size}`,
    root === undefined ? undefined : sql`starts_with(split_part(note, chr(10), 3), ${root})`,
    from && sql`at >= ${from}`,
    to && sql`at < ${to}`,
  )

/** One page of signed heads: by size, or by time. */
export async function listHeadPage(
  db: Db,
  city: CityId,
  hash: HashName,
  filter: HeadFilter,
  { sort, cursor, limit }: Turn,
): Promise<PageOf<HeadRow>> {
  const { sign, way } = wayOf(sort)
  const after = readCursor(cursor, [z.literal(sort), z.int(), Instant])
  const keys = sort.endsWith('at') ? [raw('at'), raw('size')] : [raw('size'), raw('at')]
  const last =
    after &&
    (sort.endsWith('at') ? sql`(${after[2]}::timestamptz, ${after[1]}::bigint)` : sql`(${after[1]}::bigint, ${after[2]}::timestamptz)`)
  const found = await db.all(
    HeadRow,
    sql`select size, at, note from ledger_heads
        where ${all(headsWhere(city, hash, filter), last && sql`(${keys[0]}, ${keys[1]}) ${sign} ${last}`)}
        order by ${keys[0]} ${way}, ${keys[1]} ${way} limit ${limit + 1}`,
  )
  return pageOf(found, limit, ({ size, at }) => cursorOf(sort, size, at))
}

/** How many heads there are. */
export const countHeads = (db: Db, city: CityId, hash: HashName, filter: HeadFilter): Promise<number> =>
  countRows(db, sql`from ledger_heads where ${headsWhere(city, hash, filter)}`)
