/** What the city has that duties refer to: areas, units, posts and who holds them, points. Read whole, for rules and imports. */
import { z } from 'zod'
import { AreaId, type CityId, PointId, PostId, UnitId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'

const AreaRow = z.object({
  id: AreaId,
  parentId: AreaId.nullable(),
  level: z.string(),
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
})
export type AreaRow = z.infer<typeof AreaRow>

/** Every area, by code. */
export const listAreas = (db: Db, city: CityId) =>
  db.all(AreaRow, sql`select id, parent_id, level, code, name_zh, name_en from areas where city_id = ${city} order by code`)

const UnitRow = z.object({
  id: UnitId,
  kind: z.string(),
  areaId: AreaId.nullable(),
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
})
export type UnitRow = z.infer<typeof UnitRow>

/** Every unit, by code. */
export const listUnits = (db: Db, city: CityId) =>
  db.all(UnitRow, sql`select id, kind, area_id, code, name_zh, name_en from units where city_id = ${city} order by code`)

const PostRow = z.object({
  id: PostId,
  unitId: UnitId,
  leads: z.boolean(),
  titleZh: z.string(),
  titleEn: z.string(),
  holder: z.string().nullable(),
})
export type PostRow = z.infer<typeof PostRow>

/** Every post with the name of who holds it on that day. */
export const listPosts = (db: Db, city: CityId, on: string) =>
  db.all(
    PostRow,
    sql`select p.id, p.unit_id, p.leads, p.title_zh, p.title_en,
          (select n.name from post_holders h join people n on n.city_id = h.city_id and n.id = h.person_id
           where h.city_id = p.city_id and h.post_id = p.id and h.from_on <= ${on}::date and (h.to_on is null or h.to_on >= ${on}::date)
           order by h.from_on desc, n.id limit 1) as holder
        from posts p where p.city_id = ${city} order by p.id`,
  )

const PointRow = z.object({ id: PointId, code: z.string() })

/** The code of every point, for reading a table. */
export const listAllPointCodes = (db: Db, city: CityId) => db.all(PointRow, sql`select id, code from points where city_id = ${city}`)

/** Codes of points by their ids. */
export const listPointCodes = (db: Db, city: CityId, ids: readonly PointId[]) =>
  db.all(PointRow, sql`select id, code from points where city_id = ${city} and id = any(${ids}::uuid[]) order by code`)

/** Which of these ids the city has, whatever they are. */
export async function listKnown(
  db: Db,
  city: CityId,
  ids: { areas: readonly string[]; units: readonly string[]; posts: readonly string[]; points: readonly string[] },
): Promise<Set<string>> {
  const found = await db.all(
    z.object({ id: z.string() }),
    sql`select id from areas where city_id = ${city} and id = any(${ids.areas}::uuid[])
        union all select id from units where city_id = ${city} and id = any(${ids.units}::uuid[])
        union all select id from posts where city_id = ${city} and id = any(${ids.posts}::uuid[])
        union all select id from points where city_id = ${city} and id = any(${ids.points}::uuid[])`,
  )
  return new Set(found.map(({ id }) => id))
}

const Named = z.object({ id: z.string(), name: z.string() })

/** Names of people, for the history of a duty. */
export const listNames = (db: Db, city: CityId, ids: readonly string[]) =>
  db.all(Named, sql`select id, name from people where city_id = ${city} and id = any(${ids}::uuid[])`)

const UnitName = z.object({ zh: z.string(), en: z.string(), cityZh: z.string(), cityEn: z.string() })

/** What stands on the head of a unit's paper: its name and the city's. */
export const findUnitName = (db: Db, city: CityId, unit: UnitId) =>
  db.find(
    UnitName,
    sql`select u.name_zh as zh, u.name_en as en, c.name_zh as city_zh, c.name_en as city_en
        from units u join cities c on c.city_id = u.city_id where u.city_id = ${city} and u.id = ${unit}`,
  )
