/** The score (得分): the figure, how it moved, where it comes from, and why. Every number opens down to the photo. */
import './scores.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BreakdownRow, LiveScore } from '../../../assessments/live.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Card, PageHeader } from '../../../ui/Page.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { Breakdown, type By, bys } from './Breakdown.tsx'
import { type At, live, useScoreAt } from './calls.ts'
import { Chooser } from './Chooser.tsx'
import { CycleTotal } from './CycleTotal.tsx'
import { Drill } from './Drill.tsx'
import { Explanation } from './Explanation.tsx'
import { announced, Headline } from './Headline.tsx'
import { Stored, StoreScore } from './Stored.tsx'
import { Trend } from './Trend.tsx'
import { MovedBar, useImagination, useSuppositions, WhatIf } from './WhatIf.tsx'

const views = ['now', 'stored', 'cycle'] as const
type View = (typeof views)[number]
const more = { view: 'now', node: '', by: 'street', text: '', what: '', group: '' }

/** The page. */
export function ScorePage() {
  const { t } = useWords()
  const where = useScoreAt(more)
  const { at, setAt, edition } = where
  const [isStoring, setStoring] = useState(false)
  const mayRun = useMay('scores.run')
  return (
    <div className="page">
      <PageHeader
        title={t('nav.score')}
        subtitle={t('scores.are')}
        actions={
          <>
            <Button icon="edit" aria-pressed={at.what !== ''} onPress={() => setAt({ what: at.what === '' ? 'if' : '', view: 'now' })}>
              {t('scores.whatIf')}
            </Button>
            {mayRun && edition && (
              <Button kind="primary" icon="lock" onPress={() => setStoring(true)}>
                {t('scores.store')}
              </Button>
            )}
          </>
        }
      />
      <Answer of={where.editions}>
        {() =>
          edition === undefined ? (
            <EmptyState icon="standard" title={t('scores.noEdition')}>
              {t('scores.noEditionHelp')}
            </EmptyState>
          ) : (
            <>
              <Chooser at={at} edition={edition.id} setAt={setAt} narrowed={at.group} />
              <Tabs
                label={t('nav.score')}
                value={at.view as View}
                onChange={(view) => setAt({ view })}
                tabs={views.map((id) => ({ id, label: t(`scores.view.${id}`) }))}
              >
                {at.view === 'stored' && <Stored edition={edition.id} />}
                {at.view === 'cycle' && <CycleTotal where={where} />}
                {at.view === 'now' && <Now where={where} />}
              </Tabs>
            </>
          )
        }
      </Answer>
      {isStoring && edition && <StoreScore where={where} onClose={() => setStoring(false)} onDone={() => setAt({ view: 'stored' })} />}
    </div>
  )
}

type Where = At & { at: At['at'] & typeof more; setAt: (change: Partial<At['at'] & typeof more>, push?: boolean) => void }

function Now({ where }: { where: Where }) {
  const { t } = useWords()
  const { at, setAt } = where
  const score = useQuery({
    ...live.getLiveScore.ask({ params: where.params, query: { ...(where.span as object), ...where.within } as never }),
    enabled: where.isReady,
  })
  const suppositions = useSuppositions()
  const onNode = (node: string) => setAt({ node }, true)
  const isSupposing = at.what !== ''
  return (
    <SplitView
      detailLabel={t('scores.explanation')}
      detailRem={29}
      onClose={() => setAt({ node: '' })}
      detail={
        at.node === '' ? undefined : (
          <Explanation
            key={at.node}
            where={where}
            node={at.node}
            onNode={onNode}
            onSuppose={
              isSupposing
                ? suppositions.add
                : (supposed, words) => {
                    suppositions.add(supposed, words)
                    setAt({ what: 'if' })
                  }
            }
          />
        )
      }
      list={
        <Answer of={score}>
          {(it) => (
            <div className="stack">
              {isSupposing && <WhatIf score={it} where={where} suppositions={suppositions} onNode={onNode} />}
              <Whole score={it} where={where} onNode={onNode} suppositions={suppositions} />
            </div>
          )}
        </Answer>
      }
    />
  )
}

interface WholeProps {
  readonly score: LiveScore
  readonly where: Where
  readonly onNode: (node: string) => void
  readonly suppositions: ReturnType<typeof useSuppositions>
}

function Whole({ score, where, onNode, suppositions }: WholeProps) {
  const { t, read } = useWords()
  const { at, setAt } = where
  const imagined = useImagination(where, at.what === '' ? [] : suppositions.list)
  const isMoved = at.what !== '' && suppositions.list.length > 0 && imagined.data !== undefined
  const after = isMoved ? new Map(imagined.data.changes.map(({ id, gotAfter }) => [id, gotAfter])) : undefined
  const onRow = (by: By, row: BreakdownRow) => {
    if (by === 'criterion') onNode(row.id)
    else if (by !== 'method') setAt({ within: by, id: row.id, group: read(row.title), node: '' }, true)
  }
  if (score.tree.of === 0 && score.tree.open > 0 && announced(score.total) === null)
    return (
      <Card>
        <EmptyState icon="visit" title={t('scores.nothingYet')}>
          {t('scores.nothingYetHelp')}
        </EmptyState>
      </Card>
    )
  return (
    <>
      <Headline score={score} />
      {at.within === '' && <Trend where={where} />}
      <Drill tree={score.tree} node={at.node} onNode={onNode} after={after} />
      <h2>{t('scores.breakdown')}</h2>
      <Breakdown where={where} by={(bys as readonly string[]).includes(at.by) ? (at.by as By) : 'street'} setAt={setAt} onRow={onRow} />
      {isMoved && <MovedBar it={imagined.data} count={suppositions.list.length} onReset={suppositions.reset} />}
    </>
  )
}
