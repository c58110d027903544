/** Calls of carrying a running campaign over to a new edition: proposals, decisions singly or in bulk, and carrying them out. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched } from '../api/contract.ts'
import { EditionId, PersonId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'
import { CarryKind, Outcome } from './carry.ts'

/** One item with what is proposed, decided and done. */
export const Carry = z.object({
  id: z.uuid(),
  kind: CarryKind,
  item: z.string(),
  /** What it is: the duty's task, the fact's words, the title of the score. */
  title: Text,
  /** Old criterion, and the new criteria it leads to. */
  from: z.string(),
  to: z.array(z.string()),
  proposed: Outcome,
  /** Key of the reason: `assessments.carry.<reason>`. */
  reason: z.string(),
  /** All changes of the criterion, as the comparison names them. */
  changes: z.array(z.string()),
  /** Of observations: how many there are; of results: comparable share in percent. */
  count: z.int().nullable(),
  decided: Outcome.nullable(),
  note: z.string(),
  decidedAt: Instant.nullable(),
  decidedBy: z.object({ id: PersonId, name: z.string() }).nullable(),
  appliedAt: Instant.nullable(),
})
export type Carry = z.infer<typeof Carry>

/** How many items stand where. */
export const CarrySummary = z.object({
  items: z.array(z.object({ kind: CarryKind, proposed: Outcome, decided: Outcome.nullable(), applied: z.boolean(), count: z.int() })),
})
export type CarrySummary = z.infer<typeof CarrySummary>

const pair = { from: EditionId, to: EditionId }
const Narrow = {
  kind: CarryKind.optional(),
  proposed: Outcome.optional(),
  state: z.enum(['undecided', 'decided', 'applied']).optional(),
  /** Part of the title, or of the code of a criterion. */
  ...searched,
}

const listCarries = {
  method: 'GET',
  path: '/carries',
  may: 'standards.read',
  says: 'carries.list',
  query: Paging.extend({ ...pair, ...Narrow, sort: orders(['position', 'title', 'from', 'proposed', 'decided'], 'position') }),
  returns: page(Carry),
} as const

export const carryApi = contract({
  proposeCarries: {
    method: 'POST',
    path: '/carries/propose',
    may: 'standards.publish',
    says: 'carries.propose',
    body: z.object(pair),
    returns: CarrySummary,
  },
  summariseCarries: {
    method: 'GET',
    path: '/carries/summary',
    may: 'standards.read',
    says: 'carries.summary',
    query: z.object(pair),
    returns: CarrySummary,
  },
  listCarries,
  exportCarries: bookOf(listCarries),
  decideCarries: {
    method: 'POST',
    path: '/carries/decide',
    may: 'standards.publish',
    says: 'carries.decide',
    body: z.object({
      ...pair,
      /** These items, or all that the filter keeps. */
      ids: z.array(z.uuid()).max(5000).optional(),
      ...Narrow,
      /** Absent: as proposed. */
      decided: Outcome.optional(),
      /** New criteria to carry to, where the person knows better than the comparison; for single items. */
      targets: z.array(z.string().max(64)).min(1).max(50).optional(),
      note: z.string().max(2000).default(''),
    }),
    returns: CarrySummary,
  },
  applyCarries: {
    method: 'POST',
    path: '/carries/apply',
    may: 'standards.publish',
    says: 'carries.apply',
    body: z.object(pair),
    returns: CarrySummary,
  },
})
