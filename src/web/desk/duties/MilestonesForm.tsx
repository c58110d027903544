/** The steps on the way of a duty: words and a date each. */
import { v7 } from 'uuid'
import type { Milestone } from '../../../duties/duty.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { useWords } from '../../../ui/words.tsx'
import { today } from '../../today.ts'

/** The list, editable. */
export function MilestonesForm({ value, onChange }: { value: readonly Milestone[]; onChange: (value: Milestone[]) => void }) {
  const { t } = useWords()
  const set = (id: string, change: Partial<Milestone>) => onChange(value.map((step) => (step.id === id ? { ...step, ...change } : step)))
  return (
    <fieldset className="std-pick">
      <legend className="field-label">{t('duties.milestones')}</legend>
      {value.map((step, index) => (
        <div key={step.id} className="std-step-row">
          <TextField label={t('duties.step')} value={step.title} onChange={(title) => set(step.id, { title })} />
          <DatePicker label={t('duties.stepDue')} value={step.dueOn} onChange={(dueOn) => set(step.id, { dueOn })} />
          <IconButton
            icon="trash"
            label={t('duties.removeStep', { no: index + 1 })}
            onPress={() => onChange(value.filter(({ id }) => id !== step.id))}
          />
        </div>
      ))}
      <Button small icon="add" onPress={() => onChange([...value, { id: v7(), title: '', dueOn: today(), doneOn: null }])}>
        {t('duties.addStep')}
      </Button>
    </fieldset>
  )
}
