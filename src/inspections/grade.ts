/**
 * Turns what an inspector gives (an answer, a count, a measured value) into a grade and its factor. A number against a
 * threshold decides by itself whether the place conforms, so nobody argues in the street.
 */
import { parseMillionths } from '../base/points.ts'
import { type AskedCheck, type CheckAnswer, readAnswer } from '../standards/checks/index.ts'
import type { Unread } from '../standards/checks/kind.ts'
import { judge, type Verdict } from '../standards/checks/limit.ts'
import type { Threshold } from '../standards/edition.ts'
import type { Grade } from '../standards/terms.ts'
import { notApplicable } from './observation.ts'

/** What is given for one fact. */
export interface Given {
  readonly grade?: string | undefined
  /** Decimal text. */
  readonly value?: string | undefined
  /** How the number came about: a watch, a walk, a call. It takes the place of `value`. */
  readonly answer?: CheckAnswer | undefined
  readonly note?: string | undefined
}

/** What is known of the fact: its scale and, for counts and measures, its threshold; its kind, where answers are given. */
export interface Measure {
  readonly kind?: AskedCheck['kind'] | undefined
  readonly ask?: AskedCheck['ask']
  readonly grades: readonly Grade[]
  readonly threshold?: Threshold | undefined
}

/** The grade that stands, its factor in thousandths (null = not applicable), and the value in millionths. */
export interface Graded {
  readonly grade: string
  readonly factor: number | null
  readonly value: number | null
}

/** Key of a fault (`fault.<why>`), when what was given does not hold together. */
export interface Ungraded {
  readonly why: 'valueNotNumber' | 'gradeMissing' | 'gradeUnknown' | 'gradeAgainstValue' | 'naNeedsNote' | 'answerKind' | Unread['why']
}

const best = (grades: readonly Grade[]) => grades.find(({ factor }) => factor === 1000) ?? grades.find(({ factor }) => factor !== null)
const worst = (grades: readonly Grade[]) => grades.findLast(({ factor }) => factor !== null)
const middle = (grades: readonly Grade[]) => grades.find(({ factor }) => factor !== null && factor > 0 && factor < 1000)

/**
 * The grade of a fact, or why there is none.
 * - "Not applicable" (不涉及, also for exemptions) needs a note that says why.
 * - A value decides against the threshold; a grade given with it must agree (a miss may still be graded partly conforming).
 * - An answer is read by its kind of check, which knows what makes it whole; its number is kept.
 * - Without a threshold or value the grade given stands.
 */
export function gradeOf(measure: Measure, given: Given): Graded | Ungraded {
  const value = given.value === undefined || given.value === '' ? null : parseMillionths(given.value)
  if (value === undefined) return { why: 'valueNotNumber' }
  const found = given.grade === undefined ? undefined : gradeNamed(measure.grades, given.grade)
  if (given.grade !== undefined && !found) return { why: 'gradeUnknown' }
  if (found?.factor === null) return isBlank(given.note) ? { why: 'naNeedsNote' } : { grade: found.code, factor: null, value }
  const read = readingOf(measure, given.answer, value)
  if ('why' in read) return read
  if (read.verdict) return judged(measure.grades, read.verdict, read.value, found)
  return found ? { grade: found.code, factor: found.factor, value: read.value } : { why: 'gradeMissing' }
}

/** The number and what it says: of the answer, or of the bare value where none was given. */
function readingOf({ kind, ask, threshold }: Measure, answer: CheckAnswer | undefined, value: number | null) {
  if (answer !== undefined) return kind === undefined ? { why: 'answerKind' as const } : readAnswer({ kind, ask, threshold }, answer)
  return { value, verdict: value === null ? undefined : judge(value, threshold, ask?.partly) }
}

type Known = Pick<Grade, 'code' | 'factor'>

function judged(grades: readonly Grade[], verdict: Verdict, value: number | null, given: Known | undefined): Graded | Ungraded {
  const top = best(grades)
  const decided: Known | undefined = verdict === 'met' ? top : ((verdict === 'partly' ? middle(grades) : undefined) ?? worst(grades))
  if (!top || !decided) return { why: 'gradeMissing' }
  if (!given) return { grade: decided.code, factor: decided.factor, value }
  const agrees = verdict === 'met' ? given.code === top.code : given.code !== top.code
  return agrees ? { grade: given.code, factor: given.factor, value } : { why: 'gradeAgainstValue' }
}

const gradeNamed = (grades: readonly Grade[], code: string): Known | undefined =>
  grades.find((grade) => grade.code === code) ?? (code === notApplicable ? { code, factor: null } : undefined)

const isBlank = (text: string | undefined) => text === undefined || text.trim() === ''
