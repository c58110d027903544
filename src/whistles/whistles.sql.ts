/** SQL of whistles: the fold of each as lists need it, its units, cases and escalations. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { counted } from '../api/total.sql.ts'
import { AreaId, CaseId, type CityId, type PostId, UnitId } from '../base/ids.ts'
import { all, type Db, endOf, join, like, rows, type Sql, sql, startOf } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { type Owing, owings } from './kinds.ts'
import { heightOf, nextAt, PartyRole, type Whistle, WhistleId, WhistleState } from './whistle.ts'
import type { PartyHead, Side, WhistleCounts, WhistleFilter, WhistleHead } from './whistles.api.ts'

const Party = z.object({
  unitId: UnitId,
  zh: z.string(),
  en: z.string(),
  role: PartyRole,
  signedInAt: Instant.nullable(),
  repliedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  stars: z.int().nullable(),
  starsBack: z.int().nullable(),
  late: z.array(z.enum(owings)),
})

const HeadRow = z.object({
  id: WhistleId,
  no: z.string(),
  kind: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  unitId: UnitId,
  unitZh: z.string(),
  unitEn: z.string(),
  streetId: AreaId.nullable(),
  streetZh: z.string().nullable(),
  streetEn: z.string().nullable(),
  text: z.string(),
  state: WhistleState,
  height: z.int(),
  raisedAt: Instant,
  dueAt: Instant,
  finishedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  changedAt: Instant,
  cases: z.int(),
  parties: z.array(Party),
})
type HeadRow = z.infer<typeof HeadRow>

const toParty = ({ unitId, zh, en, ...rest }: z.infer<typeof Party>): PartyHead => ({ ...rest, unit: { id: unitId, title: { zh, en } } })

const toHead = ({ nameZh, nameEn, unitId, unitZh, unitEn, streetId, streetZh, streetEn, parties, ...rest }: HeadRow): WhistleHead => ({
  ...rest,
  name: { zh: nameZh, en: nameEn },
  unit: { id: unitId, title: { zh: unitZh, en: unitEn } },
  street: streetId === null ? null : { id: streetId, title: { zh: streetZh ?? '', en: streetEn ?? '' } },
  parties: parties.map(toParty),
})

/** Nothing is owed any more once the lead is done or the whistle was withdrawn. */
const isOpen = sql`w.state in ('called', 'working')`

/** That a unit `p` owes something and its time is over. */
const lateWith: Readonly<Record<Owing, (at: Instant) => Sql>> = {
  signIn: (at) => sql`(p.signed_in_at is null and p.sign_in_due < ${at}::timestamptz)`,
  reply: (at) => sql`(p.replied_at is null and p.reply_due < ${at}::timestamptz)`,
  finish: (at) => sql`(p.finished_at is null and coalesce(p.finish_due < ${at}::timestamptz, false))`,
}

const instant = (column: Sql) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The called units of a whistle, the lead first. */
const partiesAt = (city: CityId, at: Instant) => sql`
  select jsonb_agg(jsonb_build_object('unitId', p.unit_id, 'zh', u.name_zh, 'en', u.name_en, 'role', p.role,
      'signedInAt', ${instant(sql`p.signed_in_at`)}, 'repliedAt', ${instant(sql`p.replied_at`)}, 'finishedAt', ${instant(sql`p.finished_at`)},
      'stars', p.stars, 'starsBack', p.stars_back,
      'late', array_remove(array[${join(
        owings.map((owing) => sql`case when ${isOpen} and ${lateWith[owing](at)} then ${owing}::text end`),
        sql`, `,
      )}], null)) order by p.role desc, u.code)
  from whistle_parties p join units u on u.city_id = p.city_id and u.id = p.unit_id
  where p.city_id = ${city} and p.whistle_id = w.id`

const headsWhere = (city: CityId, at: Instant, { where, rest }: { where: Sql; rest: Sql }) => sql`
  select w.id, w.no, w.kind, w.name_zh, w.name_en, w.unit_id, r.name_zh as unit_zh, r.name_en as unit_en,
    w.street_id, s.name_zh as street_zh, s.name_en as street_en, w.text, w.state, w.height, w.raised_at, w.due_at, w.finished_at,
    w.closed_at, w.changed_at,
    (select count(*)::int from whistle_cases c where c.city_id = ${city} and c.whistle_id = w.id) as cases,
    (${partiesAt(city, at)}) as parties
  from whistles w
  join units r on r.city_id = w.city_id and r.id = w.unit_id
  left join areas s on s.city_id = w.city_id and s.id = w.street_id
  where w.city_id = ${city} and ${where} ${rest}`

