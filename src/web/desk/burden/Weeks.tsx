/** Weeks: every unit of one week, or one unit over twelve; drawn as bars against the budget, with the same figures as a table. */
import { useMemo } from 'react'
import type { UnitWeek } from '../../../burden/burden.ts'
import { Button } from '../../../ui/Button.tsx'
import { Chart, type ChartOption } from '../../../ui/Chart.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { burden, toneOfLoad } from './calls.ts'

interface WeeksProps {
  readonly week: string
  readonly from: string
  /** Empty: all units of the week. */
  readonly unit: string
  readonly onUnit: (unit: string) => void
}

/** The chart over the table. */
export function Weeks({ week, from, unit, onUnit }: WeeksProps) {
  const words = useWords()
  const { t, read } = words
  const byWeek = unit !== ''
  const query = byWeek ? { week, from, unit } : { week }
  const list = useList<UnitWeek>({ list: burden.listWeeks, book: burden.exportWeeks, query, prefix: byWeek ? 'unit' : 'weeks' })
  const columns = columnsOf(words, byWeek)
  const title = !byWeek ? t('burden.ofWeek', { week }) : t('burden.ofUnit', { unit: read(list.rows[0]?.unit.title) })
  return (
    <Card
      title={title}
      actions={
        byWeek && (
          <Button small icon="back" onPress={() => onUnit('')}>
            {t('burden.allUnits')}
          </Button>
        )
      }
    >
      <ListTable
        of={list}
        label={t('burden.tab.weeks')}
        {...(byWeek ? {} : { search: t('burden.searchWeeks'), onOpen: (row: UnitWeek) => onUnit(row.unit.id) })}
        above={(rows) => <Bars title={title} rows={rows} byWeek={byWeek} />}
        columns={columns}
        idOf={(row) => `${row.unit.id} ${row.week}`}
        empty={
          <EmptyState icon="check" title={t('burden.none')}>
            {t('burden.noneHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}

const mostBars = 40

function Bars({ title, rows, byWeek }: { title: string; rows: readonly UnitWeek[]; byWeek: boolean }) {
  const { t, read } = useWords()
  const shown = useMemo(() => rows.slice(0, mostBars), [rows])
  const option = useMemo<ChartOption>(
    () => ({
      grid: { left: 56, right: 16, top: 56, bottom: 16, containLabel: true },
      legend: { top: 0, right: 0 },
      tooltip: { trigger: 'axis' },
      xAxis: {
        type: 'category',
        data: shown.map((it) => (byWeek ? it.week : read(it.unit.title))),
        axisLabel: { rotate: 30, interval: 0 },
      },
      yAxis: { type: 'value', name: t('burden.minutesUnit') },
      series: [
        { type: 'bar', name: t('burden.minutes'), data: shown.map(({ minutes }) => minutes) },
        { type: 'bar', name: t('burden.measured'), data: shown.map(({ measured }) => measured) },
        { type: 'line', name: t('burden.budget'), data: shown.map(({ budget }) => budget) },
      ],
    }),
    [shown, byWeek, read, t],
  )
  const plain = (
    <ul>
      {shown.map((it) => (
        <li key={`${it.unit.id}${it.week}`}>
          {t('burden.line', { unit: read(it.unit.title), week: it.week, minutes: it.minutes, budget: it.budget })}
        </li>
      ))}
    </ul>
  )
  return <Chart label={title} option={option} table={plain} />
}

const columnsOf = ({ t, read, number }: Words, byWeek: boolean): Column<UnitWeek>[] => [
  byWeek
    ? { id: 'week', sort: 'week', title: t('burden.week'), nowrap: true, cell: (row) => row.week }
    : { id: 'unit', sort: 'unit', title: t('burden.unit'), minRem: 10, cell: (row) => read(row.unit.title) },
  { id: 'asks', sort: 'asks', title: t('burden.asks'), number: true, cell: (row) => number(row.asks) },
  { id: 'minutes', sort: 'minutes', title: t('burden.minutes'), number: true, cell: (row) => number(row.minutes) },
  {
    id: 'measured',
    sort: 'measured',
    title: t('burden.measured'),
    number: true,
    cell: (row) => (row.measured === 0 ? '—' : number(row.measured)),
  },
  { id: 'budget', title: t('burden.budget'), number: true, cell: (row) => number(row.budget) },
  {
    id: 'state',
    title: t('burden.state'),
    cell: (row) => <StatusTag tone={toneOfLoad[row.state]}>{t(`burden.state.${row.state}`)}</StatusTag>,
  },
]
