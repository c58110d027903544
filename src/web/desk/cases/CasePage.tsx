/** One case on a page of its own, for links from scores, visits and messages. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { CaseId } from '../../../base/ids.ts'
import { Card, PageHeader } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { CaseDetail } from './CaseDetail.tsx'
import { CaseStateTag, ConfirmedTag, DueTag } from './CaseTags.tsx'
import { cases } from './calls.ts'
import { CaseWhistles } from '../whistles/CaseWhistles.tsx'

/** The page of a case. */
export function CasePage() {
  const { t } = useWords()
  const { id } = useParams({ strict: false }) as { id: string }
  const { data } = useQuery(cases.get.ask({ params: { id: id as CaseId } }))
  return (
    <div className="page page-narrow">
      <PageHeader
        title={data ? t('cases.caseNo', { no: data.no }) : t('cases.one')}
        crumbs={[{ label: t('nav.cases'), href: '/cases' }]}
        tags={
          data && (
            <>
              <CaseStateTag it={data} />
              <ConfirmedTag it={data} />
              <DueTag it={data} isAlone />
            </>
          )
        }
      />
      <Card>
        <CaseDetail id={id} isPage />
      </Card>
      {data && <CaseWhistles id={id} isOpen={data.stage !== 'closed'} />}
    </div>
  )
}