/** Who reads: the sides of a whistle are seen from here. */
export interface Reader {
  readonly unit: UnitId | null
  readonly post: PostId | null
  /** Sees to all of the city that have gone up. */
  readonly coordinates: boolean
}

const isCalled = (city: CityId, unit: UnitId | null, owes: Sql = sql`true`) =>
  sql`exists (select from whistle_parties p where p.city_id = ${city} and p.whistle_id = w.id and p.unit_id = ${unit} and ${owes})`

/** What waits for a unit: to sign in, to reply, to finish; and for the raiser to rate and close. */
const isTodo = (city: CityId, unit: UnitId | null) =>
  sql`(w.state in ('called', 'working', 'finished') and ((${isOpen} and ${isCalled(
    city,
    unit,
    sql`(p.signed_in_at is null or p.replied_at is null or (p.finish_due is not null and p.finished_at is null))`,
  )}) or (w.state = 'finished' and w.unit_id = ${unit})))`

const isEscalatedTo = (city: CityId, { unit, post, coordinates }: Reader) =>
  sql`(${isOpen} and w.height > 0 and (${coordinates}::boolean or exists (select from whistle_escalations e
    where e.city_id = ${city} and e.whistle_id = w.id and (e.to_unit = ${unit} or e.to_post = ${post}))))`

const onSide: Readonly<Record<Side, (city: CityId, reader: Reader) => Sql>> = {
  todo: (city, { unit }) => isTodo(city, unit),
  raised: (_city, { unit }) => sql`w.unit_id = ${unit}`,
  called: (city, { unit }) => isCalled(city, unit),
  escalated: isEscalatedTo,
}

const isLate = (city: CityId, at: Instant, which: readonly Owing[]) =>
  sql`(${isOpen} and exists (select from whistle_parties p where p.city_id = ${city} and p.whistle_id = w.id
    and (${join(
      which.map((owing) => lateWith[owing](at)),
      sql` or `,
    )})))`

const conditions = (city: CityId, at: Instant, filter: WhistleFilter, reader: Reader): Sql =>
  all(
    filter.state && sql`w.state = ${filter.state}`,
    filter.kind === undefined ? undefined : sql`w.kind = ${filter.kind}`,
    filter.side && onSide[filter.side](city, reader),
    filter.unit && sql`(w.unit_id = ${filter.unit} or ${isCalled(city, filter.unit)})`,
    filter.street && sql`w.street_id = ${filter.street}`,
    filter.case &&
      sql`exists (select from whistle_cases c where c.city_id = ${city} and c.whistle_id = w.id and c.case_id = ${filter.case})`,
    filter.late && isLate(city, at, [filter.late]),
    filter.from === undefined ? undefined : sql`w.raised_at >= ${startOf(filter.from)}`,
    filter.to === undefined ? undefined : sql`w.raised_at < ${endOf(filter.to)}`,
    filter.text === undefined || filter.text === ''
      ? undefined
      : sql`(w.no ilike ${like(filter.text)} or w.text ilike ${like(filter.text)})`,
  )

const orders: Orders<WhistleHead> = {
  raised: { key: sql`w.raised_at`, type: 'timestamptz', of: ({ raisedAt }) => raisedAt },
  due: { key: sql`w.due_at`, type: 'timestamptz', of: ({ dueAt }) => dueAt },
  no: { key: sql`w.no`, type: 'text', of: ({ no }) => no },
}

/** What is asked of a list. */
export interface Asked {
  readonly filter: WhistleFilter
  readonly reader: Reader
  readonly at: Instant
}

