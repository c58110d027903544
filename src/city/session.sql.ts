/** SQL of accounts and sessions. Only the hash of a session token is stored. */
import { z } from 'zod'
import { AccountId, CityId, PersonId, UnitId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'
import { Role } from './who.ts'

export const AccountRow = z.object({
  cityId: CityId,
  id: AccountId,
  login: z.string(),
  role: Role,
  personId: PersonId,
  unitId: UnitId.nullable(),
  passwordHash: z.string(),
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
    select city_id, id, login, role, person_id, unit_id, password_hash from accounts
    where city_id = ${city} and login = ${login} and retired_at is null`,
  )

const DoorAccount = z.object({ login: z.string(), role: Role, name: z.string() })

/** Accounts of a demo city for the sign-in page, one per role. */
export const listDoorAccounts = (db: Db, city: CityId) =>
  db.all(
    DoorAccount,
    sql`
    select distinct on (a.role) a.login, a.role, p.name
    from accounts a join people p on p.city_id = a.city_id and p.id = a.person_id
    where a.city_id = ${city} and a.retired_at is null order by a.role, a.login`,
  )

/** Starts a session. */
export const addSession = (db: Db, city: CityId, account: AccountId, tokenHash: string, at: string, expiresAt: string) =>
  db.run(
    sql`insert into sessions (city_id, token_hash, account_id, started_at, expires_at) values (${city}, ${tokenHash}, ${account}, ${at}, ${expiresAt})`,
  )

/** Ends a session. */
export const removeSession = (db: Db, city: CityId, tokenHash: string) =>
  db.run(sql`delete from sessions where city_id = ${city} and token_hash = ${tokenHash}`)

/** Forgets a city's sessions that have expired. */
export const forgetSessions = (db: Db, city: CityId, at: string) =>
  db.run(sql`delete from sessions where city_id = ${city} and expires_at <= ${at}`)

const Holder = z.object({ account: AccountId, person: PersonId, unit: UnitId.nullable(), role: Role })

/** Who holds a session that has not expired. */
export const findHolder = (db: Db, city: CityId, tokenHash: string, at: string) =>
  db.find(
    Holder,
    sql`
    select a.id as account, a.person_id as person, a.unit_id as unit, a.role
    from sessions s join accounts a on a.city_id = s.city_id and a.id = s.account_id
    where s.city_id = ${city} and s.token_hash = ${tokenHash} and s.expires_at > ${at} and a.retired_at is null`,
  )

const MeRow = z.object({
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
export const findMe = (db: Db, city: CityId, account: AccountId) =>
  db.find(
    MeRow,
    sql`
    select p.name, c.code as city_code, c.name_zh as city_zh, c.name_en as city_en, c.demo, u.id as unit_id, u.name_zh as unit_zh, u.name_en as unit_en
    from accounts a join cities c on c.city_id = a.city_id join people p on p.city_id = a.city_id and p.id = a.person_id
    left join units u on u.city_id = a.city_id and u.id = a.unit_id
    where a.city_id = ${city} and a.id = ${account}`,
  )
