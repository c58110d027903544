/** SQL of indicators: the words of facts.ts as conditions, all counts of all groups in one pass over the cases of a period. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { CaseId, type CityId, UnitId } from '../base/ids.ts'
import { all, type Db, endOf, join, like, type Sql, sql, startOf } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import type { Fact } from './facts.ts'
import { counts, type Grouping, type Term } from './indicator.ts'
import type { IndicatorFilter } from './indicators.api.ts'

/** Cases of a filter with what the words look at, read from each row once. */
const measured = (city: CityId, filter: IndicatorFilter) => sql`
  select c.id, c.no, c.text, c.class, c.stage, c.unit_id, c.street_id, c.reported_at, c.due_at, c.closed_at, c.outcome, c.exempt, c.reopened,
    c.observation_id, c.life,
    exists (select from recurrences r where r.city_id = c.city_id and r.of_case_id = c.id) as recurred, (c.life ->> 'limitFrom') is not null as sent,
    coalesce(c.outcome in ('done', 'withoutWork'), false) as shut,
    coalesce((c.life ->> 'handledAt')::timestamptz, case when c.outcome in ('done', 'withoutWork') then c.closed_at end) as done_at,
    coalesce(c.outcome not in ('refused', 'merged'), (c.life ->> 'limitFrom') is not null or c.life #>> '{clocks,file,state}' = 'stopped', false) as filed
  from cases c where ${all(
    sql`c.city_id = ${city}`,
    filter.from === undefined ? undefined : sql`c.reported_at >= ${startOf(filter.from)}`,
    filter.to === undefined ? undefined : sql`c.reported_at < ${endOf(filter.to)}`,
    filter.unit && sql`c.unit_id = ${filter.unit}`,
    filter.street && sql`c.street_id = ${filter.street}`,
    filter.class === undefined ? undefined : sql`c.class = ${filter.class}`,
  )}`

const counted = sql`(f.filed and f.outcome is distinct from 'void' and f.stage <> 'suspended' and not f.exempt)`

const clock = (name: string) => {
  const [state, due, end] = ['state', 'dueAt', 'spans,-1,1'].map((part) => sql`f.life #>> ${`{clocks,${name},${part}}`}::text[]`) as [
    Sql,
    Sql,
    Sql,
  ]
  return {
    due: (at: Instant) =>
      sql`((${due}) is not null and ((${state}) = 'stopped' or ((${state}) = 'running' and (${due})::timestamptz < ${at}::timestamptz)))`,
    onTime: sql`((${state}) = 'stopped' and coalesce((${end})::timestamptz <= (${due})::timestamptz, false))`,
  }
}

const holds: Readonly<Record<Fact, (at: Instant) => Sql>> = {
  reported: () => sql`true`,
  filed: () => sql`f.filed`,
  voided: () => sql`coalesce(f.outcome = 'void', false)`,
  suspended: () => sql`f.stage = 'suspended'`,
  exempt: () => sql`f.exempt`,
  limited: () => sql`f.due_at is not null`,
  dispatched: () => sql`f.sent`,
  everClosed: () => sql`(f.closed_at is not null or f.reopened > 0)`,
  closed: () => sql`f.shut`,
  shouldClose: (at) => sql`(${counted} and (f.shut or coalesce(f.due_at < ${at}::timestamptz, false)))`,
  closedOnTime: () => sql`(f.shut and coalesce(f.closed_at <= f.due_at, false))`,
  shouldHandle: (at) => sql`(${counted} and f.sent and (f.done_at is not null or coalesce(f.due_at < ${at}::timestamptz, false)))`,
  handledOnTime: () => sql`coalesce(f.done_at <= f.due_at, false)`,
  reworked: () => sql`(f.life ->> 'reworked')::int > 0`,
  returned: () => sql`(f.life ->> 'returned')::int > 0`,
  extended: () => sql`coalesce((f.life #>> '{grants,extend}')::int, 0) > 0`,
  appealed: () => sql`coalesce((f.life #>> '{asks,appeal}')::int, 0) > 0`,
  reopened: () => sql`f.reopened > 0`,
  recurred: () => sql`f.recurred`,
  byCollector: () => sql`f.observation_id is not null`,
  confirmDue: (at) => clock('confirm').due(at),
  confirmOnTime: () => clock('confirm').onTime,
  checkDue: (at) => clock('check').due(at),
  checkOnTime: () => clock('check').onTime,
  fileDue: (at) => clock('file').due(at),
  fileOnTime: () => clock('file').onTime,
  dispatchDue: (at) => clock('dispatch').due(at),
  dispatchOnTime: () => clock('dispatch').onTime,
}

const allOf = (words: Readonly<Term['all']>, at: Instant): Sql => all(...words.map((word) => holds[word as Fact](at)))

