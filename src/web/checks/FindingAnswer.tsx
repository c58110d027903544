/** Whatever else was found, each with its class of case; that nothing was found must be said too. */
import { useState } from 'react'
import type { z } from 'zod'
import type { finding } from '../../standards/checks/finding.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { ComboBox } from '../../ui/Select.tsx'
import { TextField } from '../../ui/Fields.tsx'
import { useWords } from '../../ui/words.tsx'
import type { AnswerProps } from './part.ts'

/** The list of what was found, with a way to add to it. */
export function FindingAnswer({ check, label, draft, onChange, where, classes }: AnswerProps<z.infer<typeof finding.answer>>) {
  const { t } = useWords()
  // Chosen or written, the field starts anew after each finding.
  const [round, setRound] = useState(0)
  const { found } = draft
  const starts = check.ask?.classes
  const options = (classes ?? []).filter(({ value }) => starts === undefined || starts.some((start) => value.startsWith(start)))
  const titleOf = (code: string) => options.find(({ value }) => value === code)?.label ?? code
  const add = (code: string) => {
    setRound(round + 1)
    const next = [...(found ?? []), { class: code }]
    onChange({ found: next })
    void where?.().then((place) => place && onChange({ found: next.map((it, at) => (at === next.length - 1 ? { ...it, place } : it)) }))
  }
  return (
    <div className="stack-s" role="group" aria-label={label}>
      {found?.length === 0 && <p>{t('inspections.answer.nothingFound')}</p>}
      <ul className="answer-items">
        {found?.map((it, index) => (
          // What was found may be of one class twice; its place in the list is its name.
          // eslint-disable-next-line react/no-array-index-key
          <li key={index} className="answer-item">
            <span className="grow">{titleOf(it.class)}</span>
            <IconButton
              icon="trash"
              label={t('inspections.answer.removeFinding', { title: titleOf(it.class) })}
              onPress={() => onChange({ found: found.filter((_, at) => at !== index) })}
            />
          </li>
        ))}
      </ul>
      {options.length > 0 ? (
        <ComboBox
          key={round}
          label={t('inspections.answer.addFinding')}
          value={null}
          onChange={(code) => code !== null && add(code)}
          options={options}
        />
      ) : (
        <ByCode key={round} onAdd={add} />
      )}
      {found === undefined && (
        <Button icon="check" onPress={() => onChange({ found: [] })}>
          {t('inspections.answer.foundNothing')}
        </Button>
      )}
    </div>
  )
}

/** Where the list of classes is not at hand: the code as it is printed. */
function ByCode({ onAdd }: { onAdd: (code: string) => void }) {
  const { t } = useWords()
  const [code, setCode] = useState('')
  return (
    <div className="answer-row">
      <TextField label={t('inspections.answer.classCode')} value={code} onChange={setCode} maxLength={32} />
      <Button icon="add" isDisabled={code.trim() === ''} onPress={() => onAdd(code.trim())}>
        {t('inspections.answer.addFinding')}
      </Button>
    </div>
  )
}
