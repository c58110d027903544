/** SQL of the city's rules, look-alikes, sweeps, and of what came back. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { CaseId, type CityId, PointId, type RoundId, UnitId } from '../base/ids.ts'
import { all, type Db, like, rows, type Sql, sql, startOf } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import type { Case } from '../cases/case.ts'
import { PointColumns, pointColumns, toPointHead } from '../city/pointHead.sql.ts'
import type { UnseenPoint } from '../inspections/rounds.api.ts'
import { CaseRef, RepeatRule } from './repeat.ts'

/** The rules of a city, those of all first. */
export const listRules = (db: Db, city: CityId): Promise<RepeatRule[]> =>
  db.all(
    RepeatRule,
    sql`select id, unit_id, class, share, metres, days, after from repeat_rules where city_id = ${city}
        order by class nulls first, unit_id nulls first`,
  )

/** Those that are no units of the city. */
export const listNoUnits = async (db: Db, city: CityId, ids: readonly UnitId[]): Promise<UnitId[]> =>
  (
    await db.all(
      z.object({ id: UnitId }),
      sql`select r.id from ${rows(
        ids.map((id) => ({ id })),
        { id: 'uuid' },
      )}
          where not exists (select from units u where u.city_id = ${city} and u.id = r.id)`,
    )
  ).map(({ id }) => id)

/** Puts new rules in the place of the old. */
export async function putRules(db: Db, city: CityId, rules: readonly RepeatRule[]): Promise<void> {
  await db.run(sql`delete from repeat_rules where city_id = ${city}`)
  const shape = { id: 'uuid', unitId: 'uuid', class: 'text', share: 'int', metres: 'int', days: 'int', after: 'text' }
  const shaped = rules.map((rule) => ({ ...rule, after: rule.after === null ? null : `{${rule.after.join()}}` }))
  await db.run(
    sql`insert into repeat_rules (city_id, id, unit_id, class, share, metres, days, after)
        select ${city}::int, id, unit_id, class, share, metres, days, after::int[] from ${rows(shaped, shape)}`,
  )
}

const Row = PointColumns.extend({ id: PointId, lng: z.number(), lat: z.number(), lastVisitedAt: Instant.nullable() })
type Listed = UnseenPoint & { id: PointId }

/** A case as its look-alikes are found: the point's kind and owner, and the fact where there is one. */
export type About = Pick<Case, 'pointId' | 'fact'> & { readonly since: string; readonly text?: string | undefined }

/** The same check: of the fact of the case, or where it has none any visit. */
const notDone = ({ fact, since }: About): Sql =>
  fact === null
    ? sql`not exists (select from visits v where v.city_id = p.city_id and v.point_id = p.id and v.visited_at >= ${startOf(since)})`
    : sql`not exists (select from observations o where o.city_id = p.city_id and o.point_id = p.id and o.fact = ${fact}
        and o.observed_at >= ${startOf(since)})`

const alike = (city: CityId, about: About): Sql =>
  all(
    sql`p.city_id = ${city} and p.retired_on is null and p.id <> ${about.pointId}
      and (p.type, coalesce(p.unit_id::text, '')) = (select q.type, coalesce(q.unit_id::text, '') from points q
        where q.city_id = ${city} and q.id = ${about.pointId})`,
    notDone(about),
    about.text === undefined || about.text === ''
      ? undefined
      : sql`(p.name_zh ilike ${like(about.text)} or p.name_en ilike ${like(about.text)} or p.code ilike ${like(about.text)})`,
  )

const orders: Orders<Listed> = { code: { key: sql`p.code`, type: 'text', of: ({ point }) => point.code } }

/** One page of the points that are of the kind and owner of a case's, whose same check nobody did lately. */
export const listLookAlikes = (db: Db, city: CityId, about: About, turn: Turn): Promise<PageOf<Listed>> =>
  pageBy(
    orders,
    turn,
    async ({ key, beyond, rest, again }) =>
      (
        await db.all(
          Row,
          sql`select page.*, v.visited_at as last_visited_at from (
                select p.city_id, p.id, p.lng, p.lat, ${key}, ${pointColumns} from points p
                left join areas s on s.city_id = p.city_id and s.id = p.street_id
                where ${all(alike(city, about), beyond)} ${rest}) page
              left join lateral (select v.visited_at from visits v where v.city_id = page.city_id and v.point_id = page.id
                order by v.visited_at desc limit 1) v on true ${again}`,
        )
      ).map((row) => ({ id: row.id, point: toPointHead(row)!, place: [row.lng, row.lat], lastVisitedAt: row.lastVisitedAt })),
    sql`p.id`,
  )

const Misses = z.object({ roundId: z.uuid(), misses: z.int() })

/** Misses seen in each of these rounds. */
export const countMisses = (db: Db, city: CityId, rounds: readonly RoundId[]) =>
  db.all(
    Misses,
    sql`select round_id, count(*)::int as misses from observations
        where city_id = ${city} and round_id = any(${[...rounds]}::uuid[]) and factor = 0 group by round_id`,
  )