/** One page of whistles; the first says how many there are. */
export async function listWhistles(
  db: Db,
  city: CityId,
  { filter, reader, at }: Asked,
  turn: Turn,
): Promise<PageOf<WhistleHead> & { total?: number }> {
  const where = conditions(city, at, filter, reader)
  const page = await pageBy(
    orders,
    turn,
    async ({ beyond, rest }) => (await db.all(HeadRow, headsWhere(city, at, { where: all(where, beyond), rest }))).map(toHead),
    sql`w.id`,
  )
  if (turn.cursor !== undefined) return page
  const found = await db.find(
    z.object({ n: z.int() }),
    sql`select ${counted(sql`from whistles w where w.city_id = ${city} and ${where}`)}::int as n`,
  )
  return { ...page, total: found!.n }
}

/** One whistle as lists show it. */
export const findHead = async (db: Db, city: CityId, id: WhistleId, at: Instant): Promise<WhistleHead | undefined> => {
  const row = await db.find(HeadRow, headsWhere(city, at, { where: sql`w.id = ${id}`, rest: sql`` }))
  return row && toHead(row)
}

/** How many there are on each side of a reader, within a filter; late are those of the side that is asked for, else of all. */
export async function countWhistles(db: Db, city: CityId, { filter, reader, at }: Asked): Promise<WhistleCounts> {
  const late = all(isLate(city, at, owings), filter.side && onSide[filter.side](city, reader))
  const within = conditions(city, at, { ...filter, side: undefined, late: undefined }, reader)
  const n = (where: Sql) => sql`count(*) filter (where ${where})::int`
  const row = await db.find(
    z.object({ all: z.int(), todo: z.int(), raised: z.int(), called: z.int(), escalated: z.int(), late: z.int() }),
    sql`select count(*)::int as all, ${n(onSide.todo(city, reader))} as todo, ${n(onSide.raised(city, reader))} as raised,
          ${n(onSide.called(city, reader))} as called, ${n(onSide.escalated(city, reader))} as escalated, ${n(late)} as late
        from whistles w where w.city_id = ${city} and ${within}`,
  )
  return row!
}

/** Holds a whistle until the transaction ends; false when there is none. */
export const lockWhistle = async (db: Db, city: CityId, id: WhistleId): Promise<boolean> =>
  (await db.find(z.object({ id: WhistleId }), sql`select id from whistles where city_id = ${city} and id = ${id} for update`)) !== undefined

/** Whistles that the clock has to look at, the longest waiting first. */
export const listDue = (db: Db, city: CityId, at: Instant, most: number) =>
  db.all(
    z.object({ id: WhistleId }),
    sql`select id from whistles where city_id = ${city} and next_at <= ${at} order by next_at limit ${most}`,
  )

/** The next number of a day, from 1. */
export async function takeNumber(db: Db, city: CityId, day: string): Promise<number> {
  const row = await db.find(
    z.object({ last: z.int() }),
    sql`insert into whistle_numbers (city_id, day, last) values (${city}, ${day}, 1)
        on conflict (city_id, day) do update set last = whistle_numbers.last + 1 returning last`,
  )
  return row!.last
}

/** Keeps a new whistle with its cases. */
export async function addWhistle(db: Db, city: CityId, it: Whistle, streetId: AreaId | null): Promise<void> {
  await db.run(
    sql`insert into whistles (city_id, id, no, kind, name_zh, name_en, unit_id, street_id, text, state, raised_at, due_at, changed_at, version)
        values (${city}, ${it.id}, ${it.no}, ${it.kind}, ${it.name.zh}, ${it.name.en}, ${it.unit}, ${streetId}, ${it.text}, ${it.state},
          ${it.raisedAt}, ${dueAtOf(it)}, ${it.changedAt}, ${it.version})`,
  )
  await db.run(
    sql`insert into whistle_cases (city_id, whistle_id, case_id)
        select ${city}::int, ${it.id}::uuid, id from ${rows(
          it.cases.map((id) => ({ id })),
          { id: 'uuid' },
        )}`,
  )
  await saveWhistle(db, city, it)
}

/** When the lead unit must be done. */
const dueAtOf = ({ parties }: Whistle): Instant => parties.find(({ role }) => role === 'lead')!.owes.finish!.dueAt

