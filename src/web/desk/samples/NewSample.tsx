/** A new sample: the round, who goes, what is drawn from. What it would draw is shown before anything is bound. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { SampleId } from '../../../samples/sample.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Checkbox } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox, type Option } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useRounds, useUnits } from '../parts/places.ts'
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
export function NewSample({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const { t } = useWords()
  const [draft, setDraft] = useState(first)
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
  const isReady = plan !== null && draft.roundId !== null && draft.unitId !== null && (!draft.sealed || draft.releaseOn !== '')
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
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={!isReady} isPending={bind.isPending} onPress={send}>
            {t('samples.bind')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <Chosen label={t('samples.column.round')} value={draft.roundId} onChange={(roundId) => set({ roundId })} options={useRounds()} />
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

interface ChosenProps {
  readonly label: string
  readonly value: string | null
  readonly onChange: (value: string | null) => void
  readonly options: readonly Option[]
}

const Chosen = ({ label, value, onChange, options }: ChosenProps) => (
  <ComboBox label={label} value={value} onChange={onChange} options={[...options]} isRequired />
)
