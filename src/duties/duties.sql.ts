/** SQL of duties: lists with every name looked up at once, and the one bulk writer. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { countRows } from '../api/total.sql.ts'
import { AreaId, type CityId, DutyId, EditionId, PersonId, PointId, PostId, UnitId } from '../base/ids.ts'
import { all, type Db, like, rows, type Sql, sql } from '../base/sql.ts'
import { Day, Instant } from '../base/time.ts'
import { isComplete, isFilled } from './cells.sql.ts'
import { type Cell, cells } from './completeness.ts'
import type { DutyFilter } from './duties.api.ts'
import { type DutyHead, DutyState, type DutyValues, Milestone, type PostHead, type StoredDuty } from './duty.ts'

const Title = z.object({ zh: z.string(), en: z.string() })
const Named = z.object({ id: z.uuid(), title: Title })

const HeadRow = z.object({
  id: DutyId,
  editionId: EditionId,
  criterion: z.string(),
  areaId: AreaId.nullable(),
  areaZh: z.string().nullable(),
  areaEn: z.string().nullable(),
  points: z.int(),
  leadId: UnitId.nullable(),
  leadZh: z.string().nullable(),
  leadEn: z.string().nullable(),
  helpers: z.array(Named),
  leaderId: PostId.nullable(),
  leaderZh: z.string().nullable(),
  leaderEn: z.string().nullable(),
  leaderPerson: PersonId.nullable(),
  leaderName: z.string().nullable(),
  personId: PostId.nullable(),
  personZh: z.string().nullable(),
  personEn: z.string().nullable(),
  personPerson: PersonId.nullable(),
  personName: z.string().nullable(),
  task: z.string(),
  measure: z.string(),
  effect: z.string(),
  startOn: Day.nullable(),
  dueOn: Day.nullable(),
  milestones: z.array(Milestone),
  state: DutyState,
  version: z.int(),
  changedAt: Instant,
})
type HeadRow = z.infer<typeof HeadRow>

/** A duty with its names but without the words of its criterion, which the edition has. */
export type DutyRow = Omit<DutyHead, 'title' | 'path'>

const named = (id: string | null, zh: string | null, en: string | null) =>
  id === null ? null : { id, title: { zh: zh ?? '', en: en ?? '' } }

function postHead(
  id: PostId | null,
  zh: string | null,
  en: string | null,
  holder: { id: PersonId | null; name: string | null },
): PostHead | null {
  if (id === null) return null
  return { id, title: { zh: zh ?? '', en: en ?? '' }, holder: holder.id === null ? null : { id: holder.id, name: holder.name ?? '' } }
}

function toRow(row: HeadRow, on: string): DutyRow {
  const leader = postHead(row.leaderId, row.leaderZh, row.leaderEn, { id: row.leaderPerson, name: row.leaderName })
  const person = postHead(row.personId, row.personZh, row.personEn, { id: row.personPerson, name: row.personName })
  const filled: Record<Cell, boolean> = {
    leader: leader?.holder !== null && leader !== null,
    unit: row.leadId !== null,
    task: row.task !== '',
    progress: row.milestones.length > 0,
    person: person?.holder !== null && person !== null,
    deadline: row.dueOn !== null,
    effect: row.effect !== '',
  }
  const { id, editionId, criterion, points, helpers, task, measure, effect, startOn, dueOn, milestones, state, version, changedAt } = row
  return {
    id,
    editionId,
    criterion,
    points,
    helpers,
    task,
    measure,
    effect,
    startOn,
    dueOn,
    milestones,
    state,
    version,
    changedAt,
    area: named(row.areaId, row.areaZh, row.areaEn),
    lead: named(row.leadId, row.leadZh, row.leadEn),
    leader,
    person,
    missing: cells.filter((cell) => !filled[cell]),
    overdue: state === 'open' && dueOn !== null && dueOn < on,
  }
}

const holder = (post: Sql, on: string) => sql`(
    select n.id, n.name from post_holders h join people n on n.city_id = h.city_id and n.id = h.person_id
    where h.city_id = page.city_id and h.post_id = ${post} and h.from_on <= ${on}::date and (h.to_on is null or h.to_on >= ${on}::date)
    order by h.from_on desc, n.id limit 1)`

