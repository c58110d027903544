/** A changed procedure before it is in force: from a file or row by row; what it changes is shown, what is wrong is named by row. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { Problem } from '../../../../base/problem.ts'
import type { Procedure, Step } from '../../../../cases/procedure/procedure.ts'
import type { ProcedureFile } from '../../../../cases/procedure/procedures.api.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Choice, TextField } from '../../../../ui/Fields.tsx'
import { FileDrop } from '../../../../ui/FileDrop.tsx'
import { Card, Note } from '../../../../ui/Page.tsx'
import { Faults } from '../../../../ui/States.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { useSend } from '../../../call.ts'
import { procedures } from './calls.ts'
import { StepRow } from './StepRow.tsx'

interface DraftProps {
  readonly file: ProcedureFile
  readonly draft: Procedure | null
  readonly setDraft: (draft: Procedure | null) => void
}

/** The buttons that begin a draft, or the draft. */
export function Draft({ file, draft, setDraft }: DraftProps) {
  const { t } = useWords()
  const reads = useSend(procedures.read, { quiet: true, onDone: ({ document }) => setDraft(document) })
  if (draft !== null) return <Changes file={file} draft={draft} setDraft={setDraft} />
  const read = async (files: readonly File[]) => {
    const [first] = files
    if (first) reads.send({ query: { name: first.name }, body: new Uint8Array(await first.arrayBuffer()) })
  }
  return (
    <Card title={t('procedure.change')}>
      <div className="stack">
        <p className="quiet">{t('procedure.changeHelp')}</p>
        <div className="row">
          <Button icon="edit" onPress={() => setDraft(file.document)}>
            {t('procedure.editHere')}
          </Button>
        </div>
        <FileDrop
          label={t('procedure.fromFile')}
          endings={['.xlsx', '.json']}
          maxMb={4}
          isBusy={reads.isPending}
          onFiles={(files) => void read(files)}
        />
        <Refused error={reads.error} />
      </div>
    </Card>
  )
}

function Refused({ error }: { error: Error | null }) {
  if (error === null) return null
  return (
    <Note tone="red" title={error.message}>
      {error instanceof Problem && <Faults problem={error} />}
    </Note>
  )
}

function Changes({ file, draft, setDraft }: DraftProps & { draft: Procedure }) {
  const { t, read } = useWords()
  const [id] = useState(() => v7())
  const [note, setNote] = useState('')
  const [moves, setMoves] = useState<'new' | 'open'>('new')
  const [row, setRow] = useState<Step | null>(null)
  const adopt = useSend(procedures.adopt, { quiet: true, touches: ['cases'], done: t('procedure.adopted'), onDone: () => setDraft(null) })
  const old = new Map(file.document.steps.map((step) => [step.step, JSON.stringify(step)]))
  const markOf = (step: Step) => (!old.has(step.step) ? 'added' : old.get(step.step) === JSON.stringify(step) ? null : 'changed')
  const gone = file.document.steps.filter(({ step }) => !draft.steps.some((one) => one.step === step))
  return (
    <Card
      title={t('procedure.draft')}
      actions={
        <Button small onPress={() => setDraft(null)}>
          {t('procedure.drop')}
        </Button>
      }
    >
      <div className="stack">
        <ul className="bulk">
          {draft.steps.map((step) => (
            <li key={step.step} className="row-wide">
              <span>
                {read(step.name)} <code className="quiet small">{step.step}</code>{' '}
                {markOf(step) !== null && t(`procedure.mark.${markOf(step)!}`)}
              </span>
              <Button small icon="edit" onPress={() => setRow(step)}>
                {t('procedure.edit')}
              </Button>
            </li>
          ))}
          {gone.map((step) => (
            <li key={step.step} className="quiet">
              {read(step.name)} {t('procedure.mark.gone')}
            </li>
          ))}
        </ul>
        <Choice
          label={t('procedure.movesIs')}
          value={moves}
          onChange={setMoves}
          options={[
            { value: 'new', label: t('procedure.moves.new') },
            { value: 'open', label: t('procedure.moves.open') },
          ]}
        />
        <TextField label={t('procedure.why')} value={note} onChange={setNote} isRequired rows={2} />
        <Refused error={adopt.error} />
        <div className="row">
          <Button
            kind="primary"
            isPending={adopt.isPending}
            isDisabled={note.trim() === ''}
            onPress={() => adopt.send({ body: { id, document: draft, moves, note } })}
          >
            {t('procedure.adopt')}
          </Button>
        </div>
      </div>
      {row && <StepRow draft={draft} step={row} onClose={() => setRow(null)} onChange={setDraft} />}
    </Card>
  )
}
