/** SQL of the units that whistles are about: where they stand, who coordinates, who leads. */
import { z } from 'zod'
import { AreaId, type CityId, PostId, UnitId } from '../base/ids.ts'
import { type Db, type Sql, sql } from '../base/sql.ts'
import { type Coordinator, Level } from './kinds.ts'

const StandRow = z.object({
  id: UnitId,
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  level: Level,
  streetId: AreaId.nullable(),
  open: z.boolean(),
})
export type Stand = z.infer<typeof StandRow>

/** Units with the level that they stand on and the street they belong to. */
export const listStands = (db: Db, city: CityId, ids: readonly string[]) =>
  db.all(
    StandRow,
    sql`select u.id, u.code, u.name_zh as zh, u.name_en as en, case when a.level in ('street', 'community') then a.level else 'city' end as level,
          case a.level when 'street' then a.id when 'community' then a.parent_id end as street_id, u.closed_on is null as open
        from units u left join areas a on a.city_id = u.city_id and a.id = u.area_id
        where u.city_id = ${city} and u.id = any(${[...ids]}::uuid[]) order by u.code`,
  )

const UnitRow = z.object({ id: UnitId })

/** The unit that coordinates, or undefined where a city has none of that description. */
export const findCoordinator = async (db: Db, city: CityId, who: Coordinator, streetId: AreaId | null): Promise<UnitId | undefined> =>
  (await db.find(UnitRow, coordinatorOf(city, who, streetId)))?.id

function coordinatorOf(city: CityId, who: Coordinator, streetId: AreaId | null): Sql {
  if (who.of === 'unit') return sql`select id from units where city_id = ${city} and code = ${who.code} and closed_on is null`
  if (who.of === 'street')
    return sql`select id from units where city_id = ${city} and area_id = ${streetId} and closed_on is null order by code limit 1`
  return sql`select u.id from units u join posts p on p.city_id = u.city_id and p.unit_id = u.id
    where u.city_id = ${city} and p.role = ${who.role} and u.closed_on is null order by u.code limit 1`
}

/** The post of the leader in charge of a unit, or undefined; one that somebody holds goes first. */
export const findLeadingPost = async (db: Db, city: CityId, unit: UnitId, day: string): Promise<PostId | undefined> =>
  (
    await db.find(
      z.object({ id: PostId }),
      sql`select p.id from posts p where p.city_id = ${city} and p.unit_id = ${unit} and p.leads
          order by exists (select from post_holders h where h.city_id = p.city_id and h.post_id = p.id
            and h.from_on <= ${day}::date and (h.to_on is null or h.to_on >= ${day}::date)) desc, p.id limit 1`,
    )
  )?.id

/** Names of posts by id. */
export const listPostNames = async (db: Db, city: CityId, ids: readonly PostId[]) => {
  if (ids.length === 0) return new Map<string, { zh: string; en: string }>()
  const found = await db.all(
    z.object({ id: PostId, zh: z.string(), en: z.string() }),
    sql`select id, title_zh as zh, title_en as en from posts where city_id = ${city} and id = any(${[...ids]}::uuid[])`,
  )
  return new Map<string, { zh: string; en: string }>(found.map(({ id, zh, en }) => [id, { zh, en }]))
}
