/** What every kind of check gets and gives back on the screen: no network in it, so that the desk and the street use the same ones. */
import type { Place } from '../../base/place.ts'
import type { Text } from '../../base/text.ts'
import type { Ask, AnswerAs, CheckKind } from '../../standards/checks/index.ts'
import type { Threshold } from '../../standards/edition.ts'

/** An answer that is being given: any part of it may be missing yet. Kept as it is, so that a watch goes on after the screen was dark. */
export interface AnswerDraft {
  readonly as: AnswerAs
  readonly [field: string]: unknown
}

/** The check that is answered; a line of a checklist fits. */
export interface CheckAsked {
  readonly title: Text
  readonly kind: CheckKind
  readonly ask?: Ask | undefined
  readonly threshold?: Threshold | undefined
}

/** Fields of an answer that change; what becomes undefined is taken out. */
export type AnswerChange<Answer> = { readonly [Field in keyof Answer]?: Answer[Field] | undefined }

/** Given to each kind's component. `Answer` is the kind's own answer. */
export interface AnswerProps<Answer = Record<string, unknown>> {
  readonly check: CheckAsked
  /** Stands before each label, so that it can be told from the same field of another check. */
  readonly label: string
  readonly draft: Partial<Answer>
  readonly onChange: (change: AnswerChange<Answer>) => void
  /** Asks the device where it is; absent where positions are not taken. */
  readonly where?: (() => Promise<Place | undefined>) | undefined
  /** Classes of cases to choose from, for free findings. */
  readonly classes?: readonly { readonly value: string; readonly label: string }[] | undefined
}
