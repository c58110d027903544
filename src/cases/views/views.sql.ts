/** SQL of saved views. */
import { z } from 'zod'
import { type CityId, PersonId, UnitId } from '../../base/ids.ts'
import { type Db, json, type Sql, sql } from '../../base/sql.ts'
import { ViewFilter } from './views.api.ts'

const ViewRow = z.object({
  id: z.uuid(),
  personId: PersonId,
  maker: z.string(),
  name: z.string(),
  filter: ViewFilter,
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
})
export type ViewRow = z.infer<typeof ViewRow>

const viewRows = (where: Sql) => sql`
  select v.id, v.person_id, p.name as maker, v.name, v.filter, v.unit_id, u.name_zh as unit_zh, u.name_en as unit_en
  from case_views v join people p on p.city_id = v.city_id and p.id = v.person_id
    left join units u on u.city_id = v.city_id and u.id = v.unit_id
  where ${where}`

/** How many a person may keep, and how many a unit may be given. */
export const mostViews = 50

/** The views of a person, and those that their unit was given. */
export const listViews = (db: Db, city: CityId, person: PersonId, unit: UnitId | null) =>
  db.all(
    ViewRow,
    sql`${viewRows(sql`v.city_id = ${city} and (v.person_id = ${person} or v.unit_id = ${unit}::uuid)`)}
        order by (v.person_id <> ${person}), v.name, v.id limit ${2 * mostViews}`,
  )

/** One view, whoever made it. */
export const findView = (db: Db, city: CityId, id: string) => db.find(ViewRow, viewRows(sql`v.city_id = ${city} and v.id = ${id}`))

/** How many views a person has besides one, and how many a unit was given. */
export const countViews = (db: Db, city: CityId, { person, unit, but }: { person: PersonId; unit: UnitId | null; but: string }) =>
  db.find(
    z.object({ own: z.int(), given: z.int() }),
    sql`select (select count(*)::int from case_views where city_id = ${city} and person_id = ${person} and id <> ${but}) as own,
          (select count(*)::int from case_views where city_id = ${city} and unit_id = ${unit}::uuid and id <> ${but}) as given`,
  )

/** A view to keep. */
export interface NewView {
  readonly id: string
  readonly person: PersonId
  readonly unit: UnitId | null
  readonly name: string
  readonly filter: ViewFilter
}

/** Writes a view; one that is known by its id and made by the same person is replaced. */
export const putView = (db: Db, city: CityId, { id, person, unit, name, filter }: NewView, at: string) =>
  db.run(sql`
    insert into case_views (city_id, id, person_id, unit_id, name, filter, changed_at)
    values (${city}, ${id}, ${person}, ${unit}, ${name}, ${json(filter)}, ${at})
    on conflict (city_id, id) do update set unit_id = excluded.unit_id, name = excluded.name, filter = excluded.filter,
      changed_at = excluded.changed_at where case_views.person_id = excluded.person_id`)

/** Takes a view away; only who made it can. */
export const dropView = (db: Db, city: CityId, id: string, person: PersonId) =>
  db.run(sql`delete from case_views where city_id = ${city} and id = ${id} and person_id = ${person}`)
