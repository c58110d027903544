/** SQL of the points of a sample: who is to go where, who was there, and which point gave its place to another. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { type CityId, PersonId, PointId } from '../base/ids.ts'
import { all, type Db, like, rows, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { PointColumns, pointColumns, toPointHead } from '../city/pointHead.sql.ts'
import type { SampleId, SamplePoint } from './sample.ts'

const PointRow = PointColumns.extend({
  id: PointId,
  lng: z.number(),
  lat: z.number(),
  stratum: z.string(),
  place: z.int(),
  drawn: z.boolean(),
  chance: z.number(),
  replacedBy: PointId.nullable(),
  reason: z.string().nullable(),
  personId: PersonId.nullable(),
  personName: z.string().nullable(),
  step: z.int().nullable(),
  visited: z.boolean(),
})

const toPoint = (row: z.infer<typeof PointRow>): SamplePoint & { id: PointId } => ({
  id: row.id,
  point: toPointHead(row)!,
  place: [row.lng, row.lat],
  stratum: row.stratum,
  line: row.place,
  drawn: row.drawn,
  chance: row.chance,
  replacedBy: row.replacedBy,
  reason: row.reason,
  walker: row.personId === null ? null : { id: row.personId, name: row.personName ?? '' },
  step: row.step,
  visited: row.visited,
})

/** Points that are to be visited: drawn and not replaced, or in the place of one. */
const isToVisit = sql`(x.id is null and (l.drawn or exists (select from sample_replacements o
  where o.city_id = l.city_id and o.sample_id = l.sample_id and o.by_point_id = l.point_id)))`

const pointOrders: Orders<SamplePoint & { id: PointId }> = {
  line: {
    key: sql`(l.stratum || '/' || lpad(l.place::text, 6, '0'))`,
    type: 'text',
    of: (it) => `${it.stratum}/${String(it.line).padStart(6, '0')}`,
  },
  step: { key: sql`coalesce(w.step, 1000000)`, type: 'int', of: ({ step }) => step ?? 1_000_000 },
}

/** What a list of a sample's points can be narrowed to: `drawn` those to be visited; `walker` those of one; `visited` or not yet. */
export interface PointFilter {
  readonly sample: SampleId
  readonly drawn?: boolean | undefined
  readonly walker?: PersonId | undefined
  readonly visited?: boolean | undefined
  readonly text?: string | undefined
}

/** Points that somebody was at, in an envelope or in the round. */
const isVisited = sql`(exists (select from sealed_visits v where v.city_id = l.city_id and v.sample_id = l.sample_id and v.point_id = l.point_id)
  or exists (select from visits v join samples m on m.city_id = v.city_id and m.round_id = v.round_id
    where v.city_id = l.city_id and m.id = l.sample_id and v.point_id = l.point_id))`

const pointsOf = (city: CityId, filter: PointFilter, what: Sql, rest: { beyond?: Sql | undefined; end: Sql }) => sql`
  select ${what} from sample_points l
  join points p on p.city_id = l.city_id and p.id = l.point_id
  left join areas s on s.city_id = p.city_id and s.id = p.street_id
  left join sample_replacements x on x.city_id = l.city_id and x.sample_id = l.sample_id and x.point_id = l.point_id
  left join sample_walks w on w.city_id = l.city_id and w.sample_id = l.sample_id and w.point_id = l.point_id
  left join people h on h.city_id = w.city_id and h.id = w.person_id
  where ${all(
    sql`l.city_id = ${city} and l.sample_id = ${filter.sample}`,
    filter.drawn === true ? isToVisit : undefined,
    filter.drawn === false ? sql`not ${isToVisit}` : undefined,
    filter.walker && sql`w.person_id = ${filter.walker}`,
    filter.visited === undefined ? undefined : sql`${isVisited} = ${filter.visited}`,
    filter.text === undefined
      ? undefined
      : sql`(p.name_zh ilike ${like(filter.text)} or p.name_en ilike ${like(filter.text)} or p.code ilike ${like(filter.text)})`,
    rest.beyond,
  )} ${rest.end}`

const pointRow = sql`l.point_id as id, ${pointColumns}, p.lng, p.lat, l.stratum, l.place, l.drawn, l.chance, x.by_point_id as replaced_by,
  x.reason, w.person_id, h.name as person_name, w.step,
  ${isVisited} as visited`

/** One page of the points of a sample. */
export const listPoints = (db: Db, city: CityId, filter: PointFilter, turn: Turn): Promise<PageOf<SamplePoint & { id: PointId }>> =>
  pageBy(
    pointOrders,
    turn,
    async ({ beyond, rest: end }) => (await db.all(PointRow, pointsOf(city, filter, pointRow, { beyond, end }))).map(toPoint),
    sql`l.point_id`,
  )

/** How many points a filter finds. */
export const countPoints = async (db: Db, city: CityId, filter: PointFilter): Promise<number> =>
  (await db.find(z.object({ n: z.int() }), pointsOf(city, filter, sql`count(*)::int as n`, { end: sql`` })))!.n

/** A point that gave its place away. */
export interface Replacement {
  readonly id: string
  readonly pointId: PointId
  readonly byPointId: PointId
  readonly reason: string
  readonly at: string
  readonly by: PersonId
}

const ReplacementRow = z.object({ id: z.uuid(), pointId: PointId, byPointId: PointId, at: Instant })

/** Replacements of a sample so far. */
export const listReplacements = (db: Db, city: CityId, id: SampleId) =>
  db.all(
    ReplacementRow,
    sql`select id, point_id, by_point_id, at from sample_replacements where city_id = ${city} and sample_id = ${id} order by at, id`,
  )

/** Keeps a replacement; whoever was to go there goes to the new point. */
export async function addReplacement(db: Db, city: CityId, sample: SampleId, it: Replacement): Promise<void> {
  await db.run(
    sql`insert into sample_replacements (city_id, id, sample_id, point_id, by_point_id, reason, at, by)
        values (${city}, ${it.id}, ${sample}, ${it.pointId}, ${it.byPointId}, ${it.reason}, ${it.at}, ${it.by})`,
  )
  await db.run(
    sql`update sample_walks set point_id = ${it.byPointId} where city_id = ${city} and sample_id = ${sample} and point_id = ${it.pointId}`,
  )
}

const StopRow = z.object({ id: PointId, lng: z.number(), lat: z.number(), areas: z.array(z.string().nullable()) })

/** Where the points to be visited are. */
export const listStops = (db: Db, city: CityId, id: SampleId) =>
  db.all(
    StopRow,
    sql`select l.point_id as id, p.lng, p.lat, array[p.community_id, p.street_id, p.district_id]::text[] as areas from sample_points l
        join points p on p.city_id = l.city_id and p.id = l.point_id
        left join sample_replacements x on x.city_id = l.city_id and x.sample_id = l.sample_id and x.point_id = l.point_id
        where l.city_id = ${city} and l.sample_id = ${id} and ${isToVisit} order by l.point_id`,
  )

/** A point in somebody's day. */
export interface Step {
  readonly pointId: string
  readonly personId: string
  readonly step: number
}

/** Puts new walks in the place of the old. */
export async function saveWalks(db: Db, city: CityId, id: SampleId, steps: readonly Step[]): Promise<void> {
  await db.run(sql`delete from sample_walks where city_id = ${city} and sample_id = ${id}`)
  await db.run(
    sql`insert into sample_walks (city_id, sample_id, point_id, person_id, step)
        select ${city}::int, ${id}::uuid, point_id, person_id, step from ${rows(steps, { pointId: 'uuid', personId: 'uuid', step: 'int' })}`,
  )
}
