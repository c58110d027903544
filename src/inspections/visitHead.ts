/** A visit (走访) in one line, as lists show it. */
import { z } from 'zod'
import { PersonId, RoundId, VisitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'
import { PointHead } from '../city/pointHead.ts'

/** A visit in a list. */
export const VisitHead = z.object({
  id: VisitId,
  point: PointHead,
  round: z.object({ id: RoundId, title: Text }).nullable(),
  visitedAt: Instant,
  recordedAt: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  note: z.string(),
  /** Facts that were applicable, those that failed (factor 0), those not applicable, and photos taken. */
  checked: z.int(),
  failed: z.int(),
  na: z.int(),
  photos: z.int(),
})
export type VisitHead = z.infer<typeof VisitHead>
