/** A sample (抽样): the points of a round, drawn and not chosen. A sealed one (盲测) shows nothing to anybody but who assesses it until its release. */
import { z } from 'zod'
import { EvidenceId, PersonId, PointId, RoundId, UnitId, VisitId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'
import { PointHead } from '../city/pointHead.ts'
import { Plan } from './draw.ts'

export const SampleId = z.uuid().brand<'SampleId'>()
export type SampleId = z.infer<typeof SampleId>

/** A sample as it is bound. A sealed one names its release. */
export const NewSample = z
  .object({
    id: SampleId,
    roundId: RoundId,
    plan: Plan,
    /** The unit whose people go: the third party's, or the city's own inspectors. */
    unitId: UnitId,
    sealed: z.boolean(),
    releaseAt: Instant.nullable().default(null),
  })
  .refine(({ sealed, releaseAt }) => !sealed || releaseAt !== null, { path: ['releaseAt'], message: 'sealed' })
export type NewSample = z.infer<typeof NewSample>

/** Bound: seed, frame and plan are fixed. Drawn: the points are. Released: everybody may see them. */
const sampleStates = ['bound', 'drawn', 'released'] as const
export const SampleState = z.enum(sampleStates)
export type SampleState = z.infer<typeof SampleState>

/** A sample as everybody may see it: what was promised, and how far it is. */
export const Sample = z.object({
  id: SampleId,
  round: z.object({ id: RoundId, title: Text }),
  unit: z.object({ id: UnitId, title: Text }),
  plan: Plan,
  sealed: z.boolean(),
  state: SampleState,
  releaseAt: Instant.nullable(),
  /** Published before the draw; binds seed, frame and plan. */
  commitment: z.string(),
  frameHash: z.string(),
  committedAt: Instant,
  drawnAt: Instant.nullable(),
  releasedAt: Instant.nullable(),
  witness: z.string().nullable(),
  /** Points that could be drawn, and points that were. */
  framePoints: z.int(),
  drawnPoints: z.int(),
  /** Whether the reader may see its points. */
  open: z.boolean(),
})
export type Sample = z.infer<typeof Sample>

/** A point of a sample. */
export const SamplePoint = z.object({
  point: PointHead,
  place: Place,
  stratum: z.string(),
  line: z.int(),
  drawn: z.boolean(),
  chance: z.number(),
  /** The point that takes its place, and why. */
  replacedBy: PointId.nullable(),
  reason: z.string().nullable(),
  walker: z.object({ id: PersonId, name: z.string() }).nullable(),
  /** Place in the walker's day, from 1. */
  step: z.int().nullable(),
  visited: z.boolean(),
})
export type SamplePoint = z.infer<typeof SamplePoint>

/** A visit in its envelope, as who sent it sees it again. */
export const SealedVisit = z.object({
  id: VisitId,
  pointId: PointId,
  visitedAt: Instant,
  receivedAt: Instant,
  checked: z.int(),
  photos: z.array(EvidenceId),
})
export type SealedVisit = z.infer<typeof SealedVisit>

/**
 * Who sees the points of a sample: everybody once it is released or was never sealed, else only the people of its unit. Of these a
 * sealed one knows who they were when it was drawn, and whom they took along: a post given to somebody afterwards opens nothing.
 */
export const mayOpen = (
  { sealed, releasedAt, unitId }: { sealed: boolean; releasedAt: string | null; unitId: string },
  who: { readonly unit: string | null; readonly reach: 'city' | 'unit'; readonly isReader: boolean },
): boolean => {
  const isTold = !sealed || releasedAt !== null
  return who.reach === 'unit' ? who.unit === unitId && (isTold || who.isReader) : isTold
}
