/** SQL of what stands behind a number: the single observations with place, person, photos and case. */
import { z } from 'zod'
import { AreaId, CaseId, type CityId, DutyId, type EditionId, EvidenceId, ObservationId, PersonId, PointId, UnitId } from '../base/ids.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { all, type Db, like, rows, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { ObservationKind } from '../inspections/observationKind.ts'
import type { Window } from './basis.ts'
import { counts, replaces } from './facts.sql.ts'
import type { GroupKind } from './live.api.ts'

/** A fact that is read, from points of one type, of any (`type` null), or also from none (`placeless`). */
export interface Reads {
  readonly kind: 'check' | 'answer' | 'statistic' | 'review'
  readonly fact: string
  readonly type: string | null
  readonly placeless: boolean
}

/** Which observations behind a figure are asked for. */
export interface BehindQuery {
  readonly window: Window
  readonly upTo: number
  readonly reads: readonly Reads[]
  readonly group: { readonly kind: GroupKind; readonly id: string } | undefined
  readonly only: 'all' | 'short' | 'misses' | 'na'
  readonly text?: string | undefined
}

const BehindRow = z.object({
  id: ObservationId,
  seq: z.int(),
  kind: ObservationKind,
  fact: z.string(),
  pointId: PointId.nullable(),
  pointCode: z.string().nullable(),
  pointType: z.string().nullable(),
  pointZh: z.string().nullable(),
  pointEn: z.string().nullable(),
  areaId: AreaId.nullable(),
  areaZh: z.string().nullable(),
  areaEn: z.string().nullable(),
  grade: z.string().nullable(),
  factor: z.int().nullable(),
  times: z.int(),
  value: z.int().nullable(),
  observedAt: Instant,
  by: PersonId.nullable(),
  byName: z.string().nullable(),
  note: z.string(),
  photos: z.array(EvidenceId),
  caseId: CaseId.nullable(),
  caseNo: z.string().nullable(),
  caseState: z.string().nullable(),
})
export type BehindRow = z.infer<typeof BehindRow>

const orders: Orders<BehindRow> = { recorded: { key: sql`o.seq`, type: 'int', of: ({ seq }) => seq } }

/** One page of the standing observations that a number was made of. */
export const listBehind = (db: Db, city: CityId, query: BehindQuery, turn: Turn): Promise<PageOf<BehindRow>> =>
  pageBy(
    orders,
    turn,
    ({ key, beyond, rest, again }) =>
      db.all(
        BehindRow,
        sql`select page.*, who.name as by_name, c.id as case_id, c.no as case_no, c.stage as case_state,
          coalesce((select json_agg(f.evidence_id order by f.evidence_id) from observation_photos f
            where f.city_id = ${city} and f.observation_id = page.id), '[]'::json) as photos
        from (
          select o.id, o.seq, o.kind, o.fact, o.point_id, p.code as point_code, p.type as point_type, p.name_zh as point_zh, p.name_en as point_en,
            o.area_id, a.name_zh as area_zh, a.name_en as area_en, o.grade, o.factor, o.times, o.value, o.observed_at, o.by, o.note, ${key}
          from observations o
          left join points p on p.city_id = o.city_id and p.id = o.point_id
          left join areas a on a.city_id = o.city_id and a.id = o.area_id
          where ${all(where(city, query), beyond)} ${rest}
        ) page
        left join people who on who.city_id = ${city} and who.id = page.by
        left join lateral (select id, no, stage from cases where city_id = ${city} and observation_id = page.id
          order by reported_at desc limit 1) c on true
        ${again}`,
      ),
    sql`o.id`,
  )

const where = (city: CityId, { window, upTo, reads, group, only, text }: BehindQuery): Sql =>
  all(
    counts(city, window, upTo),
    sql`o.fact in (select fact from ${rows(reads, { fact: 'text' })})`,
    sql`exists (select 1 from ${rows(reads, { kind: 'text', fact: 'text', type: 'text', placeless: 'boolean' })}
          where r.fact = o.fact and (r.kind = o.kind or (r.kind = 'review' and o.kind = 'opinion'))
            and case when o.point_id is null then r.placeless else r.type is null or r.type = p.type end)`,
    sql`not exists (select 1 from observations later where ${replaces(city, window, upTo)})`,
    group === undefined ? wholeCity : inGroup(city, group),
    text === undefined
      ? undefined
      : sql`(p.name_zh ilike ${like(text)} or p.name_en ilike ${like(text)} or p.code ilike ${like(text)} or o.note ilike ${like(text)})`,
    { all: undefined, short: sql`o.factor < 1000`, misses: sql`o.factor = 0`, na: sql`o.factor is null and o.value is null` }[only],
  )

/** Reviews and statistics of parts of the city are not the city's. */
const wholeCity = sql`(o.kind in ('check', 'answer') or (o.point_id is null and (o.area_id is null or a.level = 'city')))`

function inGroup(city: CityId, { kind, id }: { kind: GroupKind; id: string }): Sql {
  if (kind === 'point') return sql`o.point_id = ${id}`
  if (kind === 'type') return sql`p.type = ${id}`
  if (kind === 'unit') return sql`p.unit_id = ${id}`
  const column = { district: sql`p.district_id`, street: sql`p.street_id`, community: sql`p.community_id` }[kind]
  return sql`case when o.kind in ('check', 'answer') then ${column} = ${id} or o.area_id in (
      with recursive below as (select id from areas where city_id = ${city} and id = ${id}
        union all select b.id from areas b join below on b.city_id = ${city} and b.parent_id = below.id)
      select id from below) else o.area_id = ${id} end`
}

const Name = z.object({ id: z.string(), code: z.string(), zh: z.string(), en: z.string() })
export type Name = z.infer<typeof Name>

/** Names of areas, units or points for the rows of a breakdown. */
export function listNames(db: Db, city: CityId, kind: Exclude<GroupKind, 'type'>): Promise<Name[]> {
  const columns = sql`id, code, name_zh as zh, name_en as en`
  if (kind === 'unit') return db.all(Name, sql`select ${columns} from units where city_id = ${city}`)
  if (kind === 'point') return db.all(Name, sql`select ${columns} from points where city_id = ${city}`)
  return db.all(Name, sql`select ${columns} from areas where city_id = ${city} and level = ${kind}`)
}

const OwnerRow = z.object({
  duty: DutyId,
  unit: UnitId,
  unitZh: z.string(),
  unitEn: z.string(),
  area: AreaId.nullable(),
  areaZh: z.string().nullable(),
  areaEn: z.string().nullable(),
})
export type OwnerRow = z.infer<typeof OwnerRow>

/** Who leads the duties of a criterion, the whole city first; at most a hundred. */
export const listOwners = (db: Db, city: CityId, edition: EditionId, criterion: string): Promise<OwnerRow[]> =>
  db.all(
    OwnerRow,
    sql`select d.id as duty, u.id as unit, u.name_zh as unit_zh, u.name_en as unit_en, a.id as area, a.name_zh as area_zh, a.name_en as area_en
        from duties d join units u on u.city_id = d.city_id and u.id = d.lead_unit_id
        left join areas a on a.city_id = d.city_id and a.id = d.area_id
        where d.city_id = ${city} and d.edition_id = ${edition} and d.criterion = ${criterion} and d.state <> 'dropped'
        order by a.code nulls first, u.code limit 100`,
  )

const CityKind = z.object({ kind: z.string() })

/** What kind of subject the city is. */
export const findCityKind = async (db: Db, city: CityId): Promise<string | undefined> =>
  (await db.find(CityKind, sql`select kind from cities where city_id = ${city}`))?.kind
