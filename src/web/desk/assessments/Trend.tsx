/** How the score moved: the converted score of every month, and the share nobody observed beside it. */
import { useIsFetching, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { TrendPoint } from '../../../assessments/live.api.ts'
import { Chart, type ChartOption } from '../../../ui/Chart.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Card } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { type At, live } from './calls.ts'

/** The card with the chart and its table. */
export function Trend({ where }: { where: Pick<At, 'params' | 'span' | 'isReady'> }) {
  const words = useWords()
  const { t } = words
  // Twelve windows are read for it: what the reader looks at first goes first.
  const others = useIsFetching({ predicate: ({ queryKey }) => queryKey[0] === 'assessments' && queryKey[1] !== 'getTrend' })
  const trend = useQuery({
    ...live.getTrend.ask({ params: where.params, query: { ...(where.span as object), by: 'month', sum: 'each' } }),
    enabled: where.isReady && others === 0,
    staleTime: 300_000,
  })
  return (
    <Card title={t('scores.trend')}>
      <Answer of={trend} lines={4}>
        {({ items }) =>
          items.every(({ total }) => total === null) ? (
            <EmptyState icon="score" title={t('scores.noTrend')}>
              {t('scores.noTrendHelp')}
            </EmptyState>
          ) : (
            <Drawn items={items} words={words} />
          )
        }
      </Answer>
    </Card>
  )
}

function Drawn({ items, words }: { items: readonly TrendPoint[]; words: Words }) {
  const { t } = words
  const option = useMemo(() => optionOf(items, words), [items, words])
  return (
    <Chart
      label={t('scores.trendIs')}
      option={option}
      heightRem={13}
      table={<DataTable few label={t('scores.trend')} columns={columnsOf(words)} rows={items} idOf={(row) => row.from} />}
    />
  )
}

const openOf = ({ open, full }: TrendPoint) => (full === 0 ? 0 : open / full)

const columnsOf = ({ t, month, points, percent }: Words): Column<TrendPoint>[] => [
  { id: 'month', title: t('scores.month'), cell: (row) => month(row.from) },
  { id: 'total', title: t('scores.score'), number: true, cell: (row) => (row.total === null ? '—' : points(row.total)) },
  { id: 'got', title: t('scores.part.got'), number: true, cell: (row) => points(row.got) },
  { id: 'of', title: t('scores.observed'), number: true, cell: (row) => points(row.of) },
  { id: 'open', title: t('scores.part.open'), number: true, cell: (row) => percent(openOf(row)) },
]

const optionOf = (items: readonly TrendPoint[], { t, month }: Words): ChartOption => ({
  grid: { left: 40, right: 44, top: 32, bottom: 24 },
  legend: { top: 0, left: 0 },
  tooltip: { trigger: 'axis' },
  xAxis: { type: 'category', data: items.map(({ from }) => month(from)) },
  yAxis: [
    { type: 'value', scale: true, min: ({ min }: { min: number }) => Math.max(0, Math.floor(min / 5) * 5 - 5), max: 100 },
    { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value}%' }, splitLine: { show: false } },
  ],
  series: [
    { name: t('scores.score'), type: 'line', data: items.map(({ total }) => (total === null ? null : total / 100)), connectNulls: false },
    {
      name: t('scores.openLine'),
      type: 'bar',
      yAxisIndex: 1,
      itemStyle: { opacity: 0.25 },
      data: items.map((point) => Math.round(openOf(point) * 1000) / 10),
    },
  ],
})
