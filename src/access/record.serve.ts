/** What happens to accounts is a fact like any other: appended, without a secret in it, and never shown to the whole city. */
import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { appendEvents } from '../base/event.sql.ts'
import type { AccountId, CityId, EventId, PersonId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'

/** A fact about an account. `by` is the person who did it; null when nobody was signed in. */
export interface AccountFact {
  readonly kind: `account.${string}`
  readonly account: AccountId
  readonly by: PersonId | null
  readonly at: string
  readonly data?: Record<string, unknown>
  /** It tells no more than that they are at work: see `waits` of an event. */
  readonly waits?: true
}

/** What names somebody, or what somebody named; it can be erased one day without the ledger breaking. */
const naming = new Set(['login', 'name', 'email'])

/** Appends the fact; names in it stand apart, each beside a salt. */
export function record(db: Db, city: CityId, { kind, account, by, at, data = {}, waits }: AccountFact) {
  const names = Object.entries(data).filter(([field, value]) => naming.has(field) && typeof value === 'string')
  const personal = Object.fromEntries(names.map(([field, value]) => [field, { salt: randomBytes(16).toString('hex'), value }]))
  const plain = Object.fromEntries(Object.entries(data).filter(([field]) => !(field in personal)))
  const kept = names.length === 0 ? plain : { ...plain, personal }
  return appendEvents(db, city, [{ id: v7() as EventId, kind, thing: account, at, by, version: 1, data: kept, waits }])
}
