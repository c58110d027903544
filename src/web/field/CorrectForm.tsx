/** Corrects an answer that has gone: a new fact in place of the old one, with its reason. The old one stays readable. */
import { useState } from 'react'
import type { Draft } from '../../field/draft.ts'
import type { PackCheck } from '../../field/pack.ts'
import { Choice, TextField } from '../../ui/Fields.tsx'
import { Dialog } from '../../ui/Overlays.tsx'
import { useWords } from '../../ui/words.tsx'
import { correct } from './acts.ts'

interface CorrectFormProps {
  readonly check: PackCheck
  readonly draft: Draft
  readonly about: string
  readonly onClose: () => void
  readonly onDraft: (draft: Draft) => void
}

/** The form. */
export function CorrectForm({ check, draft, about, onClose, onDraft }: CorrectFormProps) {
  const { t, read } = useWords()
  const [grade, setGrade] = useState<string>()
  const [note, setNote] = useState('')
  const send = async () => {
    onDraft(await correct(draft, check.fact, { grade: grade!, note: note.trim() }, about))
    onClose()
  }
  return (
    <Dialog
      title={t('inspections.correct')}
      isOpen
      onClose={onClose}
      actions={
        <button
          type="button"
          className="button button-primary"
          disabled={grade === undefined || note.trim() === ''}
          onClick={() => void send()}
        >
          {t('inspections.correct')}
        </button>
      }
    >
      <div className="stack">
        <Choice
          big
          label={read(check.title)}
          value={grade ?? null}
          onChange={setGrade}
          options={check.grades.map(({ code, title }) => ({ value: code, label: read(title) }))}
        />
        <TextField label={t('fieldApp.why')} value={note} onChange={setNote} isRequired rows={2} />
      </div>
    </Dialog>
  )
}
