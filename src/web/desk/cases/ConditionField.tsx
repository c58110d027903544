/** Class and filing condition in the dialog of a step: the class narrows the conditions, the condition says by when. */
import { type Condition, findClass } from '../../../classes/class.ts'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKinds } from '../../kinds.ts'
import { useClassOptions } from '../classes/calls.ts'
import { ConditionChooser } from '../classes/ConditionChooser.tsx'
import type { Asked } from './StepFields.tsx'

interface ConditionFieldProps {
  readonly asked: Asked
  readonly set: (change: Partial<Asked>) => void
  /** The step keeps a class; without one the class only narrows the conditions. */
  readonly keepsClass: boolean
  readonly asksCondition: boolean
}

/** A city with classes of its own chooses among them; any other among those that its standards name. */
export function ConditionField({ asked, set, keepsClass, asksCondition }: ConditionFieldProps) {
  const { t, read } = useWords()
  const own = useClassOptions()
  const { classes } = useKinds()
  const isOwn = own.length > 0
  if (!isOwn && !keepsClass) return null
  const options = isOwn ? own : classes.map(({ id, title }) => ({ value: id, label: read(title), note: id }))
  const known = findClass(
    own.map(({ value, label }) => ({ code: value, name: label })),
    asked.class,
  )
  const chosen = isOwn ? (known?.code ?? '') : asked.class
  const choose = ({ id, unit }: Condition) =>
    set({ condition: id, class: chosen, due: '', ...(asked.unit === '' && unit ? { unit: unit.id } : {}) })
  return (
    <>
      <ComboBox
        key={`class ${options.length}`}
        label={t('cases.class')}
        value={chosen || null}
        onChange={(next) => set({ class: next ?? '', condition: '' })}
        options={options}
      />
      {asksCondition && isOwn && chosen !== '' && (
        <ConditionChooser classCode={chosen} value={asked.condition || null} unit={asked.unit || null} onChange={choose} />
      )}
    </>
  )
}
