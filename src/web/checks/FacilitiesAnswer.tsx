/** A list of things that must be there; each is answered on its own, and none beforehand. */
import type { z } from 'zod'
import type { facilities } from '../../standards/checks/facilities.ts'
import { Choice } from '../../ui/Fields.tsx'
import { StatusTag } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.tsx'
import type { AnswerProps } from './part.ts'

/** There, missing, or not asked here: one line each. */
export function FacilitiesAnswer({ check, draft, onChange }: AnswerProps<z.infer<typeof facilities.answer>>) {
  const { t, read } = useWords()
  return (
    <ul className="answer-items">
      {(check.ask?.items ?? []).map((item) => (
        <li key={item.id} className="answer-item">
          <span className="grow">
            {read(item.title)} {item.must === true && <StatusTag>{t('inspections.answer.must')}</StatusTag>}
          </span>
          <Choice
            hideLabel
            label={read(item.title)}
            value={draft.items?.[item.id] ?? null}
            onChange={(answer) => onChange({ items: { ...draft.items, [item.id]: answer } })}
            options={[
              { value: 'yes', label: t('inspections.answer.there'), tone: 'good' },
              { value: 'no', label: t('inspections.answer.missing'), tone: 'bad' },
              { value: 'na', label: t('inspections.na') },
            ]}
          />
        </li>
      ))}
    </ul>
  )
}
