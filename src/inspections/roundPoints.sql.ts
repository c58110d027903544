/** SQL of the points of rounds: which ones a round has, who walks them in which order, and how far it is. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { type CityId, PersonId, PointId, type RoundId, type UnitId, VisitId } from '../base/ids.ts'
import { all, type Db, like, rows, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { PointColumns, pointColumns, toPointHead } from '../city/pointHead.sql.ts'
import type { RoundPoint } from './round.ts'
import { seesPoint } from './seen.sql.ts'
import type { Seer } from './seen.ts'

/** Why a point is in a round. */
export type Because = Readonly<Record<string, unknown>>

/** A point that comes into a round, and why. */
export interface Added {
  readonly pointId: string
  readonly because: Because
}

const Count = z.object({ n: z.int() })

/** Puts points into a round; those that it has already stay as they are. Gives how many are new. */
export async function addRoundPoints(
  db: Db,
  city: CityId,
  round: RoundId,
  { points, at, by }: { points: readonly Added[]; at: string; by: string | null },
): Promise<number> {
  const shaped = points.map(({ pointId, because }) => ({ pointId, because: JSON.stringify(because) }))
  const added = await db.run(
    sql`insert into round_points (city_id, round_id, point_id, because, added_at, added_by)
        select ${city}::int, ${round}::uuid, r.point_id, r.because::jsonb, ${at}::timestamptz, ${by}::uuid
        from ${rows(shaped, { pointId: 'uuid', because: 'text' })} on conflict do nothing`,
  )
  if (added > 0) await countPlanned(db, city, round)
  return added
}

/** Takes points out of a round again, those nobody visited in it. Gives how many went. */
export async function dropRoundPoints(db: Db, city: CityId, round: RoundId, points: readonly PointId[]): Promise<number> {
  const gone = await db.run(
    sql`delete from round_points p where p.city_id = ${city} and p.round_id = ${round} and p.point_id = any(${[...points]}::uuid[])
        and not exists (select from round_reached d where d.city_id = p.city_id and d.round_id = p.round_id and d.point_id = p.point_id)`,
  )
  if (gone > 0) await countPlanned(db, city, round)
  return gone
}

const countPlanned = (db: Db, city: CityId, round: RoundId) =>
  db.run(
    sql`update rounds r set planned = c.planned, done = c.done
        from (select count(*)::int as planned, count(d.point_id)::int as done from round_points p
          left join round_reached d on d.city_id = p.city_id and d.round_id = p.round_id and d.point_id = p.point_id
          where p.city_id = ${city} and p.round_id = ${round}) c
        where r.city_id = ${city} and r.id = ${round}`,
  )

/** A point in somebody's walk. */
export interface Step {
  readonly pointId: string
  readonly personId: string | null
  readonly step: number | null
}

/** Says who walks which points of a round, in which order. */
export const saveSteps = (db: Db, city: CityId, round: RoundId, steps: readonly Step[]) =>
  db.run(
    sql`update round_points p set person_id = r.person_id, step = r.step
        from ${rows(steps, { pointId: 'uuid', personId: 'uuid', step: 'int' })}
        where p.city_id = ${city} and p.round_id = ${round} and p.point_id = r.point_id`,
  )

const StopRow = z.object({
  id: PointId,
  lng: z.number(),
  lat: z.number(),
  areas: z.array(z.string().nullable()),
  because: z.record(z.string(), z.unknown()),
  personId: PersonId.nullable(),
  name: z.string().nullable(),
  step: z.int().nullable(),
  visited: z.boolean(),
})

/** Every point of a round with its place and walk, in walking order, no more than `most`; of one walker when `person` is given. */
export const listRoundStops = (
  db: Db,
  city: CityId,
  round: RoundId,
  { person, seer, most = 20_000 }: { person?: PersonId | undefined; seer?: Seer; most?: number } = {},
) =>
  db.all(
    StopRow,
    sql`select p.id, p.lng, p.lat, array[p.community_id, p.street_id, p.district_id]::text[] as areas, l.because, l.person_id, h.name, l.step,
          ${reached} as visited
        from round_points l join points p on p.city_id = l.city_id and p.id = l.point_id
        left join people h on h.city_id = l.city_id and h.id = l.person_id
        where ${all(sql`l.city_id = ${city} and l.round_id = ${round}`, person && sql`l.person_id = ${person}`, seer && seesPoint(seer))}
        order by coalesce(l.step, 1000000), l.point_id limit ${most}`,
  )

const reached = sql`exists (select from round_reached d where d.city_id = l.city_id and d.round_id = l.round_id and d.point_id = l.point_id)`

const PointRow = PointColumns.extend({
  id: PointId,
  lng: z.number(),
  lat: z.number(),
  personId: PersonId.nullable(),
  personName: z.string().nullable(),
  step: z.int().nullable(),
  because: z.record(z.string(), z.unknown()),
  addedAt: Instant,
  visitId: VisitId.nullable(),
  visitedAt: Instant.nullable(),
})
type Listed = RoundPoint & { id: PointId }

const toPoint = (row: z.infer<typeof PointRow>): Listed => ({
  id: row.id,
  point: toPointHead(row)!,
  place: [row.lng, row.lat],
  walker: row.personId === null ? null : { id: row.personId, name: row.personName ?? '' },
  step: row.step,
  because: row.because,
  addedAt: row.addedAt,
  visit: row.visitId === null ? null : { id: row.visitId, visitedAt: row.visitedAt! },
})

