/** What a kind asks for besides its columns: coordinates, codes, the edition before. */
import type { Text } from '../../../base/text.ts'
import type { KindInfo } from '../../../imports/import.ts'
import { TextField } from '../../../ui/Fields.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKindWords } from './calls.ts'

export interface OptionFieldsProps {
  readonly info: KindInfo
  readonly value: Readonly<Record<string, string>>
  readonly onChange: (value: Record<string, string>) => void
}

/** One field an option; nothing when the kind has none. */
export function OptionFields({ info, value, onChange }: OptionFieldsProps) {
  const { read } = useWords()
  const words = useKindWords()
  // The code tells two editions of one title apart; an id would tell nobody anything.
  const nameOf = ({ value, title }: { value: string; title: Text }) =>
    /^[0-9a-f-]{36}$/.test(value) ? read(title) : `${read(title)} (${value})`
  if (info.options.length === 0) return null
  return (
    <div className="imp-options">
      {info.options.map(({ key, choices, offered = [] }) =>
        choices.length + offered.length === 0 ? (
          <TextField
            key={key}
            label={words.option(key)}
            value={value[key] ?? ''}
            onChange={(text) => onChange({ ...value, [key]: text })}
          />
        ) : (
          <Select
            key={key}
            label={words.option(key)}
            value={value[key] ?? ''}
            onChange={(choice) => onChange({ ...value, [key]: choice })}
            options={[
              { value: '', label: words.usual(key) },
              ...choices.map((choice) => ({ value: choice, label: words.choice(key, choice) })),
              ...offered.map((it) => ({ value: it.value, label: nameOf(it) })),
            ]}
          />
        ),
      )}
    </div>
  )
}
