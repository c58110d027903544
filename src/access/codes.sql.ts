/** SQL of codes that open once (invitations, resets) and of the keys of systems. Only hashes are stored. */
import { z } from 'zod'
import { AccountId, type CityId, type PersonId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'

export const Purpose = z.enum(['invitation', 'reset'])
export type Purpose = z.infer<typeof Purpose>

/** A code as it is made. */
export interface NewCode {
  readonly id: string
  readonly codeHash: string
  readonly account: AccountId
  readonly purpose: Purpose
  readonly way: 'mail' | 'slip'
  readonly at: string
  readonly by: PersonId | null
  readonly expiresAt: string
}

/** Adds a code; it replaces one of the same kind. A stranger who asks for a reset by mail does not end a slip. */
export async function addCode(db: Db, city: CityId, { id, codeHash, account, purpose, way, at, by, expiresAt }: NewCode): Promise<void> {
  await db.run(sql`
    update entry_codes set used_at = ${at}
    where city_id = ${city} and account_id = ${account} and purpose = ${purpose} and way = ${way} and used_at is null`)
  await db.run(sql`
    insert into entry_codes (city_id, id, code_hash, account_id, purpose, way, made_at, made_by, expires_at)
    values (${city}, ${id}, ${codeHash}, ${account}, ${purpose}, ${way}, ${at}, ${by}, ${expiresAt})`)
}

/** Ends the open codes of an account. */
export const endCodes = (db: Db, city: CityId, account: AccountId, at: string) =>
  db.run(sql`update entry_codes set used_at = ${at} where city_id = ${city} and account_id = ${account} and used_at is null`)

const Code = z.object({ id: z.uuid(), accountId: AccountId, purpose: Purpose, login: z.string(), name: z.string() })

/** A code that still opens, and whose it is. */
export const findCode = (db: Db, city: CityId, codeHash: string, at: string) =>
  db.find(
    Code,
    sql`
    select c.id, c.account_id, c.purpose, a.login, p.name
    from entry_codes c join accounts a on a.city_id = c.city_id and a.id = c.account_id
      join people p on p.city_id = a.city_id and p.id = a.person_id
    where c.city_id = ${city} and c.code_hash = ${codeHash} and c.used_at is null and c.expires_at > ${at} and a.retired_at is null`,
  )

/** Uses a code up; gives how many were: only the first of two gets 1. */
export const useCode = (db: Db, city: CityId, id: string, at: string) =>
  db.run(sql`update entry_codes set used_at = ${at} where city_id = ${city} and id = ${id} and used_at is null`)

const Sent = z.object({ count: z.int() })

/** How many codes were sent to an account by mail since an instant. */
export const countCodesSince = async (db: Db, city: CityId, account: AccountId, since: string): Promise<number> =>
  (
    await db.find(
      Sent,
      sql`select count(*) as count from entry_codes where city_id = ${city} and account_id = ${account} and way = 'mail' and made_at > ${since}`,
    )
  )?.count ?? 0

/** Forgets codes that ended long ago; what was done with them stands in the events. */
export const forgetCodes = (db: Db, city: CityId, before: string) =>
  db.run(sql`delete from entry_codes where city_id = ${city} and expires_at < ${before}`)

const KeyRow = z.object({
  id: z.uuid(),
  name: z.string(),
  beginning: z.string(),
  scopes: z.array(z.string()),
  madeAt: z.string(),
  expiresAt: z.string(),
  usedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
})

/** The keys of an account, newest first. */
export const listKeys = (db: Db, city: CityId, account: AccountId) =>
  db.all(
    KeyRow,
    sql`
    select id, name, beginning, scopes, made_at, expires_at, used_at, revoked_at from api_keys
    where city_id = ${city} and account_id = ${account} order by made_at desc, id limit 200`,
  )

/** A key as it is made. */
export interface NewKey {
  readonly id: string
  readonly account: AccountId
  readonly name: string
  readonly beginning: string
  readonly keyHash: string
  readonly scopes: readonly string[]
  readonly at: string
  readonly by: PersonId
  readonly expiresAt: string
}

/** Adds a key. */
export const addKey = (db: Db, city: CityId, { id, account, name, beginning, keyHash, scopes, at, by, expiresAt }: NewKey) =>
  db.run(sql`
    insert into api_keys (city_id, id, account_id, name, beginning, key_hash, scopes, made_at, made_by, expires_at)
    values (${city}, ${id}, ${account}, ${name}, ${beginning}, ${keyHash}, ${scopes}::text[], ${at}, ${by}, ${expiresAt})`)

/** Revokes a key of an account; gives how many were in force. */
export const revokeKey = (db: Db, city: CityId, account: AccountId, id: string, at: string) =>
  db.run(sql`
    update api_keys set revoked_at = ${at} where city_id = ${city} and account_id = ${account} and id = ${id} and revoked_at is null`)

const KeyHolder = z.object({ id: z.uuid(), accountId: AccountId, scopes: z.array(z.string()), usedAt: z.string().nullable() })

/** The account behind a key that is in force. */
export const findKeyHolder = (db: Db, city: CityId, keyHash: string, at: string) =>
  db.find(
    KeyHolder,
    sql`
    select id, account_id, scopes, used_at from api_keys
    where city_id = ${city} and key_hash = ${keyHash} and revoked_at is null and expires_at > ${at}`,
  )

/** Notes that a key was used. */
export const seeKey = (db: Db, city: CityId, id: string, at: string) =>
  db.run(sql`update api_keys set used_at = ${at} where city_id = ${city} and id = ${id}`)
