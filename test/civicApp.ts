/** A civic app that speaks Open311 to the small city: an account of its own with a key. */
import { v7 } from 'uuid'
import { accountsApi } from '../src/access/accounts.api.ts'
import type { AccountId } from '../src/base/ids.ts'
import { type Db, sql } from '../src/base/sql.ts'
import { city, personOf, type SmallApp } from './smallCity.ts'

/** Lets the app in, and gives its key. */
export async function addCivicApp(db: Db, small: SmallApp): Promise<string> {
  const id = v7() as AccountId
  await db.run(sql`insert into accounts (city_id, id, login, role, person_id, kind)
    values (${city}, ${id}, 'civic app', 'office', ${personOf('office')}, 'service')`)
  const body = { id: v7(), name: 'app', scopes: ['cases.report' as const], days: 90 }
  return (await small.as('operator', accountsApi).addKey({ params: { id }, body })).key
}
