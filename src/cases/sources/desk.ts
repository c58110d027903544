/** A problem that somebody of the campaign reports in words: at the desk, from a meeting, from a call. */
import { z } from 'zod'
import { EvidenceId, PointId, UnitId } from '../../base/ids.ts'
import { Place } from '../../base/place.ts'
import { Instant } from '../../base/time.ts'
import { Contact } from '../../privacy/identity.ts'
import { source } from './source.ts'

export const desk = source({
  id: 'desk',
  door: 'call',
  input: z.object({
    text: z.string().trim().min(1).max(2000),
    class: z.string().max(32).optional(),
    pointId: PointId.optional(),
    place: Place.optional(),
    unitId: UnitId.optional(),
    dueAt: Instant.optional(),
    photos: z.array(EvidenceId).max(20).default([]),
    /** Somebody outside who told it: goes to the vault of identities, and into no event. */
    reporter: Contact.optional(),
  }),
  toReport: ({ text, class: type, place, unitId, dueAt, photos }, suggested) => ({
    ...suggested,
    source: 'desk',
    text,
    class: type ?? null,
    place: place ?? suggested.place,
    unitId: unitId ?? suggested.unitId,
    dueAt: dueAt ?? null,
    photos,
  }),
})