const headRows = (where: Sql, page: Sql, order: Sql, on: string, key = sql`null as sort_key`) => sql`
  select page.id, page.edition_id, page.criterion, page.area_id, a.name_zh as area_zh, a.name_en as area_en,
    (select count(*) from duty_points x where x.city_id = page.city_id and x.duty_id = page.id) as points,
    page.lead_unit_id as lead_id, u.name_zh as lead_zh, u.name_en as lead_en,
    coalesce((select json_agg(json_build_object('id', k.id, 'title', json_build_object('zh', k.name_zh, 'en', k.name_en)) order by k.code)
      from duty_helpers x join units k on k.city_id = x.city_id and k.id = x.unit_id
      where x.city_id = page.city_id and x.duty_id = page.id), '[]'::json) as helpers,
    page.leader_post_id as leader_id, lp.title_zh as leader_zh, lp.title_en as leader_en, lh.id as leader_person, lh.name as leader_name,
    page.person_post_id as person_id, pp.title_zh as person_zh, pp.title_en as person_en, ph.id as person_person, ph.name as person_name,
    page.task, page.measure, page.effect, page.start_on, page.due_on,
    coalesce((select json_agg(json_build_object('id', m.id, 'title', m.title, 'dueOn', m.due_on, 'doneOn', m.done_on) order by m.due_on, m.id)
      from duty_milestones m where m.city_id = page.city_id and m.duty_id = page.id), '[]'::json) as milestones,
    page.state, page.version, page.changed_at
  from (select d.*, ${key} from duties d where ${where} ${page}) page
  left join areas a on a.city_id = page.city_id and a.id = page.area_id
  left join units u on u.city_id = page.city_id and u.id = page.lead_unit_id
  left join posts lp on lp.city_id = page.city_id and lp.id = page.leader_post_id
  left join posts pp on pp.city_id = page.city_id and pp.id = page.person_post_id
  left join lateral ${holder(sql`page.leader_post_id`, on)} lh on true
  left join lateral ${holder(sql`page.person_post_id`, on)} ph on true
  ${order}`

/** The reader, for the list of what is theirs; nobody when the house itself reads. */
export interface Reader {
  readonly city: CityId
  readonly unit: UnitId | null
  readonly person: PersonId | null
}

const ofUnit = (unit: UnitId) =>
  sql`(d.lead_unit_id = ${unit} or exists (select 1 from duty_helpers x where x.city_id = d.city_id and x.duty_id = d.id and x.unit_id = ${unit}))`

const ofPerson = (
  person: PersonId | null,
  on: string,
) => sql`exists (select 1 from post_holders h where h.city_id = d.city_id and h.person_id = ${person}
    and h.post_id in (d.leader_post_id, d.person_post_id) and h.from_on <= ${on}::date and (h.to_on is null or h.to_on >= ${on}::date))`

const within = ({ city, unit, person }: Reader, filter: DutyFilter, on: string) =>
  all(
    sql`d.city_id = ${city}`,
    filter.edition && sql`d.edition_id = ${filter.edition}`,
    filter.criterion === undefined ? undefined : sql`d.criterion = ${filter.criterion}`,
    filter.unit && ofUnit(filter.unit),
    filter.area && sql`d.area_id = ${filter.area}`,
    filter.mine === true ? (unit === null ? ofPerson(person, on) : sql`(${ofUnit(unit)} or ${ofPerson(person, on)})`) : undefined,
    filter.state ? sql`d.state = ${filter.state}` : sql`d.state <> 'dropped'`,
    filter.incomplete === undefined ? undefined : filter.incomplete ? sql`not (${isComplete(on)})` : sql`(${isComplete(on)})`,
    filter.missing && sql`not (${isFilled(filter.missing, on)})`,
    filter.overdue === true ? sql`(d.state = 'open' and d.due_on < ${on}::date)` : undefined,
    filter.text === undefined
      ? undefined
      : sql`(d.task ilike ${like(filter.text)} or d.measure ilike ${like(filter.text)} or d.effect ilike ${like(filter.text)} or d.criterion ilike ${like(filter.text)})`,
  )

/** Stands in the index as well: duties without a date come last. */
const farDay = '9999-12-31'
const orders: Orders<DutyRow> = {
  criterion: { key: sql`d.criterion`, type: 'text', of: ({ criterion }) => criterion },
  due: { key: sql`coalesce(d.due_on, date '9999-12-31')`, type: 'date', of: ({ dueOn }) => dueOn ?? farDay },
  changed: { key: sql`d.changed_at`, type: 'timestamptz', of: ({ changedAt }) => changedAt },
  state: { key: sql`d.state`, type: 'text', of: ({ state }) => state },
}

