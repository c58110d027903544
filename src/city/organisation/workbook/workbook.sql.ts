/** SQL of the organisation as a whole: everything there is to write down, and what a workbook adds and changes. */
import { z } from 'zod'
import { AreaId, type CityId, PersonId, PostId, UnitId } from '../../../base/ids.ts'
import { type Db, rows, sql } from '../../../base/sql.ts'
import { Day } from '../../../base/time.ts'
import { Level } from '../../area.ts'
import { Role } from '../../who.ts'
import type { Organisation } from './tables.ts'

const AreaRow = z.object({
  id: AreaId,
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  level: Level,
  parent: z.string().nullable(),
})
const UnitRow = z.object({
  id: UnitId,
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  kind: z.string(),
  parent: z.string().nullable(),
  area: z.string().nullable(),
  closedOn: Day.nullable(),
})
const PostRow = z.object({
  id: PostId,
  unit: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  leads: z.boolean(),
  role: Role.nullable(),
  area: z.string().nullable(),
})
const PersonRow = z.object({ id: PersonId, name: z.string(), code: z.string().nullable() })
const HolderRow = z.object({ post: z.string(), person: z.string(), fromOn: Day, toOn: Day.nullable() })
const DeputyRow = z.object({
  id: z.string(),
  post: z.string(),
  person: z.string(),
  fromOn: Day,
  toOn: Day,
  reason: z.string(),
  endedOn: Day.nullable(),
})

/** The whole organisation, in the order in which an export writes it. */
export const readOrganisation = async (db: Db, city: CityId): Promise<Organisation> => ({
  areas: await db.all(
    AreaRow,
    sql`select a.id, a.code, a.name_zh, a.name_en, a.level, p.code as parent from areas a
        left join areas p on p.city_id = a.city_id and p.id = a.parent_id
        where a.city_id = ${city} order by array_position(array['city', 'district', 'street', 'community'], a.level), a.code`,
  ),
  units: await db.all(
    UnitRow,
    sql`select u.id, u.code, u.name_zh, u.name_en, u.kind, p.code as parent, a.code as area, u.closed_on from units u
        left join units p on p.city_id = u.city_id and p.id = u.parent_id left join areas a on a.city_id = u.city_id and a.id = u.area_id
        where u.city_id = ${city} order by u.code`,
  ),
  posts: await db.all(
    PostRow,
    sql`select p.id, u.code as unit, p.title_zh, p.title_en, p.leads, p.role, a.code as area from posts p
        join units u on u.city_id = p.city_id and u.id = p.unit_id left join areas a on a.city_id = p.city_id and a.id = p.area_id
        where p.city_id = ${city} order by u.code, p.id`,
  ),
  people: await db.all(PersonRow, sql`select id, name, code from people where city_id = ${city} order by id`),
  holders: await db.all(
    HolderRow,
    sql`select h.post_id as post, h.person_id as person, h.from_on, h.to_on from post_holders h
        join posts p on p.city_id = h.city_id and p.id = h.post_id join units u on u.city_id = p.city_id and u.id = p.unit_id
        where h.city_id = ${city} order by u.code, p.id, h.from_on, h.person_id`,
  ),
  deputies: await db.all(
    DeputyRow,
    sql`select d.id, d.post_id as post, d.person_id as person, d.from_on, d.to_on, d.reason, d.ended_on from post_deputies d
        where d.city_id = ${city} order by d.from_on, d.id`,
  ),
})

/** Areas without a boundary yet; one that is known is left as it is. Parents must come before children. */
export const addAreas = (
  db: Db,
  city: CityId,
  areas: readonly { id: string; parentId: string | null; level: string; code: string; nameZh: string; nameEn: string }[],
) =>
  db.run(sql`insert into areas (city_id, id, parent_id, level, code, name_zh, name_en)
    select ${city}, id, parent_id, level, code, name_zh, name_en
    from ${rows(areas, { id: 'uuid', parentId: 'uuid', level: 'text', code: 'text', nameZh: 'text', nameEn: 'text' })} on conflict do nothing`)

/** A unit as a workbook has it. */
export interface WrittenUnit {
  readonly id: string
  readonly kind: string
  readonly code: string
  readonly nameZh: string
  readonly nameEn: string
  readonly parentId: string | null
  readonly areaId: string | null
  readonly closedOn: Day | null
}

