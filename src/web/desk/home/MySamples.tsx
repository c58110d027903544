/** Samples that wait to be walked by this person's unit; nothing where there are none. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '../../../ui/Button.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { samples } from '../samples/calls.ts'

/** The card. */
export function MySamples() {
  const { t, read, moment } = useWords()
  const { data } = useQuery(samples.list.ask({ query: { state: 'drawn', limit: 6 } }))
  const mine = (data?.items ?? []).filter(({ open }) => open)
  if (mine.length === 0) return null
  return (
    <Card flush title={t('home.mySamples')}>
      <ul className="home-list">
        {mine.map((it) => (
          <li key={it.id} className="home-line">
            <div className="grow">
              <Link quiet href={`/samples?open=${it.id}`}>
                {read(it.round.title)}
              </Link>
              {it.releaseAt !== null && <p className="home-where">{t('home.sampleUntil', { at: moment(it.releaseAt) })}</p>}
            </div>
            <StatusTag tone="amber">{t('home.samplePoints', { points: it.drawnPoints })}</StatusTag>
          </li>
        ))}
      </ul>
    </Card>
  )
}
