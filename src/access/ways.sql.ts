/** SQL of the ways in besides the password: second factors, recovery codes, passkeys, single sign-on; and of open steps. */
import { z } from 'zod'
import { AccountId, type CityId } from '../base/ids.ts'
import { type Db, json, rows, sql } from '../base/sql.ts'

const Factor = z.object({ secret: z.string(), lastStep: z.int(), since: z.string(), confirmedAt: z.string().nullable() })

/** The second factor of an account, confirmed or not. */
export const findFactor = (db: Db, city: CityId, account: AccountId) =>
  db.find(
    Factor,
    sql`select secret, last_step, since, confirmed_at from second_factors where city_id = ${city} and account_id = ${account}`,
  )

/** Puts a factor that still has to be confirmed; one that is in force is left alone. Gives how many were put. */
export const putFactor = (db: Db, city: CityId, account: AccountId, secret: string, at: string) =>
  db.run(sql`
    insert into second_factors (city_id, account_id, secret, since) values (${city}, ${account}, ${secret}, ${at})
    on conflict (city_id, account_id) do update set secret = excluded.secret, since = excluded.since, last_step = 0
      where second_factors.confirmed_at is null`)

/** Takes a step of time: it opens once. Gives how many rows took it. */
export const takeStepOfTime = (db: Db, city: CityId, account: AccountId, step: number, at: string) =>
  db.run(sql`
    update second_factors set last_step = ${step}, confirmed_at = coalesce(confirmed_at, ${at}::timestamptz)
    where city_id = ${city} and account_id = ${account} and last_step < ${step}`)

/** Takes the second factor of an account away. */
export const removeFactor = (db: Db, city: CityId, account: AccountId) =>
  db.run(sql`delete from second_factors where city_id = ${city} and account_id = ${account}`)

/** Replaces the recovery codes of an account. */
export async function putRecoveryCodes(db: Db, city: CityId, account: AccountId, hashes: readonly string[]): Promise<void> {
  await db.run(sql`delete from recovery_codes where city_id = ${city} and account_id = ${account}`)
  await db.run(sql`
    insert into recovery_codes (city_id, account_id, code_hash) select ${city}, ${account}, code_hash
    from ${rows(
      hashes.map((codeHash) => ({ codeHash })),
      { codeHash: 'text' },
    )}`)
}

/** Uses up a recovery code; gives how many were. */
export const useRecoveryCode = (db: Db, city: CityId, account: AccountId, codeHash: string, at: string) =>
  db.run(sql`
    update recovery_codes set used_at = ${at}
    where city_id = ${city} and account_id = ${account} and code_hash = ${codeHash} and used_at is null`)

const Count = z.object({ count: z.int() })

/** How many recovery codes are left. */
export const countRecoveryCodes = async (db: Db, city: CityId, account: AccountId): Promise<number> =>
  (
    await db.find(
      Count,
      sql`select count(*) as count from recovery_codes where city_id = ${city} and account_id = ${account} and used_at is null`,
    )
  )?.count ?? 0

const PasskeyRow = z.object({
  id: z.string(),
  accountId: AccountId,
  publicKey: z.string(),
  counter: z.int(),
  transports: z.string(),
  name: z.string(),
  addedAt: z.string(),
  usedAt: z.string().nullable(),
})

/** The passkeys of an account, oldest first. */
export const listPasskeys = (db: Db, city: CityId, account: AccountId) =>
  db.all(
    PasskeyRow,
    sql`
    select id, account_id, public_key, counter, transports, name, added_at, used_at from passkeys
    where city_id = ${city} and account_id = ${account} order by added_at, id limit 100`,
  )

/** One passkey by its own id. */
export const findPasskey = (db: Db, city: CityId, id: string) =>
  db.find(
    PasskeyRow,
    sql`select id, account_id, public_key, counter, transports, name, added_at, used_at from passkeys where city_id = ${city} and id = ${id}`,
  )

