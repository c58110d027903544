/** The questions that a kind asks besides its words. The choices of a list are written one a line. */
import { useState } from 'react'
import { type Attribute, datatypes } from '../../../../participation/kinds.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Checkbox, TextField } from '../../../../ui/Fields.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { useWords } from '../../../../ui/words.tsx'

const nothing = { zh: '', en: '' }
const blank: Attribute = { code: '', datatype: 'string', required: false, title: nothing, help: nothing, values: [] }

interface QuestionsProps {
  readonly list: readonly Attribute[]
  readonly onChange: (list: Attribute[]) => void
}

/** All questions, and the way to one more. */
export function Questions({ list, onChange }: QuestionsProps) {
  const { t } = useWords()
  const put = (index: number, change: Partial<Attribute>) => onChange(list.map((one, at) => (at === index ? { ...one, ...change } : one)))
  return (
    <section className="stack">
      <h3 className="minor">{t('sources.questions')}</h3>
      {list.map((one, index) => (
        <Question
          // oxlint-disable-next-line react/no-array-index-key -- a question has no other name than its place while its code is typed
          key={index}
          n={index + 1}
          it={one}
          set={(change) => put(index, change)}
          onDrop={() => onChange(list.filter((_, at) => at !== index))}
        />
      ))}
      {list.length < 20 && (
        <div className="row">
          <Button small icon="add" onPress={() => onChange([...list, blank])}>
            {t('sources.addQuestion')}
          </Button>
        </div>
      )}
    </section>
  )
}

interface QuestionProps {
  readonly n: number
  readonly it: Attribute
  readonly set: (change: Partial<Attribute>) => void
  readonly onDrop: () => void
}

function Question({ n, it, set, onDrop }: QuestionProps) {
  const { t } = useWords()
  return (
    <div className="stack-s clock">
      <div className="row-wide">
        <span className="small quiet">{t('sources.questionNo', { n })}</span>
        <Button small kind="quiet" icon="trash" onPress={onDrop}>
          {t('sources.dropQuestion')}
        </Button>
      </div>
      <div className="grid">
        <TextField label={t('sources.title.zh')} value={it.title.zh} onChange={(zh) => set({ title: { ...it.title, zh } })} isRequired />
        <TextField label={t('sources.title.en')} value={it.title.en} onChange={(en) => set({ title: { ...it.title, en } })} />
        <TextField label={t('sources.code')} value={it.code} onChange={(code) => set({ code })} maxLength={32} isRequired />
        <Select
          label={t('sources.datatype')}
          value={it.datatype}
          onChange={(datatype) => set({ datatype: datatype as Attribute['datatype'] })}
          options={datatypes.map((value) => ({ value: value as string, label: t(`sources.datatype.${value}`) }))}
        />
      </div>
      {it.datatype.endsWith('list') && <Choices values={it.values} onChange={(values) => set({ values })} />}
      <Checkbox isSelected={it.required} onChange={(required) => set({ required })}>
        {t('sources.required')}
      </Checkbox>
    </div>
  )
}

const written = (values: Attribute['values']) =>
  values.map(({ key, title }) => [key, title.zh, title.en].filter((text) => text !== '').join(' | ')).join('\n')

const readLine = (line: string): Attribute['values'] => {
  const [key = '', zh = '', en = ''] = line.split('|').map((part) => part.trim())
  return /^[A-Za-z0-9_-]{1,32}$/.test(key) && zh !== '' ? [{ key, title: { zh, en } }] : []
}

function Choices({ values, onChange }: { values: Attribute['values']; onChange: (values: Attribute['values']) => void }) {
  const { t } = useWords()
  const [text, setText] = useState(() => written(values))
  const change = (next: string) => {
    setText(next)
    onChange(next.split('\n').flatMap(readLine))
  }
  return (
    <TextField
      label={t('sources.choices')}
      value={text}
      onChange={change}
      rows={4}
      isRequired
      help={t('sources.choicesHelp', { count: values.length })}
    />
  )
}
