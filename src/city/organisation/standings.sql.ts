/** Where areas, units, posts and people stand: the areas around them, for who administers an area and all below it. */
import { z } from 'zod'
import type { FindStandings } from '../../api/reach.ts'
import type { CityId } from '../../base/ids.ts'
import { type Db, type Sql, sql } from '../../base/sql.ts'

const Place = z.object({ areas: z.array(z.uuid()), units: z.array(z.uuid()), people: z.array(z.uuid()) })

/** The area that a piece of SQL gives and all areas above it, as an array. */
const above = (city: CityId, area: Sql) => sql`array(
  with recursive up as (
    select a.id, a.parent_id, 1 as n from areas a where a.city_id = ${city} and a.id = ${area}
    union all select a.id, a.parent_id, up.n + 1 from areas a join up on a.id = up.parent_id where a.city_id = ${city} and up.n < 10
  ) select id from up order by n)`

/** The area a unit works for: its own, else that of the nearest unit above that has one. */
const areaOfUnit = (city: CityId, unit: Sql) => sql`(
  with recursive up as (
    select u.id, u.parent_id, u.area_id, 1 as n from units u where u.city_id = ${city} and u.id = ${unit}
    union all select u.id, u.parent_id, u.area_id, up.n + 1 from units u join up on u.id = up.parent_id
      where u.city_id = ${city} and up.area_id is null and up.n < 10
  ) select area_id from up where area_id is not null limit 1)`

const noPeople = sql`'{}'::uuid[]`

/** Posts with their place; the holders of today are the people near it. */
const postsWhere = (city: CityId, condition: Sql) => sql`
  select ${above(city, sql`coalesce(p.area_id, ${areaOfUnit(city, sql`p.unit_id`)})`)} as areas, array[p.unit_id] as units,
    array(select h.person_id from post_holders h where h.city_id = ${city} and h.post_id = p.id and h.to_on is null) as people
  from posts p where p.city_id = ${city} and ${condition}`

const known = async (db: Db, query: Sql) => {
  const found = await db.all(Place, query)
  return found.length === 0 ? undefined : found
}

const Known = z.object({ id: z.uuid() })

/** Where the things of the organisation stand. A person stands where each of their posts does. */
export const organisationStandings: Readonly<Record<'area' | 'unit' | 'post' | 'person', FindStandings>> = {
  area: (db, city, id) =>
    known(
      db,
      sql`select ${above(city, sql`o.id`)} as areas, ${noPeople} as units, ${noPeople} as people from areas o where o.city_id = ${city} and o.id = ${id}`,
    ),
  unit: (db, city, id) =>
    known(
      db,
      sql`select ${above(city, areaOfUnit(city, sql`o.id`))} as areas, array[o.id] as units, ${noPeople} as people
          from units o where o.city_id = ${city} and o.id = ${id}`,
    ),
  post: (db, city, id) => known(db, postsWhere(city, sql`p.id = ${id}`)),
  person: async (db, city, id) => {
    const held = sql`exists (select from post_holders h where h.city_id = ${city} and h.post_id = p.id and h.person_id = ${id} and h.to_on is null)`
    const posts = await db.all(Place, postsWhere(city, held))
    if (posts.length > 0) return posts.map((place) => ({ ...place, people: [id] }))
    return (await db.find(Known, sql`select id from people where city_id = ${city} and id = ${id}`)) && [{ people: [id] }]
  },
}
