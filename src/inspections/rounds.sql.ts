/** SQL of rounds. */
import { z } from 'zod'
import { RoundId, type CityId } from '../base/ids.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { all, type Db, like, type Sql, sql } from '../base/sql.ts'
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

const roundsWhere = (where: Sql, rest: Sql) => sql`
  select r.id, r.kind, r.title_zh, r.title_en, r.from_on, r.to_on, done.visits, done.points
  from rounds r cross join lateral (
    select count(*) as visits, count(distinct v.point_id) as points from visits v where v.city_id = r.city_id and v.round_id = r.id
  ) done where ${where} ${rest}`

/** One round with its counts. */
export async function findRound(db: Db, city: CityId, id: RoundId): Promise<Round | undefined> {
  const row = await db.find(RoundRow, roundsWhere(sql`r.city_id = ${city} and r.id = ${id}`, sql``))
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
        sql`r.city_id = ${city}`,
        kind && sql`r.kind = ${kind}`,
        text === undefined ? undefined : sql`(r.title_zh ilike ${like(text)} or r.title_en ilike ${like(text)})`,
        beyond,
      )
      return (await db.all(RoundRow, roundsWhere(where, rest))).map(toRound)
    },
    sql`r.id`,
  )
