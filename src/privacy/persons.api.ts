/** Calls about one person's data: find what is held, give them a copy, erase it. Every one of these is recorded with its reason. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { PersonId } from '../base/ids.ts'
import { Instant } from '../base/time.ts'
import { IdentityKind } from './identity.ts'

/** Somebody who works with the system. `serves`: still does, and cannot be erased before that ends. */
export const FoundPerson = z.object({
  id: PersonId,
  name: z.string(),
  phone: z.string().nullable(),
  units: z.string(),
  serves: z.boolean(),
})
export type FoundPerson = z.infer<typeof FoundPerson>

/** Somebody outside, found by telephone: what they reported, without who they are. */
export const FoundReporter = z.object({ id: z.uuid(), thing: z.uuid(), kind: IdentityKind, keptAt: Instant })
export type FoundReporter = z.infer<typeof FoundReporter>

const Reason = z.string().trim().min(4).max(500)
const Asked = z.object({ id: z.uuid(), reason: Reason, person: PersonId.optional(), phone: z.string().max(24).optional() })

export const personsApi = contract({
  find: {
    method: 'POST',
    path: '/persons/find',
    may: 'privacy.manage',
    says: 'persons.find',
    // In the body: a name or telephone in an address would stand in the log.
    body: z.object({ text: z.string().trim().min(2).max(60) }),
    returns: z.object({ people: z.array(FoundPerson), reporters: z.array(FoundReporter) }),
  },
  export: { method: 'POST', path: '/persons/export', may: 'privacy.manage', says: 'persons.export', body: Asked, returns: 'file' },
  erase: {
    method: 'POST',
    path: '/persons/erase',
    may: 'privacy.manage',
    says: 'persons.erase',
    body: Asked,
    returns: z.object({ people: z.int(), reporters: z.int() }),
  },
})
