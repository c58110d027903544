/** SQL of accounts and sessions. Only the hash of a session token is stored. */
import { z } from 'zod'
import { AccountId, AreaId, CityId, PersonId, PostId, UnitId } from '../base/ids.ts'
import { all, type Db, type Sql, sql } from '../base/sql.ts'
import { dayOf } from '../base/time.ts'
import { rulesOfTheHouse } from './signInRules.ts'
import { Role } from './who.ts'

export const AccountRow = z.object({
  cityId: CityId,
  id: AccountId,
  login: z.string(),
  personId: PersonId,
  unitId: UnitId.nullable(),
  role: Role.nullable(),
  kind: z.enum(['person', 'service']),
  passwordHash: z.string().nullable(),
})
export type AccountRow = z.infer<typeof AccountRow>

const CityRow = z.object({ cityId: CityId, code: z.string(), nameZh: z.string(), nameEn: z.string(), demo: z.boolean() })

/** Cities of this installation, smallest number first. */
export const listCities = (db: Db) => db.all(CityRow, sql`select city_id, code, name_zh, name_en, demo from cities order by city_id`)

/** The city of a code, for who is not signed in yet. */
export const findCity = (db: Db, code: string) =>
  db.find(CityRow, sql`select city_id, code, name_zh, name_en, demo from cities where code = ${code} order by city_id limit 1`)

/** The account of a login, unless retired. */
export const findAccount = (db: Db, city: CityId, login: string) =>
  db.find(
    AccountRow,
    sql`
    select city_id, id, login, person_id, unit_id, role, kind, password_hash from accounts
    where city_id = ${city} and login = ${login} and retired_at is null`,
  )

/** The account of an id, unless retired. */
export const findAccountById = (db: Db, city: CityId, id: AccountId) =>
  db.find(
    AccountRow,
    sql`
    select city_id, id, login, person_id, unit_id, role, kind, password_hash from accounts
    where city_id = ${city} and id = ${id} and retired_at is null`,
  )

const DoorAccount = z.object({ login: z.string(), role: Role, name: z.string() })

/** Accounts of a demo city for the sign-in page, one per role. */
export const listDoorAccounts = (db: Db, city: CityId) =>
  db.all(
    DoorAccount,
    sql`
    select distinct on (it.role) it.login, it.role, it.name from (
      select a.login, p.name, coalesce(a.role, (
        select t.role from post_holders h join posts t on t.city_id = h.city_id and t.id = h.post_id
        where h.city_id = ${city} and h.person_id = a.person_id and h.to_on is null and t.role is not null order by t.id limit 1)) as role
      from accounts a join people p on p.city_id = a.city_id and p.id = a.person_id
      where a.city_id = ${city} and a.retired_at is null and a.kind = 'person') it
    where it.role is not null order by it.role, it.login`,
  )

/** A session as it begins. */
export interface NewSession {
  readonly id: string
  readonly tokenHash: string
  readonly account: AccountId
  readonly way: string
  /** Whether two factors opened it. */
  readonly strong: boolean
  readonly device: string
  readonly address: string
  readonly at: string
  readonly expiresAt: string
}

/** Starts a session. */
export const addSession = (db: Db, city: CityId, { id, tokenHash, account, way, strong, device, address, at, expiresAt }: NewSession) =>
  db.run(
    sql`insert into sessions (city_id, id, token_hash, account_id, way, strong, device, address, started_at, seen_at, proved_at, expires_at)
      values (${city}, ${id}, ${tokenHash}, ${account}, ${way}, ${strong}, ${device}, ${address}, ${at}, ${at}, ${at}, ${expiresAt})`,
  )

const SessionRow = z.object({
  id: z.uuid(),
  way: z.string(),
  device: z.string(),
  address: z.string(),
  startedAt: z.string(),
  seenAt: z.string().nullable(),
})

