/** SQL between cities: the only questions that read another city, each behind a policy of the database (migration 0003). */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { countRows } from '../api/total.sql.ts'
import { CaseId, CityId, type PersonId } from '../base/ids.ts'
import { all, type Db, like, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { daysOf, Rollup, SharedCase } from './neighbours.api.ts'

const CityRow = z.object({ cityId: CityId, code: z.string(), nameZh: z.string(), nameEn: z.string(), parentCityId: CityId.nullable() })
export type CityRow = z.infer<typeof CityRow>

const cityColumns = sql`c.city_id, c.code, c.name_zh, c.name_en, c.parent_city_id`

/** A city of the directory. */
export const findCity = (db: Db, city: CityId) => db.find(CityRow, sql`select ${cityColumns} from cities c where c.city_id = ${city}`)

/** A city of the directory by its code. */
export const findCityByCode = (db: Db, code: string) =>
  db.find(CityRow, sql`select ${cityColumns} from cities c where c.code = ${code} order by c.city_id limit 1`)

/** The cities directly below. */
export const listBelow = (db: Db, city: CityId) =>
  db.all(CityRow, sql`select ${cityColumns} from cities c where c.parent_city_id = ${city} order by c.code, c.city_id`)

const RollupRow = Rollup.extend({ cityId: CityId })
const rollupColumns = sql`r.city_id, r.period, r.score, r.total, r.reported, r.dispatched, r.rectified, r.closed, r.overdue, r.on_time, r.published_at`

/** What cities published for a month. */
export const listRollups = (db: Db, cities: readonly CityId[], period: string) =>
  db.all(RollupRow, sql`select ${rollupColumns} from rollups r where r.city_id = any(${cities}::int[]) and r.period = ${period}`)

/** What a city published, the latest first. */
export const listOwnRollups = (db: Db, city: CityId) =>
  db.all(RollupRow, sql`select ${rollupColumns} from rollups r where r.city_id = ${city} order by r.period desc limit 36`)

const Figures = Rollup.omit({ period: true, publishedAt: true })

/** The figures of a month as they stand: cases reported in it by state, the share handled in time, the latest score made in it. */
export async function workOut(db: Db, city: CityId, period: string, at: string): Promise<z.infer<typeof Figures>> {
  const [from, to] = daysOf(period)
  const day = (on: string) => sql`(${on}::date::timestamp at time zone 'Asia/Shanghai')`
  const found = await db.find(
    Figures,
    sql`
    with month as (
      select c.stage, c.due_at, coalesce((c.life ->> 'handledAt')::timestamptz,
        case when c.outcome in ('done', 'withoutWork') then c.closed_at end) as done_at from cases c
      where c.city_id = ${city} and c.reported_at >= ${day(from)} and c.reported_at < ${day(to)}
    ), made as (
      select (s.result -> 'total' ->> 'final')::int as final, s.full_points from scores s
      where s.city_id = ${city} and s.made_at >= ${day(from)} and s.made_at < ${day(to)} order by s.made_at desc, s.id desc limit 1
    )
    select (select final from made) as score, (select full_points from made) as total,
      count(*) filter (where stage = 'reported')::int as reported, count(*) filter (where stage = 'dispatched')::int as dispatched,
      count(*) filter (where stage = 'rectified')::int as rectified, count(*) filter (where stage = 'closed')::int as closed,
      count(*) filter (where due_at < ${at} and stage in ('reported', 'dispatched'))::int as overdue,
      round(1000.0 * count(*) filter (where done_at <= due_at)
        / nullif(count(*) filter (where due_at is not null and (done_at is not null or due_at < ${at})), 0))::int as on_time
    from month`,
  )
  return found!
}

/** Publishes a month, or publishes it anew. */
export const putRollup = (db: Db, city: CityId, { period, ...it }: Rollup, by: PersonId) =>
  db.run(sql`
    insert into rollups (city_id, period, score, total, reported, dispatched, rectified, closed, overdue, on_time, published_at, published_by)
    values (${city}, ${period}, ${it.score}, ${it.total}, ${it.reported}, ${it.dispatched}, ${it.rectified}, ${it.closed}, ${it.overdue},
      ${it.onTime}, ${it.publishedAt}, ${by})
    on conflict (city_id, period) do update set score = excluded.score, total = excluded.total, reported = excluded.reported,
      dispatched = excluded.dispatched, rectified = excluded.rectified, closed = excluded.closed, overdue = excluded.overdue,
      on_time = excluded.on_time, published_at = excluded.published_at, published_by = excluded.published_by`)

const ShareRow = z.object({
  id: z.uuid(),
  cityId: CityId,
  withCityId: CityId,
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  what: z.enum(['cases']),
  reason: z.string(),
  fromAt: Instant,
  endedAt: Instant.nullable(),
})
export type ShareRow = z.infer<typeof ShareRow>

const shares = sql`select s.id, s.city_id, s.with_city_id, c.code, c.name_zh, c.name_en, s.what, s.reason, s.from_at, s.ended_at
  from shares s join cities c on c.city_id = s.with_city_id`

/** What a city shares or shared, the latest first. */
export const listShares = (db: Db, city: CityId, id?: string) =>
  db.all(
    ShareRow,
    sql`${shares} where ${all(sql`s.city_id = ${city}`, id === undefined ? undefined : sql`s.id = ${id}`)} order by s.from_at desc, s.id`,
  )

/** What others share with a city now. */
export const listSharedWith = (db: Db, city: CityId) =>
  db.all(ShareRow, sql`${shares} where s.with_city_id = ${city} and s.ended_at is null`)

/** Starts to share; gives 0 when the id is known or the same is shared already. */
export const addShare = (
  db: Db,
  city: CityId,
  it: { id: string; withCity: CityId; what: string; reason: string; at: string; by: PersonId },
) =>
  db.run(sql`insert into shares (city_id, id, with_city_id, what, reason, from_at, set_by)
    values (${city}, ${it.id}, ${it.withCity}, ${it.what}, ${it.reason}, ${it.at}, ${it.by}) on conflict do nothing`)

/** Takes a share back; gives 0 when it had ended. */
export const endShare = (db: Db, city: CityId, id: string, at: string, by: PersonId) =>
  db.run(sql`update shares set ended_at = ${at}, ended_by = ${by} where city_id = ${city} and id = ${id} and ended_at is null`)

const CaseRow = SharedCase.extend({ id: CaseId })

const caseOrders: Orders<SharedCase> = {
  reported: { key: sql`c.reported_at`, type: 'timestamptz', of: ({ reportedAt }) => reportedAt },
  no: { key: sql`c.no`, type: 'text', of: ({ no }) => no },
  state: { key: sql`c.stage`, type: 'text', of: ({ state }) => state },
  due: {
    key: sql`coalesce(c.due_at, timestamptz '9999-12-31 00:00:00Z')`,
    type: 'timestamptz',
    of: ({ dueAt }) => dueAt ?? '9999-12-31T00:00:00.000Z',
  },
}

/** Which shared cases are asked for. */
export interface SharedFilter {
  readonly state?: string | undefined
  readonly text?: string | undefined
}

const sharedWhere = (city: CityId, { state, text }: SharedFilter, beyond?: Sql): Sql =>
  all(
    sql`c.city_id = ${city}`,
    state === undefined || state === '' ? undefined : sql`c.stage = ${state}`,
    text === undefined || text === '' ? undefined : sql`(c.no ilike ${like(text)} or c.text ilike ${like(text)})`,
    beyond,
  )

/** One page of the cases of a city below. The database gives them only while they are shared. */
export const listSharedCases = (db: Db, city: CityId, filter: SharedFilter, turn: Turn): Promise<PageOf<SharedCase>> =>
  pageBy(
    caseOrders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        CaseRow,
        sql`select c.id, c.no, c.stage as state, c.text, c.class, c.reported_at, c.due_at, c.closed_at from cases c
            where ${sharedWhere(city, filter, beyond)} ${rest}`,
      ),
    sql`c.id`,
  )

/** How many there are. */
export const countSharedCases = (db: Db, city: CityId, filter: SharedFilter): Promise<number> =>
  countRows(db, sql`from cases c where ${sharedWhere(city, filter)}`)
