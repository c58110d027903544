/** One case: what, where, whose ball, until when; before and after; its steps with the reason where one is refused; its history. */
import './cases.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CaseId } from '../../../base/ids.ts'
import { dayOf } from '../../../base/time.ts'
import { laterSteps, type LaterStep, refusal, steps, type Step } from '../../../cases/case.ts'
import type { CaseFile } from '../../../cases/cases.api.ts'
import { Button, Link, LinkButton } from '../../../ui/Button.tsx'
import { Facts } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKinds } from '../../kinds.ts'
import { useMay } from '../../me.ts'
import { WhoReported } from '../compliance/WhoReported.tsx'
import { CaseStateTag, Coded, DueTag, useBall } from './CaseTags.tsx'
import { cases, iconOfStep, useActor } from './calls.ts'
import { History } from './History.tsx'
import { CasePhotos } from './CasePhotos.tsx'
import { StepDialog } from './StepDialog.tsx'

/** The case of an id, for the split view and for the page of one case. */
export function CaseDetail({ id, isPage = false }: { id: string; isPage?: boolean }) {
  const file = useQuery(cases.get.ask({ params: { id: id as CaseId } }))
  return (
    <div className="case-detail">
      <Answer of={file}>{(it) => <Whole it={it} isPage={isPage} />}</Answer>
    </div>
  )
}

function Whole({ it, isPage }: { it: CaseFile; isPage: boolean }) {
  const { t, read, moment, day } = useWords()
  const ball = useBall()
  const { className, factName } = useKinds()
  return (
    <>
      {!isPage && (
        <header className="case-head">
          <h2>
            <Link quiet href={`/cases/${it.id}`}>
              {it.no}
            </Link>
          </h2>
          <CaseStateTag it={it} />
          <DueTag it={it} />
        </header>
      )}
      <p className="case-words">{it.text}</p>
      <div className={it.state === 'closed' ? 'ball ball-done' : 'ball'}>
        <span className="small quiet">{t('cases.ballIs')}</span>
        <span className="strong">{ball(it)}</span>
      </div>
      <StepButtons it={it} />
      <Recheck it={it} />
      <CasePhotos it={it} />
      <Facts
        items={[
          [
            t('cases.point'),
            it.point && <Link key="point" href={`/points?point=${it.point.id}`}>{`${read(it.point.title)} ${it.point.code}`}</Link>,
          ],
          [t('cases.street'), read(it.street?.title)],
          [t('cases.unit'), read(it.unit?.title)],
          [t('cases.due'), it.dueAt === null ? '' : day(dayOf(it.dueAt))],
          [t('cases.class'), it.class !== null && <Coded key="class" code={it.class} name={className(it.class)} />],
          [t('cases.reportedAt'), moment(it.reportedAt)],
          [t('cases.reportedBy'), it.reportedBy?.name],
          ...(it.observationId === null
            ? []
            : ([
                [
                  t('cases.observation'),
                  <Link key="fact" href={`/observations/${it.observationId}`}>
                    {it.fact === null ? t('cases.observation') : <Coded code={it.fact} name={factName(it.fact)} />}
                  </Link>,
                ],
              ] as const)),
        ]}
      />
      {it.hasReporter && <WhoReported thing={it.id} />}
      <History it={it} />
    </>
  )
}

/** A closed case is worth a second look: the re-check is a visit like any other, and counts like any other. */
function Recheck({ it }: { it: CaseFile }) {
  const { t } = useWords()
  const mayRecord = useMay('inspections.record')
  if (it.state !== 'closed' || it.point === null || !mayRecord) return null
  return (
    <div className="row">
      <LinkButton small icon="visit" href={`/visits/new?point=${it.point.id}`}>
        {t('cases.recheck')}
      </LinkButton>
    </div>
  )
}

/** The steps that this state allows; those refused to the reader are grey and say why. */
function StepButtons({ it }: { it: CaseFile }) {
  const { t, tAny } = useWords()
  const actor = useActor()
  const [step, setStep] = useState<LaterStep | null>(null)
  const possible = laterSteps.filter((name) => (steps[name] as Step).from.includes(it.state))
  const unitId = it.unit === null ? null : it.unit.id
  const folded = { state: it.state, unitId, rectifiedBy: it.rectifiedBy?.id ?? null } as Parameters<typeof refusal>[0]
  const asked = possible
    .map((name) => ({ name, why: refusal(folded, name, actor) }))
    .sort((a, b) => Number(a.why !== null) - Number(b.why !== null))
  return (
    <div className="stack-s">
      <div className="row">
        {asked.map(({ name, why }, index) => {
          return (
            <Button
              key={name}
              kind={index === 0 && !why ? 'primary' : 'plain'}
              icon={iconOfStep[name]}
              isDisabled={why !== null}
              onPress={() => setStep(name)}
            >
              {name === 'dispatch' && it.state === 'dispatched' ? t('cases.step.dispatchAgain') : t(`cases.step.${name}`)}
            </Button>
          )
        })}
      </div>
      <ul className="small quiet">
        {asked.map(({ name, why }) => {
          return (
            why && (
              <li key={name}>
                {t('cases.refused', { step: t(`cases.step.${name}`), why: tAny(`problem.${why.code}`, why.details as never) })}
              </li>
            )
          )
        })}
      </ul>
      {step !== null && <StepDialog it={it} step={step} onClose={() => setStep(null)} />}
    </div>
  )
}
