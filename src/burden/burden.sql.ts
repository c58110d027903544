/** SQL of the burden register. */
import { z } from 'zod'
import { type CityId, PersonId, UnitId } from '../base/ids.ts'
import { all, type Db, rows, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { AskKindId, type AskKind, nearFrom, Week, type WorkKind } from './burden.ts'

const GrassrootsRow = z.object({ id: UnitId, zh: z.string(), en: z.string(), budget: z.int().nullable() })
export type GrassrootsRow = z.infer<typeof GrassrootsRow>

/** Those of these units that are of a street or community: units whose area is one, whatever their kind is called. */
export const listGrassroots = (db: Db, city: CityId, ids: readonly string[]) =>
  db.all(
    GrassrootsRow,
    sql`select u.id, u.name_zh as zh, u.name_en as en, b.minutes as budget
        from units u join areas a on a.city_id = u.city_id and a.id = u.area_id and a.level in ('street', 'community')
        left join burden_budgets b on b.city_id = u.city_id and b.unit_id = u.id
        where u.city_id = ${city} and u.id = any(${ids}::uuid[]) order by u.id`,
  )

/** What the city has set: minutes by kind and, under `budget`, the usual week. */
export const listRates = (db: Db, city: CityId) =>
  db.all(z.object({ kind: z.string(), minutes: z.int() }), sql`select kind, minutes from burden_rates where city_id = ${city}`)

/** Sets minutes of a kind, or the usual budget. */
export const saveRate = (db: Db, city: CityId, kind: string, minutes: number) =>
  db.run(
    sql`insert into burden_rates (city_id, kind, minutes) values (${city}, ${kind}, ${minutes})
        on conflict (city_id, kind) do update set minutes = excluded.minutes`,
  )

/** Sets the budget of one unit; null takes it away. */
export const saveBudget = (db: Db, city: CityId, unit: UnitId, minutes: number | null) =>
  minutes === null
    ? db.run(sql`delete from burden_budgets where city_id = ${city} and unit_id = ${unit}`)
    : db.run(
        sql`insert into burden_budgets (city_id, unit_id, minutes) values (${city}, ${unit}, ${minutes})
            on conflict (city_id, unit_id) do update set minutes = excluded.minutes`,
      )

const SumRow = z.object({ unitId: UnitId, minutes: z.int(), allowed: z.int() })

/** Adds to the week of units, in the order of their ids so that two senders never wait for each other; gives the new sums. */
export const addToWeek = (db: Db, city: CityId, week: string, sums: readonly { unitId: string; asks: number; minutes: number }[]) =>
  db.all(
    SumRow,
    sql`insert into burden_weeks (city_id, unit_id, week, asks, minutes)
        select ${city}, unit_id, ${week}, asks, minutes
        from ${rows(sums, { unitId: 'uuid', asks: 'int', minutes: 'int' })} order by unit_id
        on conflict (city_id, unit_id, week)
          do update set asks = burden_weeks.asks + excluded.asks, minutes = burden_weeks.minutes + excluded.minutes
        returning unit_id, minutes, allowed`,
  )

/** A request to one unit, as it is written. */
export interface NewAsk {
  readonly id: string
  readonly requestId: string
  readonly kind: AskKind
  readonly thing: string | null
  readonly unitId: string
  readonly fromUnitId: string | null
  readonly by: string | null
  readonly minutes: number
  readonly text: string
}

/** Writes requests. */
export const addAsks = (db: Db, city: CityId, week: string, at: string, asks: readonly NewAsk[]) =>
  db.run(
    sql`insert into burden_asks (city_id, id, request_id, kind, thing, unit_id, from_unit_id, by, at, week, minutes, text)
        select ${city}, id, request_id, kind, thing, unit_id, from_unit_id, by, ${at}, ${week}, minutes, text
        from ${rows(asks, {
          id: 'uuid',
          requestId: 'uuid',
          kind: 'text',
          thing: 'uuid',
          unitId: 'uuid',
          fromUnitId: 'uuid',
          by: 'uuid',
          minutes: 'int',
          text: 'text',
        })}`,
  )

/** Adds to the day's line of work that comes by itself. */
export const addWork = (
  db: Db,
  city: CityId,
  it: { id: string; kind: WorkKind; unitId: string; at: string; on: string; week: string; minutes: number; pieces: number },
) =>
  db.run(
    sql`insert into burden_asks (city_id, id, request_id, kind, unit_id, at, week, minutes, pieces, worked_on)
        values (${city}, ${it.id}, ${it.id}, ${it.kind}, ${it.unitId}, ${it.at}, ${it.week}, ${it.minutes}, ${it.pieces}, ${it.on})
        on conflict (city_id, unit_id, kind, worked_on) where worked_on is not null
          do update set minutes = burden_asks.minutes + excluded.minutes, pieces = burden_asks.pieces + excluded.pieces`,
  )

/** The sums of a week. */
export const listSums = (db: Db, city: CityId, week: string, units: readonly string[]) =>
  db.all(
    SumRow,
    sql`select unit_id, minutes, allowed from burden_weeks where city_id = ${city} and week = ${week} and unit_id = any(${units}::uuid[])`,
  )

/** How many requests of a kind a unit has sent since a time; one to many units counts once. */
export const countRequests = async (db: Db, city: CityId, from: UnitId, kind: AskKind, since: string): Promise<number> =>
  (await db.find(
    z.object({ n: z.int() }),
    sql`select count(distinct request_id)::int as n from burden_asks
        where city_id = ${city} and from_unit_id = ${from} and kind = ${kind} and at >= ${since}`,
  ))!.n

const WeekRow = z.object({
  unitId: UnitId,
  zh: z.string(),
  en: z.string(),
  code: z.string(),
  week: Week,
  asks: z.int(),
  minutes: z.int(),
  measured: z.int(),
  allowed: z.int(),
  budget: z.int().nullable(),
})
export type WeekRow = z.infer<typeof WeekRow>

/** Weeks of units, by week and the unit's code; one more than asked for. */
export const listWeeks = (
  db: Db,
  city: CityId,
  { from, to, unit }: { from: string; to: string; unit: UnitId | undefined },
  { after, limit }: { after: readonly [string, string] | undefined; limit: number },
) =>
  db.all(
    WeekRow,
    sql`select w.unit_id, u.name_zh as zh, u.name_en as en, u.code, w.week, w.asks, w.minutes, w.measured, w.allowed, b.minutes as budget
        from burden_weeks w join units u on u.city_id = w.city_id and u.id = w.unit_id
        left join burden_budgets b on b.city_id = w.city_id and b.unit_id = w.unit_id
        where ${all(
          sql`w.city_id = ${city} and w.week between ${from} and ${to}`,
          unit && sql`w.unit_id = ${unit}`,
          after && sql`(w.week, u.code) > (${after[0]}, ${after[1]})`,
        )}
        order by w.week, u.code limit ${limit + 1}`,
  )

const TightRow = WeekRow.extend({ n: z.int() })

/** The units whose week is nearly full or full, the fullest first, and how many there are. `usual`: the budget of who has none. */
export const listTight = (db: Db, city: CityId, { week, usual, most }: { week: string; usual: number; most: number }) =>
  db.all(
    TightRow,
    sql`with weeks as (
          select w.*, b.minutes as budget, coalesce(b.minutes, ${usual}::int) + w.allowed as full_at
          from burden_weeks w left join burden_budgets b on b.city_id = w.city_id and b.unit_id = w.unit_id
          where w.city_id = ${city} and w.week = ${week})
        select w.unit_id, u.name_zh as zh, u.name_en as en, u.code, w.week, w.asks, w.minutes, w.measured, w.allowed, w.budget,
          count(*) over ()::int as n
        from weeks w join units u on u.city_id = w.city_id and u.id = w.unit_id
        where w.minutes > 0 and w.minutes::bigint * 1000 >= w.full_at::bigint * ${nearFrom}
        order by w.minutes::float / greatest(w.full_at, 1) desc, u.code limit ${most}`,
  )

const AskRow = z.object({
  id: z.uuid(),
  requestId: z.uuid(),
  kind: AskKindId,
  thing: z.uuid().nullable(),
  unitId: UnitId,
  unitZh: z.string(),
  unitEn: z.string(),
  fromId: UnitId.nullable(),
  fromZh: z.string().nullable(),
  fromEn: z.string().nullable(),
  by: PersonId.nullable(),
  byName: z.string().nullable(),
  at: Instant,
  week: Week,
  minutes: z.int(),
  pieces: z.int(),
  measured: z.int().nullable(),
  text: z.string(),
  answer: z.string().nullable(),
  answeredAt: Instant.nullable(),
})
export type AskRow = z.infer<typeof AskRow>

const askRows = (where: Sql, rest: Sql) => sql`
  select k.id, k.request_id, k.kind, k.thing, k.unit_id, u.name_zh as unit_zh, u.name_en as unit_en, k.from_unit_id as from_id,
    f.name_zh as from_zh, f.name_en as from_en, k.by, p.name as by_name, k.at, k.week, k.minutes, k.pieces, k.measured, k.text, k.answer, k.answered_at
  from burden_asks k join units u on u.city_id = k.city_id and u.id = k.unit_id
  left join units f on f.city_id = k.city_id and f.id = k.from_unit_id
  left join people p on p.city_id = k.city_id and p.id = k.by
  where ${where} ${rest}`

/** One request to one unit. */
export const findAsk = (db: Db, city: CityId, id: string) => db.find(AskRow, askRows(sql`k.city_id = ${city} and k.id = ${id}`, sql``))

/** What one request asked of whom. */
export const listOfRequest = (db: Db, city: CityId, request: string) =>
  db.all(AskRow, askRows(sql`k.city_id = ${city} and k.request_id = ${request}`, sql`order by u.code`))

/** Requests of a week, newest first; one more than asked for. */
export const listAsks = (
  db: Db,
  city: CityId,
  { week, unit }: { week: string; unit: UnitId | undefined },
  { after, limit }: { after: readonly [string, string] | undefined; limit: number },
) =>
  db.all(
    AskRow,
    askRows(
      all(
        sql`k.city_id = ${city} and k.week = ${week}`,
        unit && sql`k.unit_id = ${unit}`,
        after && sql`(k.at, k.id) < (${after[0]}, ${after[1]})`,
      ),
      sql`order by k.at desc, k.id desc limit ${limit + 1}`,
    ),
  )

/** What was answered last, newest first: to look through for the same question. */
export const listAnswered = (db: Db, city: CityId, most: number) =>
  db.all(AskRow, askRows(sql`k.city_id = ${city} and k.answer is not null`, sql`order by k.answered_at desc limit ${most}`))

/** Keeps what a unit says: its answer and how long it took; the week's sum follows. */
export async function saveAnswer(
  db: Db,
  city: CityId,
  ask: Pick<AskRow, 'id' | 'unitId' | 'week' | 'measured'>,
  it: { answer: string | null; minutes: number | null; at: string; by: string },
): Promise<void> {
  await db.run(
    sql`update burden_asks set answer = coalesce(${it.answer}, answer), measured = coalesce(${it.minutes}::int, measured),
          answered_at = ${it.at}, answered_by = ${it.by} where city_id = ${city} and id = ${ask.id}`,
  )
  if (it.minutes !== null)
    await db.run(
      sql`update burden_weeks set measured = measured + ${it.minutes - (ask.measured ?? 0)}::int
          where city_id = ${city} and unit_id = ${ask.unitId} and week = ${ask.week}`,
    )
}

/** Takes back what was asked with these things, as if it had never been asked: what was undone is no burden. */
export const removeAsks = (db: Db, city: CityId, things: readonly string[]) =>
  db.run(
    sql`with gone as (
          delete from burden_asks where city_id = ${city} and thing = any(${things}::uuid[])
          returning unit_id, week, minutes, coalesce(measured, 0) as measured),
        sums as (select unit_id, week, count(*)::int as asks, sum(minutes)::int as minutes, sum(measured)::int as measured from gone group by 1, 2)
        update burden_weeks w set asks = w.asks - s.asks, minutes = w.minutes - s.minutes, measured = w.measured - s.measured
        from sums s where w.city_id = ${city} and w.unit_id = s.unit_id and w.week = s.week`,
  )
