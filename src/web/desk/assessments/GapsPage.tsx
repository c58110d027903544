/** Gaps (差距): points lost by criterion, unit and street, greatest first, and what a single fix would bring back. */
import './scores.css'
import { useMemo } from 'react'
import type { GapRow } from '../../../assessments/live.api.ts'
import { LinkButton } from '../../../ui/Button.tsx'
import { Chart, type ChartOption } from '../../../ui/Chart.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, PageHeader } from '../../../ui/Page.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { useUnitOfKind } from '../parts/places.ts'
import { type At, live, useScoreAt } from './calls.ts'
import { Chooser } from './Chooser.tsx'
import { Explanation } from './Explanation.tsx'

const bys = ['criterion', 'unit', 'street', 'district', 'type'] as const
type By = (typeof bys)[number]
const more = { by: 'criterion', node: '' }

/** The page. */
export function GapsPage() {
  const { t } = useWords()
  const where = useScoreAt(more)
  const { at, setAt, edition } = where
  const by = (bys as readonly string[]).includes(at.by) ? (at.by as By) : 'criterion'
  return (
    <div className="page">
      <PageHeader title={t('nav.gaps')} subtitle={t('gaps.are')} />
      <Answer of={where.editions}>
        {() =>
          edition === undefined ? (
            <EmptyState icon="standard" title={t('scores.noEdition')}>
              {t('scores.noEditionHelp')}
            </EmptyState>
          ) : (
            <>
              <Chooser at={{ ...at, within: '' }} edition={edition.id} setAt={setAt} />
              <SplitView
                detailLabel={t('scores.explanation')}
                detailRem={29}
                onClose={() => setAt({ node: '' })}
                detail={
                  at.node === '' ? undefined : (
                    <Explanation key={at.node} where={where} node={at.node} onNode={(node) => setAt({ node }, true)} />
                  )
                }
                list={
                  <Tabs
                    label={t('gaps.by')}
                    value={by}
                    onChange={(next) => setAt({ by: next, node: '' })}
                    tabs={bys.map((id) => ({ id, label: t(`scores.by.${id}`) }))}
                  >
                    <Gaps key={by} where={where} by={by} open={at.node} onNode={(node) => setAt({ node }, true)} />
                  </Tabs>
                }
              />
            </>
          )
        }
      </Answer>
    </div>
  )
}

interface GapsProps {
  readonly where: Pick<At, 'params' | 'span' | 'edition'>
  readonly by: By
  readonly open: string
  readonly onNode: (node: string) => void
}

/** Where a row leads: a criterion opens its explanation, a group the score narrowed to it. */
const scoreOf = (where: GapsProps['where'], by: By, row: GapRow, title: string) =>
  `/score?${new URLSearchParams({ edition: where.params.edition, within: by, id: row.id, group: title })}`

