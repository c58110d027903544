/** A typed answer: words, numbers, days and times. What is no number goes to the engine as nothing, and is told. */
import { useState } from 'react'
import { Input, TextArea, TextField } from 'react-aria-components/TextField'
import { FieldFoot, FieldLabel } from '../../ui/Fields.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Around } from './Leaf.tsx'
import type { InputNode, RangeNode } from './node.ts'

interface Way {
  readonly type: 'text' | 'date' | 'time' | 'datetime-local'
  readonly inputMode?: 'numeric' | 'decimal'
  /** What is an answer; anything else is not sent. */
  readonly takes?: RegExp
  /** The part of what the engine keeps that the field can show. */
  readonly shown?: (kept: string) => string
}

const ways: Readonly<Record<string, Way>> = {
  int: { type: 'text', inputMode: 'numeric', takes: /^-?\d{1,15}$/ },
  decimal: { type: 'text', inputMode: 'decimal', takes: /^-?\d{1,15}(\.\d{1,15})?$/ },
  date: { type: 'date', shown: (kept) => kept.slice(0, 10) },
  time: { type: 'time', shown: (kept) => kept.slice(0, 5) },
  dateTime: { type: 'datetime-local', shown: (kept) => kept.slice(0, 16) },
}
const words: Way = { type: 'text' }

/** The field. */
export function Typed({ node, around }: { node: InputNode | RangeNode; around: Around }) {
  const { t } = useWords()
  const kept = node.currentState.instanceValue
  const way = ways[node.valueType] ?? words
  // What is typed stands as it was typed, until the form itself puts something else there.
  const [typed, setTyped] = useState({ text: way.shown?.(kept) ?? kept, kept })
  const text = typed.kept === kept ? typed.text : (way.shown?.(kept) ?? kept)
  const isWrong = text.trim() !== '' && way.takes?.test(text.trim()) === false
  const type = (next: string) => {
    const isAnswer = next.trim() !== '' && way.takes?.test(next.trim()) !== false
    node.setValue(isAnswer ? (way.takes ? next.trim() : next) : way.type === 'text' && !way.takes ? '' : null)
    setTyped({ text: next, kept: node.currentState.instanceValue })
  }
  const rows = node.nodeType === 'input' ? node.nodeOptions?.rows : undefined
  const error = isWrong ? t(way.inputMode === 'numeric' ? 'forms.notWhole' : 'forms.notNumber') : around.error
  return (
    <TextField
      className="field fill-question"
      value={text}
      onChange={type}
      type={way.type === 'datetime-local' ? 'text' : (way.type as 'text')}
      isRequired={around.isRequired}
      isDisabled={around.isDisabled}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      {...(way.inputMode ? { inputMode: way.inputMode } : {})}
    >
      <FieldLabel {...around} />
      {rows ? <TextArea className="input" rows={rows} /> : <Input className="input" type={way.type} />}
      <FieldFoot {...(around.help === undefined ? {} : { help: around.help })} {...(error === undefined ? {} : { error })} />
    </TextField>
  )
}
