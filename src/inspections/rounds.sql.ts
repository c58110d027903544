/** SQL of rounds. */
import { z } from 'zod'
import { AreaId, type CityId, EditionId, type PersonId, type PointId, RoundId, UnitId } from '../base/ids.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { all, type Db, json, like, rows, type Sql, sql } from '../base/sql.ts'
import { Day } from '../base/time.ts'
import { seesRound } from './seen.sql.ts'
import type { Seer } from './seen.ts'
import { type MyRound, type NewRound, type Round, RoundKind } from './round.ts'

const RoundRow = z.object({
  id: RoundId,
  kind: RoundKind,
  namedZh: z.string().nullable(),
  namedEn: z.string().nullable(),
  titleZh: z.string(),
  titleEn: z.string(),
  fromOn: Day,
  toOn: Day,
  visits: z.int(),
  points: z.int(),
  planned: z.int(),
  done: z.int(),
  sealed: z.boolean(),
  part: z.string().nullable(),
  because: z.record(z.string(), z.unknown()),
  editionId: EditionId.nullable(),
  editionZh: z.string().nullable(),
  editionEn: z.string().nullable(),
  areaId: AreaId.nullable(),
  areaZh: z.string().nullable(),
  areaEn: z.string().nullable(),
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
})

const named = <Id extends string>(id: Id | null, zh: string | null, en: string | null) =>
  id === null ? null : { id, title: { zh: zh ?? '', en: en ?? '' } }

function toRound(row: z.infer<typeof RoundRow>): Round {
  const { id, kind, fromOn, toOn, visits, points, planned, done, sealed, part, because } = row
  return {
    id,
    kind,
    named: row.namedZh === null ? null : { zh: row.namedZh, en: row.namedEn ?? '' },
    title: { zh: row.titleZh, en: row.titleEn },
    fromOn,
    toOn,
    visits,
    points,
    planned,
    done,
    sealed,
    part,
    because,
    edition: named(row.editionId, row.editionZh, row.editionEn),
    area: named(row.areaId, row.areaZh, row.areaEn),
    unit: named(row.unitId, row.unitZh, row.unitEn),
  }
}

