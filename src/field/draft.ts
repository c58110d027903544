/**
 * A visit as it grows on the phone, answer by answer. No answer is there before the inspector gave it. Answers are kept by fact, so
 * that two tabs, or two devices, are merged fact by fact.
 */
import type { ChecklistItem } from '../inspections/checklist.ts'
import { gradeOf } from '../inspections/grade.ts'
import { CheckAnswer } from '../standards/checks/index.ts'
import type { PhotoFill } from '../inspections/fill.ts'
import type { Text } from '../base/text.ts'

/** What was given for one fact. `id` is that of the observation it will be. */
export interface Given {
  readonly id: string
  readonly grade?: string
  readonly value?: string
  /** The answer of the check's own kind as far as it is given: any part may be missing yet. */
  readonly answer?: { readonly as: string }
  readonly note: string
  readonly photos: readonly string[]
  /** When it was given, by the device's clock. */
  readonly at: string
  /** The case that the inspector raises from it: its id. */
  readonly caseId?: string
}

/** A visit on the device. */
export interface Draft {
  readonly id: string
  readonly pointId: string
  /** The point and its pack by name: both may be gone from the device when somebody asks what is unfinished. */
  readonly named?: { readonly point: Text; readonly pack: Text }
  readonly roundId?: string
  /** The sealed sample that it belongs to: it goes in an envelope. */
  readonly sampleId?: string
  readonly startedAt: string
  readonly answers: Readonly<Record<string, Given>>
  readonly note: string
  readonly state: 'open' | 'finished'
  readonly finishedAt?: string
  /** The item of the outbox that holds it. */
  readonly sentBy?: string
}

/** True when there is something to send. */
export const isGiven = (given: Pick<Given, 'grade' | 'value' | 'answer'>): boolean =>
  given.grade !== undefined || (given.value ?? '').trim() !== '' || answerIn(given) !== undefined

/** The answer of the check's own kind when it is whole. */
const answerIn = ({ answer }: Pick<Given, 'answer'>): CheckAnswer | undefined =>
  answer === undefined ? undefined : CheckAnswer.safeParse(answer).data

/** What one answer comes to, by the rule that the server uses too: its factor, or the key of what is missing. */
export type Judged = { readonly factor: number | null } | { readonly why: string } | undefined

type Asked = Pick<ChecklistItem, 'kind' | 'ask' | 'grades' | 'threshold' | 'photo'>

/** What an answer comes to; undefined while nothing was given. */
export function judge(check: Asked, given: Given | undefined, photosFor: 'required' | 'everyFault'): Judged {
  if (given === undefined || !isGiven(given)) return undefined
  const graded = gradeOf(check, { ...given, answer: answerIn(given) })
  if ('why' in graded) return { why: graded.why }
  const needsPhoto = check.photo === 'required' || (photosFor === 'everyFault' && check.photo === 'optional')
  return needsPhoto && graded.factor === 0 && given.photos.length === 0 ? { why: 'photoNeeded' } : { factor: graded.factor }
}

/** How far a visit is: checks answered and open, and facts whose answer does not hold together yet. */
export interface Progress {
  readonly answered: number
  readonly left: number
  readonly faulty: readonly string[]
}

/** How far a visit is. */
export function progressOf(
  checks: readonly (Asked & { readonly fact: string })[],
  answers: Draft['answers'],
  photosFor: 'required' | 'everyFault',
): Progress {
  const judged = checks.map((check) => [check.fact, judge(check, answers[check.fact], photosFor)] as const)
  const answered = judged.filter(([, it]) => it !== undefined)
  return {
    answered: answered.length,
    left: judged.length - answered.length,
    faulty: answered.flatMap(([fact, it]) => (it !== undefined && 'why' in it ? [fact] : [])),
  }
}

/** What the device adds to a visit. */
export interface Device {
  readonly id: string
  readonly turn: number
  readonly at: string
  readonly offsetMs: number | null
  readonly editions: readonly string[]
  readonly photos: readonly PhotoFill[]
}

/** The body of the call that records the visit: only what was answered. */
export function visitOf({ id, pointId, roundId, startedAt, note, answers }: Draft, device: Device): Record<string, unknown> {
  const { id: deviceId, ...fill } = device
  const results = Object.entries(answers)
    .filter(([, given]) => isGiven(given))
    .map(([fact, { answer, ...given }]) => [fact, { ...given, whole: answerIn(answer === undefined ? {} : { answer }) }] as const)
    .map(([fact, { id, grade, value, whole, note, photos }]) => ({
      id,
      fact,
      ...(grade === undefined ? {} : { grade }),
      ...(whole === undefined ? {} : { answer: whole }),
      ...((value ?? '').trim() === '' ? {} : { value: value!.trim() }),
      note,
      photos,
    }))
  return {
    id,
    pointId,
    ...(roundId === undefined ? {} : { roundId }),
    visitedAt: startedAt,
    note,
    results,
    fill: { device: deviceId, ...fill },
  }
}
