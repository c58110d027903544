/** Receipts of writes: a write that is sent twice is answered twice and done once. */
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { type Db, json, rows, sql } from '../base/sql.ts'
import type { Who } from './who.ts'

const Receipt = z.object({ route: z.string(), inputHash: z.string(), answer: z.unknown() })
export type Receipt = z.infer<typeof Receipt>

/** A key as it is claimed, with what it stands for. */
export interface NewReceipt {
  readonly key: string
  readonly route: string
  readonly inputHash: string
  readonly at: string
}

/** Claims the key for the write under way; false when another write has it. Waits while that one is still under way. */
export async function claimKey(db: Db, who: Who, { key, route, inputHash, at }: NewReceipt): Promise<boolean> {
  const added = await db.run(
    sql`insert into receipts (city_id, account_id, key, route, input_hash, status, at)
        values (${who.city}, ${who.account}, ${key}, ${route}, ${inputHash}, 200, ${at}) on conflict do nothing`,
  )
  return added > 0
}

/** Writes the answer on the receipt. */
export const keepAnswer = (db: Db, who: Who, key: string, answer: unknown) =>
  db.run(
    sql`update receipts set answer = ${json(answer ?? null)} where city_id = ${who.city} and account_id = ${who.account} and key = ${key}`,
  )

/** Which of these keys have a receipt, as `account key`. */
export async function listReceipts(db: Db, keys: readonly { readonly who: Who; readonly key: string }[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const asked = rows(
    keys.map(({ who, key }) => ({ account: who.account, key })),
    { account: 'uuid', key: 'text' },
  )
  const found = await db.all(
    z.object({ account: z.string(), key: z.string() }),
    sql`select k.account_id as account, k.key from receipts k join ${asked} on r.account = k.account_id and r.key = k.key
        where k.city_id = ${keys[0]!.who.city}`,
  )
  return new Set(found.map(({ account, key }) => `${account} ${key}`))
}

/** Writes receipts with their answers; gives how many were new. */
export async function addReceipts(
  db: Db,
  city: CityId,
  receipts: readonly (NewReceipt & { readonly account: string; readonly answer: unknown })[],
): Promise<number> {
  if (receipts.length === 0) return 0
  return db.run(
    sql`insert into receipts (city_id, account_id, key, route, input_hash, status, answer, at)
        select ${city}, account, key, route, input_hash, 200, answer, at
        from ${rows(receipts, { account: 'uuid', key: 'text', route: 'text', inputHash: 'text', answer: 'jsonb', at: 'timestamptz' })}
        on conflict do nothing`,
  )
}

/** What was answered first. */
export const findReceipt = (db: Db, who: Who, key: string): Promise<Receipt | undefined> =>
  db.find(
    Receipt,
    sql`select route, input_hash, answer from receipts where city_id = ${who.city} and account_id = ${who.account} and key = ${key}`,
  )

/** Forgets a city's receipts from before an instant; nobody repeats a write that late. */
export const forgetReceipts = (db: Db, city: CityId, before: string) =>
  db.run(sql`delete from receipts where city_id = ${city} and at < ${before}`)

/** Forgets what was answered to these accounts: their end has come. */
export const forgetReceiptsOf = (db: Db, city: CityId, accounts: readonly string[]) =>
  db.run(sql`delete from receipts where city_id = ${city} and account_id = any(${accounts}::uuid[])`)
