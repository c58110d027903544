/** Taking a step: what the procedure asks for it, prefilled as far as it is known. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { EventId } from '../../../base/ids.ts'
import { addDays, dayOf } from '../../../base/time.ts'
import type { LaterStep } from '../../../cases/case.ts'
import type { CaseFile } from '../../../cases/cases.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Choice, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../clock.ts'
import { useUnits } from '../parts/places.ts'
import { Refusal } from '../parts/Refusal.tsx'
import { ProofPicker, useProofs } from '../parts/proof.tsx'
import { cases } from './calls.ts'

/** The end of the working day in the city, as an instant. */
export const endOfWork = (day: string): string => `${day}T10:00:00.000Z`

interface Asked {
  readonly unit: string
  readonly due: string
  readonly note: string
  readonly passed: 'yes' | 'no' | null
}

/** What is still missing keeps the button grey. */
const isReady = (step: LaterStep, { unit, due, note, passed }: Asked, photos: number): boolean => {
  const hasNote = note.trim() !== ''
  if (step === 'dispatch') return unit !== '' && due !== ''
  if (step === 'rectify') return photos > 0
  if (step === 'verify') return passed === 'yes' || (passed === 'no' && hasNote)
  return hasNote
}

/** The dialog of a step. */
export function StepDialog({ it, step, onClose }: { it: CaseFile; step: LaterStep; onClose: () => void }) {
  const { t } = useWords()
  const [asked, setAsked] = useState<Asked>({
    unit: it.unit?.id ?? '',
    due: it.dueAt !== null && dayOf(it.dueAt) >= today() ? dayOf(it.dueAt) : addDays(today(), 5),
    note: '',
    passed: null,
  })
  const proofs = useProofs()
  const { send, isPending, error } = useStep(it, step, onClose)
  const set = (change: Partial<Asked>) => setAsked((old) => ({ ...old, ...change }))
  return (
    <Dialog
      title={`${t(`cases.step.${step}`)} · ${it.no}`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isPending={isPending}
            isDisabled={proofs.isSending || !isReady(step, asked, proofs.ids.length)}
            onPress={() => send(asked, proofs.ids)}
          >
            {t(`cases.step.${step}`)}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="quiet">{t(`cases.stepHelp.${step}`)}</p>
        <Fields step={step} asked={asked} set={set} />
        {step === 'rectify' && <p className="small quiet">{t('cases.photoWanted')}</p>}
        {(step === 'rectify' || step === 'verify' || step === 'reopen') && <ProofPicker label={t('proof.addPhoto')} proofs={proofs} />}
        <Refusal error={error} wanted={{ kind: 'case', thing: it.id, text: `${t(`cases.step.${step}`)} ${it.no} ${it.text}` }} />
      </div>
    </Dialog>
  )
}

function Fields({ step, asked, set }: { step: LaterStep; asked: Asked; set: (change: Partial<Asked>) => void }) {
  const { t } = useWords()
  const units = useUnits()
  return (
    <>
      {step === 'dispatch' && (
        <>
          <ComboBox
            key={units.length}
            label={t('cases.unit')}
            value={asked.unit || null}
            onChange={(unit) => set({ unit: unit ?? '' })}
            options={units}
            isRequired
            help={t('cases.unitHelp')}
          />
          <DatePicker label={t('cases.due')} value={asked.due} onChange={(due) => set({ due })} min={today()} />
        </>
      )}
      {step === 'verify' && (
        <Choice
          big
          label={t('cases.verdict')}
          value={asked.passed}
          onChange={(passed) => set({ passed })}
          options={[
            { value: 'yes', label: t('cases.pass'), tone: 'good' },
            { value: 'no', label: t('cases.sendBack'), tone: 'bad' },
          ]}
        />
      )}
      <TextField
        label={step === 'close' || step === 'reopen' || asked.passed === 'no' ? t('cases.reason') : t('cases.note')}
        value={asked.note}
        onChange={(note) => set({ note })}
        rows={3}
        isRequired={step === 'close' || step === 'reopen' || asked.passed === 'no'}
      />
    </>
  )
}

/** Sends the step with an event id made once, so that sending twice is one step. */
function useStep(it: CaseFile, step: LaterStep, onDone: () => void) {
  const { t } = useWords()
  const [id] = useState(() => v7() as EventId)
  const options = { quiet: true, done: t(`cases.done.${step}`), touches: ['points', 'assessments', 'inspections'], onDone }
  const sends = {
    dispatch: useSend(cases.dispatch, options),
    rectify: useSend(cases.rectify, options),
    verify: useSend(cases.verify, options),
    close: useSend(cases.close, options),
    reopen: useSend(cases.reopen, options),
  }
  const params = { id: it.id }
  const send = ({ unit, due, note, passed }: Asked, photos: readonly string[]) => {
    const proof = photos as never
    if (step === 'dispatch') sends.dispatch.send({ params, body: { id, unitId: unit as never, dueAt: endOfWork(due), note } })
    else if (step === 'rectify') sends.rectify.send({ params, body: { id, note, photos: proof } })
    else if (step === 'verify') sends.verify.send({ params, body: { id, note, passed: passed === 'yes', photos: proof } })
    else if (step === 'close') sends.close.send({ params, body: { id, note } })
    else sends.reopen.send({ params, body: { id, note, photos: proof } })
  }
  return { send, isPending: sends[step].isPending, error: sends[step].error }
}
