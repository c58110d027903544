/** The reader's steps as buttons, and the dialog of each with what it asks for. Sent with an event id made once. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { EventId, UnitId } from '../../../base/ids.ts'
import { addDays } from '../../../base/time.ts'
import type { WhistleStep } from '../../../whistles/whistle.ts'
import type { WhistleFile } from '../../../whistles/whistles.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Choice, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { type Call, useSend } from '../../call.ts'
import { now } from '../../clock.ts'
import { today } from '../../today.ts'
import { useMe } from '../../me.ts'
import { useUnits } from '../parts/places.ts'
import { ProofPicker, useProofs } from '../parts/proof.tsx'
import { Refusal } from '../parts/Refusal.tsx'
import { whistles } from './calls.ts'
import { Silent, silentOf } from './Silent.tsx'

/** What takes a whistle on, in the order in which it is expected; the other steps stand behind it and never lead. */
const onward: readonly WhistleStep[] = ['signIn', 'reply', 'finish', 'rate', 'close', 'rateBack', 'coordinate']

/** The steps that can be taken, the expected one first. Once every unit is rated the whistle is to be closed, not rated again. */
function ordered({ steps, parties }: WhistleFile): { readonly all: readonly WhistleStep[]; readonly next: WhistleStep | undefined } {
  const free = steps.filter(({ refusal }) => refusal === null).map(({ step }) => step)
  const isRated = parties.every(({ rating }) => rating !== null)
  const next = onward.find((step) => free.includes(step) && !(step === 'rate' && isRated))
  const rest = free.filter((step) => step !== next)
  return { all: next === undefined ? rest : [next, ...rest], next }
}

/** What the reader may do now, the expected step first; the record is open beside it all the time. */
export function WhistleSteps({ it }: { it: WhistleFile }) {
  const { t } = useWords()
  const [open, setOpen] = useState<WhistleStep | null>(null)
  const { all, next } = ordered(it)
  if (all.length === 0) return null
  return (
    <div className="row">
      {all.map((step) => (
        <Button key={step} {...(step === next ? { kind: 'primary' as const } : {})} onPress={() => setOpen(step)}>
          {t(`whistles.step.${step}`)}
        </Button>
      ))}
      {open && <StepDialog it={it} step={open} onClose={() => setOpen(null)} />}
    </div>
  )
}

/** What was entered so far. */
interface Asked {
  readonly note: string
  readonly unit: string
  readonly stars: string
  readonly accepted: 'signedIn' | 'now'
  readonly contacted: string
  readonly measure: string
  readonly deadline: string
  /** The lead finishes although somebody has not answered, and knows it. */
  readonly knows: boolean
}

const withPhotos: ReadonlySet<WhistleStep> = new Set(['signIn', 'record', 'finish'])
const withReason: ReadonlySet<WhistleStep> = new Set(['record', 'finish', 'sendBack', 'withdraw', 'coordinate'])
const withStars: ReadonlySet<WhistleStep> = new Set(['rate', 'rateBack'])

function isReady(step: WhistleStep, asked: Asked, silent: readonly unknown[]): boolean {
  if (step === 'finish' && silent.length > 0 && !asked.knows) return false
  if (withReason.has(step) && asked.note.trim() === '') return false
  if (withStars.has(step) && asked.stars === '') return false
  if (step === 'rate' && asked.unit === '') return false
  return step !== 'reply' || (asked.contacted.trim() !== '' && asked.measure.trim() !== '' && asked.deadline !== '')
}

interface StepProps {
  readonly it: WhistleFile
  readonly step: WhistleStep
  readonly onClose: () => void
}

function StepDialog({ it, step, onClose }: StepProps) {
  const { t } = useWords()
  const { unit } = useMe()
  const mine = it.parties.find((party) => party.unit.id === unit?.id)
  const unrated = it.parties.find(({ rating }) => rating === null)
  const [asked, setAsked] = useState<Asked>({
    note: '',
    unit: step === 'rate' ? (unrated?.unit.id ?? '') : '',
    stars: '',
    accepted: 'signedIn',
    contacted: '',
    measure: '',
    deadline: addDays(today(), 3),
    knows: false,
  })
  const proofs = useProofs()
  const { send, isPending, error } = useStep(it, step, onClose)
  const bodyOf = () => ({
    ...(step === 'reply'
      ? {
          acceptedAt: asked.accepted === 'now' ? now() : (mine?.signedInAt ?? now()),
          contacted: asked.contacted,
          measure: asked.measure,
          deadline: asked.deadline,
        }
      : { note: asked.note }),
    ...(withPhotos.has(step) ? { photos: proofs.ids } : {}),
    ...(withStars.has(step) ? { stars: Number(asked.stars) } : {}),
    ...(step === 'rate' || (step === 'coordinate' && asked.unit !== '') ? { unitId: asked.unit as UnitId } : {}),
  })
  return (
    <Dialog
      title={`${t(`whistles.step.${step}`)} · ${it.no}`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isPending={isPending}
            isDisabled={proofs.isSending || !isReady(step, asked, silentOf(it))}
            onPress={() => send(bodyOf())}
          >
            {t(`whistles.step.${step}`)}
          </Button>
        </>
      }
    >
      <div className="stack">
        <Fields it={it} step={step} asked={asked} set={(change) => setAsked((old) => ({ ...old, ...change }))} />
        {withPhotos.has(step) && <ProofPicker label={t('proof.addPhoto')} proofs={proofs} />}
        <Refusal error={error} wanted={{ kind: 'help', thing: it.id, text: it.text }} />
      </div>
    </Dialog>
  )
}

