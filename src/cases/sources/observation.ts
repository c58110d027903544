/** A failed check becomes a case in one click: everything is filled from the observation and may be changed. */
import { z } from 'zod'
import { EvidenceId, ObservationId, UnitId } from '../../base/ids.ts'
import { Instant } from '../../base/time.ts'
import { source } from './source.ts'

export const observation = source({
  id: 'observation',
  door: 'call',
  input: z.object({
    observationId: ObservationId,
    text: z.string().trim().min(1).max(2000).optional(),
    class: z.string().max(32).optional(),
    unitId: UnitId.optional(),
    dueAt: Instant.optional(),
    photos: z.array(EvidenceId).max(20).optional(),
  }),
  toReport: ({ text, class: type, unitId, dueAt, photos }, suggested) => ({
    ...suggested,
    source: 'observation',
    text: text ?? suggested.text,
    class: type ?? suggested.class,
    unitId: unitId ?? suggested.unitId,
    dueAt: dueAt ?? suggested.dueAt,
    photos: photos ?? suggested.photos,
  }),
})