const Born = CaseRef.extend({ roundId: z.uuid() })

/** The cases that were opened from what was seen in these rounds. */
export const listBorn = (db: Db, city: CityId, rounds: readonly RoundId[]) =>
  db.all(
    Born,
    sql`select c.id, c.no, c.text, o.round_id from observations o join cases c on c.city_id = o.city_id and c.observation_id = o.id
        where o.city_id = ${city} and o.round_id = any(${[...rounds]}::uuid[]) and o.factor = 0 order by c.no limit 500`,
  )

const Pair = z.object({
  ofCaseId: CaseId,
  byCaseId: CaseId,
  unitId: UnitId.nullable(),
  class: z.string(),
  metres: z.int(),
  days: z.int(),
})
/** A closed case and one that is like it. */
export type Pair = z.infer<typeof Pair>

const Changed = z.object({ id: CaseId, changedAt: Instant })

/** Cases that changed after a moment, in order. */
export const listChanged = (db: Db, city: CityId, after: string, limit: number) =>
  db.all(
    Changed,
    sql`select id, changed_at from cases where city_id = ${city} and changed_at > ${after}::timestamptz order by changed_at, id limit ${limit}`,
  )

const isReal = sql`coalesce(f.outcome not in ('void', 'refused', 'merged'), true)`

/** The closed cases that these are like: the same class, no more than so many metres and days apart. */
export const listPairs = (db: Db, city: CityId, ids: readonly CaseId[], most: { metres: number; days: number }): Promise<Pair[]> =>
  db.all(
    Pair,
    sql`select o.id as of_case_id, f.id as by_case_id, o.unit_id, f.class, round(o.metres)::int as metres, o.days from cases f
        cross join lateral (
          select c.id, c.unit_id, 111195 * sqrt(power(c.lat - f.lat, 2) + power((c.lng - f.lng) * cos(radians(f.lat)), 2)) as metres,
            floor(extract(epoch from f.reported_at - c.closed_at) / 86400)::int as days
          from cases c where c.city_id = ${city} and c.class = f.class and c.closed_at <= f.reported_at
            and c.closed_at >= f.reported_at - ${most.days}::int * interval '1 day' and c.outcome in ('done', 'withoutWork')
            and c.id <> f.id and c.lat between f.lat - ${most.metres / 111_195}::double precision and f.lat + ${most.metres / 111_195}::double precision) o
        where f.city_id = ${city} and f.id = any(${[...ids]}::uuid[]) and f.class is not null and f.lat is not null and ${isReal}
          and o.metres <= ${most.metres}::double precision`,
  )

/** Keeps what came back, and forgets what of these turned out to be no case. */
export async function keepRecurrences(db: Db, city: CityId, ids: readonly CaseId[], pairs: readonly Pair[], at: string): Promise<void> {
  await db.run(
    sql`delete from recurrences r using cases f where r.city_id = ${city} and f.city_id = r.city_id and f.id = r.by_case_id
        and r.by_case_id = any(${[...ids]}::uuid[]) and not ${isReal}`,
  )
  await db.run(
    sql`insert into recurrences (city_id, of_case_id, by_case_id, metres, days, found_at)
        select ${city}::int, of_case_id, by_case_id, metres, days, ${at}::timestamptz
        from ${rows(pairs, { ofCaseId: 'uuid', byCaseId: 'uuid', metres: 'int', days: 'int' })} on conflict do nothing`,
  )
}

const Mark = z.object({ until: Instant })

/** Up to when the search has come. */
export const findMark = async (db: Db, city: CityId): Promise<string> =>
  (await db.find(Mark, sql`select until from recurrence_marks where city_id = ${city}`))?.until ?? '2000-01-01T00:00:00.000Z'

/** Notes up to when it has come. */
export const saveMark = (db: Db, city: CityId, until: string) =>
  db.run(
    sql`insert into recurrence_marks (city_id, until) values (${city}, ${until})
        on conflict (city_id) do update set until = excluded.until`,
  )

const Other = CaseRef.extend({ metres: z.int(), days: z.int() })

/** What a case is a recurrence of, and what is a recurrence of it. */
export async function listRecurrences(db: Db, city: CityId, id: CaseId) {
  const of = await db.all(
    Other,
    sql`select c.id, c.no, c.text, r.metres, r.days from recurrences r join cases c on c.city_id = r.city_id and c.id = r.of_case_id
        where r.city_id = ${city} and r.by_case_id = ${id} order by r.days, c.no limit 50`,
  )
  const by = await db.all(
    Other,
    sql`select c.id, c.no, c.text, r.metres, r.days from recurrences r join cases c on c.city_id = r.city_id and c.id = r.by_case_id
        where r.city_id = ${city} and r.of_case_id = ${id} order by r.days, c.no limit 50`,
  )
  return { of, by }
}
