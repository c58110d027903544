/** SQL of carrying over: proposals and decisions, and the old edition's facts they are about. */
import { z } from 'zod'
import { AreaId, type CityId, type EditionId, EvidenceId, ObservationId, PersonId, ScoreId } from '../base/ids.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { all, type Db, json, like, rows, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { CarryKind, Outcome } from './carry.ts'
import type { CarrySummary } from './carry.api.ts'

/** What a row of `carries` keeps beside its columns. */
export const Detail = z.object({
  title: z.object({ zh: z.string(), en: z.string() }),
  from: z.string(),
  to: z.array(z.string()),
  changes: z.array(z.string()),
  count: z.int().nullable(),
})
export type Detail = z.infer<typeof Detail>

/** A proposal to store. `position` is its place in the reading order of the old edition. */
export interface NewCarry {
  readonly id: string
  readonly kind: CarryKind
  readonly item: string
  readonly position: number
  readonly proposed: Outcome
  readonly reason: string
  readonly detail: Detail
}

/** The two editions of a carry-over. */
export interface Pair {
  readonly from: EditionId
  readonly to: EditionId
}

/** Stores proposals; what was proposed before is proposed anew as long as nobody has decided. */
export const putCarries = (db: Db, city: CityId, { from, to }: Pair, list: readonly NewCarry[]): Promise<number> =>
  db.run(
    sql`insert into carries (city_id, id, from_edition_id, to_edition_id, kind, item, position, proposed, reason, detail)
        select ${city}, id, ${from}::uuid, ${to}::uuid, kind, item, position, proposed, reason, detail from ${rows(list, {
          id: 'uuid',
          kind: 'text',
          item: 'text',
          position: 'int',
          proposed: 'text',
          reason: 'text',
          detail: 'jsonb',
        })}
        on conflict (city_id, from_edition_id, to_edition_id, kind, item) do update
          set proposed = excluded.proposed, reason = excluded.reason, detail = excluded.detail, position = excluded.position
          where carries.decided is null`,
  )

/** What a list of carries can be narrowed to. */
export interface CarryFilter {
  readonly ids?: readonly string[] | undefined
  readonly kind?: CarryKind | undefined
  readonly proposed?: Outcome | undefined
  readonly state?: 'undecided' | 'decided' | 'applied' | undefined
  readonly text?: string | undefined
}

const where = (city: CityId, { from, to }: Pair, { ids, kind, proposed, state, text }: CarryFilter): Sql =>
  all(
    sql`c.city_id = ${city} and c.from_edition_id = ${from} and c.to_edition_id = ${to}`,
    ids &&
      sql`c.id in (select id from ${rows(
        ids.map((id) => ({ id })),
        { id: 'uuid' },
      )})`,
    kind && sql`c.kind = ${kind}`,
    proposed && sql`c.proposed = ${proposed}`,
    state &&
      {
        undecided: sql`c.decided is null`,
        decided: sql`c.decided is not null and c.applied_at is null`,
        applied: sql`c.applied_at is not null`,
      }[state],
    text === undefined
      ? undefined
      : sql`(c.detail -> 'title' ->> 'zh' ilike ${like(text)} or c.detail -> 'title' ->> 'en' ilike ${like(text)}
          or c.detail ->> 'from' ilike ${like(text)} or c.detail ->> 'to' ilike ${like(text)})`,
  )

const CarryRow = z.object({
  id: z.uuid(),
  kind: CarryKind,
  item: z.string(),
  position: z.int(),
  proposed: Outcome,
  reason: z.string(),
  decided: Outcome.nullable(),
  note: z.string(),
  decidedAt: Instant.nullable(),
  decidedBy: PersonId.nullable(),
  byName: z.string().nullable(),
  appliedAt: Instant.nullable(),
  detail: Detail,
})
export type CarryRow = z.infer<typeof CarryRow>

const orders: Orders<CarryRow> = {
  position: { key: sql`c.position`, type: 'int', of: ({ position }) => position },
  title: { key: sql`(c.detail -> 'title' ->> 'zh')`, type: 'text', of: ({ detail }) => detail.title.zh },
  from: { key: sql`(c.detail ->> 'from')`, type: 'text', of: ({ detail }) => detail.from },
  proposed: { key: sql`c.proposed`, type: 'text', of: ({ proposed }) => proposed },
  decided: { key: sql`coalesce(c.decided, '')`, type: 'text', of: ({ decided }) => decided ?? '' },
}

/** One page of the carries of a pair of editions; `position` is the reading order. */
export const listCarries = (db: Db, city: CityId, pair: Pair, filter: CarryFilter, turn: Turn): Promise<PageOf<CarryRow>> =>
  pageBy(
    orders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        CarryRow,
        sql`select c.id, c.kind, c.item, c.position, c.proposed, c.reason, c.decided, c.note, c.decided_at, c.decided_by, p.name as by_name,
              c.applied_at, c.detail
            from carries c left join people p on p.city_id = c.city_id and p.id = c.decided_by
            where ${all(where(city, pair, filter), beyond)} ${rest}`,
      ),
    sql`c.id`,
  )

