/** SQL of observations, the facts that scores are made of. Rows are only ever added. */
import { z } from 'zod'
import { countRows } from '../api/total.sql.ts'
import { takeSeq } from '../base/event.sql.ts'
import { AreaId, type CityId, EvidenceId, ObservationId, PersonId, type PointId, RoundId, VisitId } from '../base/ids.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { all, type Db, like, endOf, rows, type Sql, sql, startOf } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { PointColumns, pointColumns } from '../city/pointHead.sql.ts'
import type { ObservationFilter } from './inspections.api.ts'
import { ObservationKind } from './observationKind.ts'

/** An observation to append. `factor` in thousandths, null = not applicable; `value` in millionths of the fact's unit. */
export interface NewObservation {
  readonly id: ObservationId
  readonly kind: ObservationKind
  readonly fact: string
  readonly pointId?: PointId | null
  readonly areaId?: AreaId | null
  readonly visitId?: VisitId | null
  readonly roundId?: RoundId | null
  readonly surveyId?: string | null
  readonly grade: string | null
  readonly factor: number | null
  readonly times?: number
  readonly value: number | null
  readonly observedAt: Instant
  readonly by: PersonId | null
  readonly note?: string
  readonly supersedes?: ObservationId | null
  readonly data?: Record<string, unknown>
  readonly photos?: readonly EvidenceId[]
}

const columns = {
  seq: 'bigint',
  id: 'uuid',
  kind: 'text',
  fact: 'text',
  pointId: 'uuid',
  areaId: 'uuid',
  visitId: 'uuid',
  roundId: 'uuid',
  surveyId: 'uuid',
  grade: 'text',
  factor: 'int',
  times: 'int',
  value: 'bigint',
  observedAt: 'timestamptz',
  by: 'uuid',
  note: 'text',
  supersedes: 'uuid',
  data: 'jsonb',
}

/** Appends observations with their photos, each with its number in the city's order. The only writer of the table. */
export async function addObservations(db: Db, city: CityId, list: readonly NewObservation[]): Promise<void> {
  if (list.length === 0) return
  const first = await takeSeq(db, city, list.length)
  const numbered = list.map((it, index) => ({ ...it, seq: first + index, times: it.times ?? 1, note: it.note ?? '' }))
  await db.run(
    sql`insert into observations (city_id, seq, id, kind, fact, point_id, area_id, visit_id, round_id, survey_id, grade, factor, times, value,
          observed_at, by, note, note_salt, supersedes, data)
        select ${city}, seq, id, kind, fact, point_id, area_id, visit_id, round_id, survey_id, grade, factor, times, value,
          observed_at, by, note, case when note <> '' then replace(gen_random_uuid()::text, '-', '') end, supersedes, data from ${rows(numbered, columns)}`,
  )
  await countFacts(db, city, numbered)
  const photos = list.flatMap(({ id, photos }) => [...new Set(photos)].map((evidenceId) => ({ observationId: id, evidenceId })))
  if (photos.length > 0)
    await db.run(
      sql`insert into observation_photos (city_id, observation_id, evidence_id)
          select ${city}, observation_id, evidence_id from ${rows(photos, { observationId: 'uuid', evidenceId: 'uuid' })}`,
    )
}

/** Keeps count of the observations of each fact, and of those that a correction has replaced. The city's order is held already. */
async function countFacts(db: Db, city: CityId, list: readonly NewObservation[]): Promise<void> {
  const byFact = Map.groupBy(list, ({ kind, fact }) => `${kind} ${fact}`)
  const counts = [...byFact.values()].map((same) => ({
    kind: same[0]!.kind,
    fact: same[0]!.fact,
    observations: same.length,
    corrected: same.filter(({ supersedes }) => supersedes).length,
  }))
  await db.run(
    sql`insert into fact_counts (city_id, kind, fact, observations, corrected)
        select ${city}, kind, fact, observations, corrected
        from ${rows(counts, { kind: 'text', fact: 'text', observations: 'bigint', corrected: 'bigint' })}
        on conflict (city_id, kind, fact) do update set observations = fact_counts.observations + excluded.observations,
          corrected = fact_counts.corrected + excluded.corrected`,
  )
}

