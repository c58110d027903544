/**
 * Erasing one photo or document: somebody's right, or a picture that should not have been taken. The content goes, with every
 * copy and every other upload of the same bytes; that there was one, its hash, who erased it and why stay.
 */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { EvidenceId, PersonId } from '../base/ids.ts'
import { Instant } from '../base/time.ts'

/** An erasure. */
export const PhotoErasure = z.object({
  id: EvidenceId,
  at: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  reason: z.string(),
  /** What went with it: covered copies, and the same bytes under other ids. */
  along: z.array(EvidenceId),
})
export type PhotoErasure = z.infer<typeof PhotoErasure>

export const erasureApi = contract({
  erase: {
    method: 'POST',
    path: '/evidence/:id/erase',
    may: 'privacy.manage',
    says: 'evidence.erase',
    params: z.object({ id: EvidenceId }),
    /** `id` makes a repeat the same erasure. */
    body: z.object({ id: z.uuid(), reason: z.string().trim().min(4).max(500) }),
    returns: PhotoErasure,
  },
})
