/** The figure of today with its steps: what was got of what was observed, what nobody has observed, and how it is converted. */
import type { ReactNode } from 'react'
import type { LiveScore } from '../../../assessments/live.api.ts'
import { Card, Facts, Note, StatusTag, type Tone } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useStandardTitle } from './calls.ts'
import { PointsBar } from './PointsBar.tsx'

/** The announced figure: weighed with other standards when all are known, else the edition's own. */
export const announced = ({ final, own, converted }: LiveScore['total']): number | null => final ?? own ?? converted

/** The card at the top. */
export function Headline({ score, after }: { score: LiveScore; after?: ReactNode }) {
  const { t, points, percent } = useWords()
  const { total, tree } = score
  const figure = announced(total)
  const openShare = tree.full === 0 ? 0 : tree.open / tree.full
  return (
    <Card>
      <div className="headline">
        <div className="headline-figure">
          <p className="quiet">{total.final === null ? t('scores.own') : t('scores.final')}</p>
          <p className="headline-number">
            {figure === null ? t('scores.noFigure') : points(figure)}
            <span className="headline-of">{t('scores.ofTotal', { total: points(score.edition.total) })}</span>
          </p>
          {after}
          <p>
            <StatusTag tone={openShare > 0.2 ? 'amber' : openShare > 0 ? 'grey' : 'green'} icon={openShare > 0 ? 'info' : 'check'}>
              {openShare > 0 ? t('scores.openShare', { share: percent(openShare, 1) }) : t('scores.allObserved')}
            </StatusTag>
          </p>
        </div>
        <div className="grow stack">
          <PointsBar points={tree} />
          <Steps score={score} />
        </div>
      </div>
    </Card>
  )
}

const gateTone: Record<LiveScore['gates'][number]['state'], Tone> = { met: 'green', failed: 'red', unknown: 'grey' }

/** Own figure and those of the other standards with their shares, as a sum that can be done again by hand. */
function weighed(own: number, others: LiveScore['total']['frameworks'], final: number, points: (hundredths: number) => string): string {
  const rest = others.reduce((left, { percent }) => left - percent, 100)
  const parts = [{ score: own, percent: rest }, ...others].map(({ score, percent }) => `${points(score ?? 0)} × ${percent}%`)
  return `${parts.join(' + ')} = ${points(final)}`
}

/** The way from the points to the figure, each step with its numbers. */
function Steps({ score: { total, tree, edition, gates, consequences } }: { score: LiveScore }) {
  const { t, read, points } = useWords()
  const titleOf = useStandardTitle()
  return (
    <>
      <Facts
        items={[
          [t('scores.gotOf'), t('scores.gotOfIs', { got: points(tree.got), of: points(tree.of), full: points(tree.full) })],
          [
            t('scores.converted'),
            total.converted === null
              ? t('scores.nothingObserved')
              : t('scores.convertedIs', {
                  got: points(tree.got),
                  of: points(tree.of),
                  total: points(edition.total),
                  converted: points(total.converted),
                }),
          ],
          ...(total.bonus > 0 ? ([[t('scores.bonus'), `+${points(total.bonus)}`]] as const) : []),
          ...(total.deducted > 0 ? ([[t('scores.deducted'), `−${points(total.deducted)}`]] as const) : []),
          ...total.frameworks.map(
            ({ standard, percent, score }) =>
              [
                t('scores.framework', { standard: titleOf(standard), percent }),
                score === null ? t('scores.frameworkOpen') : points(score),
              ] as const,
          ),
          ...(total.frameworks.length > 0 && total.own !== null && total.final !== null
            ? ([[t('scores.final'), weighed(total.own, total.frameworks, total.final, points)]] as const)
            : []),
        ]}
      />
      {gates.length > 0 && (
        <section>
          <p className="quiet small">{t('scores.gates')}</p>
          <ul className="gates">
            {gates.map((gate) => (
              <li key={gate.gate} className="row-wide">
                <span className="grow">{read(gate.title)}</span>
                <StatusTag tone={gateTone[gate.state]}>{t(`scores.gate.${gate.state}`)}</StatusTag>
              </li>
            ))}
          </ul>
        </section>
      )}
      {consequences.length > 0 && (
        <Note tone="red" title={t('scores.consequences')}>
          <ul>
            {consequences.map((it) => (
              <li key={`${it.veto} ${it.action}`}>
                {t('scores.consequenceIs', { title: read(it.title), action: t(`scores.action.${it.action}`), points: points(it.points) })}
              </li>
            ))}
          </ul>
        </Note>
      )}
    </>
  )
}
