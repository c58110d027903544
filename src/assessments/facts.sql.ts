/**
 * SQL that reads the facts of a window: one grouped scan for checks and answers, small queries for the rest. Observations
 * are written by the room of inspections; here they are only counted.
 */
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { all, type Db, rows, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { exemptGrade } from '../standards/rules/index.ts'
import type { Window } from './basis.ts'

/** The condition that an observation `o` counts in a window, up to a fact number. */
export const counts = (city: CityId, window: Window, upTo: number): Sql =>
  all(
    sql`o.city_id = ${city} and o.seq <= ${upTo} and o.observed_at >= ${window.from} and o.observed_at < ${window.to}`,
    window.rounds === null
      ? undefined
      : sql`o.round_id in (select id from ${rows(
          window.rounds.map((id) => ({ id })),
          { id: 'uuid' },
        )})`,
    window.kinds === null
      ? undefined
      : sql`exists (select 1 from rounds r where r.city_id = o.city_id and r.id = o.round_id
          and r.kind in (select kind from ${rows(
            window.kinds.map((kind) => ({ kind })),
            { kind: 'text' },
          )}))`,
  )

const Sums = z.object({
  kind: z.enum(['check', 'answer']),
  fact: z.string(),
  point: z.uuid().nullable(),
  area: z.uuid().nullable(),
  n: z.int().nullable(),
  factor: z.int().nullable(),
  misses: z.int().nullable(),
  passes: z.int().nullable(),
  na: z.int().nullable(),
  exempt: z.int().nullable(),
  value: z.int().nullable(),
  values: z.int().nullable(),
})
export type Sums = z.infer<typeof Sums>

/** The columns of `counts.ts`, added up by the database; must add up exactly what `amountsOf` gives for one row. */
const sums = sql`o.kind, o.fact, o.point_id as point, o.area_id as area,
  sum(o.times) filter (where o.factor is not null) as n,
  sum(o.times * o.factor::bigint)::bigint as factor,
  sum(o.times) filter (where o.factor = 0) as misses,
  sum(o.times) filter (where o.factor = 1000) as passes,
  sum(o.times) filter (where o.factor is null and o.value is null) as na,
  sum(o.times) filter (where o.factor is null and o.value is null and o.grade = ${exemptGrade}) as exempt,
  sum(o.times * o.value)::bigint as value,
  sum(o.times) filter (where o.value is not null) as "values"`

/**
 * Checks and answers by fact and place, superseded ones still in (see `listReplacedSums`). The scan is the cost of a full
 * score, so it is given room to group in memory instead of sorting on disk; a transaction of its own keeps the setting here.
 */
export const listSums = (db: Db, city: CityId, window: Window, upTo: number): Promise<Sums[]> =>
  db.tx(async (tx) => {
    await tx.run(sql`set local work_mem = '64MB'`)
    return tx.all(
      Sums,
      sql`select ${sums} from observations o where ${counts(city, window, upTo)} and o.kind in ('check', 'answer')
          group by o.kind, o.fact, o.point_id, o.area_id`,
    )
  })

/**
 * An observation `o` was replaced by a `later` one, as a window sees it. What takes its place after the window's last day does
 * not reach back: a document that is graded anew this year keeps last year's grade in last year's score.
 */
export const replaces = (city: CityId, window: Window, upTo: number): Sql =>
  sql`later.city_id = ${city} and o.city_id = ${city} and later.supersedes = o.id and later.seq <= ${upTo}
      and later.observed_at < ${window.to}`

/** What of these sums was superseded later, to be taken back. Few rows, found through the index of corrections. */
export const listReplacedSums = (db: Db, city: CityId, window: Window, upTo: number): Promise<Sums[]> =>
  db.all(
    Sums,
    sql`select ${sums} from observations later join observations o on ${replaces(city, window, upTo)}
        where later.city_id = ${city} and later.supersedes is not null and ${counts(city, window, upTo)} and o.kind in ('check', 'answer')
        group by o.kind, o.fact, o.point_id, o.area_id`,
  )

const Row = z.object({
  id: z.uuid(),
  seq: z.int(),
  kind: z.enum(['check', 'review', 'opinion', 'answer', 'statistic']),
  fact: z.string(),
  point: z.uuid().nullable(),
  area: z.uuid().nullable(),
  grade: z.string().nullable(),
  factor: z.int().nullable(),
  times: z.int(),
  value: z.int().nullable(),
  at: Instant,
})
export type Row = z.infer<typeof Row>
const row = sql`o.id, o.seq, o.kind, o.fact, o.point_id as point, o.area_id as area, o.grade, o.factor, o.times, o.value, o.observed_at as at`

/** Reviews, opinions and statistics that stand: read one by one, since the last one of a subject counts. */
export const listRecords = (db: Db, city: CityId, window: Window, upTo: number): Promise<Row[]> =>
  db.all(
    Row,
    sql`select ${row} from observations o where ${counts(city, window, upTo)} and o.kind in ('review', 'opinion', 'statistic')
          and not exists (select 1 from observations later where ${replaces(city, window, upTo)})
        order by o.seq`,
  )

const Later = Row.extend({ counts: z.boolean(), supersedes: z.uuid().nullable() })
export type Later = z.infer<typeof Later>

/** What was observed after a fact number, in order, at most `limit`; `counts` says whether it is within the window. */
export const listLater = (db: Db, city: CityId, window: Window, after: { seq: number; upTo: number; limit: number }): Promise<Later[]> =>
  db.all(
    Later,
    sql`select ${row}, o.supersedes, (${counts(city, window, after.upTo)}) as counts from observations o
        where o.city_id = ${city} and o.seq > ${after.seq} and o.seq <= ${after.upTo} order by o.seq limit ${after.limit}`,
  )

/** Observations by id that are within the window: the ones to take back. */
export const listCounted = (db: Db, city: CityId, window: Window, ids: readonly string[]): Promise<Row[]> =>
  db.all(
    Row,
    sql`select ${row} from ${rows(
      ids.map((id) => ({ id })),
      { id: 'uuid' },
    )} join observations o on o.city_id = ${city} and o.id = r.id where ${counts(city, window, Number.MAX_SAFE_INTEGER)}`,
  )

const PlaceRow = z.object({
  id: z.uuid(),
  type: z.string().nullable(),
  district: z.uuid().nullable(),
  street: z.uuid().nullable(),
  community: z.uuid().nullable(),
  unit: z.uuid().nullable(),
})

/** Where every point belongs. */
export const listPointPlaces = (db: Db, city: CityId) =>
  db.all(
    PlaceRow,
    sql`select id, type, district_id as district, street_id as street, community_id as community, unit_id as unit
        from points where city_id = ${city}`,
  )

const AreaRow = z.object({ id: z.uuid(), parent: z.uuid().nullable(), level: z.enum(['city', 'district', 'street', 'community']) })

/** The areas of a city with their levels. */
export const listAreaLevels = (db: Db, city: CityId) =>
  db.all(AreaRow, sql`select id, parent_id as parent, level from areas where city_id = ${city}`)

const Moved = z.object({ moved: z.boolean() })

/** True when points, areas or units may have changed after a fact number. */
export async function hasGroundMoved(db: Db, city: CityId, after: number): Promise<boolean> {
  const found = await db.find(
    Moved,
    sql`select exists (select 1 from events where city_id = ${city} and seq > ${after}
          and kind ~ '^(point|area|unit|city|import|grid)') as moved`,
  )
  return found!.moved
}
