/** One case: what, where, whose ball, until when; before and after; its steps with the reason where one is refused; its history. */
import './cases.css'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { CaseId } from '../../../base/ids.ts'
import type { CaseFile } from '../../../cases/cases.api.ts'
import { Link, LinkButton } from '../../../ui/Button.tsx'
import { Facts } from '../../../ui/Page.tsx'
import { Answer, Loading } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKinds } from '../../kinds.ts'
import { useMay } from '../../me.ts'
import { WhoReported } from '../compliance/WhoReported.tsx'
import { CaseStateTag, Coded, ConfirmedTag, DueTag, useBall } from './CaseTags.tsx'
import { cases, hasOrderNo } from './calls.ts'
import { useDue } from './due.ts'
import { Clocks } from './Clocks.tsx'
import { History } from './History.tsx'
import { CaseWhere } from './CaseWhere.tsx'
import { CasePhotos } from './CasePhotos.tsx'
import { LimitOfCase } from './LimitOfCase.tsx'
import { Links } from './Links.tsx'
import { PublicAnswers } from './PublicAnswers.tsx'
import { Repeats } from './Repeats.tsx'
import { StepButtons } from './StepButtons.tsx'
import { KnownCase } from './KnownCase.tsx'
import { hasReturned } from './lastWord.ts'
import { SentBack } from './SentBack.tsx'

/** The map comes after the words. */
const CaseSpot = lazy(async () => ({ default: (await import('./CaseSpot.tsx')).CaseSpot }))

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
  const { t, tAny, read, moment } = useWords()
  const dueOf = useDue()
  const sourceName = (source: string) => tAny(`cases.source.${source}`)
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
          <ConfirmedTag it={it} />
          <DueTag it={it} isAlone />
        </header>
      )}
      <p className="case-words">{it.text}</p>
      {it.address !== '' && (
        <p>
          <span className="quiet small">{t('cases.address')}</span> {it.address}
        </p>
      )}
      <div className={it.stage === 'closed' ? 'ball ball-done' : 'ball'}>
        <span className="small quiet">{t('cases.ballIs')}</span>
        <span className="strong">{ball(it)}</span>
        {it.stage !== 'closed' && <span className="small quiet">{t('cases.ballSince', { at: moment(it.ballAt) })}</span>}
        {it.request && <Asked it={it} request={it.request} />}
      </div>
      <SentBack it={it} />
      <StepButtons it={it} />
      <div className="row">
        <LinkButton small icon="file" href={cases.order.href({ params: { id: it.id } })}>
          {t('cases.printOrder')}
        </LinkButton>
        <Recheck it={it} />
      </div>
      <KnownCase it={it} />
      <CasePhotos it={it} />
      <Facts
        items={[
          [
            t('cases.point'),
            it.point && <Link key="point" href={`/points?point=${it.point.id}`}>{`${read(it.point.title)} ${it.point.code}`}</Link>,
          ],
          [t('cases.street'), read(it.street?.title)],
          [t('cases.unit'), hasReturned(it) ? t('cases.returnedBy', { unit: read(it.unit?.title) }) : read(it.unit?.title)],
          [t('cases.due'), it.dueAt === null ? '' : dueOf(it.dueAt)],
          [t('cases.class'), it.class !== null && <Coded key="class" code={it.class} name={className(it.class)} />],
          ...(hasOrderNo(it) ? ([[t('cases.orderNo'), it.externalId]] as const) : []),
          [t('cases.source'), sourceName(it.source)],
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
      {it.place !== null && (
        <Suspense fallback={<Loading lines={3} label={t('ui.mapLoading')} />}>
          <CaseSpot id={it.id} place={it.place} address={it.address} />
        </Suspense>
      )}
      <CaseWhere it={it} />
      <LimitOfCase it={it} />
      <Clocks it={it} />
      <Links it={it} />
      <PublicAnswers it={it} />
      <Repeats it={it} />
      {it.hasReporter && <WhoReported thing={it.id} />}
      <History it={it} />
    </>
  )
}

/** A closed case is worth a second look: the re-check is a visit like any other, and counts like any other. */
function Recheck({ it }: { it: CaseFile }) {
  const { t } = useWords()
  const mayRecord = useMay('inspections.record')
  if (it.stage !== 'closed' || it.point === null || !mayRecord) return null
  return (
    <LinkButton small icon="visit" href={`/visits/new?point=${it.point.id}`}>
      {t('cases.recheck')}
    </LinkButton>
  )
}

/** What waits for the word of somebody else: it does not stop the work. */
function Asked({ it, request }: { it: CaseFile; request: NonNullable<CaseFile['request']> }) {
  const { t, moment } = useWords()
  const dueOf = useDue()
  const wish = request.dueAt ?? request.until
  return (
    <span className="small">
      {t(`cases.asked.${request.kind}`, {
        name: request.by?.name ?? '',
        at: moment(request.at),
        level: request.level,
        levels: request.levels,
      })}
      {wish !== null && ` ${t('cases.until', { day: dueOf(wish) })}`}
      {it.stage === 'closed' ? '' : ` ${t('cases.askedGoesOn')}`}
    </span>
  )
}
