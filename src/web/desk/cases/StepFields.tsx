/** The fields of a step, one for each thing that its row asks for. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dayOf } from '../../../base/time.ts'
import type { CaseFile, CaseStep } from '../../../cases/cases.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Choice, TextField } from '../../../ui/Fields.tsx'
import { Facts } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { today } from '../../today.ts'
import { useUnits } from '../parts/places.ts'
import { ProofPicker, type Proofs } from '../parts/proof.tsx'
import { cases } from './calls.ts'
import { useDue } from './due.ts'
import { ConditionField } from './ConditionField.tsx'
import { useUnitHelp } from './UnitHelp.ts'

/** What was entered so far. Days are the city's. */
export interface Asked {
  readonly unit: string
  readonly due: string
  /** The time of that day. */
  readonly dueTime: string
  readonly note: string
  readonly passed: 'yes' | 'no' | null
  readonly class: string
  readonly condition: string
  readonly until: string
  readonly other: string
  readonly pieces: readonly string[]
}

interface StepFieldsProps {
  readonly it: CaseFile
  readonly step: CaseStep
  readonly asked: Asked
  readonly set: (change: Partial<Asked>) => void
  readonly proofs: Proofs
}

/** What the answer is about: whether it is as reported, whether it is gone, or what somebody asked for. */
const verdictLabel = ({ step, verdict }: CaseStep) =>
  step === 'confirm' ? 'cases.confirmVerdict' : verdict === null ? 'cases.decision' : 'cases.verdict'

/** The fields, in the order in which one thinks of them: the answer, who, until when, the words, the proof. */
export function StepFields({ it, step, asked, set, proofs }: StepFieldsProps) {
  const { t, read } = useWords()
  const units = useUnits()
  const unitHelp = useUnitHelp(it, step.needs.unitId !== undefined)
  const { needs, verdict, latest } = step
  const noteIsDue = needs.note === 'must' || (needs.note === 'ifFailed' && asked.passed === 'no')
  return (
    <>
      {needs.passed && (
        <Choice
          big
          label={t(verdictLabel(step))}
          value={asked.passed}
          onChange={(passed) => set({ passed })}
          options={[
            { value: 'yes', label: verdict ? read(verdict.yes) : t('cases.agree'), tone: 'good' },
            { value: 'no', label: verdict ? read(verdict.no) : t('cases.disagree'), tone: 'bad' },
          ]}
        />
      )}
      {(needs.class || needs.condition) && (
        <ConditionField asked={asked} set={set} keepsClass={needs.class !== undefined} asksCondition={needs.condition !== undefined} />
      )}
      {needs.unitId && (
        <ComboBox
          key={units.length}
          label={t('cases.unit')}
          value={asked.unit || null}
          onChange={(unit) => set({ unit: unit ?? '' })}
          options={units}
          isRequired={needs.unitId === 'must'}
          help={unitHelp(asked.unit)}
        />
      )}
      {needs.dueAt && <DueFields it={it} step={step} asked={asked} set={set} />}
      {needs.until && (
        <DatePicker
          label={t('cases.until.label')}
          value={asked.until}
          onChange={(until) => set({ until })}
          min={today()}
          {...(latest === null ? {} : { max: dayOf(latest) })}
        />
      )}
      {needs.otherId && <OtherCase it={it} value={asked.other} onChange={(other) => set({ other })} />}
      {needs.pieces && <Pieces value={asked.pieces} onChange={(pieces) => set({ pieces })} />}
      {needs.note && (
        <TextField
          label={noteIsDue ? t('cases.reason') : t('cases.note')}
          value={asked.note}
          onChange={(note) => set({ note })}
          rows={3}
          isRequired={noteIsDue}
        />
      )}
      {needs.photos === 'must' && <p className="small quiet">{t('cases.photoWanted')}</p>}
      {needs.photos && <ProofPicker label={t('proof.addPhoto')} proofs={proofs} />}
    </>
  )
}

