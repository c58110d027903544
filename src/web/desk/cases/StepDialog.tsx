/** Taking a step: what its row of the procedure asks for, prefilled as far as it is known. No step has a dialog of its own. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { CaseId, EventId } from '../../../base/ids.ts'
import { addDays, dayOf } from '../../../base/time.ts'
import type { CaseFile, CaseStep } from '../../../cases/cases.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { Refusal } from '../parts/Refusal.tsx'
import { useProofs } from '../parts/proof.tsx'
import { cases } from './calls.ts'
import { hasReturned } from './lastWord.ts'
import { instantAt, timeOf } from './due.ts'
import { type Asked, AskedFor, StepFields } from './StepFields.tsx'

/** The end of the working day in the city, as an instant. */
export const endOfWork = (day: string): string => `${day}T10:00:00.000Z`

/** What is still missing keeps the button grey. */
function isReady({ needs }: CaseStep, asked: Asked, photos: number): boolean {
  const isGiven: Record<string, boolean> = {
    note: asked.note.trim() !== '',
    photos: photos > 0,
    unitId: asked.unit !== '',
    dueAt: asked.due !== '' || asked.condition !== '',
    passed: asked.passed !== null,
    class: asked.class !== '',
    condition: asked.condition !== '',
    until: asked.until !== '',
    otherId: asked.other !== '',
    pieces: asked.pieces.some((text) => text.trim() !== ''),
  }
  return Object.entries(needs).every(
    ([field, need]) => isGiven[field] || !(need === 'must' || (need === 'ifFailed' && asked.passed === 'no')),
  )
}

const firstDue = ({ dueAt, condition }: CaseFile, { latest, needs }: CaseStep): string => {
  // The limit belongs to the condition; a date by hand goes before it.
  if (condition !== null && needs.condition) return ''
  if (latest !== null && dueAt !== null) return dayOf(latest)
  return dueAt !== null && dayOf(dueAt) >= today() ? dayOf(dueAt) : addDays(today(), 5)
}

/** Where hours count, the hour that it was set to. */
const firstTime = ({ dueAt }: CaseFile, { latest }: CaseStep): string => {
  const at = latest ?? (dueAt !== null && dayOf(dueAt) >= today() ? dueAt : null)
  return at === null ? '18:00' : timeOf(at)
}

/** The dialog of a step. */
export function StepDialog({ it, step, onClose }: { it: CaseFile; step: CaseStep; onClose: () => void }) {
  const { t, read } = useWords()
  const [asked, setAsked] = useState<Asked>({
    unit: hasReturned(it) ? '' : (it.unit?.id ?? ''),
    due: firstDue(it, step),
    dueTime: firstTime(it, step),
    note: '',
    passed: null,
    class: it.class ?? '',
    condition: it.condition ?? '',
    until: addDays(today(), 30),
    other: '',
    pieces: ['', ''],
  })
  const proofs = useProofs()
  const { send, isPending, error } = useStep(it, step, onClose)
  return (
    <Dialog
      title={`${read(step.name)} · ${it.no}`}
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
            {read(step.name)}
          </Button>
        </>
      }
    >
      <div className="stack">
        {step.help && <p className="quiet">{read(step.help)}</p>}
        {step.needs.passed && <AskedFor it={it} />}
        <StepFields it={it} step={step} asked={asked} set={(change) => setAsked((old) => ({ ...old, ...change }))} proofs={proofs} />
        <Refusal error={error} wanted={{ kind: 'case', thing: it.id, text: `${read(step.name)} ${it.no} ${it.text}` }} />
      </div>
    </Dialog>
  )
}

/** The chosen minute, or the limit itself where that is the minute. */
const instantOf = ({ due, dueTime }: Asked, latest: string | null): string =>
  latest !== null && dayOf(latest) === due && timeOf(latest) === dueTime ? latest : instantAt(due, dueTime)

/** Sends the step with an event id made once, so that sending twice is one step. */
function useStep(it: CaseFile, step: CaseStep, onDone: () => void) {
  const { t, read } = useWords()
  const [id] = useState(() => v7() as EventId)
  const [pieceIds] = useState(() => Array.from({ length: 20 }, () => v7() as CaseId))
  const touches = ['points', 'assessments', 'inspections', 'participation']
  const take = useSend(cases.take, { quiet: true, done: t('cases.taken', { step: read(step.name) }), touches, onDone })
  const send = (asked: Asked, photos: readonly string[]) => {
    const { needs } = step
    const pieces = asked.pieces.flatMap((text, index) => (text.trim() === '' ? [] : [{ id: pieceIds[index]!, text: text.trim() }]))
    take.send({
      params: { id: it.id, step: step.step },
      body: {
        id,
        ...(needs.note ? { note: asked.note } : {}),
        ...(needs.photos ? { photos: photos as never } : {}),
        ...(needs.unitId && asked.unit !== '' ? { unitId: asked.unit as never } : {}),
        ...(needs.dueAt && asked.due !== '' ? { dueAt: instantOf(asked, step.latest) } : {}),
        ...(needs.passed && asked.passed !== null ? { passed: asked.passed === 'yes' } : {}),
        ...(needs.class && asked.class !== '' ? { class: asked.class } : {}),
        ...(needs.condition && asked.condition !== '' ? { condition: asked.condition } : {}),
        ...(needs.until && asked.until !== '' ? { until: endOfWork(asked.until) } : {}),
        ...(needs.otherId && asked.other !== '' ? { otherId: asked.other as CaseId } : {}),
        ...(needs.pieces ? { pieces } : {}),
      },
    })
  }
  return { send, isPending: take.isPending, error: take.error }
}
