/** SQL of units, posts and who holds them. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { AreaId, type CityId, PersonId, PostId, UnitId } from '../base/ids.ts'
import { all, type Db, like, rows, sql } from '../base/sql.ts'
import { Day } from '../base/time.ts'
import { longWords } from './unitNames.ts'

const UnitRow = z.object({
  id: UnitId,
  kind: z.string(),
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  parentId: UnitId.nullable(),
  areaId: AreaId.nullable(),
  areaCode: z.string().nullable(),
  areaZh: z.string().nullable(),
  areaEn: z.string().nullable(),
  closedOn: Day.nullable(),
})
export type UnitRow = z.infer<typeof UnitRow>

/** Which units are asked for. */
export interface UnitQuery {
  readonly id?: UnitId
  readonly kinds?: readonly string[] | undefined
  readonly parent?: UnitId | undefined
  readonly area?: AreaId | undefined
  readonly text?: string | undefined
  /** Those that were closed; with the others when not said. */
  readonly closed?: 'with' | 'only' | 'without' | undefined
}

const unitOrders: Orders<UnitRow> = {
  code: { key: sql`u.code`, type: 'text', of: ({ code }) => code },
  name: { key: sql`u.name_zh`, type: 'text', of: ({ nameZh }) => nameZh },
  kind: { key: sql`u.kind`, type: 'text', of: ({ kind }) => kind },
}

/** One page of units. */
export const listUnits = (
  db: Db,
  city: CityId,
  { id, kinds, parent, area, text, closed }: UnitQuery,
  turn: Turn,
): Promise<PageOf<UnitRow>> =>
  pageBy(
    unitOrders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        UnitRow,
        sql`
    select u.id, u.kind, u.code, u.name_zh, u.name_en, u.parent_id, u.area_id, a.code as area_code, a.name_zh as area_zh, a.name_en as area_en,
      u.closed_on
    from units u left join areas a on a.city_id = u.city_id and a.id = u.area_id
    where ${all(
      sql`u.city_id = ${city}`,
      id && sql`u.id = ${id}`,
      kinds && sql`u.kind = any(${kinds}::text[])`,
      parent && sql`u.parent_id = ${parent}`,
      area && sql`u.area_id = ${area}`,
      closed === 'only' ? sql`u.closed_on is not null` : closed === 'without' ? sql`u.closed_on is null` : undefined,
      text === undefined || text === ''
        ? undefined
        : sql`(u.name_zh ilike any(${longWords(text).map(like)}::text[]) or u.name_en ilike ${like(text)} or u.code ilike ${like(text)})`,
      beyond,
    )} ${rest}`,
      ),
    sql`u.id`,
  )

const PostRow = z.object({
  id: PostId,
  unitId: UnitId,
  titleZh: z.string(),
  titleEn: z.string(),
  leads: z.boolean(),
  unitZh: z.string(),
  unitEn: z.string(),
})
export type PostRow = z.infer<typeof PostRow>

/** Which posts are asked for. */
export interface PostQuery {
  readonly unit?: UnitId | undefined
  readonly leads?: boolean | undefined
  readonly text?: string | undefined
}

const postOrders: Orders<PostRow> = {
  founded: { key: sql`p.id`, type: 'uuid', of: ({ id }) => id },
  title: { key: sql`p.title_zh`, type: 'text', of: ({ titleZh }) => titleZh },
}

/** One page of posts. `text` is part of a title, a unit or the holder's name. */
export const listPosts = (db: Db, city: CityId, { unit, leads, text }: PostQuery, turn: Turn): Promise<PageOf<PostRow>> =>
  pageBy(
    postOrders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        PostRow,
        sql`
    select p.id, p.unit_id, p.title_zh, p.title_en, p.leads, of.name_zh as unit_zh, of.name_en as unit_en
    from posts p join units of on of.city_id = p.city_id and of.id = p.unit_id
    where ${all(
      sql`p.city_id = ${city}`,
      unit && sql`p.unit_id = ${unit}`,
      leads === undefined ? undefined : sql`p.leads = ${leads}`,
      beyond,
      text === undefined || text === ''
        ? undefined
        : sql`(p.title_zh ilike ${like(text)}
          or exists (select from units u where u.city_id = ${city} and u.id = p.unit_id and u.name_zh ilike ${like(text)})
          or exists (select from post_holders h join people n on n.city_id = h.city_id and n.id = h.person_id
            where h.city_id = ${city} and h.post_id = p.id and h.to_on is null and n.name ilike ${like(text)}))`,
    )} ${rest}`,
      ),
    sql`p.id`,
  )

const HolderRow = z.object({ postId: PostId, personId: PersonId, name: z.string(), fromOn: Day, toOn: Day.nullable() })

