/** SQL of accounts: who may sign in, and what their password is known by. The rest of a sign-in stands in `access`. */
import { z } from 'zod'
import { AccountId, type CityId, PersonId, type UnitId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'
import type { Role } from './who.ts'

/** An account as it is made. */
export interface NewAccount {
  readonly id: AccountId
  readonly kind: 'person' | 'service'
  readonly login: string
  /** Null for who acts in posts. */
  readonly role: Role | null
  readonly person: PersonId
  readonly unit: UnitId | null
  readonly email: string | null
}

/** Adds a person; one that is there already is left alone. */
export const addPerson = (db: Db, city: CityId, id: PersonId, name: string) =>
  db.run(sql`insert into people (city_id, id, name) values (${city}, ${id}, ${name}) on conflict (city_id, id) do nothing`)

const PersonRow = z.object({ name: z.string() })

/** The name of a person. */
export const findPerson = (db: Db, city: CityId, id: PersonId) =>
  db.find(PersonRow, sql`select name from people where city_id = ${city} and id = ${id}`)

/** Adds an account without a password; the same id again is left alone. Gives how many were added. */
export const addAccount = (db: Db, city: CityId, { id, kind, login, role, person, unit, email }: NewAccount) =>
  db.run(sql`
    insert into accounts (city_id, id, kind, login, role, person_id, unit_id, email)
    values (${city}, ${id}, ${kind}, ${login}, ${role}, ${person}, ${unit}, ${email}) on conflict (city_id, id) do nothing`)

/** Writes a new password hash; with `instead` only while that one is still in force. Gives how many were written. */
export const setPassword = (db: Db, city: CityId, id: AccountId, hash: string, at: string, instead?: string) =>
  db.run(sql`
    update accounts set password_hash = ${hash}, password_at = ${at}
    where city_id = ${city} and id = ${id} and (${instead ?? null}::text is null or password_hash = ${instead ?? null})`)

/** Writes the same password with better parameters: no new password, no new date. */
export const rehashPassword = (db: Db, city: CityId, id: AccountId, hash: string, instead: string) =>
  db.run(sql`update accounts set password_hash = ${hash} where city_id = ${city} and id = ${id} and password_hash = ${instead}`)

/** Writes where mail reaches the person. */
export const setEmail = (db: Db, city: CityId, id: AccountId, email: string | null) =>
  db.run(sql`update accounts set email = ${email} where city_id = ${city} and id = ${id}`)

/** Retires an account, or (null) lets it in again. */
export const setRetired = (db: Db, city: CityId, id: AccountId, at: string | null) =>
  db.run(sql`update accounts set retired_at = ${at} where city_id = ${city} and id = ${id}`)

const Contact = z.object({ id: AccountId, personId: PersonId, login: z.string(), email: z.string().nullable(), name: z.string() })

/** Where mail reaches an account, unless retired. */
export const findContact = (db: Db, city: CityId, login: string) =>
  db.find(
    Contact,
    sql`
    select a.id, a.person_id, a.login, a.email, p.name from accounts a join people p on p.city_id = a.city_id and p.id = a.person_id
    where a.city_id = ${city} and a.login = ${login} and a.retired_at is null and a.kind = 'person'`,
  )

const Login = z.object({ login: z.string() })

/** The login of the account that mail reaches there; undefined when none or several have it. */
export const findLoginOfEmail = async (db: Db, city: CityId, email: string): Promise<string | undefined> => {
  const found = await db.all(
    Login,
    sql`select login from accounts where city_id = ${city} and lower(email) = lower(${email}) and retired_at is null limit 2`,
  )
  return found.length === 1 ? found[0]!.login : undefined
}

/** The city that is founded: its row, before anything else of it. Only the owner of the tables may. */
export const addCity = (db: Db, city: CityId, { code, name, nameEn, kind }: { code: string; name: string; nameEn: string; kind: string }) =>
  db.run(sql`insert into cities (city_id, code, name_zh, name_en, kind) values (${city}, ${code}, ${name}, ${nameEn}, ${kind})`)