/** A session `s` that is neither over nor left alone for too long, by the rules `r` of its city. */
const isOpen = (at: string) => sql`
  s.expires_at > ${at} and coalesce(s.seen_at, s.started_at) > ${at}::timestamptz
    - make_interval(mins => coalesce(r.idle_minutes, ${rulesOfTheHouse.idleMinutes}))
  and s.started_at > ${at}::timestamptz - make_interval(hours => coalesce(r.longest_hours, ${rulesOfTheHouse.longestHours}))`

/** The open sessions of an account, the latest first. There are never more than `mostSessions`, but in a demo city. */
export const listSessions = (db: Db, city: CityId, account: AccountId, at: string) =>
  db.all(
    SessionRow,
    sql`
    select s.id, s.way, s.device, s.address, s.started_at, s.seen_at from sessions s left join sign_in_rules r on r.city_id = s.city_id
    where s.city_id = ${city} and s.account_id = ${account} and ${isOpen(at)} order by s.started_at desc limit 100`,
  )

/** Ends sessions of an account: one, or all but one, or all. Gives how many. */
export const endSessions = (
  db: Db,
  city: CityId,
  account: AccountId,
  { only, except }: { only?: string; except?: string | undefined } = {},
) =>
  db.run(sql`
    delete from sessions
    where ${all(
      sql`city_id = ${city}`,
      sql`account_id = ${account}`,
      only === undefined ? undefined : sql`id = ${only}`,
      except === undefined ? undefined : sql`id <> ${except}`,
    )}`)

/** Notes that a session is in use. */
export const seeSession = (db: Db, city: CityId, id: string, at: string) =>
  db.run(sql`update sessions set seen_at = ${at} where city_id = ${city} and id = ${id}`)

/** Notes that the person of a session has proved anew who they are. */
export const proveSession = (db: Db, city: CityId, id: string, at: string) =>
  db.run(sql`update sessions set proved_at = ${at} where city_id = ${city} and id = ${id}`)

/** Ends the oldest sessions of an account, so that `most` are left. */
export const endOldest = (db: Db, city: CityId, account: AccountId, most: number) =>
  db.run(sql`
    delete from sessions where city_id = ${city} and id in (
      select id from sessions where city_id = ${city} and account_id = ${account} order by started_at desc, id desc offset ${most})`)

/** Notes that the person of a session has a second factor now, and showed it. */
export const strengthenSession = (db: Db, city: CityId, id: string) =>
  db.run(sql`update sessions set strong = true where city_id = ${city} and id = ${id}`)

/** Ends a session. */
export const removeSession = (db: Db, city: CityId, tokenHash: string) =>
  db.run(sql`delete from sessions where city_id = ${city} and token_hash = ${tokenHash}`)

/** Forgets a city's sessions that have expired, or were left alone. */
export const forgetSessions = (db: Db, city: CityId, at: string) =>
  db.run(sql`
    delete from sessions where city_id = ${city} and id in (
      select s.id from sessions s left join sign_in_rules r on r.city_id = s.city_id where s.city_id = ${city} and not (${isOpen(at)}))`)

const Holder = z.object({
  tokenHash: z.string(),
  account: AccountId,
  person: PersonId,
  unit: UnitId.nullable(),
  area: AreaId.nullable(),
  role: Role,
  post: PostId.nullable(),
  deputy: z.boolean(),
  session: z.uuid(),
  startedAt: z.string(),
  seenAt: z.string(),
  provedAt: z.string(),
  /** The day from which on the role needs two factors, when they did not open this session. */
  owesFrom: z.string().nullable(),
})

/**
 * The posts that `person` (a piece of SQL) may act in on a day: those they hold, and those whose absent holder they stand in for.
 * A post without a role gives nothing to do, so nobody acts in it.
 */
