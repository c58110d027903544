/** Recording a visit: choose the place, walk its checklist, send it whole. What is typed survives a closed tab. */
import './visits.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { ObservationId, PointId, RoundId, VisitId } from '../../../base/ids.ts'
import { Problem } from '../../../base/problem.ts'
import type { SampleId } from '../../../samples/sample.ts'
import type { Checklist } from '../../../inspections/inspections.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Card, Note, PageHeader, ProgressBar } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer, EmptyState, Faults } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { now } from '../../clock.ts'
import { useMe } from '../../me.ts'
import { FieldLink } from '../parts/FieldLink.tsx'
import { inspections, useRounds } from '../parts/places.ts'
import { samples } from '../samples/calls.ts'
import { answerOf, isAnswered, isBegun, noEntry } from '../../checks/entry.ts'
import { CheckItem } from './CheckItem.tsx'
import { PointSearch } from './PointSearch.tsx'
import { useDraft } from './draft.ts'

/** The page; the point stands in the address (`?point=`), so that a point's page can lead here; a sealed sample (`?sample=`) takes the visit into its envelope. */
export function RecordVisitPage() {
  const { t } = useWords()
  const [at, setAt] = useAddress({ point: '', sample: '' })
  const { account } = useMe()
  const list = useQuery({
    ...inspections.getChecklist.ask({ params: { id: at.point as PointId } }),
    enabled: at.point !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <div className="page">
      <PageHeader
        title={t('inspections.record')}
        crumbs={[{ label: t('nav.visits'), href: '/visits' }]}
        subtitle={t('inspections.recordIs')}
        actions={<FieldLink />}
      />
      {at.point === '' ? (
        <PointSearch onTake={(point) => setAt({ point }, true)} />
      ) : (
        <Answer of={list}>
          {(checklist) => (
            <Walk
              key={`${account} ${checklist.point.id}`}
              account={account}
              checklist={checklist}
              sample={at.sample}
              onOther={() => setAt({ point: '', sample: '' }, true)}
            />
          )}
        </Answer>
      )}
    </div>
  )
}

interface WalkProps {
  readonly checklist: Checklist
  readonly account: string
  readonly sample: string
  readonly onOther: () => void
}

function Walk({ checklist, account, sample, onOther }: WalkProps) {
  const { t, read } = useWords()
  const { point, type, items } = checklist
  const draft = useDraft({ account, point: point.id })
  const rounds = useRounds(t('inspections.daily'))
  const answered = items.filter(({ fact }) => isAnswered(draft.entries[fact] ?? noEntry))
  const begun = items.filter(({ fact }) => isBegun(draft.entries[fact] ?? noEntry))
  const { send, error, isPending, faultOf } = useRecord(checklist, draft, sample)
  if (items.length === 0)
    return (
      <EmptyState
        icon="list"
        title={t('inspections.noChecklist')}
        action={<Button onPress={onOther}>{t('inspections.otherPoint')}</Button>}
      >
        {t('inspections.noChecklistHelp')}
      </EmptyState>
    )
  return (
    <>
      <Card>
        <div className="stack">
          <div className="row-wide">
            <div>
              <h2>{read(point.title)}</h2>
              <p className="quiet">{[point.code, read(type?.title), read(point.street?.title)].filter(Boolean).join(' · ')}</p>
            </div>
            <Button onPress={onOther}>{t('inspections.otherPoint')}</Button>
          </div>
          {type?.protocol && <Note title={t('inspections.protocol')}>{read(type.protocol)}</Note>}
          <div className="grid">
            {sample !== '' && <Note>{t('samples.intoEnvelope')}</Note>}
            {sample === '' && <Select label={t('inspections.round')} value={draft.round} onChange={draft.setRound} options={rounds} />}
          </div>
        </div>
      </Card>
      <ol className="checks">
        {items.map((item, index) => (
          <CheckItem
            key={item.fact}
            no={index + 1}
            item={item}
            entry={draft.entries[item.fact] ?? noEntry}
            onChange={(change) => draft.change(item.fact, change)}
            error={faultOf(item.fact)}
          />
        ))}
      </ol>
      <Card>
        <TextField label={t('inspections.visitNote')} value={draft.note} onChange={draft.setNote} rows={2} />
      </Card>
      {error && (
        <Note tone="red">
          {error.message}
          {error instanceof Problem && <Faults problem={error} />}
        </Note>
      )}
      <div className="submit-bar">
        <div className="grow">
          <ProgressBar
            label={t('inspections.progress', { done: answered.length, of: items.length })}
            value={answered.length}
            max={items.length}
          />
          {begun.length > 0 && (
            <p className="small">
              <a href={`#check-${begun[0]!.fact}`}>{t('inspections.answer.begun', { count: begun.length })}</a>
            </p>
          )}
          {begun.length === 0 && answered.length < items.length && (
            <p className="small quiet submit-hint">{t('inspections.unansweredAre')}</p>
          )}
        </div>
        <Button kind="primary" icon="check" isDisabled={answered.length === 0 || begun.length > 0} isPending={isPending} onPress={send}>
          {t('inspections.submit')}
        </Button>
      </div>
    </>
  )
}

/** Sends the answered lines as one visit and goes to it; faults are brought back to their lines. */
function useRecord({ point, items }: Checklist, draft: ReturnType<typeof useDraft>, sample: string) {
  const { t } = useWords()
  const navigate = useNavigate()
  const [sent, setSent] = useState<readonly string[]>([])
  const record = useSend(inspections.recordVisit, {
    quiet: true,
    done: t('inspections.recorded'),
    touches: ['points', 'assessments'],
    onDone: (visit) => {
      draft.clear()
      void navigate({ to: `/visits/${visit.id}` })
    },
  })
  const seal = useSend(samples.seal, {
    quiet: true,
    done: t('samples.wasSealed'),
    onDone: () => {
      draft.clear()
      void navigate({ to: '/samples', search: { open: sample } as never })
    },
  })
  const send = () => {
    const facts = items.map(({ fact }) => fact).filter((fact) => isAnswered(draft.entries[fact] ?? noEntry))
    setSent(facts)
    const visit = {
      body: {
        id: draft.id as VisitId,
        pointId: point.id,
        visitedAt: now(),
        note: draft.note,
        ...(draft.round === '' || sample !== '' ? {} : { roundId: draft.round as RoundId }),
        results: facts.map((fact) => {
          const entry = draft.entries[fact] ?? noEntry
          const { value, grade, note, photos } = entry
          const answer = answerOf(entry)
          return {
            id: v7() as ObservationId,
            fact,
            note,
            photos: [...photos],
            ...(grade === undefined ? {} : { grade }),
            ...(answer === undefined ? {} : { answer }),
            ...((value ?? '').trim() === '' ? {} : { value: value!.trim() }),
          }
        }),
      },
    }
    if (sample === '') record.send(visit)
    else seal.send({ params: { id: sample as SampleId }, ...visit })
  }
  const { error } = sample === '' ? record : seal
  const faultOf = (fact: string): string | undefined => {
    if (!(error instanceof Problem)) return undefined
    const fault = error.faults.find(({ at }) => at.startsWith(`results.${sent.indexOf(fact)}.`))
    return fault && ((fault as { message?: string }).message ?? fault.says)
  }
  return { send, error, isPending: record.isPending || seal.isPending, faultOf }
}
