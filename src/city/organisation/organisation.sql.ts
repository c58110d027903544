/** SQL of posts, who holds them and who stands in. Who held a post once stays written down. */
import { z } from 'zod'
import type { PageOf, Turn } from '../../api/cursor.ts'
import { type Orders, pageBy } from '../../api/order.sql.ts'
import { countRows } from '../../api/total.sql.ts'
import { AreaId, type CityId, PersonId, PostId, UnitId } from '../../base/ids.ts'
import { all, type Db, like, type Sql, sql } from '../../base/sql.ts'
import { Day } from '../../base/time.ts'
import { Role } from '../who.ts'
import type { PostValues, Somebody, UnitValues } from './organisation.ts'

/** Adds a unit or writes it anew. */
export const putUnit = (db: Db, city: CityId, id: UnitId, { kind, code, name, parent, area, closedOn }: UnitValues) =>
  db.run(sql`
    insert into units (city_id, id, kind, code, name_zh, name_en, parent_id, area_id, closed_on)
    values (${city}, ${id}, ${kind}, ${code}, ${name.zh}, ${name.en}, ${parent}, ${area}, ${closedOn})
    on conflict (city_id, id) do update set kind = excluded.kind, code = excluded.code, name_zh = excluded.name_zh,
      name_en = excluded.name_en, parent_id = excluded.parent_id, area_id = excluded.area_id, closed_on = excluded.closed_on`)

const Above = z.object({ id: UnitId })

/** The units above one, itself first. */
export const listUnitsAbove = (db: Db, city: CityId, unit: UnitId) =>
  db.all(
    Above,
    sql`with recursive up as (
          select u.id, u.parent_id, 1 as n from units u where u.city_id = ${city} and u.id = ${unit}
          union all select u.id, u.parent_id, up.n + 1 from units u join up on u.id = up.parent_id where u.city_id = ${city} and up.n < 20
        ) select id from up order by n`,
  )

/** Adds a post or writes it anew. */
export const putPost = (db: Db, city: CityId, id: PostId, { unit, title, leads, role, area }: PostValues) =>
  db.run(sql`
    insert into posts (city_id, id, unit_id, title_zh, title_en, leads, role, area_id)
    values (${city}, ${id}, ${unit}, ${title.zh}, ${title.en}, ${leads}, ${role}, ${area})
    on conflict (city_id, id) do update set unit_id = excluded.unit_id, title_zh = excluded.title_zh, title_en = excluded.title_en,
      leads = excluded.leads, role = excluded.role, area_id = excluded.area_id`)

const PostRow = z.object({
  id: PostId,
  titleZh: z.string(),
  titleEn: z.string(),
  leads: z.boolean(),
  role: Role.nullable(),
  unitId: UnitId,
  unitZh: z.string(),
  unitEn: z.string(),
  areaId: AreaId.nullable(),
  areaCode: z.string().nullable(),
  areaZh: z.string().nullable(),
  areaEn: z.string().nullable(),
})
export type PostRow = z.infer<typeof PostRow>

/** Posts of a unit, or one post, in the order they were founded. */
export const listPostRows = (db: Db, city: CityId, { unit, id }: { unit?: UnitId; id?: PostId }) =>
  db.all(
    PostRow,
    sql`
    select p.id, p.title_zh, p.title_en, p.leads, p.role, p.unit_id, u.name_zh as unit_zh, u.name_en as unit_en,
      p.area_id, a.code as area_code, a.name_zh as area_zh, a.name_en as area_en
    from posts p join units u on u.city_id = p.city_id and u.id = p.unit_id
    left join areas a on a.city_id = p.city_id and a.id = p.area_id
    where ${all(sql`p.city_id = ${city}`, unit && sql`p.unit_id = ${unit}`, id && sql`p.id = ${id}`)} order by p.id limit 1000`,
  )

const HolderRow = z.object({
  postId: PostId,
  id: PersonId,
  name: z.string(),
  code: z.string().nullable(),
  fromOn: Day,
  toOn: Day.nullable(),
})
export type HolderRow = z.infer<typeof HolderRow>

/** Who holds or held these posts, the latest first. */
export const listPostHolders = (db: Db, city: CityId, posts: readonly PostId[]) =>
  db.all(
    HolderRow,
    sql`select h.post_id, n.id, n.name, n.code, h.from_on, h.to_on
        from post_holders h join people n on n.city_id = h.city_id and n.id = h.person_id
        where h.city_id = ${city} and h.post_id = any(${posts}::uuid[]) order by h.from_on desc, n.name`,
  )

const DeputyRow = z.object({
  id: z.uuid(),
  postId: PostId,
  personId: PersonId,
  name: z.string(),
  fromOn: Day,
  toOn: Day,
  reason: z.string(),
  endedOn: Day.nullable(),
})
export type DeputyRow = z.infer<typeof DeputyRow>

