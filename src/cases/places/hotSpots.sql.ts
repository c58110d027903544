/** SQL of hot spots: the newest cases of a time, with where and when they were. */
import { z } from 'zod'
import { AreaId, CaseId, type CityId, type UnitId } from '../../base/ids.ts'
import { all, type Db, endOf, sql, startOf } from '../../base/sql.ts'
import { Instant } from '../../base/time.ts'

const Row = z.object({
  id: CaseId,
  lng: z.number(),
  lat: z.number(),
  class: z.string().nullable(),
  closed: z.boolean(),
  reportedAt: Instant,
  streetId: AreaId.nullable(),
  streetZh: z.string().nullable(),
  streetEn: z.string().nullable(),
})
export type PlacedCase = z.infer<typeof Row>

/** Which cases are looked at. */
export interface HotQuery {
  readonly class?: string | undefined
  readonly unit?: UnitId | undefined
  readonly street?: AreaId | undefined
  readonly from: string
  readonly to: string
}

/** Cases with a place, the newest first, no more than `most`. */
export const listPlacedCases = (db: Db, city: CityId, { class: type, unit, street, from, to }: HotQuery, most: number) =>
  db.all(
    Row,
    sql`select c.id, c.lng, c.lat, c.class, c.stage = 'closed' as closed, c.reported_at, c.street_id, s.name_zh as street_zh, s.name_en as street_en
        from cases c left join areas s on s.city_id = c.city_id and s.id = c.street_id
        where ${all(
          sql`c.city_id = ${city} and c.lng is not null`,
          sql`c.reported_at >= ${startOf(from)} and c.reported_at < ${endOf(to)}`,
          type === undefined ? undefined : sql`c.class = ${type}`,
          unit && sql`c.unit_id = ${unit}`,
          street && sql`c.street_id = ${street}`,
        )} order by c.reported_at desc, c.id desc limit ${most}`,
  )
