/** SQL of tries to get in, and of devices that are known. */
import { z } from 'zod'
import type { AccountId, CityId } from '../base/ids.ts'
import { type Db, rows, sql } from '../base/sql.ts'

const TryRow = z.object({ what: z.string(), tries: z.int(), lastAt: z.string() })
export type TryRow = z.infer<typeof TryRow>

/**
 * Tries so far; the rows stay held until the transaction ends, so that fifty at once are counted one after the other. What was
 * never counted gets its row first, without a try: what is not there cannot be held.
 */
export const lockTries = (db: Db, city: CityId, whats: readonly string[]) =>
  db.all(
    TryRow,
    sql`
    insert into sign_in_tries (city_id, what, tries, last_at)
    select ${city}, what, 0, 'epoch' from ${rows(
      whats.toSorted().map((what) => ({ what })),
      { what: 'text' },
    )}
    on conflict (city_id, what) do update set tries = sign_in_tries.tries
    returning what, tries, last_at`,
  )

/** Counts one try more for each; what was quiet since `quietFrom` begins anew. Gives the counts. */
export const countTries = (db: Db, city: CityId, whats: readonly string[], at: string, quietFrom: string) =>
  db.all(
    TryRow,
    sql`
    insert into sign_in_tries (city_id, what, tries, last_at)
    select ${city}, what, 1, ${at}::timestamptz from ${rows(
      whats.toSorted().map((what) => ({ what })),
      { what: 'text' },
    )}
    on conflict (city_id, what) do update
      set tries = case when sign_in_tries.last_at < ${quietFrom}::timestamptz then 1 else sign_in_tries.tries + 1 end, last_at = excluded.last_at
    returning what, tries, last_at`,
  )

/** Takes one try back from each: it succeeded. */
export const takeBackTries = (db: Db, city: CityId, whats: readonly string[]) =>
  db.run(sql`update sign_in_tries set tries = greatest(tries - 1, 0) where city_id = ${city} and what = any(${whats}::text[])`)

/** Forgets tries altogether. */
export const forgiveTries = (db: Db, city: CityId, whats: readonly string[]) =>
  db.run(sql`delete from sign_in_tries where city_id = ${city} and what = any(${whats}::text[])`)

/** Forgets tries from before an instant. */
export const forgetTries = (db: Db, city: CityId, before: string) =>
  db.run(sql`delete from sign_in_tries where city_id = ${city} and last_at < ${before}`)

const DeviceRow = z.object({ since: z.string() })

/** Whether an account was signed in on a device before. */
export const findDevice = (db: Db, city: CityId, account: AccountId, tokenHash: string) =>
  db.find(DeviceRow, sql`select since from known_devices where city_id = ${city} and token_hash = ${tokenHash} and account_id = ${account}`)

/** Notes that an account was signed in on a device. */
export const knowDevice = (db: Db, city: CityId, account: AccountId, tokenHash: string, at: string) =>
  db.run(sql`
    insert into known_devices (city_id, token_hash, account_id, since, seen_at) values (${city}, ${tokenHash}, ${account}, ${at}, ${at})
    on conflict (city_id, token_hash, account_id) do update set seen_at = excluded.seen_at`)

/** Forgets all devices of an account. */
export const forgetDevices = (db: Db, city: CityId, account: AccountId) =>
  db.run(sql`delete from known_devices where city_id = ${city} and account_id = ${account}`)

/** Forgets devices that were not seen since an instant. */
export const forgetOldDevices = (db: Db, city: CityId, before: string) =>
  db.run(sql`delete from known_devices where city_id = ${city} and seen_at < ${before}`)
