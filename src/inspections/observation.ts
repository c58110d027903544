/**
 * An observation: one fact, seen once by one person at one place and time. Facts are appended, never edited; a correction
 * is a new fact that names the old one. Scores read nothing else.
 */
import { z } from 'zod'
import { AreaId, EditionId, EvidenceId, ObservationId, PersonId, RoundId, VisitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'
import { CheckAnswer } from '../standards/checks/index.ts'
import { PointHead } from '../city/pointHead.ts'
import { Decimal } from './decimal.ts'
import { ObservationKind } from './observationKind.ts'

/** Code of the answer "not applicable"; every scale understands it. */
export const notApplicable = 'NA'

/**
 * The fact under which a criterion's review (材料审核) or opinion of a department is kept. It names the edition: a grade is a
 * judgement against one wording, and may count for the next edition only when somebody has carried it over.
 */
export const factOfWay = (
  { standard, edition }: { readonly standard: string; readonly edition: string },
  criterion: string,
  method: 'materials' | 'opinion' | 'observation',
): string => `${standard}/${edition}/${criterion}/${method}`

/** An observation as lists and pages show it. */
export const Observation = z.object({
  /** Its place in the city's order of facts. */
  seq: z.int(),
  id: ObservationId,
  kind: ObservationKind,
  fact: z.string(),
  /** What the fact asks, from the newest edition that knows it. */
  title: Text.nullable(),
  point: PointHead.nullable(),
  area: z.object({ id: AreaId, title: Text }).nullable(),
  visitId: VisitId.nullable(),
  roundId: RoundId.nullable(),
  grade: z.string().nullable(),
  gradeTitle: Text.nullable(),
  /** Thousandths; 0 is a miss, null is not applicable. */
  factor: z.int().nullable(),
  times: z.int(),
  value: Decimal.nullable(),
  unit: Text.nullable(),
  /** How it was found out, where the kind of check says more than a number. */
  answer: CheckAnswer.optional(),
  /** The rule of the place under which it is no fault, and what would have stood. */
  exempt: z.object({ id: z.uuid(), title: Text, grade: z.string(), value: Decimal.nullable() }).optional(),
  observedAt: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  note: z.string(),
  photos: z.array(EvidenceId),
  supersedes: ObservationId.nullable(),
  supersededBy: ObservationId.nullable(),
})
export type Observation = z.infer<typeof Observation>

/** Where one observation counts: the edition, its check or way, and the numbered standards. */
export const Serves = z.object({
  editionId: EditionId,
  standard: z.string(),
  edition: z.string(),
  title: Text,
  criteria: z.array(z.object({ id: z.string(), title: Text })),
})
export type Serves = z.infer<typeof Serves>