/** A passkey as it is added. */
export interface NewPasskey {
  readonly id: string
  readonly account: AccountId
  readonly publicKey: string
  readonly counter: number
  readonly transports: string
  readonly name: string
  readonly at: string
}

/** Adds a passkey. */
export const addPasskey = (db: Db, city: CityId, { id, account, publicKey, counter, transports, name, at }: NewPasskey) =>
  db.run(sql`
    insert into passkeys (city_id, id, account_id, public_key, counter, transports, name, added_at)
    values (${city}, ${id}, ${account}, ${publicKey}, ${counter}, ${transports}, ${name}, ${at})`)

/** Notes that a passkey opened the door. */
export const usePasskey = (db: Db, city: CityId, id: string, counter: number, at: string) =>
  db.run(sql`update passkeys set counter = ${counter}, used_at = ${at} where city_id = ${city} and id = ${id}`)

/** Removes a passkey of an account, or all of them; gives how many. */
export const removePasskeys = (db: Db, city: CityId, account: AccountId, id?: string) =>
  db.run(sql`
    delete from passkeys where city_id = ${city} and account_id = ${account} and (${id ?? null}::text is null or id = ${id ?? null})`)

/** A step under way, kept under the hash of its token. */
export interface NewStep {
  readonly tokenHash: string
  readonly kind: string
  readonly account: AccountId | null
  readonly data: object
  readonly expiresAt: string
}

/** Keeps a step. */
export const addStep = (db: Db, city: CityId, { tokenHash, kind, account, data, expiresAt }: NewStep) =>
  db.run(sql`
    insert into open_steps (city_id, token_hash, kind, account_id, data, expires_at)
    values (${city}, ${tokenHash}, ${kind}, ${account}, ${json(data)}, ${expiresAt})`)

const Step = z.object({ accountId: AccountId.nullable(), data: z.record(z.string(), z.unknown()) })

/** A step under way, without ending it. */
export const findStep = (db: Db, city: CityId, tokenHash: string, kind: string, at: string) =>
  db.find(
    Step,
    sql`
    select account_id, data from open_steps
    where city_id = ${city} and token_hash = ${tokenHash} and kind = ${kind} and expires_at > ${at}`,
  )

/** Ends a step and gives it: whoever comes second gets nothing. */
export const takeStep = (db: Db, city: CityId, tokenHash: string, kind: string, at: string) =>
  db.find(
    Step,
    sql`
    delete from open_steps where city_id = ${city} and token_hash = ${tokenHash} and kind = ${kind} and expires_at > ${at}
    returning account_id, data`,
  )

/** Forgets steps that nobody finished. */
export const forgetSteps = (db: Db, city: CityId, at: string) =>
  db.run(sql`delete from open_steps where city_id = ${city} and expires_at <= ${at}`)

const Link = z.object({ accountId: AccountId })

/** Whose account a person of the provider is. */
export const findLink = (db: Db, city: CityId, issuer: string, subject: string) =>
  db.find(Link, sql`select account_id from sso_links where city_id = ${city} and issuer = ${issuer} and subject = ${subject}`)

/** Whether an account is linked to the provider. */
export const findLinkOf = (db: Db, city: CityId, account: AccountId) =>
  db.find(Link, sql`select account_id from sso_links where city_id = ${city} and account_id = ${account}`)

/** Links a person of the provider with an account. */
export const addLink = (db: Db, city: CityId, issuer: string, subject: string, account: AccountId, at: string) =>
  db.run(sql`
    insert into sso_links (city_id, issuer, subject, account_id, since) values (${city}, ${issuer}, ${subject}, ${account}, ${at})
    on conflict do nothing`)

/** Cuts the links of an account. */
export const removeLinks = (db: Db, city: CityId, account: AccountId) =>
  db.run(sql`delete from sso_links where city_id = ${city} and account_id = ${account}`)
