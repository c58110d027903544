/** A new sample: the round, who goes, what is drawn from. What it would draw is shown before anything is bound. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import { Plan, type StratumKey, stratumKeys } from '../../../samples/draw.ts'
import type { SampleId } from '../../../samples/sample.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Checkbox, Choice, NumberField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox, type Option } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useRounds, useUnits } from '../parts/places.ts'
import { samples } from './calls.ts'

interface Draft {
  readonly roundId: string | null
  readonly unitId: string | null
  readonly by: readonly StratumKey[]
  readonly how: 'each' | 'shared'
  readonly count: number | null
  readonly sealed: boolean
  readonly releaseOn: string
}

const first: Draft = { roundId: null, unitId: null, by: ['type'], how: 'shared', count: null, sealed: false, releaseOn: '' }

const planOf = ({ by, how, count }: Draft): Plan | null =>
  count === null || count < 1 ? null : Plan.parse({ by, quota: how === 'each' ? { how, count } : { how, count, least: 0 } })

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
        <Strata by={draft.by} onChange={(by) => set({ by })} />
        <Choice
          label={t('samples.how')}
          value={draft.how}
          onChange={(how) => set({ how })}
          options={(['shared', 'each'] as const).map((how) => ({ value: how, label: t(`samples.how.${how}`) }))}
        />
        <NumberField
          label={t(`samples.count.${draft.how}`)}
          value={draft.count}
          onChange={(count) => set({ count })}
          min={1}
          max={10_000}
          isRequired
        />
        <Checkbox isSelected={draft.sealed} onChange={(sealed) => set({ sealed })}>
          {t('samples.sealedHelp')}
        </Checkbox>
        {draft.sealed && (
          <DatePicker label={t('samples.releaseOn')} value={draft.releaseOn} onChange={(releaseOn) => set({ releaseOn })} isRequired />
        )}
        {plan && <WouldDraw plan={plan} />}
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

function Strata({ by, onChange }: { by: readonly StratumKey[]; onChange: (by: StratumKey[]) => void }) {
  const { t } = useWords()
  return (
    <fieldset className="stack-s">
      <legend className="field-label">{t('samples.by')}</legend>
      <div className="row">
        {stratumKeys.map((key) => (
          <Checkbox
            key={key}
            isSelected={by.includes(key)}
            isDisabled={!by.includes(key) && by.length === 3}
            onChange={(isOn) => onChange(stratumKeys.filter((one) => (one === key ? isOn : by.includes(one))))}
          >
            {t(`samples.by.${key}`)}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  )
}

/** How many strata and points a plan finds, or why it cannot be drawn. */
function WouldDraw({ plan }: { plan: Plan }) {
  const { t } = useWords()
  const { data, error } = useQuery({
    queryKey: ['samples', 'preview', plan],
    queryFn: () => samples.preview({ body: { plan } }, {}),
    retry: false,
  })
  if (error) return <Note tone="amber">{error.message}</Note>
  if (!data) return null
  const none = data.strata.filter(({ count }) => count === 0).length
  return (
    <Note tone={none > 0 ? 'amber' : 'blue'}>
      {t('samples.wouldDraw', { frame: data.framePoints, strata: data.strata.length, drawn: data.drawnPoints })}
      {none > 0 && t('samples.neverDrawn', { none })}
    </Note>
  )
}
