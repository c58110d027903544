/**
 * Calls of the vault. Opening is a write that records the reason; reading what was opened is a read, for the same person and
 * ten minutes long, so that no answer with a name in it is ever kept as a receipt.
 */
import { z } from 'zod'
import { contract, page, Paging } from '../api/contract.ts'
import { EventId } from '../base/ids.ts'
import { Opened, Opening } from './identity.ts'

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
  listOpenings: {
    method: 'GET',
    path: '/identities/openings',
    may: 'identity.audit',
    says: 'identity.openings',
    query: Paging,
    returns: page(Opening),
  },
})
