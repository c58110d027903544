/** Several of a long list: what is taken as tags that can be taken off, and a box to search for more. */
import { IconButton } from '../../../../ui/Button.tsx'
import { ComboBox, type Option } from '../../../../ui/Select.tsx'
import { useWords } from '../../../../ui/words.tsx'

export interface MultiPickProps {
  readonly label: string
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
  readonly options: readonly Option[]
}

/** A field of several answers. */
export function MultiPick({ label, value, onChange, options }: MultiPickProps) {
  const { t } = useWords()
  const name = (id: string) => options.find((option) => option.value === id)?.label ?? id
  const free = options.filter((option) => !value.includes(option.value))
  return (
    <fieldset className="std-pick">
      <legend className="field-label">{label}</legend>
      {value.length > 0 && (
        <ul className="std-picked">
          {value.map((id) => (
            <li key={id} className="std-chip">
              <span>{name(id)}</span>
              <IconButton
                small
                icon="close"
                label={t('standards.edit.takeOff', { what: name(id) })}
                onPress={() => onChange(value.filter((other) => other !== id))}
              />
            </li>
          ))}
        </ul>
      )}
      <ComboBox
        key={value.join(' ')}
        label={t('standards.edit.addTo', { what: label })}
        hideLabel
        value={null}
        onChange={(id) => id !== null && onChange([...value, id])}
        options={free}
        placeholder={t('standards.edit.addTo', { what: label })}
      />
    </fieldset>
  )
}
