/** A new sample: the round, who goes, what is drawn from. What it would draw is shown before anything is bound. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { SampleId } from '../../../samples/sample.ts'
import { useQuery } from '@tanstack/react-query'
import { walkedKinds } from '../../../inspections/round.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Checkbox } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox, type Option } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { useMay } from '../../me.ts'
import { inspections, useUnits } from '../parts/places.ts'
import { samples } from './calls.ts'
import { firstPlan, type PlanDraft, PlanFields, planOf } from './PlanFields.tsx'

interface Draft extends PlanDraft {
  readonly roundId: string | null
  readonly unitId: string | null
  readonly sealed: boolean
  readonly releaseOn: string
}

const first: Draft = { ...firstPlan, roundId: null, unitId: null, sealed: false, releaseOn: '' }

/** The dialog. */
export function NewSample({ round = null, onClose, onDone }: { round?: string | null; onClose: () => void; onDone: (id: string) => void }) {
  const { t } = useWords()
  const [draft, setDraft] = useState<Draft>({ ...first, roundId: round })
  const [id] = useState(() => v7() as SampleId)
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const plan = planOf(draft)
  const bind = useSend(samples.bind, {
    quiet: true,
    done: t('samples.wasBound'),
    onDone: () => {
      onClose()
      onDone(id)
    },
  })
  const missing = [
    draft.roundId === null && t('samples.column.round'),
    draft.unitId === null && t('samples.column.unit'),
    plan === null && t(draft.how === 'table' ? 'samples.counts' : `samples.count.${draft.how}`),
    draft.sealed && draft.releaseOn === '' && t('samples.releaseOn'),
  ].filter((one) => one !== false)
  const send = () =>
    bind.send({
      body: {
        id,
        roundId: draft.roundId as never,
        unitId: draft.unitId as never,
        plan: plan!,
        sealed: draft.sealed,
        // The day of the release begins in the city.
        releaseAt: draft.sealed ? new Date(`${draft.releaseOn}T00:00:00+08:00`).toISOString() : null,
      },
    })
  return (
    <Dialog
      title={t('samples.new')}
      isOpen
      onClose={onClose}
      actions={
        <>
          {missing.length > 0 && (
            <p className="small quiet grow">{t('samples.stillMissing', { what: missing.join(t('whistles.comma')) })}</p>
          )}
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={missing.length > 0} isPending={bind.isPending} onPress={send}>
            {t('samples.bind')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <RoundField value={draft.roundId} onChange={(roundId) => set({ roundId })} />
        <Chosen label={t('samples.column.unit')} value={draft.unitId} onChange={(unitId) => set({ unitId })} options={useUnits()} />
        <PlanFields draft={draft} set={set} />
        <Checkbox isSelected={draft.sealed} onChange={(sealed) => set({ sealed })}>
          {t('samples.sealedHelp')}
        </Checkbox>
        {draft.sealed && (
          <DatePicker label={t('samples.releaseOn')} value={draft.releaseOn} onChange={(releaseOn) => set({ releaseOn })} isRequired />
        )}
        {bind.error && <Note tone="red">{bind.error.message}</Note>}
      </div>
    </Dialog>
  )
}

/** Rounds in the street that are not over, newest first: a sample is drawn before anybody walks. */
function RoundField({ value, onChange }: Pick<ChosenProps, 'value' | 'onChange'>) {
  const { t, read } = useWords()
  const mayAdd = useMay('inspections.review')
  const { data } = useQuery(inspections.listRounds.ask({ query: { limit: 200 } }))
  const isWalked = (kind: string) => (walkedKinds as readonly string[]).includes(kind)
  const options = (data?.items ?? [])
    .filter(({ kind, toOn, because }) => isWalked(kind) && toOn >= today() && Object.keys(because).length === 0)
    .map(({ id, title, fromOn }) => ({ value: id as string, label: read(title), note: fromOn }))
  return (
    <div className="stack-s">
      <Chosen key={options.length} label={t('samples.column.round')} value={value} onChange={onChange} options={options} />
      <p className="small quiet">
        {t('samples.roundsAre')} {mayAdd && <Link href="/rounds?new=yes">{t('rounds.new')}</Link>}
      </p>
    </div>
  )
}

interface ChosenProps {
  readonly label: string
  readonly value: string | null
  readonly onChange: (value: string | null) => void
  readonly options: readonly Option[]
}

const Chosen = ({ label, value, onChange, options }: ChosenProps) => (
  <ComboBox label={label} value={value} onChange={onChange} options={[...options]} isRequired />
)
