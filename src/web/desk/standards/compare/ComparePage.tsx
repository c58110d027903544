/** Two editions line by line: what was added, dropped, moved, reworded, re-weighted, measured otherwise, split or merged. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { changes, type Comparison } from '../../../../standards/compare.ts'
import { useAddress } from '../../../../ui/address.ts'
import { Button, LinkButton } from '../../../../ui/Button.tsx'
import { FilterBar } from '../../../../ui/FilterBar.tsx'
import { Card, PageHeader } from '../../../../ui/Page.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { Answer, EmptyState } from '../../../../ui/States.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { comparison, standards, useLikelyPair } from '../calls.ts'
import { useWholeOrder } from '../../parts/wholeOrder.ts'
import { CompareLines, linesFor, orders } from './CompareLines.tsx'
import { EditionPicker } from './EditionPicker.tsx'
import { ListChanges } from './ListChanges.tsx'
import '../standards.css'
import './compare.css'

const start = { from: '', to: '', kind: 'changed', q: '' }

/** The page. */
export function ComparePage() {
  const { t } = useWords()
  const [asked, setAt] = useAddress(start)
  const likely = useLikelyPair()
  // Nothing chosen yet: the pair that is most likely meant, which a choice of either side turns into an address.
  const at = asked.from === '' && asked.to === '' ? { ...asked, ...likely } : asked
  const isReady = at.from !== '' && at.to !== '' && at.from !== at.to
  const compared = useQuery({ ...standards.compareEditions.ask({ query: { from: at.from, to: at.to } }), enabled: isReady })
  return (
    <div className="page">
      <PageHeader
        title={t('standards.compare')}
        subtitle={t('standards.compare.subtitle')}
        crumbs={[{ label: t('nav.standards'), href: '/standards' }]}
        actions={
          isReady && (
            <>
              <LinkButton icon="history" href={`/standards/carry?from=${at.from}&to=${at.to}`}>
                {t('standards.carry')}
              </LinkButton>
              <CompareExport from={at.from} to={at.to} />
            </>
          )
        }
      />
      <Card>
        <div className="cmp-pick">
          <EditionPicker
            label={t('standards.compare.old')}
            value={at.from}
            onChange={(from) => setAt({ from, to: at.to, kind: 'changed', q: '' })}
          />
          <Button icon="compare" isDisabled={!isReady} onPress={() => setAt({ from: at.to, to: at.from })}>
            {t('standards.compare.swap')}
          </Button>
          <EditionPicker
            label={t('standards.compare.new')}
            value={at.to}
            onChange={(to) => setAt({ from: at.from, to, kind: 'changed', q: '' })}
          />
        </div>
      </Card>
      {isReady ? (
        <Answer of={compared}>{(it) => <Compared comparison={it} at={at} setAt={setAt} />}</Answer>
      ) : (
        <Card>
          <EmptyState icon="compare" title={t('standards.compare.pick')}>
            {t('standards.compare.pickHelp')}
          </EmptyState>
        </Card>
      )}
    </div>
  )
}

interface ComparedProps {
  readonly comparison: Comparison
  readonly at: typeof start
  readonly setAt: (change: Partial<typeof start>) => void
}

const step = 100

function Compared({ comparison, at, setAt }: ComparedProps) {
  const { t, points } = useWords()
  const [shown, setShown] = useState(step)
  const lines = useMemo(() => linesFor(comparison.lines, at.kind, at.q), [comparison, at.kind, at.q])
  const order = useWholeOrder(lines, orders)
  const counts = useMemo(
    () => changes.map((change) => ({ change, count: comparison.lines.filter((line) => line.changes.includes(change)).length })),
    [comparison],
  )
  return (
    <>
      <div className="cmp-counts" role="group" aria-label={t('standards.compare.counts')}>
        {counts
          .filter(({ count }) => count > 0)
          .map(({ change, count }) => (
            <button
              key={change}
              type="button"
              className={at.kind === change ? 'cmp-count cmp-count-on' : 'cmp-count'}
              aria-pressed={at.kind === change}
              onClick={() => setAt({ kind: at.kind === change ? 'changed' : change })}
            >
              <span className="cmp-figure">{count}</span>
              <span>{t(`standards.change.${change}`)}</span>
            </button>
          ))}
      </div>
      <Card flush>
        <FilterBar
          label={t('standards.searchTree')}
          q={at.q}
          onSearch={(q) => setAt({ q })}
          isFiltered={at.q !== '' || at.kind !== 'changed'}
          onReset={() => setAt({ q: '', kind: 'changed' })}
        >
          <Select
            label={t('standards.compare.change')}
            value={at.kind}
            onChange={(kind) => setAt({ kind })}
            options={[
              { value: 'changed', label: t('standards.compare.onlyChanged') },
              { value: '', label: t('ui.all') },
              ...counts
                .filter(({ count }) => count > 0)
                .map(({ change, count }) => ({ value: change as string, label: `${t(`standards.change.${change}`)} (${count})` })),
            ]}
          />
          <p className="quiet small cmp-methods">
            {comparison.points
              .map(
                ({ method, from, to }) =>
                  `${t(`standards.method.${method}`)} ${from === to ? points(to) : `${points(from)} → ${points(to)}`}`,
              )
              .join(' · ')}
          </p>
        </FilterBar>
        <CompareLines
          lines={order.rows.slice(0, shown)}
          sort={order.sort}
          onSort={order.onSort}
          total={lines.length}
          onMore={lines.length > shown ? () => setShown(shown + step) : undefined}
        />
      </Card>
      <ListChanges changes={comparison.lists} />
    </>
  )
}

function CompareExport({ from, to }: { from: string; to: string }) {
  const { t } = useWords()
  return (
    <LinkButton icon="download" href={comparison.exportComparison.href({ query: { from, to } })} download>
      {t('ui.export')}
    </LinkButton>
  )
}
