/** Choosing the checks that an exemption speaks of: searched by their words, shown as a list that can be taken back. */
import { useState } from 'react'
import { IconButton } from '../../../ui/Button.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useFacts } from './Exemptions.tsx'

/** The chosen checks and a box for more. */
export function FactChoice({ value, onChange }: { value: readonly string[]; onChange: (facts: readonly string[]) => void }) {
  const { t, read } = useWords()
  const facts = useFacts()
  // Another box after each choice: the box shows what is chosen, and here it is chosen away.
  const [round, setRound] = useState(0)
  const nameOf = (id: string) => read(facts.find((fact) => fact.id === id)?.title) || id
  return (
    <div className="stack">
      <ComboBox
        key={`${round} ${facts.length}`}
        label={t('exemptions.column.facts')}
        help={t('exemptions.factsHelp')}
        value={null}
        onChange={(fact) => {
          if (fact === null) return
          onChange([...value.filter((id) => id !== fact), fact])
          setRound(round + 1)
        }}
        options={facts.map(({ id, title }) => ({ value: id, label: read(title) || id, note: id }))}
        isRequired
      />
      {value.length > 0 && (
        <ul className="row">
          {value.map((id) => (
            <li key={id} className="tag tag-blue">
              {nameOf(id)}
              <IconButton
                small
                icon="close"
                label={t('exemptions.withoutFact', { title: nameOf(id) })}
                onPress={() => onChange(value.filter((one) => one !== id))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