/** Holds what is decided and not carried out yet until the transaction ends, so that two who carry out at once do it once. */
export const lockDecided = (db: Db, city: CityId, pair: Pair): Promise<number> =>
  db.run(sql`select c.id from carries c where ${where(city, pair, { state: 'decided' })} order by c.position, c.id for update`)

const Count = z.object({ kind: CarryKind, proposed: Outcome, decided: Outcome.nullable(), applied: z.boolean(), count: z.int() })

/** How many items stand where. */
export const countCarries = async (db: Db, city: CityId, pair: Pair): Promise<CarrySummary> => ({
  items: await db.all(
    Count,
    sql`select c.kind, c.proposed, c.decided, c.applied_at is not null as applied, count(*) as count from carries c
        where ${where(city, pair, {})} group by 1, 2, 3, 4 order by 1, 2, 3 nulls first, 4`,
  ),
})

/** A decision about the items that a filter keeps. Without `decided` each is decided as proposed. */
export interface Decision extends CarryFilter {
  readonly decided?: Outcome | undefined
  readonly targets?: readonly string[] | undefined
  readonly note: string
  readonly at: string
  readonly by: PersonId
}

/** Decides items that were not carried out yet. Duties and documents that lead nowhere can only be dropped: others are passed over. */
export function decideCarries(db: Db, city: CityId, pair: Pair, { decided, targets, note, at, by, ...filter }: Decision): Promise<number> {
  const outcome = sql`coalesce(${decided ?? null}, c.proposed)`
  const detail = targets === undefined ? sql`c.detail` : sql`jsonb_set(c.detail, '{to}', ${json(targets)})`
  return db.run(
    sql`update carries c set decided = ${outcome}, detail = ${detail}, note = ${note}, decided_at = ${at}, decided_by = ${by}
        where ${where(city, pair, filter)} and c.applied_at is null
          and (${outcome} = 'dropped' or c.kind in ('observation', 'result') or jsonb_array_length(${detail} -> 'to') > 0)`,
  )
}

/** Marks items as carried out. */
export const markApplied = (db: Db, city: CityId, ids: readonly string[], at: string): Promise<number> =>
  db.run(
    sql`update carries set applied_at = ${at}
        where city_id = ${city} and id in (select id from ${rows(
          ids.map((id) => ({ id })),
          { id: 'uuid' },
        )})`,
  )

const ReviewRow = z.object({
  id: ObservationId,
  kind: z.enum(['review', 'opinion']),
  fact: z.string(),
  areaId: AreaId.nullable(),
  grade: z.string().nullable(),
  factor: z.int().nullable(),
  value: z.int().nullable(),
  observedAt: Instant,
  by: PersonId.nullable(),
  note: z.string(),
  data: z.record(z.string(), z.unknown()).nullable(),
  photos: z.array(EvidenceId),
})
export type ReviewRow = z.infer<typeof ReviewRow>

/** The last standing review of each of these facts and each subject. */
export const listLastReviews = (db: Db, city: CityId, facts: readonly string[]): Promise<ReviewRow[]> =>
  db.all(
    ReviewRow,
    sql`select distinct on (o.fact, o.area_id) o.id, o.kind, o.fact, o.area_id, o.grade, o.factor, o.value, o.observed_at, o.by, o.note, o.data,
          coalesce((select json_agg(f.evidence_id order by f.evidence_id) from observation_photos f
            where f.city_id = o.city_id and f.observation_id = o.id), '[]'::json) as photos
        from observations o where o.city_id = ${city} and o.kind in ('review', 'opinion')
          and o.fact in (select fact from ${rows(
            facts.map((fact) => ({ fact })),
            { fact: 'text' },
          )})
          and not exists (select 1 from observations later where later.city_id = o.city_id and later.supersedes = o.id)
        order by o.fact, o.area_id, o.observed_at desc, o.seq desc`,
  )

const FactCount = z.object({ kind: z.string(), fact: z.string(), count: z.int() })

/** How many observations there are of each fact, corrected ones included: kept with every one that is added. */
export const countFacts = (db: Db, city: CityId) =>
  db.all(
    FactCount,
    sql`select kind, fact, observations as count from fact_counts where city_id = ${city} and kind in ('check', 'answer', 'statistic')`,
  )

const ScoreTitle = z.object({ id: ScoreId, zh: z.string(), en: z.string() })

/** Stored scores of an edition, the oldest first. */
export const listScoreTitles = (db: Db, city: CityId, edition: EditionId) =>
  db.all(
    ScoreTitle,
    sql`select id, title_zh as zh, title_en as en from scores where city_id = ${city} and edition_id = ${edition} order by made_at limit 1000`,
  )
