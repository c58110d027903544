/** Who removes what when its time is over: each room its own rows, brought together for the policy of retention. */
import { findHeldWays, forgetWays } from '../access/forgotten.sql.ts'
import { forgetReceipts, forgetReceiptsOf } from '../api/receipts.sql.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { blankAsks } from '../burden/burden.sql.ts'
import { listClosedBefore } from '../cases/cases.sql.ts'
import { blankCases } from '../cases/forgotten.sql.ts'
import { blankPeople, listAccountsOf, listLeft } from '../city/forgotten.sql.ts'
import { forgetSessions } from '../city/session.sql.ts'
import { dropFiles } from '../imports/imports.sql.ts'
import { blankVisits, eraseNotes } from '../inspections/forgotten.sql.ts'
import type { Ways, Words } from '../privacy/persons.serve.ts'
import type { Keepers } from '../privacy/retention.serve.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import { blankWhistles } from '../whistles/forgotten.sql.ts'

/** Takes people out of every table that knows them by more than an id. */
async function forgetPeople(db: Db, city: CityId, people: readonly string[]): Promise<number> {
  if (people.length === 0) return 0
  const accounts = await listAccountsOf(db, city, people)
  await forgetWays(db, city, people)
  await forgetReceiptsOf(
    db,
    city,
    accounts.map(({ id }) => id),
  )
  return blankPeople(db, city, people)
}

/** The ways in of one person, and their end. */
export const ways: Ways = { findHeldWays, forgetPeople }

/** Words in the rows of the rooms. */
export const words: Words = {
  blank: async (db, city, erased) => {
    for (const field of ['text', 'address'] as const) await blankCases(db, city, field, thingsWith(erased, field))
    await blankVisits(db, city, thingsWith(erased, 'note'))
    await blankWhistles(db, city, thingsWith(erased, 'text'))
    await blankAsks(db, city, thingsWith(erased, 'text'))
  },
  eraseNotes,
}

const thingsWith = (erased: Parameters<Words['blank']>[2], field: string) =>
  erased.filter(({ fields }) => fields.includes(field)).map(({ thing }) => thing)

/** The keepers over the vault. */
export const keepersOf = (vault: Vault): Keepers => ({
  vault,
  listClosedBefore,
  forget: {
    retiredPerson: async (db, city, before) => forgetPeople(db, city, await listLeft(db, city, before)),
    session: forgetSessions,
    receipt: forgetReceipts,
    importFile: dropFiles,
  },
})
