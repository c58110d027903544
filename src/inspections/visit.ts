/** A visit (走访) of a point: who, when, and what was found, recorded whole in one call so that it is complete without a network. */
import { z } from 'zod'
import { EvidenceId, ObservationId, PointId, RoundId, VisitId } from '../base/ids.ts'
import { Instant } from '../base/time.ts'
import { formatMillionths } from '../base/points.ts'
import type { Fault } from '../base/problem.ts'
import { Text } from '../base/text.ts'
import { exemptGrade } from '../standards/rules/index.ts'
import { CheckAnswer } from '../standards/checks/index.ts'
import type { ChecklistItem } from './checklist.ts'
import { type ExemptHere, ExemptionId } from './exemption.ts'
import { Fill, Rival } from './fill.ts'
import { type Graded, gradeOf, type Ungraded } from './grade.ts'
import { Observation } from './observation.ts'
import { Decimal } from './decimal.ts'
import { VisitHead } from './visitHead.ts'

/** What was found for one fact. A count or measured value decides the grade by itself where the check has a threshold. */
export const Result = z.object({
  id: ObservationId,
  fact: z.string().min(1).max(200),
  grade: z.string().max(8).optional(),
  value: Decimal.optional(),
  /** How it was found out: the watch, the walk, the call, the list. Its number takes the place of `value`. */
  answer: CheckAnswer.optional(),
  note: z.string().max(2000).default(''),
  photos: z.array(EvidenceId).max(20).default([]),
})
export type Result = z.infer<typeof Result>

/** A visit as it is sent. */
export const NewVisit = z.object({
  id: VisitId,
  pointId: PointId,
  roundId: RoundId.optional(),
  visitedAt: Instant,
  note: z.string().max(2000).default(''),
  results: z.array(Result).min(1).max(300),
  /** What a device in the field knows about it. */
  fill: Fill.optional(),
})
export type NewVisit = z.infer<typeof NewVisit>

/** A visit with all its results, corrections included. */
export const Visit = VisitHead.extend({
  results: z.array(Observation),
  /** How it was filled in, one entry a device and sending; empty when that was done at the desk. */
  fills: z.array(Fill),
  /** Answers of a second device that differ. */
  rivals: z.array(Rival),
})
export type Visit = z.infer<typeof Visit>

/** What the server has of a visit: enough for a phone to know that it came, and no more than that. */
export const Received = z.object({
  id: VisitId,
  recordedAt: Instant,
  /** Answers that stand. */
  results: z.int(),
  /** Answers that differ from those of another device and wait for a person. */
  rivals: z.int(),
})
export type Received = z.infer<typeof Received>

/** What was exempt, by which rule. */
export const Exempt = z.object({ id: ExemptionId, title: Text, grade: z.string(), value: z.string().nullable() })
export type Exempt = z.infer<typeof Exempt>

/** A result that stands: graded, with its factor. */
export interface GradedResult {
  readonly id: ObservationId
  readonly fact: string
  readonly grade: string
  readonly factor: number | null
  readonly value: number | null
  readonly note: string
  readonly photos: readonly EvidenceId[]
  /** What stands behind grade and number. */
  readonly data?: ResultData
}

/** What an observation keeps beside its grade and number. */
export const ResultData = z.object({
  answer: CheckAnswer.optional(),
  /** The rule of the place that exempts it, and the grade and number that would have stood. */
  exempt: Exempt.optional(),
})
export type ResultData = z.infer<typeof ResultData>

/** What else the city rules: when a fault needs a photo, and what exempts a fact at this place and moment. */
export interface GradingRules {
  readonly photosFor?: 'required' | 'everyFault'
  readonly exemptOf?: (fact: string) => Pick<ExemptHere, 'id' | 'title'> | undefined
}

/**
 * Grades every result of a visit, or says by field what is wrong with each. `checks` finds the check of a fact. A photo is
 * needed for a fault only where the check itself requires one, unless a city has an approval to ask for more.
 */
export function gradeVisit(
  results: readonly Result[],
  checks: (fact: string) => ChecklistItem | undefined,
  { photosFor = 'required', exemptOf = () => undefined }: GradingRules = {},
): { graded: GradedResult[]; faults: Fault[] } {
  const faults: Fault[] = []
  const seen = new Set<string>()
  const graded = results.flatMap((result, index) => {
    const at = `results.${index}`
    const check = checks(result.fact)
    const fault = (says: string, field: string) =>
      void faults.push({ at: `${at}.${field}`, says: `fault.${says}`, details: { fact: result.fact } })
    if (seen.has(result.fact)) fault('factTwice', 'fact')
    seen.add(result.fact)
    if (!check) {
      fault('noSuchFact', 'fact')
      return []
    }
    const given = gradeOf(check, result)
    if ('why' in given) {
      fault(given.why, fieldOf(given.why, result))
      return []
    }
    const { exempt, ...grade } = exempted(given, exemptOf(result.fact))
    const needsPhoto = check.photo === 'required' || (photosFor === 'everyFault' && check.photo === 'optional')
    if (needsPhoto && grade.factor === 0 && result.photos.length === 0) fault('photoNeeded', 'photos')
    const { id, fact, note, photos, answer } = result
    const data = { ...(answer === undefined ? {} : { answer }), ...(exempt === undefined ? {} : { exempt }) }
    return [{ id, fact, note, photos, ...grade, ...(Object.keys(data).length === 0 ? {} : { data }) }]
  })
  return { graded, faults }
}

/** A fault inside an exemption is none: it stays recorded, and counts neither for the place nor against it. */
export function exempted(given: Graded, by: Pick<ExemptHere, 'id' | 'title'> | undefined): Graded & { exempt?: Exempt } {
  if (by === undefined || given.factor === null || given.factor === 1000) return given
  const value = given.value === null ? null : formatMillionths(given.value)
  return { grade: exemptGrade, factor: null, value: null, exempt: { id: by.id, title: by.title, grade: given.grade, value } }
}

/** Which field of a result is to be mended. */
export function fieldOf(why: Ungraded['why'], { answer }: Pick<Result, 'answer'>): 'value' | 'grade' | 'answer' {
  if (why.startsWith('grade') || why === 'naNeedsNote') return 'grade'
  return answer === undefined ? 'value' : 'answer'
}
