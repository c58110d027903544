/** One question by its kind. A broken condition of the form is told in the form's own words, else in ours. */
import { plain } from '../../forms/plain.ts'
import { Checkbox, Choice } from '../../ui/Fields.tsx'
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup'
import { Button } from '../../ui/Button.tsx'
import { FieldFoot, FieldLabel } from '../../ui/Fields.tsx'
import { Note } from '../../ui/Page.tsx'
import { Select } from '../../ui/Select.tsx'
import { useWords } from '../../ui/words.tsx'
import type { LeafNode, RangeNode, SelectNode, TriggerNode } from './node.ts'
import { Place } from './Place.tsx'
import { Typed } from './Typed.tsx'
import { Upload } from './Upload.tsx'

/** What every question shows around its answer. */
export interface Around {
  readonly label: string
  readonly help?: string
  readonly error?: string
  readonly isRequired: boolean
  readonly isDisabled: boolean
}

/** A question, a remark, or nothing where the form keeps a value for itself. */
export function Leaf({ node, isStrict }: { node: LeafNode; isStrict: boolean }) {
  const around = useAround(node, isStrict)
  if (node.nodeType === 'note') return <Note title={around.label}>{around.help}</Note>
  if (node.nodeType === 'select') return <Choices node={node} around={around} />
  if (node.nodeType === 'range') return <Range node={node} around={around} />
  if (node.nodeType === 'trigger') return <Confirmed node={node} around={around} />
  if (node.nodeType === 'upload') return <Upload node={node} around={around} />
  if (node.nodeType !== 'input') return null
  return node.valueType === 'geopoint' ? <Place node={node} around={around} /> : <Typed node={node} around={around} />
}

/** Words, and the condition that is broken: a wrong answer at once, a missing one when somebody wants to send. */
function useAround({ currentState, validationState }: LeafNode, isStrict: boolean): Around {
  const { t } = useWords()
  const { label, hint, required, readonly } = currentState
  const broken = validationState.violation ?? undefined
  const isTold = broken !== undefined && (isStrict || broken.condition === 'constraint')
  const help = plain(hint?.asString ?? '')
  return {
    label: label ? plain(label.asString) : currentState.reference.split('/').at(-1)!,
    isRequired: required,
    isDisabled: readonly,
    ...(help ? { help } : {}),
    ...(isTold ? { error: plain(broken.message?.asString ?? '') || t(`forms.broken.${broken.condition}`) } : {}),
  }
}

/** A list that a thumb would scroll for long is better searched. */
const fewChoices = 12

function Choices({ node, around }: { node: SelectNode; around: Around }) {
  const { t } = useWords()
  const { value, valueOptions } = node.currentState
  const options = valueOptions.map((option) => ({ value: option.value, label: plain(option.label.asString) || option.value }))
  if (node.selectType === 'select') return <Several {...{ node, around, options }} />
  const taken = value[0] ?? null
  const take = (next: string) => void node.selectValue(next)
  return (
    <div className="fill-question">
      {options.length > fewChoices ? (
        <Select key={taken === null ? 'none' : 'one'} {...around} value={taken} onChange={take} options={options} />
      ) : (
        <Choice big {...around} value={taken} onChange={take} options={options} />
      )}
      {options.length === 0 && <p className="quiet small">{t('forms.noChoices')}</p>}
      {taken !== null && !around.isDisabled && (
        <Button small kind="quiet" onPress={() => void node.selectValue(null)}>
          {t('forms.takeBack')}
        </Button>
      )}
    </div>
  )
}

interface SeveralProps {
  readonly node: SelectNode
  readonly around: Around
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

function Several({ node, around, options }: SeveralProps) {
  return (
    <CheckboxGroup
      className="field fill-question"
      value={[...node.currentState.value]}
      onChange={(values) => void node.selectValues(values)}
      isRequired={around.isRequired}
      isDisabled={around.isDisabled}
      isInvalid={around.error !== undefined}
      validationBehavior="aria"
    >
      <FieldLabel {...around} />
      <div className="fill-several">
        {options.map(({ value, label }) => (
          <Checkbox key={value} value={value}>
            {label}
          </Checkbox>
        ))}
      </div>
      <FieldFoot {...around} />
    </CheckboxGroup>
  )
}

/** A few steps are answers side by side, so that none of them is taken before somebody takes it, as on a slider. */
function Range({ node, around }: { node: RangeNode; around: Around }) {
  const { start, end, step } = node.definition.bounds
  const [from, to, by] = [Number(start), Number(end), Math.abs(Number(step))]
  const count = Math.floor(Math.abs(to - from) / by + 1e-9) + 1
  if (count > fewChoices) return <Typed node={node} around={{ ...around, help: `${around.help ?? ''} ${from} – ${to}`.trim() }} />
  const sign = to < from ? -1 : 1
  const values = Array.from({ length: count }, (_, index) => String(Number((from + sign * index * by).toFixed(6))))
  const taken = node.currentState.instanceValue === '' ? null : String(Number(node.currentState.instanceValue))
  return (
    <div className="fill-question">
      <Choice
        big
        {...around}
        value={taken}
        onChange={(value) => void node.setValue(value)}
        options={values.map((value) => ({ value, label: value }))}
      />
    </div>
  )
}

function Confirmed({ node, around }: { node: TriggerNode; around: Around }) {
  return (
    <div className="field fill-question" {...(around.error === undefined ? {} : { 'data-invalid': true })}>
      <Checkbox
        isSelected={node.currentState.value}
        onChange={(isOn) => void node.setValue(isOn)}
        isDisabled={around.isDisabled}
        isInvalid={around.error !== undefined}
      >
        {around.label}
      </Checkbox>
      {around.help !== undefined && <p className="field-help">{around.help}</p>}
      {around.error !== undefined && <p className="field-error">{around.error}</p>}
    </div>
  )
}
