/** What is drawn from and how much of it: kinds and streets, strata, the number of each. What it would draw is shown before anything is bound. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Plan, type Quota, type StratumKey, stratumKeys } from '../../../samples/draw.ts'
import { Checkbox, Choice, NumberField } from '../../../ui/Fields.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKinds } from '../../kinds.ts'
import { useStreets } from '../parts/places.ts'
import { rounds } from '../rounds/calls.ts'
import { samples } from './calls.ts'
import { FrameRows, type Given } from './FrameRows.tsx'

/** A plan as it is being written. */
export interface PlanDraft {
  readonly type: string | null
  readonly areaId: string | null
  readonly by: readonly StratumKey[]
  readonly how: Quota['how']
  readonly count: number | null
  /** The number of each stratum, where each has its own. */
  readonly counts: Readonly<Record<string, number | null>>
  readonly given: Given
}

/** Nothing said yet but the usual: by kind, shared out. */
export const firstPlan: PlanDraft = { type: null, areaId: null, by: ['type'], how: 'shared', count: null, counts: {}, given: { sizes: [] } }

/** The plan, once it says how many. */
export function planOf({ type, areaId, by, how, count, counts, given }: PlanDraft): Plan | null {
  const from = { types: type === null ? [] : [type], areaId, by, ...given }
  if (how === 'table') {
    const rows = Object.entries(counts).flatMap(([stratum, n]) => (n === null || n < 1 ? [] : [{ stratum, count: n }]))
    return rows.length === 0 ? null : Plan.parse({ ...from, quota: { how, rows } })
  }
  if (count === null || count < 1) return null
  return Plan.parse({ ...from, quota: how === 'each' ? { how, count } : { how, count, least: 0 } })
}

interface PlanProps {
  readonly draft: PlanDraft
  readonly set: (part: Partial<PlanDraft>) => void
}

/** The fields. */
export function PlanFields({ draft, set }: PlanProps) {
  const { t } = useWords()
  const { typeName } = useKinds()
  const since = '2000-01-01'
  const { data } = useQuery({ ...rounds.countUnseen.ask({ query: { since } }), staleTime: 300_000 })
  const types = useMemo(() => [...new Set((data?.groups ?? []).map(({ type }) => type))], [data])
  const plan = planOf(draft)
  return (
    <>
      <ComboBox
        label={t('samples.onlyType')}
        value={draft.type}
        onChange={(type) => set({ type, counts: {} })}
        options={types.map((type) => ({ value: type, label: typeName(type) }))}
      />
      <ComboBox
        label={t('samples.onlyStreet')}
        value={draft.areaId}
        onChange={(areaId) => set({ areaId, counts: {} })}
        options={useStreets()}
      />
      <Strata by={draft.by} onChange={(by) => set({ by, counts: {} })} />
      <FrameRows given={draft.given} onChange={(given) => set({ given, counts: {} })} />
      <Choice
        label={t('samples.how')}
        value={draft.how}
        onChange={(how) => set({ how })}
        options={(['shared', 'each', 'table'] as const).map((how) => ({ value: how, label: t(`samples.how.${how}`) }))}
      />
      {draft.how === 'table' ? (
        <Table draft={draft} onChange={(counts) => set({ counts })} />
      ) : (
        <NumberField
          label={t(`samples.count.${draft.how}`)}
          value={draft.count}
          onChange={(count) => set({ count })}
          min={1}
          max={10_000}
          isRequired
        />
      )}
      {plan && <WouldDraw plan={plan} />}
    </>
  )
}

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

const usePreview = (plan: Plan) =>
  useQuery({ queryKey: ['samples', 'preview', plan], queryFn: () => samples.preview({ body: { plan } }, {}), retry: false })

/** A number for every stratum that there is. */
function Table({ draft, onChange }: { draft: PlanDraft; onChange: (counts: PlanDraft['counts']) => void }) {
  const { t } = useWords()
  const { typeName } = useKinds()
  const all = planOf({ ...draft, how: 'each', count: 1 })!
  const { data, error } = usePreview(all)
  if (error) return <Note tone="amber">{error.message}</Note>
  const named = (stratum: string) =>
    draft.by[0] === 'type' ? [typeName(stratum.split('/')[0]!), ...stratum.split('/').slice(1)].join(' / ') : stratum
  return (
    <fieldset className="stack-s">
      <legend className="field-label">{t('samples.counts')}</legend>
      <div className="grid">
        {(data?.strata ?? []).map(({ stratum, has }) => (
          <NumberField
            key={stratum}
            label={t('samples.countOf', { stratum: named(stratum), has })}
            value={draft.counts[stratum] ?? null}
            onChange={(n) => onChange({ ...draft.counts, [stratum]: n })}
            min={0}
            max={has}
          />
        ))}
      </div>
    </fieldset>
  )
}

/** How many strata and points a plan finds, or why it cannot be drawn. */
function WouldDraw({ plan }: { plan: Plan }) {
  const { t } = useWords()
  const { data, error } = usePreview(plan)
  if (error) return <Note tone="amber">{error.message}</Note>
  if (!data) return null
  const none = data.strata.filter(({ count }) => count === 0).length
  const sure = data.strata.reduce((sum, { has, count }) => (has === count ? sum + has : sum), 0)
  return (
    <Note tone={none + sure > 0 ? 'amber' : 'blue'}>
      {t('samples.wouldDraw', { frame: data.framePoints, strata: data.strata.length, drawn: data.drawnPoints })}
      {none > 0 && t('samples.neverDrawn', { none })}
      {sure > 0 && t('samples.surelyDrawn', { sure })}
    </Note>
  )
}
