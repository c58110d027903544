/**
 * Turns what an inspector gives (an answer, a count, a measured value) into a grade and its factor. A number against a
 * threshold decides by itself whether the place conforms, so nobody argues in the street.
 */
import { parseMillionths } from '../base/points.ts'
import type { Grade, Threshold } from '../standards/edition.ts'
import { notApplicable } from './observation.ts'

/** What is given for one fact. */
export interface Given {
  readonly grade?: string | undefined
  /** Decimal text. */
  readonly value?: string | undefined
  readonly note?: string | undefined
}

/** What is known of the fact: its scale and, for counts and measures, its threshold. */
export interface Measure {
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
  readonly why: 'valueNotNumber' | 'gradeMissing' | 'gradeUnknown' | 'gradeAgainstValue' | 'naNeedsNote'
}

/** True when the value, in millionths, meets the threshold. */
export function isMet(value: number, threshold: Threshold): boolean {
  const limit = parseMillionths(threshold.value) ?? 0
  return compare[threshold.op](value, limit)
}

const compare: Record<Threshold['op'], (value: number, limit: number) => boolean> = {
  '>=': (value, limit) => value >= limit,
  '>': (value, limit) => value > limit,
  '<=': (value, limit) => value <= limit,
  '<': (value, limit) => value < limit,
  '=': (value, limit) => value === limit,
}

const best = (grades: readonly Grade[]) => grades.find(({ factor }) => factor === 1000) ?? grades.find(({ factor }) => factor !== null)
const worst = (grades: readonly Grade[]) => grades.findLast(({ factor }) => factor !== null)

/**
 * The grade of a fact, or why there is none.
 * - "Not applicable" (不涉及, also for exemptions) needs a note that says why.
 * - A value decides against the threshold; a grade given with it must agree (a miss may still be graded partly conforming).
 * - Without a threshold or value the grade given stands.
 */
export function gradeOf(measure: Measure, given: Given): Graded | Ungraded {
  const value = given.value === undefined || given.value === '' ? null : parseMillionths(given.value)
  if (value === undefined) return { why: 'valueNotNumber' }
  const found = given.grade === undefined ? undefined : gradeNamed(measure.grades, given.grade)
  if (given.grade !== undefined && !found) return { why: 'gradeUnknown' }
  if (found?.factor === null) return isBlank(given.note) ? { why: 'naNeedsNote' } : { grade: found.code, factor: null, value }
  if (value !== null && measure.threshold) return judged(measure.grades, isMet(value, measure.threshold), value, found)
  return found ? { grade: found.code, factor: found.factor, value } : { why: 'gradeMissing' }
}

type Known = Pick<Grade, 'code' | 'factor'>

function judged(grades: readonly Grade[], met: boolean, value: number, given: Known | undefined): Graded | Ungraded {
  const top = best(grades)
  const decided: Known | undefined = met ? top : worst(grades)
  if (!top || !decided) return { why: 'gradeMissing' }
  if (!given) return { grade: decided.code, factor: decided.factor, value }
  const agrees = met ? given.code === top.code : given.code !== top.code
  return agrees ? { grade: given.code, factor: given.factor, value } : { why: 'gradeAgainstValue' }
}

const gradeNamed = (grades: readonly Grade[], code: string): Known | undefined =>
  grades.find((grade) => grade.code === code) ?? (code === notApplicable ? { code, factor: null } : undefined)

const isBlank = (text: string | undefined) => text === undefined || text.trim() === ''
