/** The newest field visits, with how much of each list failed. */
import { useQuery } from '@tanstack/react-query'
import { visitsApi } from '../../../inspections/visits.api.ts'
import { Link, LinkButton } from '../../../ui/Button.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'

const inspections = calls('inspections', visitsApi)

/** The card. */
export function RecentVisits() {
  const { t, read, moment } = useWords()
  const asked = useQuery(inspections.listVisits.ask({ query: { limit: 8 } }))
  return (
    <Card
      flush
      title={t('home.visits')}
      actions={
        <LinkButton kind="quiet" small href="/visits">
          {t('home.all')}
        </LinkButton>
      }
    >
      <Answer of={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="visit" title={t('home.noVisits')}>
              {t('home.noVisitsHelp')}
            </EmptyState>
          ) : (
            <ul className="home-list">
              {items.map((visit) => (
                <li key={visit.id} className="home-line">
                  <div className="grow">
                    <Link quiet href={`/visits/${visit.id}`}>
                      {read(visit.point.title)}
                    </Link>
                    <p className="home-where">{[read(visit.point.street?.title), visit.by?.name].filter(Boolean).join(' · ')}</p>
                  </div>
                  <StatusTag tone={visit.failed > 0 ? 'amber' : 'green'}>
                    {visit.failed > 0
                      ? t('points.failedOf', { failed: visit.failed, checked: visit.checked })
                      : t('points.allGood', { checked: visit.checked })}
                  </StatusTag>
                  <span className="quiet small nowrap">{moment(visit.visitedAt)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  )
}
