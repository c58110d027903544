/** SQL of rounds. */
import { z } from 'zod'
import { RoundId, type CityId } from '../base/ids.ts'
import { all, type Db, type Sql, sql } from '../base/sql.ts'
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

/** Rounds, latest first; at most `limit + 1`. */
export async function listRounds(
  db: Db,
  city: CityId,
  { kind, after, limit }: { kind?: RoundKind | undefined; after?: readonly [string, string] | undefined; limit: number },
): Promise<Round[]> {
  const where = all(
    sql`r.city_id = ${city}`,
    kind && sql`r.kind = ${kind}`,
    after && sql`(r.from_on, r.id) < (${after[0]}::date, ${after[1]}::uuid)`,
  )
  return (await db.all(RoundRow, roundsWhere(where, sql`order by r.from_on desc, r.id desc limit ${limit + 1}`))).map(toRound)
}