function Gaps({ where, by, open, onNode }: GapsProps) {
  const words = useWords()
  const { t, read } = words
  const unitOf = useUnitOfKind()
  const list = useList<GapRow>({
    list: live.listGaps,
    book: live.exportGaps,
    params: where.params,
    query: { ...(where.span as object), by },
  })
  return (
    <Card flush>
      <ListTable
        of={list}
        label={t('nav.gaps')}
        search={t('scores.searchRows')}
        above={(rows) => <Bars rows={rows} words={words} onNode={by === 'criterion' ? onNode : undefined} />}
        columns={columnsOf(words, by, unitOf, (row) => scoreOf(where, by, row, read(row.title)))}
        idOf={(row) => row.id}
        {...(by === 'criterion' ? { openId: open, onOpen: (row: GapRow) => onNode(row.id) } : {})}
        empty={
          <EmptyState icon="check" title={t('gaps.none')}>
            {t('gaps.noneHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}

function Bars({ rows, words, onNode }: { rows: readonly GapRow[]; words: Words; onNode: ((node: string) => void) | undefined }) {
  const { t, read, points } = words
  // However the table is ordered, the chart shows the greatest losses of what stands in it.
  const top = useMemo(() => rows.toSorted((a, b) => b.lost - a.lost).slice(0, 12), [rows])
  const option = useMemo(() => barsOf(top, words), [top, words])
  return (
    <section className="gaps-chart">
      <h2>{t('gaps.chart', { count: top.length })}</h2>
      <Chart
        label={t('gaps.chartIs')}
        option={option}
        heightRem={1 + top.length * 2.375}
        {...(onNode ? { onPress: ({ id }: { id: string | undefined }) => id !== undefined && onNode(id) } : {})}
        table={
          <ol>
            {top.map((row) => (
              <li key={row.id} className="row-wide">
                <span>{read(row.title)}</span>
                <span className="number">{points(row.lost)}</span>
              </li>
            ))}
          </ol>
        }
      />
    </section>
  )
}

/** Two lines beside a bar hold this much; a Chinese character is as wide as two letters. */
const mostWidth = 38

function short(text: string): string {
  let width = 0
  for (let index = 0; index < text.length; index++) {
    width += text.charAt(index) > '\u2e7f' ? 2 : 1
    if (width > mostWidth) return `${text.slice(0, index).trimEnd()}…`
  }
  return text
}

/** Names break into two lines rather than take the room of the bars on a phone. */
function barsOf(rows: readonly GapRow[], { t, read, points }: Words): ChartOption {
  const upward = rows.toReversed()
  return {
    grid: { left: 4, right: 52, top: 4, bottom: 4, containLabel: true },
    tooltip: {},
    xAxis: { type: 'value', show: false },
    yAxis: { type: 'category', data: upward.map((row) => short(read(row.title))), axisLabel: { width: 150, overflow: 'break' } },
    series: [
      {
        name: t('gaps.lost'),
        type: 'bar',
        data: upward.map((row) => ({ value: row.lost / 100, id: row.id, name: read(row.title) })),
        label: { show: true, position: 'right', formatter: ({ value }: { value: number }) => points(Math.round(value * 100)) },
      },
    ],
  }
}

const columnsOf = (
  { t, read, points, number }: Words,
  by: By,
  unitOf: (kind: string) => string,
  hrefOf: (row: GapRow) => string,
): Column<GapRow>[] => [
  {
    id: 'title',
    sort: 'title',
    title: t(`scores.by.${by}`),
    minRem: 14,
    cell: (row) =>
      by === 'criterion' ? (
        <>
          <span className="strong">{read(row.title)}</span> <span className="quiet small nowrap">{row.id}</span>
        </>
      ) : (
        <LinkButton small kind="quiet" href={hrefOf(row)}>
          {read(row.title)}
        </LinkButton>
      ),
  },
  { id: 'lost', sort: 'lost', title: t('gaps.lost'), number: true, cell: (row) => <span className="strong">{points(row.lost)}</span> },
  ...(by === 'criterion'
    ? [
        {
          id: 'perFix',
          sort: 'perFix',
          title: t('gaps.perFix'),
          number: true,
          cell: (row: GapRow) => (row.perFix === null ? '—' : points(row.perFix)),
        },
        { id: 'open', sort: 'open', title: t('gaps.open'), number: true, cell: (row: GapRow) => points(row.open) },
        { id: 'lead', title: t('gaps.lead'), minRem: 8, cell: (row: GapRow) => (row.lead === null ? '' : unitOf(row.lead)) },
        {
          id: 'ways',
          title: t('gaps.ways'),
          minRem: 9,
          cell: (row: GapRow) =>
            row.ways.map((way) => t('gaps.wayIs', { method: t(`scores.method.${way.method}`), lost: points(way.lost) })).join(' · '),
        },
      ]
    : []),
  { id: 'misses', sort: 'misses', title: t('gaps.misses'), number: true, cell: (row) => number(row.misses) },
  { id: 'short', sort: 'short', title: t('gaps.short'), number: true, optional: true, cell: (row) => number(row.short) },
]
