/**
 * Facts that are made at a desk: materials graded against what the standard asks for, opinions of departments, counts of a
 * questionnaire as a survey team hands them over, and statistics. Like field facts they are appended and never edited.
 */
import { z } from 'zod'
import { AreaId, EditionId, EvidenceId, ObservationId, PersonId, RoundId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { EvidenceNeed, Grade } from '../standards/terms.ts'
import { Decimal } from './decimal.ts'

/** Methods that a person at a desk grades. */
export const ReviewMethod = z.enum(['materials', 'opinion'])
export type ReviewMethod = z.infer<typeof ReviewMethod>

/** A document handed in for one of the asked proofs; `need` is its index in the way's list. */
export const ReviewDocument = z.object({ evidenceId: EvidenceId, need: z.int().min(0).max(99).optional() })
export type ReviewDocument = z.infer<typeof ReviewDocument>

/** A grade for one criterion by one method. The same round and area graded again: the newer grade takes the older one's place. */
export const NewReview = z.object({
  id: ObservationId,
  editionId: EditionId,
  criterion: z.string().max(64),
  method: ReviewMethod,
  /** Absent where the criterion asks for a number and no grade: the rule reads the number. */
  grade: z.string().max(8).optional(),
  /** The number that the document states, where the criterion asks for one. */
  value: Decimal.optional(),
  note: z.string().max(2000).default(''),
  areaId: AreaId.optional(),
  roundId: RoundId.optional(),
  documents: z.array(ReviewDocument).max(60).default([]),
})
export type NewReview = z.infer<typeof NewReview>

/** The grade that stands for a criterion. */
export const StandingReview = z.object({
  id: ObservationId,
  grade: z.string().nullable(),
  factor: z.int().nullable(),
  value: Decimal.nullable(),
  note: z.string(),
  observedAt: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  documents: z.array(ReviewDocument),
  /** How many pieces of each asked proof are still missing, by index of the need; only those that are short. */
  missing: z.array(z.object({ need: z.int(), short: z.int() })),
})
export type StandingReview = z.infer<typeof StandingReview>

/** One line of a review sheet: what is asked, and the grade that stands. */
export const ReviewLine = z.object({
  criterion: z.string(),
  no: z.int().nullable(),
  title: Text,
  /** Titles of the branches above, from the root. */
  path: z.array(Text),
  method: ReviewMethod,
  fact: z.string(),
  /** Hundredths. */
  points: z.int(),
  grades: z.array(Grade),
  needs: z.array(EvidenceNeed),
  /** Unit of the number asked for, when there is one. */
  unit: Text.nullable(),
  current: StandingReview.nullable(),
})
export type ReviewLine = z.infer<typeof ReviewLine>

/** How often one answer was given to one question. */
export const SurveyCount = z.object({
  id: ObservationId,
  question: z.string().max(64),
  grade: z.string().max(8),
  times: z.int().min(0).max(100_000_000),
})
export type SurveyCount = z.infer<typeof SurveyCount>

const People = z.int().min(0).max(100_000_000)

/** A questionnaire as a survey team hands it over: whom it asked, who refused, and the answers as counts. No single answer sheet. */
export const NewSurvey = z.object({
  id: z.uuid(),
  editionId: EditionId,
  roundId: RoundId.optional(),
  areaId: AreaId.optional(),
  population: z.string().max(64).default(''),
  /** Who asked. */
  team: z.string().trim().min(1).max(200),
  /** Approval as a local statistical survey (地方统计调查批准文号), when there is one. */
  approvalNo: z.string().max(100).default(''),
  fromOn: Day,
  toOn: Day,
  contacted: People,
  answered: People,
  refused: People,
  note: z.string().max(2000).default(''),
  counts: z.array(SurveyCount).min(1).max(2000),
})
export type NewSurvey = z.infer<typeof NewSurvey>

/** A survey in a list. */
export const SurveyHead = NewSurvey.omit({ counts: true, roundId: true, areaId: true }).extend({
  area: z.object({ id: AreaId, title: Text }).nullable(),
  round: z.object({ id: RoundId, title: Text }).nullable(),
  handedAt: Instant,
  handedBy: z.object({ id: PersonId, name: z.string() }).nullable(),
  questions: z.int(),
})
export type SurveyHead = z.infer<typeof SurveyHead>

/** A survey with its answers by question. `n` leaves out answers that are none; `share` of full answers in thousandths. */
export const Survey = SurveyHead.extend({
  items: z.array(
    z.object({
      question: z.string(),
      title: Text.nullable(),
      n: z.int(),
      share: z.int().nullable(),
      counts: z.array(z.object({ grade: z.string(), title: Text.nullable(), factor: z.int().nullable(), times: z.int() })),
    }),
  ),
})
export type Survey = z.infer<typeof Survey>

/** A number from a department: value, unit (from the standard), period, source. The same period and area again replaces it. */
export const NewStatistic = z.object({
  id: ObservationId,
  editionId: EditionId,
  statistic: z.string().max(64),
  value: Decimal,
  fromOn: Day,
  toOn: Day,
  areaId: AreaId.optional(),
  roundId: RoundId.optional(),
  source: z.string().trim().min(1).max(300),
  note: z.string().max(2000).default(''),
  documents: z.array(EvidenceId).max(20).default([]),
})
export type NewStatistic = z.infer<typeof NewStatistic>

/** A statistic that stands. */
export const StandingStatistic = z.object({
  id: ObservationId,
  value: Decimal,
  fromOn: Day,
  toOn: Day,
  source: z.string(),
  note: z.string(),
  area: z.object({ id: AreaId, title: Text }).nullable(),
  recordedBy: z.object({ id: PersonId, name: z.string() }).nullable(),
  documents: z.array(EvidenceId),
})
export type StandingStatistic = z.infer<typeof StandingStatistic>

/** One statistic of a standard, with its latest value and the ones before. */
export const StatisticLine = z.object({
  id: z.string(),
  fact: z.string(),
  title: Text,
  unit: Text,
  formula: Text.nullable(),
  values: z.array(StandingStatistic),
})
export type StatisticLine = z.infer<typeof StatisticLine>
