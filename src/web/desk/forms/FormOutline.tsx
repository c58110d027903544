/** A form read through: what is asked in what order, by which kind of answer, and under which conditions. */
import { type Form, type FormPart, wordsFor } from '../../../forms/form.ts'
import { StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'

/** Conditions that are worth knowing, in the order of the standard. */
const told = ['relevant', 'constraint', 'calculation', 'choice_filter', 'repeat_count'] as const

/** The whole form. */
export function FormOutline({ form }: { form: Form }) {
  return <PartList form={form} parts={form.parts} />
}

function PartList({ form, parts }: { form: Form; parts: readonly FormPart[] }) {
  return (
    <ol className="outline">
      {parts.map((part) => (
        <li key={part.row}>
          <PartLine form={form} part={part} />
          {part.is !== 'question' && <PartList form={form} parts={part.parts} />}
        </li>
      ))}
    </ol>
  )
}

function PartLine({ form, part }: { form: Form; part: FormPart }) {
  const { t, tAny, language } = useWords()
  const say = (words: FormPart['words']['label']) => wordsFor(words, language, form.defaultLanguage)
  const list = part.is === 'question' ? form.lists.find(({ name }) => name === part.list) : undefined
  const type = part.is === 'question' ? part.type : part.is
  return (
    <div className="outline-line">
      <p>
        <span className={part.is === 'question' ? '' : 'strong'}>{say(part.words.label) || <code>{part.name}</code>}</span>{' '}
        <StatusTag>{tAny(`forms.type.${type}`)}</StatusTag>
        {part.cells.required !== undefined && <StatusTag tone="blue">{t('ui.required')}</StatusTag>}
      </p>
      {list && <p className="small quiet">{list.choices.map(({ name, label }) => say(label) || name).join(' / ')}</p>}
      {told.map((field) => {
        const text = part.cells[field]
        return text === undefined ? null : (
          <p key={field} className="small quiet">
            {t(`forms.cell.${field}`)} <code>{text}</code>
          </p>
        )
      })}
    </div>
  )
}