/** Who stands or stood in for these posts, the latest first. */
export const listDeputies = (db: Db, city: CityId, posts: readonly PostId[]) =>
  db.all(
    DeputyRow,
    sql`select d.id, d.post_id, d.person_id, n.name, d.from_on, d.to_on, d.reason, d.ended_on
        from post_deputies d join people n on n.city_id = d.city_id and n.id = d.person_id
        where d.city_id = ${city} and d.post_id = any(${posts}::uuid[]) order by d.from_on desc, d.id`,
  )

/** A new deputy, as it is written. */
export interface NewDeputy {
  readonly id: string
  readonly post: PostId
  readonly person: PersonId
  readonly fromOn: Day
  readonly toOn: Day
  readonly reason: string
  readonly at: string
  readonly by: PersonId
}

/** Writes a deputy down; a known id is left as it is. */
export const addDeputy = (db: Db, city: CityId, { id, post, person, fromOn, toOn, reason, at, by }: NewDeputy) =>
  db.run(sql`
    insert into post_deputies (city_id, id, post_id, person_id, from_on, to_on, reason, set_at, set_by)
    values (${city}, ${id}, ${post}, ${person}, ${fromOn}, ${toOn}, ${reason}, ${at}, ${by}) on conflict do nothing`)

/** Ends a deputy on a day; gives whether there was one to end. */
export const endDeputy = (db: Db, city: CityId, post: PostId, id: string, on: Day) =>
  db.run(sql`
    update post_deputies set ended_on = ${on} where city_id = ${city} and post_id = ${post} and id = ${id} and ended_on is null`)

/** Makes a person known; somebody of this id is left as they are. */
export const addPerson = (db: Db, city: CityId, { id, name, code }: Somebody) =>
  db.run(sql`insert into people (city_id, id, name, code) values (${city}, ${id}, ${name}, ${code}) on conflict do nothing`)

const Person = z.object({ id: PersonId, name: z.string() })

/** A person by id. */
export const findPerson = (db: Db, city: CityId, id: PersonId) =>
  db.find(Person, sql`select id, name from people where city_id = ${city} and id = ${id}`)

/** Ends who holds a post on a day; nobody leaves before they came. */
export const endHolders = (db: Db, city: CityId, post: PostId, toOn: Day) =>
  db.run(
    sql`update post_holders set to_on = greatest(${toOn}::date, from_on) where city_id = ${city} and post_id = ${post} and to_on is null`,
  )

/** Puts somebody into a post; they may have held it before. */
export const addHolder = (db: Db, city: CityId, post: PostId, person: PersonId, fromOn: Day) =>
  db.run(sql`
    insert into post_holders (city_id, post_id, person_id, from_on) values (${city}, ${post}, ${person}, ${fromOn})
    on conflict (city_id, post_id, person_id, from_on) do update set to_on = null`)

const PersonRow = z.object({
  id: PersonId,
  name: z.string(),
  code: z.string().nullable(),
  posts: z.array(z.object({ id: PostId, zh: z.string(), en: z.string() })),
})
export type PersonRow = z.infer<typeof PersonRow>

/** Which people are asked for. `text` is part of a name or the staff number. */
export interface PeopleFilter {
  readonly text?: string | undefined
  readonly posted?: boolean | undefined
}

/** Who has no staff number comes before everybody who has one. */
const peopleOrders: Orders<PersonRow> = {
  founded: { key: sql`n.id`, type: 'uuid', of: ({ id }) => id },
  name: { key: sql`n.name`, type: 'text', of: ({ name }) => name },
  code: { key: sql`coalesce(n.code, '')`, type: 'text', of: ({ code }) => code ?? '' },
}

const holds = sql`exists (select from post_holders h where h.city_id = n.city_id and h.person_id = n.id and h.to_on is null)`

const peopleWhere = (city: CityId, { text, posted }: PeopleFilter, beyond?: Sql): Sql =>
  all(
    sql`n.city_id = ${city}`,
    text === undefined || text === '' ? undefined : sql`(n.name ilike ${like(text)} or n.code = ${text})`,
    posted === undefined ? undefined : posted ? holds : sql`not ${holds}`,
    beyond,
  )

/** One page of people, with the posts they hold now. */
export const listPeoplePage = (db: Db, city: CityId, filter: PeopleFilter, turn: Turn): Promise<PageOf<PersonRow>> =>
  pageBy(
    peopleOrders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        PersonRow,
        sql`
    select n.id, n.name, n.code, coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'zh', u.name_zh || ' ' || p.title_zh, 'en', u.name_en || ' ' || p.title_en) order by p.id)
      from post_holders h join posts p on p.city_id = h.city_id and p.id = h.post_id join units u on u.city_id = p.city_id and u.id = p.unit_id
      where h.city_id = n.city_id and h.person_id = n.id and h.to_on is null), '[]') as posts
    from people n where ${peopleWhere(city, filter, beyond)} ${rest}`,
      ),
    sql`n.id`,
  )

/** How many people there are. */
export const countPeople = (db: Db, city: CityId, filter: PeopleFilter): Promise<number> =>
  countRows(db, sql`from people n where ${peopleWhere(city, filter)}`)
