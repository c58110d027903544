/** One visit with everything found: misses first, each with its photo, its correction, and the way to a case. */
import './visits.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { VisitId } from '../../../base/ids.ts'
import type { Observation } from '../../../inspections/observation.ts'
import type { Visit } from '../../../inspections/visit.ts'
import { IconButton, Link } from '../../../ui/Button.tsx'
import { Facts, StatusTag } from '../../../ui/Page.tsx'
import { PhotoGrid } from '../../../ui/Photos.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay, useMe } from '../../me.ts'
import { RaiseCase } from '../cases/RaiseCase.tsx'
import { inspections } from '../parts/places.ts'
import { PhotoChain, PhotoFacts } from '../parts/PhotoFacts.tsx'
import { photosOf } from '../parts/proof.tsx'
import { CorrectDialog } from './CorrectDialog.tsx'
import { GradeTag } from './GradeTag.tsx'
import { Rivals } from './Rivals.tsx'
import { ResultTag } from './VisitsPage.tsx'

/** The visit of an id. */
export function VisitDetail({ id, isPage = false }: { id: string; isPage?: boolean }) {
  const visit = useQuery(inspections.getVisit.ask({ params: { id: id as VisitId } }))
  return (
    <div className="detail">
      <Answer of={visit}>{(it) => <Whole visit={it} isPage={isPage} />}</Answer>
    </div>
  )
}

/** Misses first, then what was met, then what did not apply. */
const rank = ({ factor }: Observation) => (factor === null ? 2 : factor === 1000 ? 1 : 0)

function Whole({ visit, isPage }: { visit: Visit; isPage: boolean }) {
  const { t, read, moment } = useWords()
  const results = visit.results.filter(({ supersededBy }) => supersededBy === null).sort((a, b) => rank(a) - rank(b))
  const corrected = new Map(visit.results.map((result) => [result.id as string, result]))
  return (
    <>
      {!isPage && (
        <header className="detail-head">
          <h2>
            <Link quiet href={`/visits/${visit.id}`}>
              {read(visit.point.title)}
            </Link>
          </h2>
          <ResultTag visit={visit} />
        </header>
      )}
      <Facts
        items={[
          [
            t('inspections.point'),
            <Link key="point" href={`/points?point=${visit.point.id}`}>{`${read(visit.point.title)} ${visit.point.code}`}</Link>,
          ],
          [t('inspections.street'), read(visit.point.street?.title)],
          [t('inspections.visitedAt'), moment(visit.visitedAt)],
          [t('inspections.by'), visit.by?.name],
          [t('inspections.round'), read(visit.round?.title) || t('inspections.daily')],
          ...(visit.note === '' ? [] : ([[t('inspections.note'), visit.note]] as const)),
        ]}
      />
      <PhotoFacts about={visit.id} />
      <Rivals visit={visit} />
      <h2 className="minor">{t('inspections.resultsOf', { count: results.length })}</h2>
      <ul className="findings">
        {results.map((result) => (
          <Finding key={result.id} result={result} old={corrected.get(result.supersedes ?? '')} />
        ))}
      </ul>
    </>
  )
}

/** One finding; misses can be made a case at once, mistakes be corrected by a newer fact. */
function Finding({ result, old }: { result: Observation; old: Observation | undefined }) {
  const { t, read } = useWords()
  const me = useMe()
  const mayReview = useMay('inspections.review')
  const mayRecord = useMay('inspections.record')
  const [isCorrecting, setCorrecting] = useState(false)
  const title = read(result.title) || result.fact
  const isMiss = result.factor !== null && result.factor < 1000
  return (
    <li className={isMiss ? 'finding finding-miss' : 'finding'}>
      <div className="row-wide">
        <span className="grow">
          {title} <span className="quiet small nowrap">{result.fact}</span>
        </span>
        {old && <StatusTag tone="violet">{t('inspections.corrected')}</StatusTag>}
        <GradeTag result={result} />
        {mayRecord && (mayReview || result.by?.id === me.person) && (
          <IconButton small icon="edit" label={t('inspections.correctOf', { title })} onPress={() => setCorrecting(true)} />
        )}
      </div>
      {result.value !== null && <p className="small">{t('inspections.valueWas', { value: result.value, unit: read(result.unit) })}</p>}
      {result.exempt && (
        <p className="small">
          {t('inspections.exemptWas', {
            title: read(result.exempt.title),
            grade: result.exempt.grade,
            value: result.exempt.value ?? '',
          })}
        </p>
      )}
      {result.note !== '' && <p className="small quiet">{result.note}</p>}
      {old && (
        <p className="small quiet">{t('inspections.was', { grade: read(old.gradeTitle) || (old.grade ?? ''), value: old.value ?? '' })}</p>
      )}
      {result.photos.length > 0 && <PhotoGrid photos={photosOf(result.photos, title)} about={(photo) => <PhotoChain photo={photo} />} />}
      {isMiss && (
        <div className="row">
          <RaiseCase observation={result.id} />
        </div>
      )}
      {isCorrecting && <CorrectDialog result={result} onClose={() => setCorrecting(false)} />}
    </li>
  )
}
