/** SQL of where cases lie and who answers: the rules, the units they may mean, and what was found for each case. */
import { z } from 'zod'
import type { PageOf, Turn } from '../../api/cursor.ts'
import { type Orders, pageBy } from '../../api/order.sql.ts'
import { AreaId, CaseId, type CityId, GridId, UnitId } from '../../base/ids.ts'
import { all, type Db, like, rows, sql } from '../../base/sql.ts'
import { Instant } from '../../base/time.ts'
import { Found, OwnerRule, Why } from './owner.ts'

const speaking = (city: CityId, classes: readonly string[], areas: readonly AreaId[]) => sql`
  city_id = ${city} and class = any(${[...classes]}::text[]) and (area_id is null or area_id = any(${[...areas]}::uuid[]))`

/** Rules that may speak of any of these classes in any of these areas. */
export const listRulesFor = (db: Db, city: CityId, classes: readonly string[], areas: readonly AreaId[]) =>
  db.all(OwnerRule, sql`select id, class, area_id, unit_id, unit_kind from owner_rules where ${speaking(city, classes, areas)}`)

const UnitRow = z.object({ id: UnitId, kind: z.string(), areaId: AreaId.nullable() })

/** Units that may answer: of the kinds that those rules name, and the offices of these areas; by code. */
export const listOwnerUnits = (db: Db, city: CityId, classes: readonly string[], areas: readonly AreaId[]) =>
  db.all(
    UnitRow,
    sql`select id, kind, area_id from units where city_id = ${city} and closed_on is null and (area_id = any(${[...areas]}::uuid[])
          or kind in (select unit_kind from owner_rules where ${speaking(city, classes, areas)})) order by code`,
  )

const PlaceRow = z.object({
  caseId: CaseId,
  districtId: AreaId.nullable(),
  streetId: AreaId.nullable(),
  communityId: AreaId.nullable(),
  gridId: GridId.nullable(),
  found: Found,
  why: Why,
})
export type PlaceRow = z.infer<typeof PlaceRow>

const placeColumns = {
  caseId: 'uuid',
  districtId: 'uuid',
  streetId: 'uuid',
  communityId: 'uuid',
  gridId: 'uuid',
  found: 'text',
  why: 'jsonb',
}

/** Keeps what was found for cases; found again, it takes the place of what stood there. */
export const putCasePlaces = (db: Db, city: CityId, places: readonly PlaceRow[]) =>
  db.run(sql`
    insert into case_places (city_id, case_id, district_id, street_id, community_id, grid_id, found, why)
    select ${city}, case_id, district_id, street_id, community_id, grid_id, found, why from ${rows(places, placeColumns)}
    on conflict (city_id, case_id) do update set district_id = excluded.district_id, street_id = excluded.street_id,
      community_id = excluded.community_id, grid_id = excluded.grid_id, found = excluded.found, why = excluded.why`)

const Named = z.string().nullable()
const ShownRow = PlaceRow.omit({ caseId: true }).extend({
  districtZh: Named,
  districtEn: Named,
  streetZh: Named,
  streetEn: Named,
  communityZh: Named,
  communityEn: Named,
  gridCode: Named,
})

/** What was found for a case, with names. */
export const findCasePlace = (db: Db, city: CityId, id: CaseId) =>
  db.find(
    ShownRow,
    sql`select p.district_id, p.street_id, p.community_id, p.grid_id, p.found, p.why, d.name_zh as district_zh, d.name_en as district_en,
          s.name_zh as street_zh, s.name_en as street_en, c.name_zh as community_zh, c.name_en as community_en, g.code as grid_code
        from case_places p
          left join areas d on d.city_id = p.city_id and d.id = p.district_id
          left join areas s on s.city_id = p.city_id and s.id = p.street_id
          left join areas c on c.city_id = p.city_id and c.id = p.community_id
          left join grids g on g.city_id = p.city_id and g.id = p.grid_id
        where p.city_id = ${city} and p.case_id = ${id}`,
  )

const LostRow = z.object({ id: CaseId, lng: z.number(), lat: z.number(), class: z.string().nullable(), unitId: UnitId.nullable() })

/** Cases with a place that no grid had, after one; for a look at new grids. */
export const listLost = (db: Db, city: CityId, after: CaseId | undefined, limit: number) =>
  db.all(
    LostRow,
    sql`select c.id, c.lng, c.lat, c.class, c.unit_id from case_places p join cases c on c.city_id = p.city_id and c.id = p.case_id
        where ${all(sql`p.city_id = ${city}`, sql`p.found in ('outside', 'none')`, sql`c.lng is not null`, after && sql`p.case_id > ${after}`)}
        order by p.case_id limit ${limit}`,
  )

