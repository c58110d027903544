/** The ledger's calls: what happened, signed heads, proofs, the file for auditors. The last head can be read by anybody. */
import { z } from 'zod'
import { bookOf, contract, orders, Paging, page, searched } from '../api/contract.ts'
import { PersonId } from '../base/ids.ts'
import { Day, Instant } from '../base/time.ts'
import { SignedHead } from './head.ts'
import { HashName } from './personal.ts'
import { ConsistencyProof, InclusionProof } from './proof.ts'

/** Where a city's ledger stands. `size` facts are sealed of `recorded`. */
export const LedgerState = z.object({
  city: z.string(),
  recorded: z.int(),
  size: z.int(),
  hash: HashName,
  /** The public key that signs, as signed notes write it and as PEM. */
  key: z.string(),
  pem: z.string(),
  head: SignedHead.nullable(),
})
export type LedgerState = z.infer<typeof LedgerState>

/** An event as a sentence is made of it. `kind` is said by `ledger.kind.<kind>`. */
export const LedgerEntry = z.object({
  seq: z.int(),
  id: z.uuid(),
  kind: z.string(),
  /** What it is about. */
  thing: z.uuid(),
  at: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  /** The reason or note that was given; empty when none was. */
  reason: z.string(),
  /** The number or code that people know the thing by, where the event says one. */
  label: z.string(),
})
export type LedgerEntry = z.infer<typeof LedgerEntry>

/** `text`: a number of the ledger, an id of a thing or event, or a part of a person's name. `about`: the first word of a kind. */
export const EntryFilter = z.object({
  text: z.string().trim().max(100).optional(),
  about: z
    .string()
    .regex(/^[a-z]{1,32}$/)
    .optional(),
  from: Day.optional(),
  to: Day.optional(),
})
export type EntryFilter = z.infer<typeof EntryFilter>

/** What anybody may know: the last head and the key to check it with. */
export const PublicHead = z.object({ head: SignedHead, key: z.string(), pem: z.string() })
export type PublicHead = z.infer<typeof PublicHead>

const Size = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

const listEntries = {
  method: 'GET',
  path: '/ledger/entries',
  may: 'ledger.read',
  says: 'ledger.entries',
  query: Paging.extend({ ...EntryFilter.shape, sort: orders(['seq', 'kind'], '-seq') }),
  returns: page(LedgerEntry),
} as const

/** `text`: a size, or the beginning of a root. */
const listHeads = {
  method: 'GET',
  path: '/ledger/heads',
  may: 'ledger.read',
  says: 'ledger.heads',
  query: Paging.extend({ from: Day.optional(), to: Day.optional(), ...searched, sort: orders(['size', 'at'], '-size') }),
  returns: page(SignedHead),
} as const

export const ledgerApi = contract({
  getLedger: { method: 'GET', path: '/ledger', may: 'ledger.read', says: 'ledger.get', returns: LedgerState },
  listEntries,
  exportEntries: bookOf(listEntries),
  listKinds: {
    method: 'GET',
    path: '/ledger/kinds',
    may: 'ledger.read',
    says: 'ledger.kinds',
    returns: z.object({ items: z.array(z.string()) }),
  },
  listHeads,
  exportHeads: bookOf(listHeads),
  sign: { method: 'POST', path: '/ledger/heads', may: 'ledger.export', says: 'ledger.sign', alone: true, returns: SignedHead },
  prove: {
    method: 'GET',
    path: '/ledger/proofs/:seq',
    may: 'ledger.read',
    says: 'ledger.prove',
    params: z.object({ seq: Size }),
    returns: InclusionProof,
  },
  proveThing: {
    method: 'GET',
    path: '/ledger/things/:id/proof',
    may: 'ledger.read',
    says: 'ledger.proveThing',
    params: z.object({ id: z.uuid() }),
    returns: InclusionProof,
  },
  proveGrowth: {
    method: 'GET',
    path: '/ledger/consistency',
    may: 'ledger.read',
    says: 'ledger.proveGrowth',
    query: z.object({ earlier: Size, later: Size }),
    returns: ConsistencyProof,
  },
  /** Events of the stream: `progress` {done, of}, then `report` with the report of `mingcheng ledger verify`. */
  check: { method: 'GET', path: '/ledger/check', may: 'ledger.read', says: 'ledger.check', returns: 'stream' },
  exportLedger: { method: 'GET', path: '/ledger/file', may: 'ledger.export', says: 'ledger.export', returns: 'file' },
  getPublicHead: {
    method: 'GET',
    path: '/public/ledger/:city',
    may: 'anyone',
    says: 'ledger.publicHead',
    params: z.object({ city: z.string().max(64) }),
    returns: PublicHead,
  },
})
