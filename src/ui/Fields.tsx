/** Fields to fill in: label above, help below, the fault in words under the field. Every field has a label, seen or spoken. */
import './fields.css'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components/Checkbox'
import { Group, NumberField as AriaNumberField } from 'react-aria-components/NumberField'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { TextArea } from 'react-aria-components/TextArea'
import { FieldError, Input, Label, Text, TextField as AriaTextField } from 'react-aria-components/TextField'
import { Icon } from './Icon.tsx'
import { useWords } from './words.tsx'

/** What all fields share. `label` may be hidden from sight where the place makes it plain (a search box). */
export interface FieldProps {
  readonly label: string
  readonly hideLabel?: boolean
  readonly help?: ReactNode
  /** Said under the field; its presence marks the field as faulty. */
  readonly error?: string | undefined
  readonly isRequired?: boolean
  readonly isDisabled?: boolean
  readonly name?: string
}

/** The label of a field. */
export function FieldLabel({ label, hideLabel = false, isRequired = false }: FieldProps) {
  return (
    <Label className={hideLabel ? 'unseen' : 'field-label'}>
      {label}
      {isRequired && <RequiredMark />}
    </Label>
  )
}

/** "Required" as a word beside the label, not as a star that nobody explains. */
export function RequiredMark() {
  const { t } = useWords()
  return <span className="field-required">{t('ui.required')}</span>
}

/** Help and fault below a field. */
export function FieldFoot({ help, error }: Pick<FieldProps, 'help' | 'error'>) {
  return (
    <>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </>
  )
}

const passOn = ({ isRequired, isDisabled, error, name }: FieldProps) => ({
  isRequired: isRequired ?? false,
  isDisabled: isDisabled ?? false,
  isInvalid: error !== undefined && error !== '',
  ...(name === undefined ? {} : { name }),
})

export interface TextFieldProps extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'password' | 'tel' | 'url' | 'time'
  readonly placeholder?: string
  /** More than one line: how many to show at first. */
  readonly rows?: number
  readonly maxLength?: number
  readonly autoComplete?: string
  readonly autoFocus?: boolean
  /** To be selected and copied, not changed. */
  readonly isReadOnly?: boolean
}

/** One line of text, or several with `rows`. */
export function TextField(props: TextFieldProps) {
  const { value, onChange, type = 'text', placeholder = '', rows, maxLength, autoComplete, autoFocus } = props
  return (
    <AriaTextField
      {...passOn(props)}
      className="field"
      value={value}
      onChange={onChange}
      type={type}
      isReadOnly={props.isReadOnly ?? false}
      {...(maxLength === undefined ? {} : { maxLength })}
      {...(autoComplete === undefined ? {} : { autoComplete })}
      {...(autoFocus === true ? { autoFocus } : {})}
      validationBehavior="aria"
    >
      <FieldLabel {...props} />
      {rows === undefined ? (
        <Input className="input" placeholder={placeholder} />
      ) : (
        <TextArea className="input" rows={rows} placeholder={placeholder} />
      )}
      <FieldFoot help={props.help} error={props.error} />
    </AriaTextField>
  )
}

export interface NumberFieldProps extends FieldProps {
  readonly value: number | null
  readonly onChange: (value: number | null) => void
  readonly min?: number
  readonly max?: number
  readonly step?: number
  /** How it is shown, e.g. two fixed decimals. */
  readonly format?: Intl.NumberFormatOptions
  readonly unit?: string
}

/** A number with steppers; empty is null, never 0. */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange, min, max, step, format, unit } = props
  return (
    <AriaNumberField
      {...passOn(props)}
      className="field"
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
      {...(min === undefined ? {} : { minValue: min })}
      {...(max === undefined ? {} : { maxValue: max })}
      {...(step === undefined ? {} : { step })}
      {...(format === undefined ? {} : { formatOptions: format })}
      validationBehavior="aria"
    >
      <FieldLabel {...props} />
      <Group className="number-group">
        <Button slot="decrement">
          <Icon name="minus" size={1} />
        </Button>
        <Input className="input" />
        {unit !== undefined && <span className="number-unit">{unit}</span>}
        <Button slot="increment">
          <Icon name="add" size={1} />
        </Button>
      </Group>
      <FieldFoot help={props.help} error={props.error} />
    </AriaNumberField>
  )
}

export interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'children' | 'style'> {
  readonly children?: ReactNode
}

/** One box to tick. Without children give it an `aria-label`. */
export function Checkbox({ children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className="checkbox">
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className="checkbox-box" aria-hidden="true">
            {isIndeterminate ? <Icon name="minus" size={0.875} /> : isSelected ? <Icon name="check" size={0.875} /> : null}
          </span>
          {children !== undefined && <span>{children}</span>}
        </>
      )}
    </AriaCheckbox>
  )
}

export interface ChoiceProps<Value extends string> extends FieldProps {
  readonly value: Value | null
  readonly onChange: (value: Value) => void
  readonly options: readonly { readonly value: Value; readonly label: string; readonly tone?: 'good' | 'bad' }[]
  /** Big answers for a finger, side by side (a check in the field). Nothing is ever preselected. */
  readonly big?: boolean
}

/** A few answers of which one is taken; no answer is preselected. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { value, onChange, options, big = false } = props
  return (
    <RadioGroup
      {...passOn(props)}
      className={big ? 'field choice choice-big' : 'field choice'}
      value={value}
      onChange={(next) => onChange(next as Value)}
      validationBehavior="aria"
    >
      <FieldLabel {...props} />
      <div className="choice-options">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className={`choice-option choice-${option.tone ?? 'plain'}`}>
            <span className="choice-dot" aria-hidden="true" />
            {option.label}
          </Radio>
        ))}
      </div>
      <FieldFoot help={props.help} error={props.error} />
    </RadioGroup>
  )
}
