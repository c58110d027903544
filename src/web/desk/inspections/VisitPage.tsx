/** One visit on a page of its own, for links from scores, cases and points. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { VisitId } from '../../../base/ids.ts'
import { LinkButton } from '../../../ui/Button.tsx'
import { Card, PageHeader } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { inspections } from '../parts/places.ts'
import { VisitDetail } from './VisitDetail.tsx'
import { ResultTag } from './VisitsPage.tsx'

/** The page of a visit. */
export function VisitPage() {
  const { t, read, moment } = useWords()
  const { id } = useParams({ strict: false }) as { id: string }
  const { data: visit } = useQuery(inspections.getVisit.ask({ params: { id: id as VisitId } }))
  const mayRecord = useMay('inspections.record')
  return (
    <div className="page">
      <PageHeader
        title={visit ? read(visit.point.title) : t('inspections.visit')}
        crumbs={[{ label: t('nav.visits'), href: '/visits' }]}
        subtitle={visit && moment(visit.visitedAt)}
        tags={visit && <ResultTag visit={visit} />}
        actions={
          visit &&
          mayRecord && (
            <LinkButton icon="redo" href={`/visits/new?point=${visit.point.id}`}>
              {t('inspections.visitAgain')}
            </LinkButton>
          )
        }
      />
      <Card>
        <VisitDetail id={id} isPage />
      </Card>
    </div>
  )
}