/** A stored observation, with the names a list needs. Titles of facts come from the editions, in the application. */
export const ObservationRow = PointColumns.extend({
  seq: z.int(),
  id: ObservationId,
  kind: ObservationKind,
  fact: z.string(),
  areaId: AreaId.nullable(),
  areaZh: z.string().nullable(),
  areaEn: z.string().nullable(),
  visitId: VisitId.nullable(),
  roundId: RoundId.nullable(),
  surveyId: z.uuid().nullable(),
  grade: z.string().nullable(),
  factor: z.int().nullable(),
  times: z.int(),
  value: z.int().nullable(),
  observedAt: Instant,
  by: PersonId.nullable(),
  byName: z.string().nullable(),
  note: z.string(),
  photos: z.array(EvidenceId),
  supersedes: ObservationId.nullable(),
  supersededBy: ObservationId.nullable(),
  data: z.record(z.string(), z.unknown()).nullable(),
})
export type ObservationRow = z.infer<typeof ObservationRow>

/** True for observations that no correction has replaced. */
export const stands = (alias: Sql): Sql =>
  sql`not exists (select 1 from observations later where later.city_id = ${alias}.city_id and later.supersedes = ${alias}.id)`

const lastFirst = { key: sql`o.seq as sort_key`, again: sql`order by page.sort_key desc` }

const observationRows = (where: Sql, rest: Sql, { key, again } = lastFirst) => sql`
  select page.*, a.name_zh as area_zh, a.name_en as area_en, who.name as by_name, later.id as superseded_by,
    coalesce((select json_agg(f.evidence_id order by f.evidence_id) from observation_photos f
      where f.city_id = page.city_id and f.observation_id = page.id), '[]'::json) as photos
  from (
    select o.city_id, o.seq, o.id, o.kind, o.fact, o.area_id, o.visit_id, o.round_id, o.survey_id, o.grade, o.factor, o.times, o.value, o.observed_at,
      o.by, o.note, o.supersedes, o.data, ${key}, ${pointColumns}
    from observations o left join points p on p.city_id = o.city_id and p.id = o.point_id
    left join areas s on s.city_id = p.city_id and s.id = p.street_id
    where ${where} ${rest}
  ) page
  left join areas a on a.city_id = page.city_id and a.id = page.area_id
  left join people who on who.city_id = page.city_id and who.id = page.by
  left join observations later on later.city_id = page.city_id and later.supersedes = page.id
  ${again}`

/** A filter, narrowed to what one person recorded. */
export type Owned<Filter> = Filter & { readonly own?: PersonId }

const observationsWhere = (city: CityId, filter: Owned<ObservationFilter>) =>
  all(
    sql`o.city_id = ${city}`,
    filter.own && sql`o.by = ${filter.own}`,
    filter.kind && sql`o.kind = ${filter.kind}`,
    filter.fact === undefined ? undefined : sql`o.fact = ${filter.fact}`,
    filter.point && sql`o.point_id = ${filter.point}`,
    filter.round && sql`o.round_id = ${filter.round}`,
    filter.grade === undefined ? undefined : sql`o.grade = ${filter.grade}`,
    filter.type === undefined ? undefined : sql`p.type = ${filter.type}`,
    filter.street && sql`p.street_id = ${filter.street}`,
    filter.from === undefined ? undefined : sql`o.observed_at >= ${startOf(filter.from)}`,
    filter.to === undefined ? undefined : sql`o.observed_at < ${endOf(filter.to)}`,
    filter.failed === true ? sql`o.factor = 0` : undefined,
    filter.corrected === true ? undefined : stands(sql`o`),
    filter.text === undefined
      ? undefined
      : sql`(p.name_zh ilike ${like(filter.text)} or p.name_en ilike ${like(filter.text)} or p.code ilike ${like(filter.text)}
          or o.fact ilike ${like(filter.text)} or o.note ilike ${like(filter.text)})`,
  )

