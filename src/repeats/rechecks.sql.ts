/** SQL of re-checks: seeds bound ahead, draws, and the re-checks themselves. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { CaseId, type CityId, PersonId, PointId, RoundId, UnitId, VisitId } from '../base/ids.ts'
import { all, type Db, endOf, json, like, rows, type Sql, sql, startOf } from '../base/sql.ts'
import { Day, Instant } from '../base/time.ts'
import { PointColumns, pointColumns, toPointHead } from '../city/pointHead.sql.ts'
import type { Seer } from '../inspections/seen.ts'
import { Framed, type Recheck, RecheckState } from './repeat.ts'

const Seed = z.object({ onDay: Day, seed: z.string(), commitment: z.string(), committedAt: Instant })
export type Seed = z.infer<typeof Seed>

/** The seed of a day. */
export const findSeed = (db: Db, city: CityId, day: string): Promise<Seed | undefined> =>
  db.find(Seed, sql`select on_day, seed, commitment, committed_at from recheck_seeds where city_id = ${city} and on_day = ${day}`)

const Last = z.object({ day: Day.nullable() })

/** The last day that has a seed. */
export const findLastSeed = async (db: Db, city: CityId): Promise<string | null> =>
  (await db.find(Last, sql`select max(on_day) as day from recheck_seeds where city_id = ${city}`))!.day

/** Binds seeds. */
export const addSeeds = (db: Db, city: CityId, seeds: readonly Seed[]) =>
  db.run(
    sql`insert into recheck_seeds (city_id, on_day, seed, commitment, committed_at)
        select ${city}::int, on_day, seed, commitment, committed_at
        from ${rows(seeds, { onDay: 'date', seed: 'text', commitment: 'text', committedAt: 'timestamptz' })} on conflict do nothing`,
  )

const Closed = z.object({ id: CaseId, unitId: UnitId.nullable(), class: z.string().nullable() })

/** The cases that were done and closed on a day, after a moment, and still are. */
export const listClosedOn = (db: Db, city: CityId, day: string, after: string) =>
  db.all(
    Closed,
    sql`select id, unit_id, class from cases where city_id = ${city} and closed_at >= ${startOf(day)} and closed_at < ${endOf(day)}
          and closed_at > ${after}::timestamptz and stage = 'closed' and outcome = 'done' order by id`,
  )

/** Whether a day was drawn already. */
export const hasDraw = async (db: Db, city: CityId, day: string): Promise<boolean> =>
  (await db.find(z.object({ n: z.int() }), sql`select 1 as n from recheck_draws where city_id = ${city} and on_day = ${day}`)) !== undefined

/** Keeps a draw. */
export const addDraw = (
  db: Db,
  city: CityId,
  it: { day: string; roundId: RoundId | null; frame: readonly Framed[]; drawn: number; at: string },
) =>
  db.run(
    sql`insert into recheck_draws (city_id, on_day, round_id, frame, drawn, made_at)
        values (${city}, ${it.day}, ${it.roundId}, ${json(it.frame)}, ${it.drawn}, ${it.at})`,
  )

/** A re-check as it is drawn. */
export interface Drawn {
  readonly id: string
  readonly caseId: CaseId
  readonly after: number
  readonly day: string
  readonly dueOn: string
  readonly roundId: RoundId
  readonly pointId: PointId | null
  /** The unit that answered for the case. */
  readonly unitId: UnitId | null
  readonly notBy: readonly string[]
}

/** Adds re-checks. */
export const addRechecks = (db: Db, city: CityId, drawn: readonly Drawn[]) =>
  db.run(
    sql`insert into rechecks (city_id, id, case_id, after_days, drawn_on, due_on, round_id, point_id, not_by, state)
        select ${city}::int, id, case_id, after, day, due_on, round_id, point_id, not_by::uuid[], 'open' from ${rows(
          drawn.map(({ unitId: _unit, ...it }) => ({ ...it, notBy: `{${it.notBy.join()}}` })),
          { id: 'uuid', caseId: 'uuid', after: 'int', day: 'date', dueOn: 'date', roundId: 'uuid', pointId: 'uuid', notBy: 'text' },
        )}
        on conflict do nothing`,
  )

