/** Duties in which this person or unit leads or helps, first due first. */
import { useQuery } from '@tanstack/react-query'
import { dutiesApi } from '../../../duties/duties.api.ts'
import { Link, LinkButton } from '../../../ui/Button.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'

const duties = calls('duties', dutiesApi)

/** The card. */
export function MyDuties() {
  const { t, read, day } = useWords()
  const asked = useQuery(duties.list.ask({ query: { mine: 'true', state: 'open', sort: 'due', limit: 6 } }))
  return (
    <Card
      flush
      title={t('home.myDuties')}
      actions={
        <LinkButton kind="quiet" small href="/duties?only=mine">
          {t('home.all')}
        </LinkButton>
      }
    >
      <Answer of={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="duty" title={t('home.noDuties')}>
              {t('home.noDutiesHelp')}
            </EmptyState>
          ) : (
            <ul className="home-list">
              {items.map((duty) => (
                <li key={duty.id} className="home-line">
                  <div className="grow">
                    <Link quiet href={`/duties?edition=${duty.editionId}&open=${duty.id}`}>
                      {duty.task === '' || duty.task === duty.title?.zh ? read(duty.title) : duty.task}
                    </Link>
                    <p className="home-where">{[read(duty.area?.title), read(duty.lead?.title)].filter(Boolean).join(' · ')}</p>
                  </div>
                  {duty.missing.length > 0 && <StatusTag tone="amber">{t('home.missing', { count: duty.missing.length })}</StatusTag>}
                  {duty.dueOn !== null && (
                    <StatusTag tone={duty.overdue ? 'red' : 'grey'} {...(duty.overdue ? { icon: 'alert' as const } : {})}>
                      {duty.overdue ? t('home.dutyOverdue', { day: day(duty.dueOn) }) : t('home.dutyDue', { day: day(duty.dueOn) })}
                    </StatusTag>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  )
}