/** What an area or a unit is called. */
export const findOwnerNames = (db: Db, city: CityId, area: AreaId | null, unit: UnitId | null) =>
  db.find(
    z.object({ areaZh: Named, areaEn: Named, unitZh: Named, unitEn: Named }),
    sql`select (select name_zh from areas where city_id = ${city} and id = ${area}) as area_zh, (select name_en from areas where city_id = ${city} and id = ${area}) as area_en,
          (select name_zh from units where city_id = ${city} and id = ${unit}) as unit_zh, (select name_en from units where city_id = ${city} and id = ${unit}) as unit_en`,
  )

const RuleRow = OwnerRule.extend({
  note: z.string(),
  changedAt: Instant,
  areaCode: Named,
  areaZh: Named,
  areaEn: Named,
  unitCode: Named,
  unitZh: Named,
  unitEn: Named,
})
export type RuleRow = z.infer<typeof RuleRow>

const orders: Orders<RuleRow> = {
  class: { key: sql`r.class`, type: 'text', of: (row) => row.class },
  changed: { key: sql`r.changed_at`, type: 'timestamptz', of: ({ changedAt }) => changedAt },
}

/** What a list of rules is narrowed to. */
export interface RuleQuery {
  readonly text?: string | undefined
  readonly class?: string | undefined
  readonly unit?: UnitId | undefined
  readonly area?: AreaId | undefined
  readonly id?: string | undefined
}

/** One page of rules with the names in them. */
export const listRules = (db: Db, city: CityId, { text, class: type, unit, area, id }: RuleQuery, turn: Turn): Promise<PageOf<RuleRow>> =>
  pageBy(
    orders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        RuleRow,
        sql`select r.id, r.class, r.area_id, r.unit_id, r.unit_kind, r.note, r.changed_at, a.code as area_code, a.name_zh as area_zh,
              a.name_en as area_en, u.code as unit_code, u.name_zh as unit_zh, u.name_en as unit_en
            from owner_rules r
              left join areas a on a.city_id = r.city_id and a.id = r.area_id
              left join units u on u.city_id = r.city_id and u.id = r.unit_id
            where ${all(
              sql`r.city_id = ${city}`,
              id === undefined ? undefined : sql`r.id = ${id}`,
              type === undefined ? undefined : sql`r.class = ${type}`,
              unit && sql`r.unit_id = ${unit}`,
              area && sql`r.area_id = ${area}`,
              text === undefined || text === ''
                ? undefined
                : sql`(r.class ilike ${like(text)} or r.note ilike ${like(text)} or r.unit_kind ilike ${like(text)} or a.name_zh ilike ${like(text)}
                    or u.name_zh ilike ${like(text)} or u.name_en ilike ${like(text)})`,
              beyond,
            )} ${rest}`,
      ),
    sql`r.id`,
  )

/** A rule to keep. */
export type NewRule = OwnerRule & { readonly note: string }

/** The rule that stands for a class and an area already, if it is another. */
export const findSameRule = (db: Db, city: CityId, rule: Pick<NewRule, 'id' | 'class' | 'areaId'>) =>
  db.find(
    z.object({ id: z.uuid() }),
    sql`select id from owner_rules where city_id = ${city} and class = ${rule.class} and area_id is not distinct from ${rule.areaId}
        and id <> ${rule.id}`,
  )

/** Every rule, for a table that tells them anew. */
export const listAllRules = (db: Db, city: CityId) =>
  db.all(
    OwnerRule.extend({ note: z.string() }),
    sql`select id, class, area_id, unit_id, unit_kind, note from owner_rules where city_id = ${city}`,
  )

/** Writes rules; one that is known by its id is replaced. */
export const putRules = (db: Db, city: CityId, rules: readonly NewRule[], at: string) =>
  db.run(sql`
    insert into owner_rules (city_id, id, class, area_id, unit_id, unit_kind, note, changed_at)
    select ${city}, id, class, area_id, unit_id, unit_kind, note, ${at}::timestamptz from ${rows(rules, {
      id: 'uuid',
      class: 'text',
      areaId: 'uuid',
      unitId: 'uuid',
      unitKind: 'text',
      note: 'text',
    })}
    on conflict (city_id, id) do update set class = excluded.class, area_id = excluded.area_id, unit_id = excluded.unit_id,
      unit_kind = excluded.unit_kind, note = excluded.note, changed_at = excluded.changed_at`)

/** Takes a rule away. */
export const dropRule = (db: Db, city: CityId, id: string) => db.run(sql`delete from owner_rules where city_id = ${city} and id = ${id}`)
