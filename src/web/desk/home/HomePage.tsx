/** My work today: what waits for the person who is signed in. Figures first, then the lists behind them; nothing here ranks people. */
import './home.css'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { LinkButton } from '../../../ui/Button.tsx'
import { PageHeader } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { today } from '../../today.ts'
import { useMay, useMe } from '../../me.ts'
import { FieldLink } from '../parts/FieldLink.tsx'
import { Tight } from '../burden/Tight.tsx'
import { cases } from '../cases/calls.ts'
import { CaseBoard } from './CaseBoard.tsx'
import { CaseTiles } from './CaseTiles.tsx'
import { MyCases } from './MyCases.tsx'
import { MyDuties } from './MyDuties.tsx'
import { RecentVisits } from './RecentVisits.tsx'
import { ScoreCards } from './ScoreCard.tsx'

/** Only who walks samples loads what knows of them. */
const MySamples = lazy(async () => ({ default: (await import('./MySamples.tsx')).MySamples }))

/** Only who sets a city up loads what begins it. */
const FirstSteps = lazy(async () => ({ default: (await import('./FirstSteps.tsx')).FirstSteps }))

/** The first page after sign-in. */
export function HomePage() {
  const { t, read, day } = useWords()
  const me = useMe()
  const readsCases = useMay('cases.read')
  const readsVisits = useMay('inspections.read')
  const readsDuties = useMay('duties.read')
  const readsScores = useMay('scores.read')
  // Who steers sees the result first; who works sees the work first.
  const leads = readsScores && (me.role === 'office' || me.role === 'leader')
  const records = useMay('inspections.record')
  const reports = useMay('cases.report')
  const asks = useMay('burden.ask')
  const walks = useMay('samples.walk')
  const setsUp = useMay('city.edit')
  // The same question as the figures ask: no case yet means that the city may have begun today.
  const counts = useQuery({ ...cases.count.ask({ query: {} }), enabled: setsUp })
  return (
    <div className="page">
      <PageHeader
        title={t('home.title')}
        subtitle={t('home.greeting', { name: me.name, place: me.unit ? read(me.unit.title) : read(me.city.title), day: day(today()) })}
        actions={
          <>
            <FieldLink />
            {reports && (
              <LinkButton icon="case" href="/cases/new">
                {t('home.report')}
              </LinkButton>
            )}
            {records && (
              <LinkButton kind="primary" icon="visit" href="/visits/new">
                {t('home.visit')}
              </LinkButton>
            )}
          </>
        }
      />
      {setsUp && counts.data?.all === 0 && (
        <Suspense fallback={null}>
          <FirstSteps />
        </Suspense>
      )}
      {asks && <Tight />}
      {readsCases && <CaseTiles />}
      {leads && readsCases && <CaseBoard />}
      {walks && (
        <Suspense fallback={null}>
          <MySamples />
        </Suspense>
      )}
      <div className="grid-2">
        {leads && <ScoreCards />}
        {readsCases && <MyCases />}
        {readsDuties && <MyDuties />}
        {!leads && readsScores && <ScoreCards />}
        {readsVisits && <RecentVisits />}
      </div>
    </div>
  )
}