/** Brings the rows of a whistle to its fold. */
export async function saveWhistle(db: Db, city: CityId, it: Whistle): Promise<void> {
  await db.run(
    sql`update whistles set state = ${it.state}, height = ${heightOf(it)}, finished_at = ${it.finishedAt}, closed_at = ${it.closedAt},
          next_at = ${nextAt(it)}, changed_at = ${it.changedAt}, version = ${it.version}
        where city_id = ${city} and id = ${it.id}`,
  )
  const parties = it.parties.map(({ unitId, role, owes, signedInAt, repliedAt, finishedAt, rating, back }) => ({
    unitId,
    role,
    signInDue: owes.signIn.dueAt,
    signedInAt,
    replyDue: owes.reply.dueAt,
    repliedAt,
    finishDue: owes.finish?.dueAt ?? null,
    finishedAt,
    stars: rating?.stars ?? null,
    starsBack: back?.stars ?? null,
  }))
  await db.run(
    sql`insert into whistle_parties (city_id, whistle_id, unit_id, role, called_at, sign_in_due, signed_in_at, reply_due, replied_at,
          finish_due, finished_at, stars, stars_back)
        select ${city}::int, ${it.id}::uuid, unit_id, role, ${it.changedAt}::timestamptz, sign_in_due, signed_in_at, reply_due, replied_at,
          finish_due, finished_at, stars, stars_back
        from ${rows(parties, {
          unitId: 'uuid',
          role: 'text',
          signInDue: 'timestamptz',
          signedInAt: 'timestamptz',
          replyDue: 'timestamptz',
          repliedAt: 'timestamptz',
          finishDue: 'timestamptz',
          finishedAt: 'timestamptz',
          stars: 'int',
          starsBack: 'int',
        })}
        on conflict (city_id, whistle_id, unit_id) do update set signed_in_at = excluded.signed_in_at, replied_at = excluded.replied_at,
          finished_at = excluded.finished_at, stars = excluded.stars, stars_back = excluded.stars_back`,
  )
}

/** Keeps what went to whom; the whistle's own fold holds it too. */
export const addEscalations = (db: Db, city: CityId, { id, escalations }: Whistle, since: number) =>
  db.run(
    sql`insert into whistle_escalations (city_id, id, whistle_id, unit_id, owing, step, addressee, to_unit, to_post, at)
        select ${city}::int, id, ${id}::uuid, unit_id, owing, step, addressee, to_unit, to_post, at
        from ${rows(
          escalations.slice(since).map(({ to, ...rest }) => ({ ...rest, addressee: to })),
          { id: 'uuid', unitId: 'uuid', owing: 'text', step: 'int', addressee: 'text', toUnit: 'uuid', toPost: 'uuid', at: 'timestamptz' },
        )} on conflict do nothing`,
  )

const CaseRow = z.object({ id: CaseId, no: z.string(), text: z.string(), stage: z.string() })

/** Cases by id, in the order of their numbers. */
export const listCasesOf = (db: Db, city: CityId, ids: readonly CaseId[]) =>
  db.all(CaseRow, sql`select id, no, text, stage from cases where city_id = ${city} and id = any(${[...ids]}::uuid[]) order by no`)

const KeptRow = z.object({
  id: WhistleId,
  no: z.string(),
  text: z.string(),
  state: WhistleState,
  height: z.int(),
  finishedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  nextAt: Instant.nullable(),
  version: z.int(),
  /** One line a called unit: what it did when, and the stars. */
  parties: z.string(),
})
export type Kept = z.infer<typeof KeptRow>

/** What is kept of whistles, by id, after one of them: to be held against their events. */
export const listKept = (db: Db, city: CityId, after: WhistleId | undefined, most: number): Promise<Kept[]> =>
  db.all(
    KeptRow,
    sql`select w.id, w.no, w.text, w.state, w.height, w.finished_at, w.closed_at, w.next_at, w.version,
          (select string_agg(concat_ws(' ', p.unit_id, coalesce(${instant(sql`p.signed_in_at`)}, ''), coalesce(${instant(sql`p.replied_at`)}, ''),
              coalesce(${instant(sql`p.finished_at`)}, ''), coalesce(p.stars::text, ''), coalesce(p.stars_back::text, '')), e'\n' order by p.unit_id)
            from whistle_parties p where p.city_id = ${city} and p.whistle_id = w.id) as parties
        from whistles w where ${all(sql`w.city_id = ${city}`, after === undefined ? undefined : sql`w.id > ${after}`)} order by w.id limit ${most}`,
  )
