/** SQL of rounds. */
import { z } from 'zod'
import { type CityId, type PointId, RoundId } from '../base/ids.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { all, type Db, like, rows, type Sql, sql } from '../base/sql.ts'
import { Day } from '../base/time.ts'
import { type NewRound, type Round, RoundKind } from './round.ts'

const RoundRow = z.object({
  id: RoundId,
  kind: RoundKind,
  titleZh: z.string(),
  titleEn: z.string(),
  fromOn: Day,
  toOn: Day,
  visits: z.int(),
  points: z.int(),
})

const toRound = ({ titleZh, titleEn, ...row }: z.infer<typeof RoundRow>): Round => ({ ...row, title: { zh: titleZh, en: titleEn } })

/** Adds a round; false when its id was added before. */
export async function addRound(db: Db, city: CityId, { id, kind, title, fromOn, toOn }: NewRound): Promise<boolean> {
  const added = await db.run(
    sql`insert into rounds (city_id, id, kind, title_zh, title_en, from_on, to_on)
        values (${city}, ${id}, ${kind}, ${title.zh}, ${title.en}, ${fromOn}, ${toOn}) on conflict do nothing`,
  )
  return added > 0
}

/** What a visit adds to its round. */
export interface InRound {
  readonly roundId: RoundId | null
  readonly pointId: PointId
}

/**
 * Counts new visits in their rounds, and the points that a round reaches for the first time. Called when the transaction holds
 * the city's order of events, so that two who record never wait for each other's rounds crosswise.
 */
export async function countInRounds(db: Db, city: CityId, visits: readonly InRound[]): Promise<void> {
  const list = visits.filter(({ roundId }) => roundId !== null)
  if (list.length === 0) return
  await db.run(
    sql`with given as (select round_id, point_id from ${rows(list, { roundId: 'uuid', pointId: 'uuid' })}),
        reached as (
          insert into round_points (city_id, round_id, point_id) select distinct ${city}::int, round_id, point_id from given
          on conflict do nothing returning round_id)
        update rounds r set visits = r.visits + more.visits, points = r.points + (select count(*) from reached n where n.round_id = r.id)
        from (select round_id, count(*) as visits from given group by round_id) more
        where r.city_id = ${city} and r.id = more.round_id`,
  )
}

const roundsWhere = (city: CityId, where: Sql, rest: Sql) => sql`
  select r.id, r.kind, r.title_zh, r.title_en, r.from_on, r.to_on, r.visits, r.points from rounds r
  where r.city_id = ${city} and ${where} ${rest}`

/** One round with its counts. */
export async function findRound(db: Db, city: CityId, id: RoundId): Promise<Round | undefined> {
  const row = await db.find(RoundRow, roundsWhere(city, sql`r.id = ${id}`, sql``))
  return row && toRound(row)
}

const orders: Orders<Round> = {
  from: { key: sql`r.from_on`, type: 'date', of: ({ fromOn }) => fromOn },
  title: { key: sql`r.title_zh`, type: 'text', of: ({ title }) => title.zh },
  kind: { key: sql`r.kind`, type: 'text', of: ({ kind }) => kind },
}

/** One page of rounds; `text` is part of the title. */
export const listRounds = (
  db: Db,
  city: CityId,
  { kind, text }: { kind?: RoundKind | undefined; text?: string | undefined },
  turn: Turn,
): Promise<PageOf<Round>> =>
  pageBy(
    orders,
    turn,
    async ({ beyond, rest }) => {
      const where = all(
        kind && sql`r.kind = ${kind}`,
        text === undefined ? undefined : sql`(r.title_zh ilike ${like(text)} or r.title_en ilike ${like(text)})`,
        beyond,
      )
      return (await db.all(RoundRow, roundsWhere(city, where, rest))).map(toRound)
    },
    sql`r.id`,
  )

/** Says whether the visits of a round come in envelopes. */
export const sealRound = (db: Db, city: CityId, id: RoundId, sealed: boolean) =>
  db.run(sql`update rounds set sealed = ${sealed} where city_id = ${city} and id = ${id}`)

/** Whether the visits of a round come in envelopes, for now. */
export const isSealed = async (db: Db, city: CityId, id: RoundId): Promise<boolean> =>
  (await db.find(z.object({ sealed: z.boolean() }), sql`select sealed from rounds where city_id = ${city} and id = ${id}`))?.sealed ?? false