/** The limit: day and time. Who asks for more time reads what it was, and how far it may go. */
function DueFields({ it, step: { needs, latest }, asked, set }: Omit<StepFieldsProps, 'proofs'>) {
  const { t, moment } = useWords()
  const asksMore = latest !== null && it.dueAt !== null
  const help = asksMore
    ? t('cases.moreTimeHelp', { due: moment(it.dueAt), latest: moment(latest) })
    : needs.condition && asked.condition !== ''
      ? t('cases.dueByCondition')
      : undefined
  return (
    <>
      <DatePicker
        label={t(asksMore ? 'cases.moreTime' : 'cases.due')}
        value={asked.due}
        onChange={(due) => set({ due })}
        min={today()}
        {...(help === undefined ? {} : { help })}
        {...(latest === null ? {} : { max: dayOf(latest) })}
      />
      {asked.due !== '' && (
        <TextField label={t('cases.dueTime')} type="time" value={asked.dueTime} onChange={(dueTime) => set({ dueTime })} />
      )}
    </>
  )
}

/** What somebody asked for, for whoever decides: until when, why, what was set first, and how often they asked. */
export function AskedFor({ it }: { it: CaseFile }) {
  const { t, moment } = useWords()
  const dueOf = useDue()
  const { request, history } = it
  if (request === null) return null
  const asking = history.find(({ at }) => at === request.at)
  const first = history.find(({ dueAt, step }) => dueAt !== null && step !== 'report')?.dueAt ?? it.dueAt
  const times = history.filter(({ step }) => step === asking?.step).length
  const wish = request.dueAt ?? request.until
  return (
    <Facts
      items={[
        [t('cases.requestBy'), `${request.by?.name ?? ''} ${moment(request.at)}`],
        [t('cases.reason'), asking?.note],
        ...(wish === null ? [] : ([[t('cases.requestUntil'), request.dueAt === null ? dueOf(wish) : moment(wish)]] as const)),
        ...(first === null ? [] : ([[t('cases.firstDue'), moment(first)]] as const)),
        ...(it.dueAt === null || it.dueAt === first ? [] : ([[t('cases.due'), moment(it.dueAt)]] as const)),
        [t('cases.requestTimes'), t('cases.requestTimesIs', { times })],
      ]}
    />
  )
}

/** Another case, found by number or words; those near the same place come first. */
function OtherCase({ it, value, onChange }: { it: CaseFile; value: string; onChange: (id: string) => void }) {
  const { t, read } = useWords()
  const [text, setText] = useState('')
  const query = text.trim() === '' ? (it.point ? { point: it.point.id } : {}) : { text: text.trim() }
  const found = useQuery(cases.list.ask({ query: { ...query, limit: 20 } }))
  const options = (found.data?.items ?? [])
    .filter(({ id, stage }) => id !== it.id && stage !== 'closed')
    .map((one) => ({ value: one.id as string, label: `${one.no} ${one.text.slice(0, 60)}`, note: read(one.stateName) }))
  return (
    <>
      <TextField label={t('cases.search')} value={text} onChange={setText} />
      <ComboBox
        key={options.map((one) => one.value).join(' ')}
        label={t('cases.other')}
        value={value || null}
        onChange={(id) => onChange(id ?? '')}
        options={options}
        isRequired
      />
    </>
  )
}

function Pieces({ value, onChange }: { value: readonly string[]; onChange: (pieces: readonly string[]) => void }) {
  const { t } = useWords()
  return (
    <>
      {value.map((text, index) => (
        <TextField
          // oxlint-disable-next-line react/no-array-index-key -- a piece has no other name than its place, and its text is being typed
          key={index}
          label={t('cases.piece', { n: index + 1 })}
          value={text}
          onChange={(next) => onChange(value.map((old, at) => (at === index ? next : old)))}
          rows={2}
        />
      ))}
      {value.length < 20 && (
        <div className="row">
          <Button small icon="add" onPress={() => onChange([...value, ''])}>
            {t('cases.addPiece')}
          </Button>
        </div>
      )}
    </>
  )
}
