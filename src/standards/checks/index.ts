/** All kinds of checks, listed once. A new one: its file, one line here and in the unions below, and its component in `web/checks`. */
import { z } from 'zod'
import { count } from './count.ts'
import { facilities } from './facilities.ts'
import { finding } from './finding.ts'
import type { CellsOf, Reading, Unread } from './kind.ts'
import type { Limit } from './limit.ts'
import { measure } from './measure.ts'
import { phone } from './phone.ts'
import { rate } from './rate.ts'
import { stretch } from './stretch.ts'
import { timed } from './timed.ts'

export const answerKinds = { count, facilities, finding, measure, phone, rate, stretch, timed } as const
export type AnswerAs = keyof typeof answerKinds

/** How the checks of editions are answered. Those without a line here are answered by a grade alone (符合、基本符合、不符合、不涉及). */
const answeredAs = {
  count: 'count',
  facilities: 'facilities',
  finding: 'finding',
  interval: 'stretch',
  measure: 'measure',
  phone: 'phone',
  rate: 'rate',
  timed: 'timed',
} as const satisfies Record<string, AnswerAs>

/** What kinds of checks an edition may name. */
export const CheckKind = z.enum([
  'presence',
  'absence',
  'count',
  'rate',
  'interval',
  'behaviour',
  'simulation',
  'timed',
  'measure',
  'phone',
  'facilities',
  'finding',
])
export type CheckKind = z.infer<typeof CheckKind>

/** What an edition sets for a check, each kind reading its own part. */
export const Ask = z
  .object({
    ...count.ask.shape,
    ...facilities.ask.shape,
    ...finding.ask.shape,
    ...phone.ask.shape,
    ...stretch.ask.shape,
    ...timed.ask.shape,
  })
  .partial()
export type Ask = z.infer<typeof Ask>

/** What was answered in the street, kept with the observation beside the grade and the number it came to. */
export const CheckAnswer = z.discriminatedUnion('as', [
  count.answer,
  facilities.answer,
  finding.answer,
  measure.answer,
  phone.answer,
  rate.answer,
  stretch.answer,
  timed.answer,
])
export type CheckAnswer = z.infer<typeof CheckAnswer>

/** What is known of the check that an answer belongs to. */
export interface AskedCheck {
  readonly kind: CheckKind
  readonly ask?: Ask | undefined
  readonly threshold?: Limit | undefined
}

/** How a check is answered; undefined for a grade alone. */
export const asOf = (kind: CheckKind): AnswerAs | undefined => (answeredAs as Partial<Record<CheckKind, AnswerAs>>)[kind]

/** True when the answer decides the grade, so that only "not applicable" is offered beside it. */
export function isDecided({ kind, threshold }: AskedCheck): boolean {
  const as = asOf(kind)
  return as !== undefined && (answerKinds[as].decides || threshold !== undefined)
}

/** What an answer comes to, or why it is none. `answerKind` when it belongs to another kind of check. */
export function readAnswer(check: AskedCheck, answer: CheckAnswer): Reading | Unread | { readonly why: 'answerKind' } {
  if (asOf(check.kind) !== answer.as) return { why: 'answerKind' }
  // The union pairs every answer with its own kind; the compiler cannot follow the pair through the lookup.
  const read = answerKinds[answer.as].read as (answer: CheckAnswer, asked: { ask: Ask; limit?: Limit | undefined }) => Reading | Unread
  return read(answer, { ask: check.ask ?? {}, limit: check.threshold })
}

/** The answer that a row of a table gives to a check; undefined when its cells say none, or none of this kind. */
export function answerFromCells(check: AskedCheck, cells: CellsOf): CheckAnswer | undefined {
  const as = asOf(check.kind)
  if (as === undefined) return undefined
  const asked = { ask: check.ask ?? {}, limit: check.threshold }
  return CheckAnswer.safeParse(answerKinds[as].fromCells(cells, asked)).data
}
