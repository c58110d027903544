/** A measured value, as exact as it was read off. */
import type { z } from 'zod'
import { parseMillionths } from '../../base/points.ts'
import type { measure } from '../../standards/checks/measure.ts'
import { TextField } from '../../ui/Fields.tsx'
import { useWords } from '../../ui/words.tsx'
import type { AnswerProps } from './part.ts'

/** The reading and its unit. */
export function MeasureAnswer({ check, label, draft, onChange }: AnswerProps<z.infer<typeof measure.answer>>) {
  const { t, read } = useWords()
  const text = draft.reading ?? ''
  const isWrong = text !== '' && parseMillionths(text) === undefined
  return (
    <div className="answer-row">
      <TextField
        label={t('inspections.valueOf', { title: label, unit: read(check.threshold?.unit) })}
        hideLabel
        value={text}
        onChange={(reading) => onChange({ reading: reading.trim() === '' ? undefined : reading.trim() })}
        placeholder={t('inspections.value')}
        error={isWrong ? t('inspections.notNumber') : undefined}
      />
      <span className="small nowrap">{read(check.threshold?.unit)}</span>
    </div>
  )
}