const orders: Orders<ObservationRow> = { recorded: { key: sql`o.seq`, type: 'int', of: ({ seq }) => seq } }

/** One page of observations. */
export const listObservations = (db: Db, city: CityId, filter: Owned<ObservationFilter>, turn: Turn): Promise<PageOf<ObservationRow>> =>
  pageBy(
    orders,
    turn,
    ({ key, beyond, rest, again }) =>
      db.all(ObservationRow, observationRows(all(observationsWhere(city, filter), beyond), rest, { key, again })),
    sql`o.id`,
  )

/** All observations of a visit, corrected ones included. */
export const listObservationsOfVisit = (db: Db, city: CityId, visit: VisitId) =>
  db.all(ObservationRow, observationRows(sql`o.city_id = ${city} and o.visit_id = ${visit}`, sql``))

/** One observation. */
export const findObservation = (db: Db, city: CityId, id: ObservationId) =>
  db.find(ObservationRow, observationRows(sql`o.city_id = ${city} and o.id = ${id}`, sql``))

const Count = z.object({ n: z.int() })

/** Exactly how many observations there are of a kind and a fact; these are kept count of. */
const countKept = (db: Db, city: CityId, { kind, fact, corrected }: ObservationFilter) =>
  db.find(
    Count,
    sql`select coalesce(sum(f.observations - ${corrected === true ? sql`0` : sql`f.corrected`}), 0)::bigint as n from fact_counts f
        where ${all(sql`f.city_id = ${city}`, kind && sql`f.kind = ${kind}`, fact === undefined ? undefined : sql`f.fact = ${fact}`)}`,
  )

/**
 * The number of observations; of a questionnaire each row stands for `times` answers, counted as one here. Exact for all, for a
 * kind and for a fact; any other filter is counted no further than `mostCounted`.
 */
export async function countObservations(db: Db, city: CityId, filter: Owned<ObservationFilter>): Promise<number> {
  const { kind: _kind, fact: _fact, corrected: _corrected, ...narrower } = filter
  if (Object.values(narrower).every((value) => value === undefined)) return (await countKept(db, city, filter))!.n
  return countRows(
    db,
    sql`from observations o left join points p on p.city_id = o.city_id and p.id = o.point_id where ${observationsWhere(city, filter)}`,
  )
}

const Last = z.object({ fact: z.string(), grade: z.string().nullable(), factor: z.int().nullable(), observedAt: Instant })

/** The latest standing observation of each fact at a point. */
export const listLastAtPoint = (db: Db, city: CityId, point: PointId, own?: PersonId) =>
  db.all(
    Last,
    sql`select distinct on (o.fact) o.fact, o.grade, o.factor, o.observed_at from observations o
        where ${all(sql`o.city_id = ${city}`, sql`o.point_id = ${point}`, own && sql`o.by = ${own}`)}
          and ${stands(sql`o`)} order by o.fact, o.observed_at desc, o.seq desc`,
  )

/**
 * Standing observations of some facts about an area (null: the whole city), latest first. With a round, only of that round.
 */
export const listStanding = (
  db: Db,
  city: CityId,
  { facts, area, round }: { facts: readonly string[]; area: AreaId | null; round?: RoundId | undefined },
) =>
  db.all(
    ObservationRow,
    observationRows(
      all(
        sql`o.city_id = ${city}`,
        sql`o.fact = any(${facts}::text[])`,
        sql`o.area_id is not distinct from ${area}::uuid`,
        round && sql`o.round_id = ${round}`,
        stands(sql`o`),
      ),
      sql``,
    ),
  )
