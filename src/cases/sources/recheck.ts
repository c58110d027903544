/** A re-check that found the problem again (回头看): the house opens the case itself, beside the one that was closed. */
import { z } from 'zod'
import { EvidenceId, ObservationId } from '../../base/ids.ts'
import { source } from './source.ts'

export const recheck = source({
  id: 'recheck',
  door: 'public',
  input: z.object({
    text: z.string().trim().min(1).max(10_000),
    observationId: ObservationId.nullable(),
    photos: z.array(EvidenceId).max(20),
  }),
  toReport: (it, suggested) => ({ ...suggested, ...it, source: 'recheck', dueAt: null, origin: null }),
})
