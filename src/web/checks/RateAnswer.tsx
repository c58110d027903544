/** A share: how many of how many; the percent is worked out and shown. */
import type { z } from 'zod'
import type { rate } from '../../standards/checks/rate.ts'
import { NumberField } from '../../ui/Fields.tsx'
import { useWords } from '../../ui/words.tsx'
import type { AnswerProps } from './part.ts'

/** Those that fit and all of them. */
export function RateAnswer({ label, draft, onChange }: AnswerProps<z.infer<typeof rate.answer>>) {
  const { t, percent } = useWords()
  const { part, whole } = draft
  const isKnown = part !== undefined && whole !== undefined && whole > 0 && part <= whole
  return (
    <div className="answer-row" role="group" aria-label={label}>
      <NumberField
        label={t('inspections.answer.part')}
        value={part ?? null}
        onChange={(next) => onChange({ part: next ?? undefined })}
        min={0}
        step={1}
      />
      <NumberField
        label={t('inspections.answer.whole')}
        value={whole ?? null}
        onChange={(next) => onChange({ whole: next ?? undefined })}
        min={0}
        step={1}
      />
      {isKnown && <strong className="number answer-sum">{percent(part / whole)}</strong>}
    </div>
  )
}