/** One page of the duties of a filter. `on` is today. */
export const listDuties = (db: Db, reader: Reader, filter: DutyFilter, on: string, turn: Turn): Promise<PageOf<DutyRow>> =>
  pageBy(
    orders,
    turn,
    async ({ key, beyond, rest, again }) => {
      const found = await db.all(HeadRow, headRows(all(within(reader, filter, on), beyond), rest, again, on, key))
      return found.map((row) => toRow(row, on))
    },
    sql`d.id`,
  )

/** How many duties a filter finds, no further than `mostCounted`. */
export const countDuties = (db: Db, reader: Reader, filter: DutyFilter, on: string): Promise<number> =>
  countRows(db, sql`from duties d where ${within(reader, filter, on)}`)

/** One duty. */
export async function findDuty(db: Db, city: CityId, id: DutyId, on: string): Promise<DutyRow | undefined> {
  const row = await db.find(HeadRow, headRows(sql`d.city_id = ${city} and d.id = ${id}`, sql``, sql``, on))
  return row && toRow(row, on)
}

const PointRow = z.object({ id: PointId, code: z.string(), nameZh: z.string(), nameEn: z.string() })

/** The points a duty is limited to. */
export const listDutyPoints = (db: Db, city: CityId, duty: DutyId) =>
  db.all(
    PointRow,
    sql`select p.id, p.code, p.name_zh, p.name_en from duty_points x join points p on p.city_id = x.city_id and p.id = x.point_id
        where x.city_id = ${city} and x.duty_id = ${duty} order by p.code limit 2000`,
  )

const StoredRow = z.object({
  id: DutyId,
  version: z.int(),
  editionId: EditionId,
  criterion: z.string(),
  areaId: AreaId.nullable(),
  leadUnitId: UnitId.nullable(),
  leaderPostId: PostId.nullable(),
  personPostId: PostId.nullable(),
  task: z.string(),
  measure: z.string(),
  effect: z.string(),
  startOn: Day.nullable(),
  dueOn: Day.nullable(),
  state: DutyState,
  pointIds: z.array(PointId),
  helperIds: z.array(UnitId),
  milestones: z.array(Milestone),
})

/** Duties as rules see them, locked until the transaction ends. */
export async function lockDuties(db: Db, city: CityId, ids: readonly DutyId[]): Promise<StoredDuty[]> {
  if (ids.length === 0) return []
  await db.run(sql`select id from duties where city_id = ${city} and id = any(${ids}::uuid[]) order by id for update`)
  return listStored(db, sql`d.city_id = ${city} and d.id = any(${ids}::uuid[])`)
}

/** Lets one transaction at a time share out an edition; others wait here until it has ended. Single duties are not held up. */
export const lockSharing = (db: Db, city: CityId, edition: EditionId): Promise<number> =>
  db.run(sql`select 1 from editions where city_id = ${city} and id = ${edition} for no key update`)

/** Duties of an edition that are not dropped. */
export const listStoredOf = (db: Db, city: CityId, edition: EditionId) =>
  listStored(db, sql`d.city_id = ${city} and d.edition_id = ${edition} and d.state <> 'dropped'`)

async function listStored(db: Db, where: Sql): Promise<StoredDuty[]> {
  const found = await db.all(
    StoredRow,
    sql`select d.id, d.version, d.edition_id, d.criterion, d.area_id, d.lead_unit_id, d.leader_post_id, d.person_post_id, d.task, d.measure, d.effect,
          d.start_on, d.due_on, d.state,
          coalesce((select json_agg(x.point_id order by x.point_id) from duty_points x where x.city_id = d.city_id and x.duty_id = d.id), '[]'::json) as point_ids,
          coalesce((select json_agg(x.unit_id order by x.unit_id) from duty_helpers x where x.city_id = d.city_id and x.duty_id = d.id), '[]'::json) as helper_ids,
          coalesce((select json_agg(json_build_object('id', m.id, 'title', m.title, 'dueOn', m.due_on, 'doneOn', m.done_on) order by m.due_on, m.id)
            from duty_milestones m where m.city_id = d.city_id and m.duty_id = d.id), '[]'::json) as milestones
        from duties d where ${where} order by d.id`,
  )
  return found.map(({ id, version, ...values }) => ({ id, version, values }))
}

