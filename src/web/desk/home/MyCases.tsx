/** Cases that wait for this person, first due first. */
import { useQuery } from '@tanstack/react-query'
import { Link, LinkButton } from '../../../ui/Button.tsx'
import { Card } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { CaseStateTag, DueTag } from '../cases/CaseTags.tsx'
import { cases } from '../cases/calls.ts'

/** The card. */
export function MyCases() {
  const { t, read } = useWords()
  const asked = useQuery(cases.list.ask({ query: { mine: 'true', sort: 'due', limit: 8 } }))
  return (
    <Card
      flush
      title={t('home.myCases')}
      actions={
        <LinkButton kind="quiet" small href="/cases?queue=mine">
          {t('home.all')}
        </LinkButton>
      }
    >
      <Answer of={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="check" title={t('home.nothing')}>
              {t('home.nothingHelp')}
            </EmptyState>
          ) : (
            <ul className="home-list">
              {items.map((one) => (
                <li key={one.id} className="home-line">
                  <div className="grow">
                    <Link quiet href={`/cases/${one.id}`}>
                      {one.text}
                    </Link>
                    <p className="home-where">
                      {one.no} · {one.point ? read(one.point.title) : read(one.street?.title)}
                    </p>
                  </div>
                  <CaseStateTag it={one} />
                  <DueTag it={one} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  )
}