const Open = z.object({ id: z.uuid(), caseId: CaseId, state: RecheckState, notBy: z.array(z.string()) })

/** A re-check as it is done, locked until then. */
export const findRecheck = (db: Db, city: CityId, id: string) =>
  db.find(Open, sql`select id, case_id, state, not_by from rechecks where city_id = ${city} and id = ${id} for update`)

/** The open re-checks of a point in a round. */
export const listOpenAt = (db: Db, city: CityId, round: RoundId, point: PointId) =>
  db.all(
    Open,
    sql`select id, case_id, state, not_by from rechecks
        where city_id = ${city} and round_id = ${round} and point_id = ${point} and state = 'open' order by id for update`,
  )

const Met = z.object({ id: VisitId })

/** Of these visits, those that meet an open re-check of their round at their point, in the order given. */
export async function listMeeting(db: Db, city: CityId, visits: readonly VisitId[]): Promise<VisitId[]> {
  const met = await db.all(
    Met,
    sql`select v.id from visits v where v.city_id = ${city} and v.id = any(${[...visits]}::uuid[]) and exists (
          select 1 from rechecks r where r.city_id = v.city_id and r.round_id = v.round_id and r.point_id = v.point_id and r.state = 'open')`,
  )
  const ids = new Set<string>(met.map(({ id }) => id))
  return visits.filter((id) => ids.has(id))
}

/** How a re-check ended. */
export interface Done {
  readonly id: string
  readonly state: 'kept' | 'failed'
  readonly at: string
  readonly by: string | null
  readonly visitId: VisitId | null
  readonly note: string
  readonly newCaseId: CaseId | null
}

/** Says how a re-check ended. */
export const saveDone = (db: Db, city: CityId, { id, state, at, by, visitId, note, newCaseId }: Done) =>
  db.run(
    sql`update rechecks set state = ${state}, done_at = ${at}, done_by = ${by}, visit_id = ${visitId}, note = ${note}, new_case_id = ${newCaseId}
        where city_id = ${city} and id = ${id} and state = 'open'`,
  )

const Row = PointColumns.extend({
  id: z.uuid(),
  caseId: CaseId,
  caseNo: z.string(),
  caseText: z.string(),
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  afterDays: z.int(),
  drawnOn: Day,
  dueOn: Day,
  roundId: RoundId,
  state: RecheckState,
  doneAt: Instant.nullable(),
  doneBy: PersonId.nullable(),
  doneName: z.string().nullable(),
  visitId: VisitId.nullable(),
  note: z.string(),
  newCaseId: CaseId.nullable(),
  newNo: z.string().nullable(),
  newText: z.string().nullable(),
})

const toRecheck = (row: z.infer<typeof Row>): Recheck => ({
  id: row.id,
  case: { id: row.caseId, no: row.caseNo, text: row.caseText },
  point: toPointHead(row),
  unit: row.unitId === null ? null : { id: row.unitId, title: { zh: row.unitZh ?? '', en: row.unitEn ?? '' } },
  after: row.afterDays,
  drawnOn: row.drawnOn,
  dueOn: row.dueOn,
  roundId: row.roundId,
  state: row.state,
  doneAt: row.doneAt,
  doneBy: row.doneBy === null ? null : { id: row.doneBy, name: row.doneName ?? '' },
  visitId: row.visitId,
  note: row.note,
  newCase: row.newCaseId === null ? null : { id: row.newCaseId, no: row.newNo ?? '', text: row.newText ?? '' },
})

const shown = (where: Sql, end: Sql) => sql`
  select x.id, x.case_id, c.no as case_no, c.text as case_text, u.id as unit_id, u.name_zh as unit_zh, u.name_en as unit_en, x.after_days,
    x.drawn_on, x.due_on, x.round_id, x.state, x.done_at, x.done_by, h.name as done_name, x.visit_id, x.note, x.new_case_id,
    n.no as new_no, n.text as new_text, ${pointColumns}
  from rechecks x join cases c on c.city_id = x.city_id and c.id = x.case_id
  left join points p on p.city_id = x.city_id and p.id = x.point_id
  left join areas s on s.city_id = p.city_id and s.id = p.street_id
  left join units u on u.city_id = x.city_id and u.id = c.unit_id
  left join people h on h.city_id = x.city_id and h.id = x.done_by
  left join cases n on n.city_id = x.city_id and n.id = x.new_case_id
  where ${where} ${end}`

