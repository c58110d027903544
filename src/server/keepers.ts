/** Who removes what when its time is over: each room its own rows, brought together for the policy of retention. */
import { forgetReceipts } from '../api/receipts.sql.ts'
import { listClosedBefore } from '../cases/cases.sql.ts'
import { blankPeople, listLeft } from '../city/forgotten.sql.ts'
import { forgetSessions } from '../city/session.sql.ts'
import { dropFiles } from '../imports/imports.sql.ts'
import type { Keepers } from '../privacy/retention.serve.ts'
import type { Vault } from '../privacy/vault.serve.ts'

/** The keepers over the vault. */
export const keepersOf = (vault: Vault): Keepers => ({
  vault,
  listClosedBefore,
  forget: {
    retiredPerson: async (db, city, before) => blankPeople(db, city, await listLeft(db, city, before)),
    session: forgetSessions,
    receipt: forgetReceipts,
    importFile: dropFiles,
  },
})