const actsIn = (city: CityId, person: Sql, day: string) => sql`
  select t.id, t.unit_id, t.role, t.title_zh, t.title_en, coalesce(t.area_id, o.area_id) as area_id, held.deputy
  from (
    select h.post_id, false as deputy from post_holders h
    where h.city_id = ${city} and h.person_id = ${person} and h.from_on <= ${day}::date and (h.to_on is null or h.to_on >= ${day}::date)
    union all
    select d.post_id, true from post_deputies d
    where d.city_id = ${city} and d.person_id = ${person} and d.from_on <= ${day}::date and d.to_on >= ${day}::date
      and (d.ended_on is null or d.ended_on > ${day}::date)
  ) held
  join posts t on t.city_id = ${city} and t.id = held.post_id and t.role is not null
  join units o on o.city_id = ${city} and o.id = t.unit_id`

/**
 * Who holds these sessions, as far as they have not expired, acting in the post they chose, else in the first they hold. Read at every
 * request, so that whoever loses a post loses what it allowed at once.
 */
export const listHolders = (db: Db, city: CityId, tokenHashes: readonly string[], at: string) =>
  db.all(
    Holder,
    sql`
    select s.token_hash, a.id as account, a.person_id as person, case when p.id is null then a.unit_id else p.unit_id end as unit, p.area_id as area,
      coalesce(p.role, a.role, 'member') as role, p.id as post, coalesce(p.deputy, false) as deputy,
      s.id as session, s.started_at, coalesce(s.seen_at, s.started_at) as seen_at, coalesce(s.proved_at, s.started_at) as proved_at,
      case when not s.strong and coalesce(p.role, a.role, 'member') = any (r.factor_roles) then r.factor_from end::text as owes_from
    from sessions s join accounts a on a.city_id = s.city_id and a.id = s.account_id
    left join sign_in_rules r on r.city_id = s.city_id
    left join lateral (
      select * from (${actsIn(city, sql`a.person_id`, dayOf(at))}) own order by own.id is distinct from s.post_id, own.deputy, own.id limit 1
    ) p on true
    where s.city_id = ${city} and s.token_hash = any(${[...tokenHashes]}::text[]) and ${isOpen(at)} and a.retired_at is null`,
  )

const ActingPost = z.object({
  id: PostId,
  unitId: UnitId,
  role: Role,
  titleZh: z.string(),
  titleEn: z.string(),
  unitZh: z.string(),
  unitEn: z.string(),
  areaId: AreaId.nullable(),
  deputy: z.boolean(),
})

/** The posts a person may act in today, their own first. */
export const listActingPosts = (db: Db, city: CityId, person: PersonId, at: string) =>
  db.all(
    ActingPost,
    sql`select own.*, u.name_zh as unit_zh, u.name_en as unit_en from (${actsIn(city, sql`${person}::uuid`, dayOf(at))}) own
        join units u on u.city_id = ${city} and u.id = own.unit_id order by own.deputy, own.id`,
  )

/** Remembers in which post the session acts from now on. */
export const actIn = (db: Db, city: CityId, tokenHash: string, post: PostId) =>
  db.run(sql`update sessions set post_id = ${post} where city_id = ${city} and token_hash = ${tokenHash}`)

const MeRow = z.object({
  login: z.string(),
  name: z.string(),
  cityCode: z.string(),
  cityZh: z.string(),
  cityEn: z.string(),
  demo: z.boolean(),
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
})

/** The names that the head of the page shows. */
export const findMe = (db: Db, city: CityId, account: AccountId, unit: UnitId | null) =>
  db.find(
    MeRow,
    sql`
    select a.login, p.name, c.code as city_code, c.name_zh as city_zh, c.name_en as city_en, c.demo, u.id as unit_id, u.name_zh as unit_zh, u.name_en as unit_en
    from accounts a join cities c on c.city_id = a.city_id join people p on p.city_id = a.city_id and p.id = a.person_id
    left join units u on u.city_id = a.city_id and u.id = ${unit}::uuid
    where a.city_id = ${city} and a.id = ${account}`,
  )