type Send = (input: { params: { id: WhistleFile['id'] }; body: object }) => void

/** Sends the step; all of them take a body with the id of the event. */
function useStep(it: WhistleFile, step: WhistleStep, onDone: () => void) {
  const { t } = useWords()
  const [id] = useState(() => v7() as EventId)
  const call = whistles[step] as unknown as Call<(typeof whistles)['record']['route']>
  const sent = useSend(call, { quiet: true, done: t('whistles.taken'), touches: ['indicators'], onDone })
  const send = (body: object) => (sent.send as unknown as Send)({ params: { id: it.id }, body: { id, ...body } })
  return { send, isPending: sent.isPending, error: sent.error }
}

interface FieldsProps extends Omit<StepProps, 'onClose'> {
  readonly asked: Asked
  readonly set: (change: Partial<Asked>) => void
}

function Fields({ it, step, asked, set }: FieldsProps) {
  const { t, read } = useWords()
  if (step === 'reply') return <FourElements asked={asked} set={set} />
  return (
    <>
      {step === 'finish' && <Silent it={it} knows={asked.knows} onKnow={(knows) => set({ knows })} />}
      {step === 'rate' && (
        <Select
          label={t('whistles.column.unit')}
          value={asked.unit}
          onChange={(unit) => set({ unit })}
          options={it.parties.map(({ unit }) => ({ value: unit.id as string, label: read(unit.title) }))}
        />
      )}
      {withStars.has(step) && (
        <Choice
          label={t('whistles.score')}
          value={asked.stars === '' ? null : asked.stars}
          onChange={(stars) => set({ stars })}
          options={(['5', '4', '3', '2', '1'] as const).map((value) => ({ value: value as string, label: t(`whistles.score.${value}`) }))}
        />
      )}
      {step === 'coordinate' && <AlsoCall it={it} value={asked.unit} onChange={(unit) => set({ unit })} />}
      <TextField
        label={t('whistles.note')}
        value={asked.note}
        onChange={(note) => set({ note })}
        rows={3}
        maxLength={2000}
        isRequired={withReason.has(step)}
      />
    </>
  )
}

/** Accepted when, contacted whom, what measure, by which day. */
function FourElements({ asked, set }: Pick<FieldsProps, 'asked' | 'set'>) {
  const { t } = useWords()
  return (
    <>
      <Choice
        label={t('whistles.reply.acceptedAt')}
        value={asked.accepted}
        onChange={(accepted) => set({ accepted })}
        options={(['signedIn', 'now'] as const).map((value) => ({ value, label: t(`whistles.accepted.${value}`) }))}
      />
      <TextField
        label={t('whistles.reply.contacted')}
        value={asked.contacted}
        onChange={(contacted) => set({ contacted })}
        maxLength={300}
        isRequired
      />
      <TextField
        label={t('whistles.reply.measure')}
        value={asked.measure}
        onChange={(measure) => set({ measure })}
        rows={3}
        maxLength={2000}
        isRequired
      />
      <DatePicker
        label={t('whistles.reply.deadline')}
        value={asked.deadline}
        onChange={(deadline) => set({ deadline })}
        min={today()}
        isRequired
      />
    </>
  )
}

/** Another unit that is to help. */
function AlsoCall({ it, value, onChange }: { it: WhistleFile; value: string; onChange: (unit: string) => void }) {
  const { t } = useWords()
  const units = useUnits().filter((unit) => unit.value !== it.unit.id && !it.parties.some((party) => party.unit.id === unit.value))
  return (
    <ComboBox
      key={units.length}
      label={t('whistles.alsoCall')}
      value={value || null}
      onChange={(unit) => onChange(unit ?? '')}
      options={units}
    />
  )
}
