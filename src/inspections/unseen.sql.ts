/** SQL of what nobody looked at (未巡点位): points without a visit since a day, by kind and street, as a list and on the map. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { countRows } from '../api/total.sql.ts'
import { AreaId, type CityId, PointId } from '../base/ids.ts'
import type { Box } from '../base/place.ts'
import { all, type Db, join, like, type Sql, sql, startOf } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { rangesOf } from '../city/cells.ts'
import { PointColumns, pointColumns, toPointHead } from '../city/pointHead.sql.ts'
import type { UnseenPoint } from './rounds.api.ts'

/** What is asked: nobody looked since the morning of `since`; `types` of several kinds. */
export interface UnseenFilter {
  readonly since: string
  readonly types?: readonly string[] | undefined
  readonly street?: AreaId | undefined
  /** Any area: district, street or community. */
  readonly area?: AreaId | undefined
  readonly text?: string | undefined
  readonly box?: Box | undefined
}

const within = (box: Box): Sql => {
  const ranges = rangesOf(box).map(([from, to]) => sql`p.cell between ${from} and ${to}`)
  const [west, south, east, north] = box
  return sql`(${join(ranges, sql` or `)}) and p.lng between ${west} and ${east} and p.lat between ${south} and ${north}`
}

const isUnseen = (since: string): Sql => sql`not exists (select from visits v
  where v.city_id = p.city_id and v.point_id = p.id and v.visited_at >= ${startOf(since)})`

const places = (city: CityId, { types, street, area, text, box }: Omit<UnseenFilter, 'since'>): Sql =>
  all(
    sql`p.city_id = ${city} and p.retired_on is null`,
    types && types.length > 0 ? sql`p.type = any(${[...types]}::text[])` : undefined,
    street && sql`p.street_id = ${street}`,
    area && sql`${area}::uuid in (p.district_id, p.street_id, p.community_id)`,
    text === undefined || text === ''
      ? undefined
      : sql`(p.name_zh ilike ${like(text)} or p.name_en ilike ${like(text)} or p.code ilike ${like(text)})`,
    box && within(box),
  )

const Row = PointColumns.extend({ id: PointId, lng: z.number(), lat: z.number(), lastVisitedAt: Instant.nullable() })
type Listed = UnseenPoint & { id: PointId }

const orders: Orders<Listed> = {
  code: { key: sql`p.code`, type: 'text', of: ({ point }) => point.code },
  type: { key: sql`(p.type || ' ' || p.code)`, type: 'text', of: ({ point }) => `${point.type} ${point.code}` },
}

const from = sql`points p left join areas s on s.city_id = p.city_id and s.id = p.street_id`

/** One page of the points that nobody looked at, each with the visit before that day. */
export const listUnseen = (db: Db, city: CityId, filter: UnseenFilter, turn: Turn): Promise<PageOf<Listed>> =>
  pageBy(
    orders,
    turn,
    async ({ key, beyond, rest, again }) => {
      const found = await db.all(
        Row,
        sql`select page.*, v.visited_at as last_visited_at from (
              select p.city_id, p.id, p.lng, p.lat, ${key}, ${pointColumns} from ${from}
              where ${all(places(city, filter), isUnseen(filter.since), beyond)} ${rest}) page
            left join lateral (select v.visited_at from visits v where v.city_id = page.city_id and v.point_id = page.id
              order by v.visited_at desc limit 1) v on true
            ${again}`,
      )
      return found.map((row) => ({ id: row.id, point: toPointHead(row)!, place: [row.lng, row.lat], lastVisitedAt: row.lastVisitedAt }))
    },
    sql`p.id`,
  )

/** How many there are, no further than lists count. */
export const countUnseen = (db: Db, city: CityId, filter: UnseenFilter): Promise<number> =>
  countRows(db, sql`from points p where ${all(places(city, filter), isUnseen(filter.since))}`)

const Id = z.object({ id: PointId })

/** The first of them by code, for a round of everything that is due. */
export const listDuePoints = async (db: Db, city: CityId, filter: UnseenFilter, most: number): Promise<PointId[]> =>
  (
    await db.all(
      Id,
      sql`select p.id from points p where ${all(places(city, filter), isUnseen(filter.since))} order by p.code limit ${most}`,
    )
  ).map(({ id }) => id)

const Group = z.object({
  type: z.string(),
  streetId: AreaId.nullable(),
  streetZh: z.string().nullable(),
  streetEn: z.string().nullable(),
  points: z.int(),
  unseen: z.int(),
})

/** Points and those nobody looked at, by kind and street. */
export const countUnseenGroups = (db: Db, city: CityId, filter: UnseenFilter) =>
  db.all(
    Group,
    sql`select g.type, g.street_id, s.name_zh as street_zh, s.name_en as street_en, g.points, g.unseen from (
          select p.type, p.street_id, count(*)::int as points, count(*) filter (where ${isUnseen(filter.since)})::int as unseen
          from points p where ${places(city, filter)} group by p.type, p.street_id) g
        left join areas s on s.city_id = ${city} and s.id = g.street_id order by g.type, s.code`,
  )

const Spot = z.object({ points: z.int(), lng: z.number(), lat: z.number(), id: z.string().nullable() })

/** What a tile shows: points gathered by the leading bits of their cells, `bits` low bits left out. */
export const listUnseenSpots = (db: Db, city: CityId, filter: UnseenFilter, bits: number) =>
  db.all(
    Spot,
    sql`select count(*)::int as points, avg(p.lng) as lng, avg(p.lat) as lat, case when count(*) = 1 then min(p.id::text) end as id
        from points p where ${all(places(city, filter), isUnseen(filter.since))} group by p.cell >> ${bits}::int order by min(p.cell)`,
  )
