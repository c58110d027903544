/** What was entered for a check so far, and what it comes to already: shown at once, without asking the server. */
import type { EvidenceId } from '../../base/ids.ts'
import type { ChecklistItem } from '../../inspections/checklist.ts'
import { type Graded, gradeOf, type Ungraded } from '../../inspections/grade.ts'
import { asOf, CheckAnswer } from '../../standards/checks/index.ts'
import type { AnswerDraft } from './part.ts'

/** What was entered for one fact so far. */
export interface Entry {
  readonly grade?: string
  readonly value?: string
  readonly answer?: AnswerDraft
  readonly note: string
  readonly photos: readonly EvidenceId[]
}
export const noEntry: Entry = { note: '', photos: [] }

/** The answer when it is whole; undefined while it is being given. */
export const answerOf = ({ answer }: Entry): CheckAnswer | undefined => (answer ? CheckAnswer.safeParse(answer).data : undefined)

/** True when there is something to send. */
export const isAnswered = (entry: Entry): boolean =>
  entry.grade !== undefined || (entry.value ?? '').trim() !== '' || answerOf(entry) !== undefined

/** True when an answer was begun and is not whole yet: a watch that runs, a list half done. */
export const isBegun = (entry: Entry): boolean => entry.answer !== undefined && answerOf(entry) === undefined

/** What the entry comes to, or why not yet; undefined when nothing was entered. */
export function outcomeOf(item: ChecklistItem, entry: Entry): Graded | Ungraded | undefined {
  if (!isAnswered(entry)) return undefined
  return gradeOf(item, { grade: entry.grade, value: entry.value, answer: answerOf(entry), note: entry.note })
}

/** True when the check has more to fill in than a grade. */
export const hasOwnFields = ({ kind }: Pick<ChecklistItem, 'kind'>): boolean => asOf(kind) !== undefined