/** What a list of a round's points is narrowed to. */
export interface RoundPointFilter {
  readonly round: RoundId
  readonly person?: PersonId | undefined
  readonly visited?: boolean | undefined
  readonly text?: string | undefined
  readonly seer: Seer
}

const where = (city: CityId, { round, person, visited, text, seer }: RoundPointFilter): Sql =>
  all(
    sql`l.city_id = ${city} and l.round_id = ${round}`,
    person && sql`l.person_id = ${person}`,
    seesPoint(seer),
    visited === undefined ? undefined : visited ? reached : sql`not ${reached}`,
    text === undefined || text === ''
      ? undefined
      : sql`(p.name_zh ilike ${like(text)} or p.name_en ilike ${like(text)} or p.code ilike ${like(text)})`,
  )

const from = sql`round_points l join points p on p.city_id = l.city_id and p.id = l.point_id
  left join areas s on s.city_id = p.city_id and s.id = p.street_id`

const orders: Orders<Listed> = {
  step: { key: sql`coalesce(l.step, 1000000)`, type: 'int', of: ({ step }) => step ?? 1_000_000 },
  code: { key: sql`p.code`, type: 'text', of: ({ point }) => point.code },
}

/** One page of the points of a round. */
export const listRoundPoints = (db: Db, city: CityId, filter: RoundPointFilter, turn: Turn): Promise<PageOf<Listed>> =>
  pageBy(
    orders,
    turn,
    async ({ key, beyond, rest, again }) => {
      const found = await db.all(
        PointRow,
        sql`select page.*, h.name as person_name, v.id as visit_id, v.visited_at from (
              select l.city_id, l.round_id, l.point_id as id, p.lng, p.lat, l.person_id, l.step, l.because, l.added_at, ${key}, ${pointColumns}
              from ${from} where ${all(where(city, filter), beyond)} ${rest}) page
            left join people h on h.city_id = page.city_id and h.id = page.person_id
            left join lateral (select v.id, v.visited_at from visits v
              where v.city_id = page.city_id and v.point_id = page.id and v.round_id = page.round_id
              order by v.visited_at desc limit 1) v on true
            ${again}`,
      )
      return found.map(toPoint)
    },
    sql`l.point_id`,
  )

/** How many points of a round a filter finds. */
export const countRoundPoints = async (db: Db, city: CityId, filter: RoundPointFilter): Promise<number> =>
  (await db.find(Count, sql`select count(*)::int as n from ${from} where ${where(city, filter)}`))!.n

const NotRow = z.object({ because: z.record(z.string(), z.unknown()) })

/** A point in a round, as one word. */
export const stopKey = (round: string, point: string): string => `${round} ${point}`

const BecauseRow = NotRow.extend({ roundId: z.uuid(), pointId: z.uuid() })

/** Why each of these points is in its round, by `stopKey`; of those that are in none there is nothing. */
export const listBecauses = async (
  db: Db,
  city: CityId,
  stops: readonly { readonly roundId: RoundId; readonly pointId: PointId }[],
): Promise<Map<string, Because>> =>
  stops.length === 0
    ? new Map()
    : new Map(
        (
          await db.all(
            BecauseRow,
            sql`select l.round_id, l.point_id, l.because
                from (select distinct round_id, point_id from ${rows(stops, { roundId: 'uuid', pointId: 'uuid' })}) s
                join round_points l on l.city_id = ${city} and l.round_id = s.round_id and l.point_id = s.point_id`,
          )
        ).map(({ roundId, pointId, because }) => [stopKey(roundId, pointId), because]),
      )

const Id = z.object({ id: z.uuid() })

/** Of these points, those that there are and that are not retired. */
export const listKnownPoints = async (db: Db, city: CityId, points: readonly PointId[]): Promise<Set<string>> =>
  new Set(
    (await db.all(Id, sql`select id from points where city_id = ${city} and id = any(${[...points]}::uuid[]) and retired_on is null`)).map(
      ({ id }) => id,
    ),
  )

/** Which of these people hold a post of a unit on a day. */
export const listPeopleOf = async (db: Db, city: CityId, unit: UnitId, people: readonly PersonId[], day: string): Promise<Set<string>> => {
  const found = await db.all(
    Id,
    sql`select distinct h.person_id as id from post_holders h join posts p on p.city_id = h.city_id and p.id = h.post_id
        where h.city_id = ${city} and p.unit_id = ${unit} and h.person_id = any(${[...people]}::uuid[])
          and h.from_on <= ${day}::date and (h.to_on is null or h.to_on >= ${day}::date)`,
  )
  return new Set(found.map(({ id }) => id))
}

/** Which of these people there are. */
export const listKnownPeople = async (db: Db, city: CityId, people: readonly PersonId[]): Promise<Set<string>> =>
  new Set((await db.all(Id, sql`select id from people where city_id = ${city} and id = any(${[...people]}::uuid[])`)).map(({ id }) => id))

/** Whether there is such a unit. */
export const hasUnit = async (db: Db, city: CityId, unit: UnitId): Promise<boolean> =>
  (await db.find(Id, sql`select id from units where city_id = ${city} and id = ${unit}`)) !== undefined
