/** Where the city stands: the figure of today, how much nobody has looked at, how it moved, and where most is lost. */
import { useIsFetching, useQuery } from '@tanstack/react-query'
import { Link, LinkButton } from '../../../ui/Button.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { Sparkline } from '../../../ui/Sparkline.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { live, useScoreAt } from '../assessments/calls.ts'

type At = Pick<ReturnType<typeof useScoreAt>, 'params' | 'isReady' | 'edition'>

/** The two cards of the result: the figure, and the greatest losses. */
export function ScoreCards() {
  const at = useScoreAt({})
  const { t } = useWords()
  const publishes = useMay('standards.edit')
  // Without a published edition there is nothing to wait for.
  if (at.editions.data && !at.isReady)
    return (
      <Card title={t('home.score')}>
        <EmptyState
          icon="standard"
          title={t('scores.noEdition')}
          action={
            publishes && (
              <LinkButton icon="standard" href="/standards">
                {t('nav.standards')}
              </LinkButton>
            )
          }
        >
          {publishes ? t('scores.noEditionHelp') : t('scores.noEditionYet')}
        </EmptyState>
      </Card>
    )
  return (
    <>
      <Figure at={at} />
      <Losses at={at} />
    </>
  )
}

function Figure({ at: { params, isReady, edition } }: { at: At }) {
  const { t, read, points, percent } = useWords()
  const asked = useQuery({ ...live.getLiveScore.ask({ params, query: {} }), enabled: isReady })
  return (
    <Card
      title={t('home.score')}
      actions={
        <LinkButton kind="quiet" small href="/score">
          {t('home.scoreWhy')}
        </LinkButton>
      }
    >
      <Answer of={asked}>
        {({ total, tree, edition: scored }) => {
          const figure = total.final ?? total.own ?? total.converted
          const open = tree.full === 0 ? 0 : tree.open / tree.full
          return (
            <div className="home-score">
              <div>
                <p className="home-figure">
                  {figure === null ? t('scores.noFigure') : points(figure)}
                  <span className="tile-unit">{t('scores.ofTotal', { total: points(scored.total) })}</span>
                </p>
                <StatusTag tone={open > 0.2 ? 'amber' : open > 0 ? 'grey' : 'green'} icon={open > 0 ? 'info' : 'check'}>
                  {open > 0 ? t('scores.openShare', { share: percent(open, 1) }) : t('scores.allObserved')}
                </StatusTag>
              </div>
              <Moved params={params} />
              <p className="home-edition">{read(edition?.title)}</p>
            </div>
          )
        }}
      </Answer>
    </Card>
  )
}

/** Twelve months are dear to compute: asked for when the page has all else. */
function Moved({ params }: Pick<At, 'params'>) {
  const { t, points, month } = useWords()
  const others = useIsFetching({ predicate: ({ queryKey }) => queryKey[1] !== 'getTrend' })
  const asked = useQuery({
    ...live.getTrend.ask({ params, query: { by: 'month', sum: 'each' } }),
    enabled: others === 0,
    staleTime: 300_000,
  })
  const known = asked.data?.items.filter(({ total }) => total !== null) ?? []
  const [first, last] = [known[0], known.at(-1)]
  if (!asked.data || !first || !last || known.length < 2) return null
  return (
    <div className="home-trend">
      <Sparkline
        label={t('home.trendIs', { from: month(first.from), first: points(first.total!), to: month(last.from), last: points(last.total!) })}
        values={asked.data.items.map(({ total }) => total)}
      />
      <p className="small quiet">{t('home.trend', { from: month(first.from), to: month(last.from) })}</p>
    </div>
  )
}

function Losses({ at: { params, isReady } }: { at: At }) {
  const { t, read, points } = useWords()
  const asked = useQuery({ ...live.listGaps.ask({ params, query: { limit: 6 } }), enabled: isReady })
  return (
    <Card
      flush
      title={t('home.losses')}
      actions={
        <LinkButton kind="quiet" small href="/gaps">
          {t('home.all')}
        </LinkButton>
      }
    >
      <Answer of={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="check" title={t('home.noLosses')} />
          ) : (
            <ol className="home-list">
              {items.map((gap) => (
                <li key={gap.id} className="home-line">
                  <div className="grow">
                    <Link quiet href={`/score?node=${encodeURIComponent(gap.id)}`}>
                      {read(gap.title)}
                    </Link>
                  </div>
                  <span className="number strong">{t('home.lost', { lost: points(gap.lost) })}</span>
                </li>
              ))}
            </ol>
          )
        }
      </Answer>
    </Card>
  )
}
