/** SQL of exemptions: drawn up, listed, ended; a city has some hundreds, so a place is held against all of them in process. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { countRows } from '../api/total.sql.ts'
import { AreaId, type CityId, PersonId, PointId } from '../base/ids.ts'
import { all, type Db, json, like, type Sql, sql } from '../base/sql.ts'
import { Day, Instant } from '../base/time.ts'
import { Shape } from '../city/geometry.ts'
import { type Exemption, ExemptionId, type ExemptPlace, ExemptTimes, type NewExemption } from './exemption.ts'

const Row = z.object({
  id: ExemptionId,
  titleZh: z.string(),
  titleEn: z.string(),
  source: z.string(),
  facts: z.array(z.string()),
  areaId: AreaId.nullable(),
  pointId: PointId.nullable(),
  shape: Shape.nullable(),
  times: ExemptTimes,
  fromOn: Day.nullable(),
  toOn: Day.nullable(),
  at: Instant,
  by: PersonId.nullable(),
  byName: z.string().nullable(),
  endedAt: Instant.nullable(),
  placeZh: z.string().nullable(),
  placeEn: z.string().nullable(),
})
type Row = z.infer<typeof Row>

const columns = sql`e.id, e.title_zh, e.title_en, e.source, e.facts, e.area_id, e.point_id, e.shape, e.times, e.from_on::text as from_on,
  e.to_on::text as to_on, e.at, e.by, who.name as by_name, e.ended_at, coalesce(a.name_zh, p.name_zh) as place_zh,
  coalesce(a.name_en, p.name_en) as place_en
  from exemptions e left join areas a on a.city_id = e.city_id and a.id = e.area_id
  left join points p on p.city_id = e.city_id and p.id = e.point_id left join people who on who.city_id = e.city_id and who.id = e.by`

function whereOf({ areaId, pointId, shape }: Row): Exemption['where'] {
  if (areaId !== null) return { in: 'area', areaId }
  return pointId === null ? { in: 'shape', shape: shape! } : { in: 'point', pointId }
}

const toExemption = (row: Row): Exemption => ({
  id: row.id,
  title: { zh: row.titleZh, en: row.titleEn },
  source: row.source,
  facts: row.facts,
  where: whereOf(row),
  times: row.times,
  fromOn: row.fromOn,
  toOn: row.toOn,
  at: row.at,
  by: row.by === null ? null : { id: row.by, name: row.byName ?? '' },
  endedAt: row.endedAt,
  place: row.placeZh === null ? null : { zh: row.placeZh, en: row.placeEn ?? '' },
})

/** What a list of exemptions can be narrowed to. */
export interface ExemptionFilter {
  /** Also those that were ended. */
  readonly ended?: boolean | undefined
  readonly text?: string | undefined
}

const listed = (city: CityId, { ended, text }: ExemptionFilter): Sql =>
  all(
    sql`e.city_id = ${city}`,
    ended === true ? undefined : sql`e.ended_at is null`,
    text === undefined
      ? undefined
      : sql`(e.title_zh ilike ${like(text)} or e.title_en ilike ${like(text)} or e.source ilike ${like(text)})`,
  )

const orders: Orders<Row> = {
  drawn: { key: sql`e.at`, type: 'timestamptz', of: ({ at }) => at },
  title: { key: sql`e.title_zh`, type: 'text', of: ({ titleZh }) => titleZh },
}

/** One page of exemptions. */
export async function listExemptions(db: Db, city: CityId, filter: ExemptionFilter, turn: Turn): Promise<PageOf<Exemption>> {
  const { items, ...next } = await pageBy(
    orders,
    turn,
    ({ beyond, rest }) => db.all(Row, sql`select ${columns} where ${all(listed(city, filter), beyond)} ${rest}`),
    sql`e.id`,
  )
  return { items: items.map(toExemption), ...next }
}

/** How many exemptions a filter finds. */
export const countExemptions = (db: Db, city: CityId, filter: ExemptionFilter): Promise<number> =>
  countRows(db, sql`from exemptions e where ${listed(city, filter)}`)

/** One exemption. */
export async function findExemption(db: Db, city: CityId, id: ExemptionId): Promise<Exemption | undefined> {
  const row = await db.find(Row, sql`select ${columns} where e.city_id = ${city} and e.id = ${id}`)
  return row && toExemption(row)
}

/** Every exemption that was in force at a moment, whatever its hours: one that was ended since still holds for a visit before. */
export const listExemptionsAt = async (db: Db, city: CityId, at: Instant): Promise<Exemption[]> =>
  (await db.all(Row, sql`select ${columns} where e.city_id = ${city} and (e.ended_at is null or e.ended_at > ${at})`)).map(toExemption)

/** Keeps an exemption; false when its id is there already. */
export async function addExemption(db: Db, city: CityId, it: NewExemption, { at, by }: { at: Instant; by: PersonId }): Promise<boolean> {
  const { where } = it
  const [area, point, shape] = [
    where.in === 'area' ? where.areaId : null,
    where.in === 'point' ? where.pointId : null,
    where.in === 'shape' ? json(where.shape) : sql`null`,
  ]
  const added = await db.run(
    sql`insert into exemptions (city_id, id, title_zh, title_en, source, facts, area_id, point_id, shape, times, from_on, to_on, at, by)
        values (${city}, ${it.id}, ${it.title.zh}, ${it.title.en}, ${it.source}, ${json(it.facts)}, ${area}, ${point}, ${shape}, ${json(it.times)},
          ${it.fromOn ?? null}, ${it.toOn ?? null}, ${at}, ${by}) on conflict (city_id, id) do nothing`,
  )
  return added > 0
}

/** Ends an exemption; it stays in the list. */
export const endExemption = async (db: Db, city: CityId, id: ExemptionId, at: Instant): Promise<boolean> =>
  (await db.run(sql`update exemptions set ended_at = ${at} where city_id = ${city} and id = ${id} and ended_at is null`)) > 0

const Spot = z.object({ lng: z.number(), lat: z.number(), areas: z.array(z.string()) })

/** Where a point lies: its position, and every area around it. */
export async function findExemptPlace(db: Db, city: CityId, point: PointId): Promise<ExemptPlace | undefined> {
  const spot = await db.find(
    Spot,
    sql`select p.lng, p.lat, coalesce((select json_agg(a.id) from areas a where a.city_id = p.city_id
          and (a.id in (p.district_id, p.street_id, p.community_id) or a.level = 'city')), '[]'::json) as areas
        from points p where p.city_id = ${city} and p.id = ${point}`,
  )
  return spot && { pointId: point, place: [spot.lng, spot.lat], areas: spot.areas }
}

/** True when the area or point of an exemption is there. */
export async function hasWhere(db: Db, city: CityId, { where }: NewExemption): Promise<boolean> {
  if (where.in === 'shape') return true
  const query =
    where.in === 'area'
      ? sql`select id from areas where city_id = ${city} and id = ${where.areaId}`
      : sql`select id from points where city_id = ${city} and id = ${where.pointId}`
  return (await db.find(z.object({ id: z.uuid() }), query)) !== undefined
}
