/**
 * Calls of the vault. Opening is a write that records the reason; reading what was opened is a read, for the same person and
 * ten minutes long, so that no answer with a name in it is ever kept as a receipt.
 */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched } from '../api/contract.ts'
import { EventId } from '../base/ids.ts'
import { Day } from '../base/time.ts'
import { IdentityKind, Opened, Opening } from './identity.ts'

const listOpenings = {
  method: 'GET',
  path: '/identities/openings',
  may: 'identity.audit',
  says: 'identity.openings',
  query: Paging.extend({
    done: Opening.shape.done.optional(),
    kind: IdentityKind.optional(),
    from: Day.optional(),
    to: Day.optional(),
    ...searched,
    sort: orders(['at', 'done', 'by', 'of'], '-at'),
  }),
  returns: page(Opening),
} as const

export const identityApi = contract({
  open: {
    method: 'POST',
    path: '/identities/:thing/open',
    may: 'identity.open',
    says: 'identity.open',
    proved: true,
    /** The case or complaint that somebody stands behind. */
    params: z.object({ thing: z.uuid() }),
    body: z.object({ id: EventId, reason: z.string().trim().min(4).max(500) }),
    returns: z.object({ event: EventId }),
  },
  readOpened: {
    method: 'GET',
    path: '/identities/opened/:event',
    may: 'identity.open',
    says: 'identity.read',
    params: z.object({ event: EventId }),
    returns: Opened,
  },
  listOpenings,
  exportOpenings: bookOf(listOpenings),
})
