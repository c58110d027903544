/** Correcting a finding: a newer fact takes the place of the old one, with the reason; the old one stays in the record. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { ObservationId, PointId } from '../../../base/ids.ts'
import { Problem } from '../../../base/problem.ts'
import type { Observation } from '../../../inspections/observation.ts'
import { Button } from '../../../ui/Button.tsx'
import { Choice, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { Answer, Faults } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { inspections } from '../parts/places.ts'
import { ProofPicker, useProofs } from '../parts/proof.tsx'
import { toneOf } from './CheckItem.tsx'

/** The dialog; its scale comes from the checklist of the point. */
export function CorrectDialog({ result, onClose }: { result: Observation; onClose: () => void }) {
  const { t, read } = useWords()
  const list = useQuery(inspections.getChecklist.ask({ params: { id: result.point!.id as PointId } }))
  const [grade, setGrade] = useState<string | null>(null)
  const [value, setValue] = useState(result.value ?? '')
  const [note, setNote] = useState('')
  const proofs = useProofs(result.photos)
  const correct = useSend(inspections.correct, {
    done: t('inspections.correctedDone'),
    touches: ['assessments', 'cases'],
    quiet: true,
    onDone: onClose,
  })
  const send = () =>
    correct.send({
      params: { id: result.id },
      body: {
        id: v7() as ObservationId,
        note,
        photos: proofs.ids,
        ...(grade === null ? {} : { grade }),
        ...(value.trim() === '' || result.value === null ? {} : { value: value.trim() }),
      },
    })
  const isReady = note.trim() !== '' && (grade !== null || (result.value !== null && value !== result.value))
  return (
    <Dialog
      title={t('inspections.correctTitle')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={!isReady || proofs.isSending} isPending={correct.isPending} onPress={send}>
            {t('inspections.correct')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="strong">{read(result.title) || result.fact}</p>
        <Answer of={list} lines={3}>
          {({ items }) => {
            const item = items.find(({ fact }) => fact === result.fact)
            return (
              <>
                {result.value !== null && (
                  <TextField label={t('inspections.value')} value={value} onChange={setValue} help={read(result.unit)} />
                )}
                <Choice
                  big
                  label={t('inspections.newResult')}
                  value={grade}
                  onChange={setGrade}
                  options={(item?.grades ?? []).map(({ code, title, factor }) => ({ value: code, label: read(title), ...toneOf(factor) }))}
                />
              </>
            )
          }}
        </Answer>
        <TextField
          label={t('inspections.correctWhy')}
          value={note}
          onChange={setNote}
          rows={3}
          isRequired
          help={t('inspections.correctWhyHelp')}
        />
        <ProofPicker label={t('proof.addPhoto')} proofs={proofs} />
        {correct.error && (
          <Note tone="red">
            {correct.error.message}
            {correct.error instanceof Problem && <Faults problem={correct.error} />}
          </Note>
        )}
      </div>
    </Dialog>
  )
}
