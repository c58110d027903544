/**
 * How a visit was filled in: by which device, what its clock said and how far that was off, by which editions. Times are kept as
 * the device told them and never set right; whoever reads them sees the difference beside them.
 */
import { z } from 'zod'
import { EditionId, EvidenceId, ObservationId, PersonId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Text } from '../base/text.ts'
import { Instant, movedBy } from '../base/time.ts'

/** What the device knows of a photo, apart from what the camera wrote into it. */
export const PhotoFill = z.object({
  id: EvidenceId,
  /** When it was taken or chosen, by the device's clock. */
  at: Instant,
  from: z.enum(['camera', 'gallery']),
  /** Where the device was, only when the person gave it along. */
  place: Place.optional(),
  accuracyM: z.number().min(0).max(1_000_000).optional(),
})
export type PhotoFill = z.infer<typeof PhotoFill>

/** How it was filled in. */
export const Fill = z.object({
  device: z.uuid(),
  /** The device counts what it finishes, so that the order survives a clock that jumps. */
  turn: z.int().min(0),
  /** When it was finished, by the device's clock. */
  at: Instant,
  /** Server minus device in milliseconds, as last measured; null where it never was. */
  offsetMs: z.int().nullable(),
  /** The editions in force when the device was given its pack: it is graded by these. */
  editions: z.array(EditionId).max(50).default([]),
  photos: z.array(PhotoFill).max(300).default([]),
})
export type Fill = z.infer<typeof Fill>

/** A second answer to a fact that another device had answered otherwise; it counts nowhere until a person takes it. */
export const Rival = z.object({
  id: ObservationId,
  fact: z.string(),
  title: Text.nullable(),
  against: ObservationId,
  grade: z.string(),
  gradeTitle: Text.nullable(),
  value: z.string().nullable(),
  note: z.string(),
  photos: z.array(EvidenceId),
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  observedAt: Instant,
  /** Null until somebody decided. */
  settled: z.object({ at: Instant, taken: z.boolean() }).nullable(),
})
export type Rival = z.infer<typeof Rival>

/** The instant that a device's time means, as far as its clock was measured. For refusing the impossible only; it is stored nowhere. */
export const meantAt = (at: Instant, offsetMs: number | null | undefined): Instant => movedBy(at, offsetMs ?? 0)
