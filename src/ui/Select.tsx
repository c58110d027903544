/** One of a list. `Select` for a short list, `ComboBox` for a long one that is searched by typing. */
import './select.css'
import { useMemo } from 'react'
import { Button } from 'react-aria-components/Button'
import { ComboBox as AriaComboBox, Input } from 'react-aria-components/ComboBox'
import { ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { FieldFoot, FieldLabel, type FieldProps } from './Fields.tsx'
import { Icon } from './Icon.tsx'
import { useWords } from './words.tsx'

export interface Option<Value extends string = string> {
  readonly value: Value
  readonly label: string
  /** A second, quiet line or word (code, count). */
  readonly note?: string
  /** Other words by which it is found when a list is searched (short names). */
  readonly find?: string
}

export interface SelectProps<Value extends string> extends FieldProps {
  readonly value: Value | null
  readonly onChange: (value: Value) => void
  readonly options: readonly Option<Value>[]
  readonly placeholder?: string
}

/** A short list of which one is taken. For "all", give an option with value ''. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { t } = useWords()
  return (
    <AriaSelect
      className="field select"
      value={props.value}
      onChange={(key) => props.onChange(key as Value)}
      isDisabled={props.isDisabled ?? false}
      isInvalid={props.error !== undefined}
      placeholder={props.placeholder ?? t('ui.choose')}
      validationBehavior="aria"
    >
      <FieldLabel {...props} />
      <Button className="input select-button">
        <SelectValue className="select-value" />
        <Icon name="down" size={1} />
      </Button>
      <FieldFoot help={props.help} error={props.error} />
      <Popover className="popover">
        <Options options={props.options} />
      </Popover>
    </AriaSelect>
  )
}

export interface ComboBoxProps<Value extends string> extends FieldProps {
  readonly value: Value | null
  readonly onChange: (value: Value | null) => void
  readonly options: readonly Option<Value>[]
  readonly placeholder?: string
}

/** A long list, searched by typing any part of a name or note; emptying it gives null. */
export function ComboBox<Value extends string>(props: ComboBoxProps<Value>) {
  const { t } = useWords()
  const text = useMemo(
    () => new Map(props.options.map((option) => [option.label, `${option.label} ${option.note ?? ''} ${option.find ?? ''}`.toLowerCase()])),
    [props.options],
  )
  return (
    <AriaComboBox
      className="field select"
      value={props.value}
      onChange={(key) => props.onChange(key as Value | null)}
      defaultItems={props.options}
      defaultFilter={(label, input) => (text.get(label) ?? label).includes(input.trim().toLowerCase())}
      isDisabled={props.isDisabled ?? false}
      isInvalid={props.error !== undefined}
      menuTrigger="focus"
      allowsEmptyCollection
      validationBehavior="aria"
    >
      <FieldLabel {...props} />
      <div className="combo">
        <Input className="input" placeholder={props.placeholder ?? t('ui.typeToSearch')} />
        <Button className="combo-open">
          <Icon name="down" size={1} />
        </Button>
      </div>
      <FieldFoot help={props.help} error={props.error} />
      <Popover className="popover">
        <Options options={props.options} searched />
      </Popover>
    </AriaComboBox>
  )
}

const itemOf = (option: Option) => (
  <ListBoxItem key={option.value} id={option.value} textValue={option.label} className="option">
    <span className="option-label">{option.label}</span>
    {option.note !== undefined && <span className="option-note">{option.note}</span>}
    <span className="option-check">
      <Icon name="check" size={1} />
    </span>
  </ListBoxItem>
)

function Options({ options, searched = false }: { options: readonly Option[]; searched?: boolean }) {
  const { t } = useWords()
  const none = () => <p className="option-none">{t('ui.noMatch')}</p>
  if (!searched)
    return (
      <ListBox className="options" renderEmptyState={none}>
        {options.map(itemOf)}
      </ListBox>
    )
  return (
    <ListBox<Option> className="options" renderEmptyState={none}>
      {itemOf}
    </ListBox>
  )
}