/** Adds a round; false when its id was added before. `because` names the case that it is made for. */
export async function addRound(db: Db, city: CityId, it: NewRound, because: object = {}): Promise<boolean> {
  const { id, kind, title, fromOn, toOn, editionId = null, part = null, areaId = null, unitId = null, namedKind = null } = it
  const added = await db.run(
    sql`insert into rounds (city_id, id, kind, title_zh, title_en, from_on, to_on, edition_id, part, area_id, unit_id, named_kind, because)
        values (${city}, ${id}, ${kind}, ${title.zh}, ${title.en}, ${fromOn}, ${toOn}, ${editionId}, ${part}, ${areaId}, ${unitId},
          ${namedKind}, ${json(because)}) on conflict do nothing`,
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
          insert into round_reached (city_id, round_id, point_id) select distinct ${city}::int, round_id, point_id from given
          on conflict do nothing returning round_id, point_id)
        update rounds r set visits = r.visits + more.visits, points = r.points + (select count(*) from reached n where n.round_id = r.id),
          done = r.done + (select count(*) from reached n join round_points p on p.city_id = r.city_id and p.round_id = n.round_id
            and p.point_id = n.point_id where n.round_id = r.id)
        from (select round_id, count(*) as visits from given group by round_id) more
        where r.city_id = ${city} and r.id = more.round_id`,
  )
}

const roundColumns = sql`r.id, r.kind, k.title_zh as named_zh, k.title_en as named_en, r.title_zh, r.title_en, r.from_on, r.to_on, r.visits, r.points, r.planned, r.done, r.sealed, r.part,
  r.because, e.id as edition_id, e.title_zh as edition_zh, e.title_en as edition_en, a.id as area_id, a.name_zh as area_zh,
  a.name_en as area_en, u.id as unit_id, u.name_zh as unit_zh, u.name_en as unit_en`

const roundsFrom = sql`rounds r left join editions e on e.city_id = r.city_id and e.id = r.edition_id
  left join areas a on a.city_id = r.city_id and a.id = r.area_id left join units u on u.city_id = r.city_id and u.id = r.unit_id
  left join round_kinds k on k.city_id = r.city_id and k.id = r.named_kind`

const roundsWhere = (city: CityId, where: Sql, rest: Sql) => sql`
  select ${roundColumns} from ${roundsFrom} where r.city_id = ${city} and ${where} ${rest}`

/** One round with its counts; with `seer` only where they see it. */
export async function findRound(db: Db, city: CityId, id: RoundId, seer?: Seer): Promise<Round | undefined> {
  const row = await db.find(RoundRow, roundsWhere(city, all(sql`r.id = ${id}`, seer && seesRound(seer)), sql``))
  return row && toRound(row)
}

/** Of these rounds, those that there are. */
export const listKnownRounds = async (db: Db, city: CityId, ids: readonly RoundId[]): Promise<Set<string>> =>
  ids.length === 0
    ? new Set()
    : new Set(
        (await db.all(z.object({ id: RoundId }), sql`select id from rounds where city_id = ${city} and id = any(${[...ids]}::uuid[])`)).map(
          ({ id }) => id,
        ),
      )

const MineRow = RoundRow.extend({ mineAll: z.int(), mineDone: z.int() })

/** The rounds in which somebody has points to walk and that have not ended, the first to end first; never more than `most`. */
export async function listRoundsOf(db: Db, city: CityId, person: PersonId, day: string, most = 100): Promise<MyRound[]> {
  const found = await db.all(
    MineRow,
    sql`select ${roundColumns}, m.mine_all, m.mine_done from (
          select p.round_id, count(*)::int as mine_all, count(d.point_id)::int as mine_done from round_points p
          left join round_reached d on d.city_id = p.city_id and d.round_id = p.round_id and d.point_id = p.point_id
          where p.city_id = ${city} and p.person_id = ${person} group by p.round_id) m
        cross join ${roundsFrom} where r.id = m.round_id and r.city_id = ${city} and r.to_on >= ${day}::date and not r.sealed order by r.to_on, r.id limit ${most}`,
  )
  return found.map(({ mineAll, mineDone, ...row }) => ({ ...toRound(row), mine: { points: mineAll, visited: mineDone } }))
}

/** The rounds that were made for a case, the newest first. */
export const listRoundsFor = async (db: Db, city: CityId, kind: RoundKind, caseId: string): Promise<Round[]> =>
  (
    await db.all(
      RoundRow,
      roundsWhere(
        city,
        sql`r.because ? 'case' and r.because ->> 'case' = ${caseId} and r.kind = ${kind}`,
        sql`order by r.from_on desc, r.id desc limit 50`,
      ),
    )
  ).map(toRound)

const orders: Orders<Round> = {
  from: { key: sql`r.from_on`, type: 'date', of: ({ fromOn }) => fromOn },
  title: { key: sql`r.title_zh`, type: 'text', of: ({ title }) => title.zh },
  kind: { key: sql`r.kind`, type: 'text', of: ({ kind }) => kind },
}

/** What a list of rounds is narrowed to; `seer`: what they see; `text` is part of the title. */
export interface RoundFilter {
  readonly kind?: RoundKind | undefined
  readonly text?: string | undefined
  readonly seer?: Seer | undefined
}

/** One page of rounds. */
export const listRounds = (db: Db, city: CityId, { kind, text, seer }: RoundFilter, turn: Turn): Promise<PageOf<Round>> =>
  pageBy(
    orders,
    turn,
    async ({ beyond, rest }) => {
      const where = all(
        kind && sql`r.kind = ${kind}`,
        text === undefined ? undefined : sql`(r.title_zh ilike ${like(text)} or r.title_en ilike ${like(text)})`,
        seer && seesRound(seer),
        beyond,
      )
      return (await db.all(RoundRow, roundsWhere(city, where, rest))).map(toRound)
    },
    sql`r.id`,
  )

/** Says whether the visits of a round come in envelopes. */
export const sealRound = (db: Db, city: CityId, id: RoundId, sealed: boolean) =>
  db.run(sql`update rounds set sealed = ${sealed} where city_id = ${city} and id = ${id}`)

const Gate = z.object({ id: RoundId, sealed: z.boolean(), isDrawn: z.boolean() })

/** Of each of these rounds, whether its visits come in envelopes, for now, and whether chance drew it as a re-check. */
export const listGates = async (db: Db, city: CityId, ids: readonly RoundId[]): Promise<Map<RoundId, z.infer<typeof Gate>>> =>
  ids.length === 0
    ? new Map()
    : new Map(
        (
          await db.all(
            Gate,
            sql`select id, sealed, because ? 'recheck' as is_drawn from rounds where city_id = ${city} and id = any(${[...ids]}::uuid[])`,
          )
        ).map((gate) => [gate.id, gate]),
      )
