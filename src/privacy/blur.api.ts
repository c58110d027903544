/**
 * Covering faces and plates by hand. The copy is a piece of proof of its own, linked to the original, and is what leaves; until
 * there is one, what leaves is coarse all over.
 */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { EvidenceId, PersonId } from '../base/ids.ts'
import { Instant } from '../base/time.ts'

const Part = z.int().min(0).max(1000)

/** A rectangle of a photo, in thousandths of its width and height as shown. */
export const BlurRegion = z.object({ x: Part, y: Part, w: Part.min(1), h: Part.min(1) })
export type BlurRegion = z.infer<typeof BlurRegion>

/** A blurred copy. */
export const BlurredCopy = z.object({
  id: EvidenceId,
  original: EvidenceId,
  regions: z.array(BlurRegion),
  at: Instant,
  by: z.object({ id: PersonId, name: z.string() }),
})
export type BlurredCopy = z.infer<typeof BlurredCopy>

const One = z.object({ id: EvidenceId })

export const blurApi = contract({
  blur: {
    method: 'POST',
    path: '/evidence/:id/blur',
    may: 'signedIn',
    says: 'blur.add',
    params: One,
    /** No rectangle says that somebody looked and there is nothing to cover. */
    body: z.object({ id: EvidenceId, regions: z.array(BlurRegion).max(100) }),
    returns: BlurredCopy,
  },
  listCopies: {
    method: 'GET',
    path: '/evidence/:id/blurred',
    may: 'signedIn',
    says: 'blur.list',
    params: One,
    returns: z.object({ items: z.array(BlurredCopy) }),
  },
})
