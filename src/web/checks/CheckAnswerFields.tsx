/** How a check is answered, by its kind. A kind without a line here is answered by a grade alone. */
import './checks.css'
import { type ComponentType, useCallback, useEffect, useRef } from 'react'
import type { Place } from '../../base/place.ts'
import { type AnswerAs, asOf, type CheckAnswer } from '../../standards/checks/index.ts'
import { CountAnswer } from './CountAnswer.tsx'
import { FacilitiesAnswer } from './FacilitiesAnswer.tsx'
import { FindingAnswer } from './FindingAnswer.tsx'
import { MeasureAnswer } from './MeasureAnswer.tsx'
import type { AnswerDraft, AnswerProps, CheckAsked } from './part.ts'
import { PhoneAnswer } from './PhoneAnswer.tsx'
import { RateAnswer } from './RateAnswer.tsx'
import { StretchAnswer } from './StretchAnswer.tsx'
import { TimedAnswer } from './TimedAnswer.tsx'

const parts: { readonly [As in AnswerAs]: ComponentType<AnswerProps<Extract<CheckAnswer, { as: As }>>> } = {
  count: CountAnswer,
  facilities: FacilitiesAnswer,
  finding: FindingAnswer,
  measure: MeasureAnswer,
  phone: PhoneAnswer,
  rate: RateAnswer,
  stretch: StretchAnswer,
  timed: TimedAnswer,
}

export interface CheckAnswerFieldsProps {
  readonly check: CheckAsked
  readonly label: string
  readonly draft: AnswerDraft | undefined
  readonly onChange: (draft: AnswerDraft) => void
  readonly where?: (() => Promise<Place | undefined>) | undefined
  readonly classes?: AnswerProps['classes'] | undefined
}

/** The fields of a check's own kind; nothing for those that are only graded. */
export function CheckAnswerFields({ check, label, draft, onChange, where, classes }: CheckAnswerFieldsProps) {
  const as = asOf(check.kind)
  // A position may come after another tap: it is put to what stands then.
  const latest = useRef({ draft, onChange })
  useEffect(() => {
    latest.current = { draft, onChange }
  })
  const change = useCallback(
    (part: Record<string, unknown>) => {
      if (as !== undefined) latest.current.onChange(withPart(latest.current.draft, as, part))
    },
    [as],
  )
  if (as === undefined) return null
  // The list pairs every kind with the component of its own answer; the compiler cannot follow the pair through the lookup.
  const Part = parts[as] as unknown as ComponentType<AnswerProps>
  return (
    <div className="answer">
      <Part check={check} label={label} draft={draft?.as === as ? draft : {}} onChange={change} where={where} classes={classes} />
    </div>
  )
}

/** The draft with a part put in; what is undefined is taken out, as a draft is kept as JSON. */
function withPart(draft: AnswerDraft | undefined, as: AnswerAs, part: Record<string, unknown>): AnswerDraft {
  const merged = { ...(draft?.as === as ? draft : {}), ...part, as }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as unknown as AnswerDraft
}
