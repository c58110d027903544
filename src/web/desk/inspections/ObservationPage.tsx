/** One observation on a page of its own: where a number, a case or a correction leads to. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ObservationId } from '../../../base/ids.ts'
import type { Observation } from '../../../inspections/observation.ts'
import { Link } from '../../../ui/Button.tsx'
import { Card, Facts, Note, PageHeader } from '../../../ui/Page.tsx'
import { PhotoGrid } from '../../../ui/Photos.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ProofLink } from '../ledger/ProofLink.tsx'
import { RaiseCase } from '../cases/RaiseCase.tsx'
import { inspections } from '../parts/places.ts'
import { photosOf } from '../parts/proof.tsx'
import { GradeTag } from './GradeTag.tsx'

/** The page of an observation. */
export function ObservationPage() {
  const { t, read } = useWords()
  const { id } = useParams({ strict: false }) as { id: string }
  const asked = useQuery(inspections.getObservation.ask({ params: { id: id as ObservationId } }))
  const it = asked.data
  return (
    <div className="page">
      <PageHeader
        title={it ? read(it.title) || it.fact : t('inspections.observation')}
        crumbs={[{ label: t('nav.visits'), href: '/visits' }]}
        tags={it && <GradeTag result={it} />}
      />
      <Answer of={asked}>
        {(found) => (
          <Card>
            <Whole it={found} />
          </Card>
        )}
      </Answer>
    </div>
  )
}

function Whole({ it }: { it: Observation }) {
  const { t, read, moment, number } = useWords()
  const title = read(it.title) || it.fact
  return (
    <div className="stack">
      {it.supersededBy !== null && (
        <Note tone="amber" title={t('inspections.wasCorrected')}>
          <Link href={`/observations/${it.supersededBy}`}>{t('inspections.seeNewer')}</Link>
        </Note>
      )}
      <Facts
        items={[
          [t('scores.fact'), `${title} ${it.fact}`],
          [
            t('inspections.point'),
            it.point && <Link key="point" href={`/points?point=${it.point.id}`}>{`${read(it.point.title)} ${it.point.code}`}</Link>,
          ],
          [t('inspections.street'), read(it.point?.street?.title) || read(it.area?.title)],
          [t('inspections.value'), it.value === null ? '' : `${it.value} ${read(it.unit)}`],
          ...(it.times > 1 ? ([[t('inspections.timesIs'), number(it.times)]] as const) : []),
          [t('inspections.observedAt'), moment(it.observedAt)],
          [t('inspections.by'), it.by?.name],
          [t('inspections.note'), it.note],
          [
            t('inspections.visit'),
            it.visitId && (
              <Link key="visit" href={`/visits/${it.visitId}`}>
                {t('inspections.openVisit')}
              </Link>
            ),
          ],
          ...(it.supersedes === null
            ? []
            : ([
                [
                  t('inspections.corrects'),
                  <Link key="old" href={`/observations/${it.supersedes}`}>
                    {t('inspections.seeOlder')}
                  </Link>,
                ],
              ] as const)),
        ]}
      />
      {it.photos.length > 0 && <PhotoGrid photos={photosOf(it.photos, title)} />}
      <div className="row">
        {it.kind === 'check' && it.factor !== null && it.factor < 1000 && <RaiseCase observation={it.id} />}
        <ProofLink thing={it.id} />
      </div>
    </div>
  )
}
