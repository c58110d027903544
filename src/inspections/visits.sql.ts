/** SQL of visits: the one bulk writer of field facts, and the lists. */
import { v7 } from 'uuid'
import { z } from 'zod'
import { countRows } from '../api/total.sql.ts'
import { appendEvents } from '../base/event.sql.ts'
import { type CityId, type EventId, PersonId, type PointId, type PostId, RoundId, VisitId } from '../base/ids.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { all, type Db, endOf, like, rows, type Sql, sql, startOf } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { PointColumns, pointColumns, toPointHead } from '../city/pointHead.sql.ts'
import { addObservations, type Owned, stands } from './observations.sql.ts'
import { countInRounds } from './rounds.sql.ts'
import type { GradedResult, Received } from './visit.ts'
import type { VisitHead } from './visitHead.ts'
import type { VisitFilter } from './visits.api.ts'

/** A visit whose results are graded. `recordedAt` is the server's time, `visitedAt` the time in the street. */
export interface VisitFacts {
  readonly id: VisitId
  readonly pointId: PointId
  readonly roundId: RoundId | null
  readonly visitedAt: Instant
  readonly recordedAt: Instant
  readonly by: PersonId | null
  /** In which post they were there, where many write in one transaction. */
  readonly post?: PostId | null
  readonly note: string
  readonly results: readonly GradedResult[]
}

const visitsAtOnce = 400
const VisitKey = z.object({ id: VisitId })

/**
 * Appends visits with their observations and one `visit.recorded` event each, in the order given; the caller's transaction
 * holds them together. Visits whose id is known are left as they are. Gives the ids that were new.
 * Also for bulk loading: 100,000 observations go in as a few hundred statements, never one by one.
 */
export async function recordVisits(db: Db, city: CityId, visits: readonly VisitFacts[]): Promise<Set<string>> {
  const fresh = new Set<string>()
  for (let from = 0; from < visits.length; from += visitsAtOnce) {
    for (const id of await recordSome(db, city, visits.slice(from, from + visitsAtOnce))) fresh.add(id)
  }
  return fresh
}

async function recordSome(db: Db, city: CityId, visits: readonly VisitFacts[]): Promise<string[]> {
  const shape = {
    id: 'uuid',
    pointId: 'uuid',
    roundId: 'uuid',
    visitedAt: 'timestamptz',
    recordedAt: 'timestamptz',
    by: 'uuid',
    note: 'text',
  }
  const added = await db.all(
    VisitKey,
    sql`insert into visits (city_id, id, point_id, round_id, visited_at, recorded_at, by, note)
        select ${city}, id, point_id, round_id, visited_at, recorded_at, by, note from ${rows(visits, shape)}
        on conflict do nothing returning id`,
  )
  const ids = new Set<string>(added.map(({ id }) => id))
  const fresh = visits.filter(({ id }) => ids.has(id))
  await addObservations(
    db,
    city,
    fresh.flatMap((visit) =>
      visit.results.map((result) => ({
        ...result,
        kind: 'check' as const,
        pointId: visit.pointId,
        visitId: visit.id,
        roundId: visit.roundId,
        observedAt: visit.visitedAt,
        by: visit.by,
      })),
    ),
  )
  await appendEvents(db, city, fresh.map(eventOf))
  await countInRounds(db, city, fresh)
  return [...ids]
}

const eventOf = (visit: VisitFacts) => ({
  id: v7() as EventId,
  kind: 'visit.recorded',
  thing: visit.id,
  at: visit.recordedAt,
  by: visit.by,
  ...(visit.post === undefined ? {} : { post: visit.post }),
  version: 1,
  data: {
    point: visit.pointId,
    round: visit.roundId,
    visitedAt: visit.visitedAt,
    checked: visit.results.filter(({ factor }) => factor !== null).length,
    failed: visit.results.filter(({ factor }) => factor === 0).length,
  },
})

const VisitRow = PointColumns.extend({
  id: VisitId,
  roundId: RoundId.nullable(),
  roundZh: z.string().nullable(),
  roundEn: z.string().nullable(),
  visitedAt: Instant,
  recordedAt: Instant,
  by: PersonId.nullable(),
  byName: z.string().nullable(),
  note: z.string(),
  checked: z.int(),
  failed: z.int(),
  na: z.int(),
  photos: z.int(),
})

const toVisit = (row: z.infer<typeof VisitRow>): VisitHead => ({
  id: row.id,
  point: toPointHead(row)!,
  round: row.roundId === null ? null : { id: row.roundId, title: { zh: row.roundZh ?? '', en: row.roundEn ?? '' } },
  visitedAt: row.visitedAt,
  recordedAt: row.recordedAt,
  by: row.by === null ? null : { id: row.by, name: row.byName ?? '' },
  note: row.note,
  checked: row.checked,
  failed: row.failed,
  na: row.na,
  photos: row.photos,
})

