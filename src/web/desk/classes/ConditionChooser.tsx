/** The filing conditions of a class: choosing one says when it is due, by the clock of its limit and the hours of its unit. */
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Condition } from '../../../classes/class.ts'
import { Note } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { caseClasses } from './calls.ts'

interface ConditionChooserProps {
  readonly classCode: string
  readonly value: string | null
  /** Whoever handles it, if that is chosen already: their hours count. */
  readonly unit: string | null
  readonly onChange: (condition: Condition) => void
  readonly onDue?: (dueAt: string) => void
}

/** The list and what follows from it; nothing for a class that has no conditions. */
export function ConditionChooser({ classCode, value, unit, onChange, onDue }: ConditionChooserProps) {
  const { t, moment } = useWords()
  const conditions = useQuery(caseClasses.listConditions.ask({ query: { class: classCode, limit: 200 } }))
  const due = useQuery({
    ...caseClasses.findDue.ask({ params: { id: value ?? '' }, query: unit === null ? {} : { unit: unit as never } }),
    enabled: value !== null,
  })
  const dueAt = due.data?.dueAt
  useEffect(() => {
    if (dueAt) onDue?.(dueAt)
    // What the page does with it is no reason to ask again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [dueAt])
  const list = conditions.data?.items ?? []
  if (list.length === 0) return null
  return (
    <div className="stack-s">
      <Select
        label={t('classes.condition')}
        value={value}
        onChange={(id) => onChange(list.find((one) => one.id === id)!)}
        options={list.map(({ id, files, limitText }) => ({ value: id, label: files.slice(0, 60), note: limitText }))}
      />
      {value !== null && due.data && (
        <p className="quiet" aria-live="polite">
          {t('classes.due', { at: moment(due.data.dueAt) })}
        </p>
      )}
      {value !== null && due.data && due.data.unpublished.length > 0 && (
        <Note tone="amber">{t('classes.unpublished', { years: due.data.unpublished.join(t('procedure.comma')) })}</Note>
      )}
    </div>
  )
}