/** An open re-check is seen by who walks it, and by who plans or checks and has no part in the case. */
const seen = ({ person, unit, follows }: Seer): Sql => sql`(x.state <> 'open'
  or exists (select from round_points l where l.city_id = x.city_id and l.round_id = x.round_id and l.point_id = x.point_id and l.person_id = ${person})
  or ${follows ? sql`(not ${person} = any(x.not_by) and c.unit_id is distinct from ${unit}::uuid)` : sql`false`})`

/** What a list of re-checks is narrowed to. */
export interface RecheckFilter {
  readonly state?: RecheckState | undefined
  readonly unit?: UnitId | undefined
  readonly text?: string | undefined
  readonly seer: Seer
}

const orders: Orders<Recheck> = { due: { key: sql`x.due_on`, type: 'date', of: ({ dueOn }) => dueOn } }

/** One page of re-checks. */
export const listRechecks = (db: Db, city: CityId, { state, unit, text, seer }: RecheckFilter, turn: Turn): Promise<PageOf<Recheck>> =>
  pageBy(
    orders,
    turn,
    async ({ beyond, rest }) => {
      const where = all(
        sql`x.city_id = ${city}`,
        seen(seer),
        state && sql`x.state = ${state}`,
        unit && sql`c.unit_id = ${unit}`,
        text === undefined || text === '' ? undefined : sql`(c.no ilike ${like(text)} or c.text ilike ${like(text)})`,
        beyond,
      )
      return (await db.all(Row, shown(where, rest))).map(toRecheck)
    },
    sql`x.id`,
  )

/** The re-checks of a case, and the one that opened it. */
export const listRechecksOf = async (db: Db, city: CityId, id: CaseId, seer: Seer): Promise<Recheck[]> =>
  (
    await db.all(
      Row,
      shown(
        sql`x.city_id = ${city} and (x.case_id = ${id} or x.new_case_id = ${id}) and ${seen(seer)}`,
        sql`order by x.drawn_on, x.after_days limit 50`,
      ),
    )
  ).map(toRecheck)

/** One re-check as it is shown. */
export const findShown = async (db: Db, city: CityId, id: string): Promise<Recheck | undefined> =>
  (await db.all(Row, shown(sql`x.city_id = ${city} and x.id = ${id}`, sql``))).map(toRecheck)[0]

const DrawRow = z.object({ day: Day, commitment: z.string(), committedAt: Instant, frame: z.int(), drawn: z.int(), isEnded: z.boolean() })

/** Whether every re-check of a day is done: before that its draw says nothing. */
const isEnded = sql`not exists (select from rechecks o where o.city_id = d.city_id and o.drawn_on = d.on_day and o.state = 'open')`

/** The last draws, latest first. */
export const listDraws = (db: Db, city: CityId, most: number) =>
  db.all(
    DrawRow,
    sql`select d.on_day as day, s.commitment, s.committed_at, jsonb_array_length(d.frame) as frame,
          case when ${isEnded} then d.drawn else 0 end as drawn, ${isEnded} as is_ended from recheck_draws d
        join recheck_seeds s on s.city_id = d.city_id and s.on_day = d.on_day
        where d.city_id = ${city} order by d.on_day desc limit ${most}`,
  )

const Frame = z.object({ frame: z.array(Framed), isEnded: z.boolean() })
const Names = z.object({ id: CaseId, after: z.int() })

/** The frame of a day and what was drawn of it, or undefined when that day was not drawn. */
export async function findDraw(db: Db, city: CityId, day: string) {
  const draw = await db.find(
    Frame,
    sql`select d.frame, ${isEnded} as is_ended from recheck_draws d where d.city_id = ${city} and d.on_day = ${day}`,
  )
  if (!draw) return undefined
  const drawn = await db.all(
    Names,
    sql`select case_id as id, after_days as after from rechecks where city_id = ${city} and drawn_on = ${day} order by case_id, after_days`,
  )
  return { frame: draw.frame, isEnded: draw.isEnded, drawn }
}