const unitShape = {
  id: 'uuid',
  kind: 'text',
  code: 'text',
  nameZh: 'text',
  nameEn: 'text',
  parentId: 'uuid',
  areaId: 'uuid',
  closedOn: 'date',
} as const

/** Adds units or writes them anew, whatever their order in the file: first without those above them. */
export async function writeUnits(db: Db, city: CityId, units: readonly WrittenUnit[]): Promise<void> {
  await db.run(sql`insert into units (city_id, id, kind, code, name_zh, name_en, area_id, closed_on)
    select ${city}, id, kind, code, name_zh, name_en, area_id, closed_on from ${rows(units, unitShape)}
    on conflict (city_id, id) do update set kind = excluded.kind, code = excluded.code, name_zh = excluded.name_zh, name_en = excluded.name_en,
      area_id = excluded.area_id, closed_on = excluded.closed_on`)
  await db.run(sql`update units u set parent_id = r.parent_id from ${rows(units, unitShape)} where u.city_id = ${city} and u.id = r.id`)
}

/** A post as a workbook has it. */
export interface WrittenPost {
  readonly id: string
  readonly unitId: string
  readonly titleZh: string
  readonly titleEn: string
  readonly leads: boolean
  readonly role: Role | null
  readonly areaId: string | null
}

/** Adds posts or writes them anew. */
export const writePosts = (db: Db, city: CityId, posts: readonly WrittenPost[]) =>
  db.run(sql`insert into posts (city_id, id, unit_id, title_zh, title_en, leads, role, area_id)
    select ${city}, id, unit_id, title_zh, title_en, leads, role, area_id from ${rows(posts, {
      id: 'uuid',
      unitId: 'uuid',
      titleZh: 'text',
      titleEn: 'text',
      leads: 'boolean',
      role: 'text',
      areaId: 'uuid',
    })}
    on conflict (city_id, id) do update set unit_id = excluded.unit_id, title_zh = excluded.title_zh, title_en = excluded.title_en,
      leads = excluded.leads, role = excluded.role, area_id = excluded.area_id`)

/** Adds people or names them anew. */
export const writePeople = (db: Db, city: CityId, people: readonly { id: string; name: string; code: string | null }[]) =>
  db.run(sql`insert into people (city_id, id, name, code) select ${city}, id, name, code from ${rows(people, { id: 'uuid', name: 'text', code: 'text' })}
    on conflict (city_id, id) do update set name = excluded.name, code = excluded.code`)

/** Adds who holds or held posts, or changes until when. */
export const writeHolders = (db: Db, city: CityId, holders: readonly { post: string; person: string; fromOn: Day; toOn: Day | null }[]) =>
  db.run(sql`insert into post_holders (city_id, post_id, person_id, from_on, to_on)
    select ${city}, post, person, from_on, to_on from ${rows(holders, { post: 'uuid', person: 'uuid', fromOn: 'date', toOn: 'date' })}
    on conflict (city_id, post_id, person_id, from_on) do update set to_on = excluded.to_on`)

/** A deputy as a workbook has it. */
export interface WrittenDeputy {
  readonly id: string
  readonly post: string
  readonly person: string
  readonly fromOn: Day
  readonly toOn: Day
  readonly reason: string
  readonly endedOn: Day | null
}

/** Adds who stands or stood in, or changes until when. */
export const writeDeputies = (db: Db, city: CityId, deputies: readonly WrittenDeputy[], { at, by }: { at: string; by: string | null }) =>
  db.run(sql`insert into post_deputies (city_id, id, post_id, person_id, from_on, to_on, reason, ended_on, set_at, set_by)
    select ${city}, id, post, person, from_on, to_on, reason, ended_on, ${at}, ${by}::uuid from ${rows(deputies, {
      id: 'uuid',
      post: 'uuid',
      person: 'uuid',
      fromOn: 'date',
      toOn: 'date',
      reason: 'text',
      endedOn: 'date',
    })}
    on conflict (city_id, id) do update set post_id = excluded.post_id, person_id = excluded.person_id, from_on = excluded.from_on,
      to_on = excluded.to_on, reason = excluded.reason, ended_on = excluded.ended_on`)