/** Who holds or held these posts, the latest first. */
export const listHolders = (db: Db, city: CityId, posts: readonly PostId[]) =>
  posts.length === 0
    ? Promise.resolve([])
    : db.all(
        HolderRow,
        sql`
        select h.post_id, h.person_id, n.name, h.from_on, h.to_on
        from post_holders h join people n on n.city_id = h.city_id and n.id = h.person_id
        where h.city_id = ${city} and h.post_id = any(${posts}::uuid[]) order by h.from_on desc, n.name`,
      )

const PersonName = z.object({ id: PersonId, name: z.string() })

/** Names of people. */
export const listPeople = (db: Db, city: CityId, ids: readonly string[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : db.all(PersonName, sql`select id, name from people where city_id = ${city} and id = any(${ids}::uuid[])`)

const KnownUnit = z.object({
  id: UnitId,
  code: z.string(),
  kind: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  areaId: AreaId.nullable(),
  closedOn: Day.nullable(),
})

/** All units, for an import that names them by code or name. */
export const listUnitNames = (db: Db, city: CityId) =>
  db.all(
    KnownUnit,
    sql`select id, code, kind, name_zh, name_en, area_id, closed_on from units where city_id = ${city} order by code limit 100000`,
  )

/** The city's own name: registers leave it away, or write it where the city does not. */
export const getCityZh = async (db: Db, city: CityId): Promise<string> =>
  (await db.find(z.object({ nameZh: z.string() }), sql`select name_zh from cities where city_id = ${city}`))!.nameZh

const NewUnit = KnownUnit.omit({ closedOn: true }).extend({ parentId: UnitId.nullable() })
export type NewUnit = z.infer<typeof NewUnit>

/** Adds units or changes them by code. Gives how many were written. */
export const putUnits = (db: Db, city: CityId, units: readonly NewUnit[]) =>
  db.run(sql`
    insert into units (city_id, id, kind, code, name_zh, name_en, parent_id, area_id)
    select ${city}, id, kind, code, name_zh, name_en, parent_id, area_id
    from ${rows(units, { id: 'uuid', kind: 'text', code: 'text', nameZh: 'text', nameEn: 'text', parentId: 'uuid', areaId: 'uuid' })}
    on conflict (city_id, code) do update set kind = excluded.kind, name_zh = excluded.name_zh, name_en = excluded.name_en,
      parent_id = excluded.parent_id, area_id = excluded.area_id`)

const OwnPost = z.object({
  id: PostId,
  unitId: UnitId,
  titleZh: z.string(),
  personId: PersonId.nullable(),
  holder: z.string().nullable(),
  fromOn: Day.nullable(),
})

/** Posts of units with who holds them now. */
export const listPostsOf = (db: Db, city: CityId, units: readonly UnitId[]) =>
  db.all(
    OwnPost,
    sql`
    select p.id, p.unit_id, p.title_zh, h.person_id, n.name as holder, h.from_on from posts p
    left join post_holders h on h.city_id = p.city_id and h.post_id = p.id and h.to_on is null
    left join people n on n.city_id = h.city_id and n.id = h.person_id
    where p.city_id = ${city} and p.unit_id = any(${units}::uuid[]) order by p.id`,
  )

const NewPost = z.object({ id: PostId, unitId: UnitId, titleZh: z.string(), leads: z.boolean() })
export type NewPost = z.infer<typeof NewPost>

/** Adds posts, or says anew whether their holder may be a leader in charge. */
export const putPosts = (db: Db, city: CityId, posts: readonly NewPost[]) =>
  db.run(sql`
    insert into posts (city_id, id, unit_id, title_zh, leads)
    select ${city}, id, unit_id, title_zh, leads from ${rows(posts, { id: 'uuid', unitId: 'uuid', titleZh: 'text', leads: 'boolean' })}
    on conflict (city_id, id) do update set leads = excluded.leads`)

/** Somebody new in a post. */
export interface NewHolder {
  readonly postId: PostId
  readonly personId: PersonId
  readonly name: string
  readonly fromOn: Day
  /** The day before for whoever held it until then. */
  readonly beforeOn: Day
}

/** Ends who held the posts and puts new people in. */
export async function changeHolders(db: Db, city: CityId, holders: readonly NewHolder[]): Promise<void> {
  const shape = { postId: 'uuid', personId: 'uuid', name: 'text', fromOn: 'date', beforeOn: 'date' }
  await db.run(sql`
    update post_holders h set to_on = greatest(r.before_on, h.from_on) from ${rows(holders, shape)}
    where h.city_id = ${city} and h.post_id = r.post_id and h.to_on is null`)
  await db.run(sql`insert into people (city_id, id, name) select ${city}, person_id, name from ${rows(holders, shape)}`)
  await db.run(
    sql`insert into post_holders (city_id, post_id, person_id, from_on) select ${city}, post_id, person_id, from_on from ${rows(holders, shape)}`,
  )
}

/** People of a part of a name, at most `limit`. */
export const listPeopleNamed = (db: Db, city: CityId, text: string, limit = 100) =>
  db.all(PersonName, sql`select id, name from people where city_id = ${city} and name ilike ${like(text)} order by name, id limit ${limit}`)
