/** A count, by thumb or by keys. */
import type { z } from 'zod'
import type { count } from '../../standards/checks/count.ts'
import { NumberField } from '../../ui/Fields.tsx'
import { useWords } from '../../ui/words.tsx'
import type { AnswerProps } from './part.ts'

/** How many there are. */
export function CountAnswer({ check, label, draft, onChange }: AnswerProps<z.infer<typeof count.answer>>) {
  const { t, read } = useWords()
  const unit = read(check.threshold?.unit)
  return (
    <NumberField
      label={t('inspections.valueOf', { title: label, unit })}
      hideLabel
      value={draft.count ?? null}
      onChange={(next) => onChange({ count: next ?? undefined })}
      min={0}
      max={99_999}
      step={1}
      unit={unit}
    />
  )
}