const columns = {
  id: 'uuid',
  editionId: 'uuid',
  criterion: 'text',
  areaId: 'uuid',
  leadUnitId: 'uuid',
  leaderPostId: 'uuid',
  personPostId: 'uuid',
  task: 'text',
  measure: 'text',
  effect: 'text',
  startOn: 'date',
  dueOn: 'date',
  state: 'text',
  version: 'int',
}

/** Writes duties whole, new or known, with their helpers, points and milestones. The only writer; also for bulk loading. */
export async function saveDuties(db: Db, city: CityId, duties: readonly StoredDuty[], at: string): Promise<void> {
  if (duties.length === 0) return
  const ids = duties.map(({ id }) => id)
  await db.run(
    sql`insert into duties (city_id, id, edition_id, criterion, area_id, lead_unit_id, leader_post_id, person_post_id, task, measure, effect,
          start_on, due_on, state, version, changed_at)
        select ${city}, id, edition_id, criterion, area_id, lead_unit_id, leader_post_id, person_post_id, task, measure, effect,
          start_on, due_on, state, version, ${at}::timestamptz from ${rows(
            duties.map(({ id, version, values }) => ({ ...values, id, version })),
            columns,
          )}
        on conflict (city_id, id) do update set area_id = excluded.area_id, lead_unit_id = excluded.lead_unit_id,
          leader_post_id = excluded.leader_post_id, person_post_id = excluded.person_post_id, task = excluded.task, measure = excluded.measure,
          effect = excluded.effect, start_on = excluded.start_on, due_on = excluded.due_on, state = excluded.state, version = excluded.version,
          changed_at = excluded.changed_at`,
  )
  for (const part of [sql`duty_helpers`, sql`duty_points`, sql`duty_milestones`])
    await db.run(sql`delete from ${part} where city_id = ${city} and duty_id = any(${ids}::uuid[])`)
  await addParts(db, city, duties)
}

async function addParts(db: Db, city: CityId, duties: readonly StoredDuty[]): Promise<void> {
  const each = <Part>(parts: (values: DutyValues) => readonly Part[]) =>
    duties.flatMap(({ id, values }) => parts(values).map((part) => ({ dutyId: id, part })))
  const helpers = each(({ helperIds }) => [...new Set(helperIds)]).map(({ dutyId, part }) => ({ dutyId, unitId: part }))
  const points = each(({ pointIds }) => [...new Set(pointIds)]).map(({ dutyId, part }) => ({ dutyId, pointId: part }))
  const milestones = each(({ milestones }) => milestones).map(({ dutyId, part }) => ({ dutyId, ...part }))
  await db.run(
    sql`insert into duty_helpers (city_id, duty_id, unit_id) select ${city}, duty_id, unit_id from ${rows(helpers, { dutyId: 'uuid', unitId: 'uuid' })}`,
  )
  await db.run(
    sql`insert into duty_points (city_id, duty_id, point_id) select ${city}, duty_id, point_id from ${rows(points, { dutyId: 'uuid', pointId: 'uuid' })}`,
  )
  await db.run(
    sql`insert into duty_milestones (city_id, duty_id, id, title, due_on, done_on)
        select ${city}, duty_id, id, title, due_on, done_on from ${rows(milestones, {
          dutyId: 'uuid',
          id: 'uuid',
          title: 'text',
          dueOn: 'date',
          doneOn: 'date',
        })}`,
  )
}

/** Takes duties away, as if they had never been; only for undoing what created them. */
export const removeDuties = (db: Db, city: CityId, ids: readonly DutyId[]) =>
  db.run(sql`delete from duties where city_id = ${city} and id = any(${ids}::uuid[])`)

const OpenDuty = z.object({ id: DutyId, title: z.string(), dueOn: Day.nullable() })

/** Duties of a post that are not done, by their criterion and what is to be done. */
export const listOpenOfPost = (db: Db, city: CityId, post: PostId) =>
  db.all(
    OpenDuty,
    sql`select d.id, d.criterion || case when d.task = '' then '' else ' ' || d.task end as title, d.due_on from duties d
        where d.city_id = ${city} and (d.leader_post_id = ${post} or d.person_post_id = ${post}) and d.state = 'open'
        order by d.due_on, d.criterion, d.id limit 5000`,
  )