const visitsWhere = (city: CityId, filter: Owned<VisitFilter>) =>
  all(
    sql`v.city_id = ${city}`,
    filter.own && sql`v.by = ${filter.own}`,
    filter.point && sql`v.point_id = ${filter.point}`,
    filter.round && sql`v.round_id = ${filter.round}`,
    filter.type === undefined ? undefined : sql`p.type = ${filter.type}`,
    filter.street && sql`p.street_id = ${filter.street}`,
    filter.from === undefined ? undefined : sql`v.visited_at >= ${startOf(filter.from)}`,
    filter.to === undefined ? undefined : sql`v.visited_at < ${endOf(filter.to)}`,
    filter.text === undefined
      ? undefined
      : sql`(p.name_zh ilike ${like(filter.text)} or p.name_en ilike ${like(filter.text)} or p.code ilike ${like(filter.text)})`,
    filter.rivals === true
      ? sql`exists (select 1 from visit_rivals r where r.city_id = v.city_id and r.visit_id = v.id and r.settled_at is null)`
      : undefined,
    filter.failed === true
      ? sql`exists (select 1 from observations o where o.city_id = v.city_id and o.visit_id = v.id and o.factor = 0 and ${stands(sql`o`)})`
      : undefined,
  )

const visitsFrom = sql`visits v join points p on p.city_id = v.city_id and p.id = v.point_id
  left join areas s on s.city_id = p.city_id and s.id = p.street_id`

const visitRows = (where: Sql, rest: Sql, again = sql``, key = sql`null as sort_key`) => sql`
  select page.*, r.title_zh as round_zh, r.title_en as round_en, who.name as by_name, done.checked, done.failed, done.na, done.photos
  from (
    select v.city_id, v.id, v.round_id, v.visited_at, v.recorded_at, v.by, v.note, ${key}, ${pointColumns}
    from ${visitsFrom} where ${where} ${rest}
  ) page
  left join rounds r on r.city_id = page.city_id and r.id = page.round_id
  left join people who on who.city_id = page.city_id and who.id = page.by
  cross join lateral (
    select count(o.factor) as checked, count(*) filter (where o.factor = 0) as failed, count(*) filter (where o.factor is null) as na,
      coalesce(sum((select count(*) from observation_photos f where f.city_id = o.city_id and f.observation_id = o.id)), 0)::int as photos
    from observations o where o.city_id = page.city_id and o.visit_id = page.id and ${stands(sql`o`)}
  ) done
  ${again}`

const orders: Orders<VisitHead> = {
  visited: { key: sql`v.visited_at`, type: 'timestamptz', of: ({ visitedAt }) => visitedAt },
  recorded: { key: sql`v.recorded_at`, type: 'timestamptz', of: ({ recordedAt }) => recordedAt },
}

/** One page of visits. */
export const listVisits = (db: Db, city: CityId, filter: Owned<VisitFilter>, turn: Turn): Promise<PageOf<VisitHead>> =>
  pageBy(
    orders,
    turn,
    async ({ key, beyond, rest, again }) =>
      (await db.all(VisitRow, visitRows(all(visitsWhere(city, filter), beyond), rest, again, key))).map(toVisit),
    sql`v.id`,
  )

/** How many visits the filter finds, no further than `mostCounted`. */
export const countVisits = (db: Db, city: CityId, filter: Owned<VisitFilter>): Promise<number> =>
  countRows(db, sql`from ${visitsFrom} where ${visitsWhere(city, filter)}`)

/** One visit. */
export async function findVisit(db: Db, city: CityId, id: VisitId): Promise<VisitHead | undefined> {
  const row = await db.find(VisitRow, visitRows(sql`v.city_id = ${city} and v.id = ${id}`, sql``))
  return row && toVisit(row)
}

const Where = z.object({ id: VisitId, pointId: z.string() })

/** At which point each of these visits is, of those that there are. */
export const listPlacesOfVisits = async (db: Db, city: CityId, ids: readonly VisitId[]): Promise<Map<string, string>> =>
  new Map(
    (await db.all(Where, sql`select id, point_id from visits where city_id = ${city} and id = any(${[...ids]}::uuid[])`)).map(
      ({ id, pointId }) => [id, pointId],
    ),
  )

const ReceivedRow = z.object({ id: VisitId, recordedAt: Instant, results: z.int(), rivals: z.int() })

/** What is there of these visits: standing answers, and those that wait for a person. */
export const listReceived = (db: Db, city: CityId, ids: readonly VisitId[]): Promise<Received[]> =>
  db.all(
    ReceivedRow,
    sql`select v.id, v.recorded_at,
          (select count(*) from observations o where o.city_id = v.city_id and o.visit_id = v.id and ${stands(sql`o`)}) as results,
          (select count(*) from visit_rivals r where r.city_id = v.city_id and r.visit_id = v.id and r.settled_at is null) as rivals
        from visits v where v.city_id = ${city} and v.id = any(${[...ids]}::uuid[])`,
  )

/** Holds a visit until the transaction ends, so that two devices merge one after the other. */
export const holdVisit = (db: Db, city: CityId, id: VisitId) =>
  db.find(VisitKey, sql`select id from visits where city_id = ${city} and id = ${id} for update`)