const keys: Readonly<Record<Grouping, Sql>> = {
  none: sql`null::text`,
  unit: sql`f.unit_id::text`,
  street: sql`f.street_id::text`,
  class: sql`f.class`,
  month: sql`to_char(f.reported_at at time zone 'Asia/Shanghai', 'YYYY-MM')`,
}

const CountRow = z.object({
  key: z.string().nullable(),
  titleZh: z.string().nullable(),
  titleEn: z.string().nullable(),
  cases: z.int(),
  counts: z.array(z.int()),
})
export type CountRow = z.infer<typeof CountRow>

/** Every count of every group, by key; `counts` in the order of the formulas' own list. */
export const countGroups = (db: Db, city: CityId, { filter, by, at }: { filter: IndicatorFilter; by: Grouping; at: Instant }) =>
  db.all(
    CountRow,
    sql`select g.key, coalesce(u.name_zh, s.name_zh, k.small_name) as title_zh, coalesce(u.name_en, s.name_en, '') as title_en, g.cases, g.counts
        from (select ${keys[by]} as key, count(*)::int as cases,
            array[${join(
              counts.map((words) => sql`count(*) filter (where ${allOf(words, at)})`),
              sql`, `,
            )}]::int[] as counts
          from (${measured(city, filter)}) f group by 1) g
        left join units u on ${by === 'unit' ? sql`u.city_id = ${city} and u.id::text = g.key` : sql`false`}
        left join areas s on ${by === 'street' ? sql`s.city_id = ${city} and s.id::text = g.key` : sql`false`}
        left join case_classes k on ${by === 'class' ? sql`k.city_id = ${city} and k.code in (g.key, 'E' || g.key)` : sql`false`}
        order by g.key nulls last`,
  )

const SideRow = z.object({ isNow: z.boolean(), counts: z.array(z.int()) })

/** What is counted on both sides of a day. */
export interface Around {
  readonly filter: IndicatorFilter
  /** The first day of the later side. */
  readonly day: string
  readonly all: readonly Term['all'][]
  readonly at: Instant
}

/** Some counts before a day and from it on; a side without cases has no row. */
export const countAround = (db: Db, city: CityId, { filter, day, all: wanted, at }: Around) =>
  db.all(
    SideRow,
    sql`select f.reported_at >= ${startOf(day)} as is_now, array[${join(
      wanted.map((words) => sql`count(*) filter (where ${allOf(words, at)})`),
      sql`, `,
    )}]::int[] as counts
      from (${measured(city, filter)}) f group by 1`,
  )

const BehindRow = z.object({
  id: CaseId,
  no: z.string(),
  text: z.string(),
  class: z.string().nullable(),
  stage: z.string(),
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  reportedAt: Instant,
  dueAt: Instant.nullable(),
  closedAt: Instant.nullable(),
})
export type BehindRow = z.infer<typeof BehindRow>

/** A case is counted by terms when one that adds is true of it and none that takes away. */
const countedBy = (terms: readonly Term[], at: Instant): Sql => {
  const either = (minus: boolean) => {
    const parts = terms.filter((term) => (term.minus ?? false) === minus).map((term) => sql`(${allOf(term.all, at)})`)
    return parts.length === 0 ? sql`false` : sql`(${join(parts, sql` or `)})`
  }
  return sql`(${either(false)} and not ${either(true)})`
}

/** What is asked for behind a figure. */
export interface Behind {
  readonly filter: IndicatorFilter
  readonly by: Grouping
  /** Undefined: every group; null: the group of none. */
  readonly key: string | null | undefined
  readonly of: readonly Term[]
  /** Counted by these and not by `of`. */
  readonly lacking?: readonly Term[]
  readonly at: Instant
  /** Part of the number or the words. */
  readonly text?: string | undefined
}

const orders: Orders<BehindRow> = { reported: { key: sql`f.reported_at`, type: 'timestamptz', of: ({ reportedAt }) => reportedAt } }

/** One page of the cases behind a figure. */
export const listBehind = (
  db: Db,
  city: CityId,
  { filter, by, key, of, lacking, at, text }: Behind,
  turn: Turn,
): Promise<PageOf<BehindRow>> =>
  pageBy(
    orders,
    turn,
    ({ beyond, rest }) =>
      db.all(
        BehindRow,
        sql`select f.id, f.no, f.text, f.class, f.stage, f.unit_id, u.name_zh as unit_zh, u.name_en as unit_en, f.reported_at, f.due_at, f.closed_at
            from (${measured(city, filter)}) f left join units u on u.city_id = ${city} and u.id = f.unit_id
            where ${all(
              lacking === undefined ? countedBy(of, at) : sql`(${countedBy(lacking, at)} and not ${countedBy(of, at)})`,
              key === undefined ? undefined : sql`${keys[by]} is not distinct from ${key}::text`,
              text === undefined || text === '' ? undefined : sql`(f.no ilike ${like(text)} or f.text ilike ${like(text)})`,
              beyond,
            )} ${rest}`,
      ),
    sql`f.id`,
  )
