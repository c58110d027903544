/** Weeks: every unit of one week, or one unit over twelve; drawn as bars against the budget, with the same figures as a table. */
import { useMemo } from 'react'
import type { UnitWeek } from '../../../burden/burden.ts'
import { Button } from '../../../ui/Button.tsx'
import { Chart, type ChartOption } from '../../../ui/Chart.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { usePages } from '../../call.ts'
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
  const { t, read } = useWords()
  const list = usePages(burden.listWeeks, unit === '' ? { week, limit: 200 } : { week, from, unit, limit: 200 })
  const title = unit === '' ? t('burden.ofWeek', { week }) : t('burden.ofUnit', { unit: read(list.rows[0]?.unit.title) })
  return (
    <Card
      title={title}
      actions={
        unit !== '' && (
          <Button small icon="back" onPress={() => onUnit('')}>
            {t('burden.allUnits')}
          </Button>
        )
      }
    >
      <Answer of={list}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon="check" title={t('burden.none')}>
              {t('burden.noneHelp')}
            </EmptyState>
          ) : (
            <div className="stack">
              <Bars title={title} rows={rows} byWeek={unit !== ''} />
              <Table list={list} onUnit={onUnit} byWeek={unit !== ''} />
            </div>
          )
        }
      </Answer>
    </Card>
  )
}

const mostBars = 40

function Bars({ title, rows, byWeek }: { title: string; rows: readonly UnitWeek[]; byWeek: boolean }) {
  const { t, read } = useWords()
  const shown = useMemo(() => rows.slice(0, mostBars), [rows])
  const option = useMemo<ChartOption>(
    () => ({
      grid: { left: 48, right: 16, top: 32, bottom: 64 },
      legend: {},
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

function Table({ list, onUnit, byWeek }: { list: ReturnType<typeof usePages<UnitWeek>>; onUnit: (id: string) => void; byWeek: boolean }) {
  const { t, read, number } = useWords()
  const columns: Column<UnitWeek>[] = [
    byWeek
      ? { id: 'week', title: t('burden.week'), nowrap: true, cell: (row) => row.week }
      : { id: 'unit', title: t('burden.unit'), minRem: 10, cell: (row) => read(row.unit.title) },
    { id: 'asks', title: t('burden.asks'), number: true, cell: (row) => number(row.asks) },
    { id: 'minutes', title: t('burden.minutes'), number: true, cell: (row) => number(row.minutes) },
    { id: 'measured', title: t('burden.measured'), number: true, cell: (row) => (row.measured === 0 ? '—' : number(row.measured)) },
    { id: 'budget', title: t('burden.budget'), number: true, cell: (row) => number(row.budget) },
    {
      id: 'state',
      title: t('burden.state'),
      cell: (row) => <StatusTag tone={toneOfLoad[row.state]}>{t(`burden.state.${row.state}`)}</StatusTag>,
    },
  ]
  return (
    <DataTable
      label={t('burden.tab.weeks')}
      columns={columns}
      {...list}
      idOf={(row) => `${row.unit.id} ${row.week}`}
      {...(byWeek ? {} : { onOpen: (row: UnitWeek) => onUnit(row.unit.id) })}
    />
  )
}
