/** SQL of figures over whistles: the words of whistleFacts.ts as conditions on a called unit, all counts of all groups in one pass. */
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { all, type Db, endOf, join, type Sql, sql, startOf } from '../base/sql.ts'
import type { Instant } from '../base/time.ts'
import { type Grouping, whistleCounts } from './indicator.ts'
import type { IndicatorFilter } from './indicators.api.ts'
import type { WhistleFact } from './whistleFacts.ts'

/** Called units of the whistles of a filter. */
const called = (city: CityId, filter: IndicatorFilter) => sql`
  select p.*, w.street_id, w.raised_at, w.finished_at as over_at from whistle_parties p
  join whistles w on w.city_id = p.city_id and w.id = p.whistle_id
  where ${all(
    sql`p.city_id = ${city} and w.state <> 'withdrawn'`,
    filter.from === undefined ? undefined : sql`w.raised_at >= ${startOf(filter.from)}`,
    filter.to === undefined ? undefined : sql`w.raised_at < ${endOf(filter.to)}`,
    filter.unit && sql`p.unit_id = ${filter.unit}`,
    filter.street && sql`w.street_id = ${filter.street}`,
    filter.class === undefined
      ? undefined
      : sql`exists (select from whistle_cases l join cases c on c.city_id = l.city_id and c.id = l.case_id
          where l.city_id = ${city} and l.whistle_id = p.whistle_id and c.class = ${filter.class})`,
  )}`

/** Due is what was done, and what is not though its time came before the whistle was over. */
const due = (done: Sql, until: Sql, at: Instant) =>
  sql`(${done} is not null or coalesce(${until} < least(${at}::timestamptz, coalesce(f.over_at, 'infinity')), false))`
const onTime = (done: Sql, until: Sql) => sql`coalesce(${done} <= ${until}, false)`
const [signedIn, signInDue] = [sql`f.signed_in_at`, sql`f.sign_in_due`]
const [replied, replyDue] = [sql`f.replied_at`, sql`f.reply_due`]
const [finished, finishDue] = [sql`f.finished_at`, sql`f.finish_due`]

const holds: Readonly<Record<WhistleFact, (city: CityId, at: Instant) => Sql>> = {
  called: () => sql`true`,
  signInDue: (_city, at) => due(signedIn, signInDue, at),
  signedInOnTime: () => onTime(signedIn, signInDue),
  replyDue: (_city, at) => due(replied, replyDue, at),
  repliedOnTime: () => onTime(replied, replyDue),
  finishDue: (_city, at) => due(finished, finishDue, at),
  finished: () => sql`f.finished_at is not null`,
  finishedOnTime: () => onTime(finished, finishDue),
  rated: () => sql`f.stars is not null`,
  satisfied: () => sql`coalesce(f.stars >= 4, false)`,
  escalated: (city) => sql`exists (select from whistle_escalations e
    where e.city_id = ${city} and e.whistle_id = f.whistle_id and e.unit_id = f.unit_id)`,
}

/** Whistles have no class: they may be about cases of several. */
const keys: Readonly<Record<Exclude<Grouping, 'class'>, Sql>> = {
  none: sql`null::text`,
  unit: sql`f.unit_id::text`,
  street: sql`f.street_id::text`,
  month: sql`to_char(f.raised_at at time zone 'Asia/Shanghai', 'YYYY-MM')`,
}

const CountRow = z.object({
  key: z.string().nullable(),
  titleZh: z.string().nullable(),
  titleEn: z.string().nullable(),
  counts: z.array(z.int()),
})

/** Every count of every group, by key; `counts` in the order of `whistleCounts`. */
export const countWhistleGroups = async (
  db: Db,
  city: CityId,
  { filter, by, at }: { filter: IndicatorFilter; by: Grouping; at: Instant },
): Promise<z.infer<typeof CountRow>[]> =>
  by === 'class'
    ? []
    : db.all(
        CountRow,
        sql`select g.key, coalesce(u.name_zh, s.name_zh) as title_zh, coalesce(u.name_en, s.name_en, '') as title_en, g.counts
            from (select ${keys[by]} as key, array[${join(
              whistleCounts.map((words) => sql`count(*) filter (where ${all(...words.map((word) => holds[word](city, at)))})`),
              sql`, `,
            )}]::int[] as counts
              from (${called(city, filter)}) f group by 1) g
            left join units u on ${by === 'unit' ? sql`u.city_id = ${city} and u.id::text = g.key` : sql`false`}
            left join areas s on ${by === 'street' ? sql`s.city_id = ${city} and s.id::text = g.key` : sql`false`}
            order by g.key nulls last`,
      )
