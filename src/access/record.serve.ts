/** What happens to accounts is a fact like any other: appended, without a secret in it, and never shown to the whole city. */
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
}

/** Appends the fact. */
export const record = (db: Db, city: CityId, { kind, account, by, at, data = {} }: AccountFact) =>
  appendEvents(db, city, [{ id: v7() as EventId, kind, thing: account, at, by, version: 1, data }])
