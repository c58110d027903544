/** SQL of the burden register. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { countRows } from '../api/total.sql.ts'
import { type CityId, PersonId, UnitId } from '../base/ids.ts'
import { all, type Db, like, raw, rows, type Sql, sql } from '../base/sql.ts'
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

/** What a unit did by itself on a day. */
export interface DayOfWork {
  readonly id: string
  readonly unitId: string
  readonly at: string
  readonly on: string
  readonly week: string
  readonly minutes: number
  readonly pieces: number
}

const workColumns = { id: 'uuid', unitId: 'uuid', at: 'timestamptz', workedOn: 'date', week: 'text', minutes: 'int', pieces: 'int' }

/** Adds to the lines of work that comes by itself, one a unit and day; each of these is of another unit or day. */
export const addWork = (db: Db, city: CityId, kind: WorkKind, days: readonly DayOfWork[]) =>
  db.run(
    sql`insert into burden_asks (city_id, id, request_id, kind, unit_id, at, week, minutes, pieces, worked_on)
        select ${city}, id, id, ${kind}, unit_id, at, week, minutes, pieces, worked_on
        from ${rows(
          days.map(({ on, ...day }) => ({ ...day, workedOn: on })),
          workColumns,
        )} order by unit_id, worked_on
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

/** Which weeks are asked for. */
export interface WeekFilter {
  readonly from: string
  readonly to: string
  readonly unit?: UnitId | undefined
  readonly text?: string | undefined
}

/** A unit has one row a week: the week stands in each key, so that no two rows of a page are equal. */
const weekOrders: Orders<WeekRow & { id: string }> = {
  week: { key: sql`(w.week || ' ' || u.code)`, type: 'text', of: ({ week, code }) => `${week} ${code}` },
  unit: { key: sql`(u.code || ' ' || w.week)`, type: 'text', of: ({ week, code }) => `${code} ${week}` },
  asks: byNumber('asks'),
  minutes: byNumber('minutes'),
  measured: byNumber('measured'),
}

function byNumber(column: 'asks' | 'minutes' | 'measured') {
  const key = sql`(lpad(w.${raw(column)}::text, 10, '0') || ' ' || w.week)`
  return { key, type: 'text' as const, of: (row: WeekRow) => `${String(row[column]).padStart(10, '0')} ${row.week}` }
}

const weeks = sql`burden_weeks w join units u on u.city_id = w.city_id and u.id = w.unit_id`

const weeksWhere = (city: CityId, { from, to, unit, text }: WeekFilter, beyond?: Sql): Sql =>
  all(
    sql`w.city_id = ${city} and w.week between ${from} and ${to}`,
    unit && sql`w.unit_id = ${unit}`,
    text === undefined || text === ''
      ? undefined
      : sql`(u.name_zh ilike ${like(text)} or u.name_en ilike ${like(text)} or u.code ilike ${like(text)})`,
    beyond,
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

/** One page of the weeks of units. */
export const listWeeks = (db: Db, city: CityId, filter: WeekFilter, turn: Turn): Promise<PageOf<WeekRow>> =>
  pageBy(
    weekOrders,
    turn,
    async ({ beyond, rest }) => {
      const found = await db.all(
        WeekRow,
        sql`select w.unit_id, u.name_zh as zh, u.name_en as en, u.code, w.week, w.asks, w.minutes, w.measured, w.allowed, b.minutes as budget
            from ${weeks} left join burden_budgets b on b.city_id = w.city_id and b.unit_id = w.unit_id
            where ${weeksWhere(city, filter, beyond)} ${rest}`,
      )
      return found.map((row) => ({ ...row, id: row.unitId }))
    },
    sql`w.unit_id`,
  )

/** How many there are. */
export const countWeeks = (db: Db, city: CityId, filter: WeekFilter): Promise<number> =>
  countRows(db, sql`from ${weeks} where ${weeksWhere(city, filter)}`)

const AskRow = z.object({
  id: z.uuid(),
  requestId: z.uuid(),
  kind: AskKindId,
  thing: z.uuid().nullable(),
  unitId: UnitId,
  unitZh: z.string(),
  unitEn: z.string(),
  unitCode: z.string(),
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
  select k.id, k.request_id, k.kind, k.thing, k.unit_id, u.name_zh as unit_zh, u.name_en as unit_en, u.code as unit_code, k.from_unit_id as from_id,
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

/** Which requests are asked for. */
export interface AskFilter {
  readonly week: string
  readonly unit?: UnitId | undefined
  readonly kind?: AskKind | undefined
  readonly open?: boolean | undefined
  readonly text?: string | undefined
}

/** What nobody has said the minutes of comes before everything that took none. */
const askOrders: Orders<AskRow> = {
  at: { key: sql`k.at`, type: 'timestamptz', of: ({ at }) => at },
  unit: { key: sql`u.code`, type: 'text', of: ({ unitCode }) => unitCode },
  kind: { key: sql`k.kind`, type: 'text', of: ({ kind }) => kind },
  minutes: { key: sql`k.minutes`, type: 'int', of: ({ minutes }) => minutes },
  took: { key: sql`coalesce(k.measured, -1)`, type: 'int', of: ({ measured }) => measured ?? -1 },
}

const asksWhere = (city: CityId, { week, unit, kind, open, text }: AskFilter, beyond?: Sql): Sql =>
  all(
    sql`k.city_id = ${city} and k.week = ${week}`,
    unit && sql`k.unit_id = ${unit}`,
    kind && sql`k.kind = ${kind}`,
    open === undefined ? undefined : open ? sql`k.answered_at is null` : sql`k.answered_at is not null`,
    text === undefined || text === ''
      ? undefined
      : sql`(k.text ilike ${like(text)} or k.answer ilike ${like(text)} or u.name_zh ilike ${like(text)} or u.name_en ilike ${like(text)})`,
    beyond,
  )

/** One page of the requests of a week. */
export const listAsks = (db: Db, city: CityId, filter: AskFilter, turn: Turn): Promise<PageOf<AskRow>> =>
  pageBy(askOrders, turn, ({ beyond, rest }) => db.all(AskRow, askRows(asksWhere(city, filter, beyond), rest)), sql`k.id`)

/** How many there are. */
export const countAsks = (db: Db, city: CityId, filter: AskFilter): Promise<number> =>
  countRows(db, sql`from burden_asks k join units u on u.city_id = k.city_id and u.id = k.unit_id where ${asksWhere(city, filter)}`)

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

/** Blanks what was asked about these things, where it repeats words that were erased. */
export const blankAsks = (db: Db, city: CityId, things: readonly string[]) =>
  db.run(sql`update burden_asks set text = '—' where city_id = ${city} and thing = any(${things}::uuid[]) and text <> ''`)
