/** How complete the sharing out is: five fixings, six implementations, by cell and by unit, and every empty cell by name. */
import { useQuery } from '@tanstack/react-query'
import { type Cell, cells, type Figure, fixings, implementations } from '../../../duties/completeness.ts'
import type { Completeness as Answered, Gap } from '../../../duties/duties.api.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Card, ProgressBar, StatTile, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { duties } from './calls.ts'
import type { DutiesAt, SetDutiesAt } from './DutiesPage.tsx'

/** The tab. */
export function Completeness({ edition, at, setAt }: { edition: string; at: DutiesAt; setAt: SetDutiesAt }) {
  const query = { edition, ...(at.unit === '' ? {} : { unit: at.unit }) } as never
  const asked = useQuery(duties.getCompleteness.ask({ query }))
  return (
    <Answer of={asked}>
      {(data) => (
        <div className="stack">
          <Figures data={data} />
          <ByCell figure={data.all} />
          <Gaps edition={edition} at={at} setAt={setAt} />
          <Units data={data} setAt={setAt} />
          <Uncovered data={data} />
        </div>
      )}
    </Answer>
  )
}

const share = ({ filled, of }: { filled: number; of: number }) => (of === 0 ? 0 : filled / of)

function Figures({ data }: { data: Answered }) {
  const { t, percent, number } = useWords()
  const { all } = data
  return (
    <div className="tiles">
      <StatTile
        label={t('duties.fixings')}
        value={percent(share(all.fixings))}
        note={t('duties.cellsOf', { filled: number(all.fixings.filled), of: number(all.fixings.of) })}
      />
      <StatTile
        label={t('duties.implementations')}
        value={percent(share(all.implementations))}
        note={t('duties.cellsOf', { filled: number(all.implementations.filled), of: number(all.implementations.of) })}
      />
      <StatTile label={t('duties.wholeDuties')} value={number(all.complete)} unit={t('duties.ofDuties', { of: number(all.duties) })} />
      <StatTile
        label={t('duties.uncovered')}
        value={number(data.uncovered.length)}
        unit={t('duties.ofCriteria', { of: number(data.criteria) })}
      />
    </div>
  )
}

function ByCell({ figure }: { figure: Figure }) {
  const { t } = useWords()
  const part = (title: string, list: readonly Cell[]) => (
    <div className="stack-s">
      <h3>{title}</h3>
      {list.map((cell) => (
        <ProgressBar
          key={cell}
          label={t('duties.cellFilled', { cell: t(`duties.cell.${cell}`), filled: figure.cells[cell].filled, of: figure.cells[cell].of })}
          value={figure.cells[cell].filled}
          max={figure.cells[cell].of}
          tone={share(figure.cells[cell]) === 1 ? 'green' : 'blue'}
        />
      ))}
    </div>
  )
  return (
    <Card title={t('duties.byCell')}>
      <div className="grid-2">
        {part(t('duties.fixings'), fixings)}
        {part(t('duties.implementations'), implementations)}
      </div>
    </Card>
  )
}

function Gaps({ edition, at, setAt }: { edition: string; at: DutiesAt; setAt: SetDutiesAt }) {
  const { t, read } = useWords()
  const list = useList<Gap>({
    list: duties.listGaps,
    book: duties.exportGaps,
    query: { edition, unit: at.unit, cell: at.cell },
  })
  const columns: Column<Gap>[] = [
    {
      id: 'cell',
      title: t('duties.empty'),
      nowrap: true,
      cell: (row) => (
        <StatusTag tone="amber">
          {row.vacant ? t('duties.vacantCell', { cell: t(`duties.cell.${row.cell}`) }) : t(`duties.cell.${row.cell}`)}
        </StatusTag>
      ),
    },
    { id: 'criterion', sort: 'criterion', title: t('duties.criterion'), minRem: 14, cell: (row) => read(row.title) || row.criterion },
    { id: 'area', title: t('duties.area'), minRem: 6, cell: (row) => read(row.area?.title) || t('duties.wholeCity') },
    { id: 'unit', title: t('duties.lead'), minRem: 8, cell: (row) => read(row.unit?.title) || '—' },
    {
      id: 'fill',
      title: t('duties.fill'),
      nowrap: true,
      cell: (row) => <Link href={`/duties?edition=${edition}&open=${row.dutyId}`}>{t('duties.fillVerb')}</Link>,
    },
  ]
  return (
    <Card
      title={t('duties.gaps')}
      flush
      actions={
        <Select
          label={t('duties.missing')}
          hideLabel
          value={at.cell}
          onChange={(cell) => setAt({ cell })}
          options={[
            { value: '', label: t('duties.allCells') },
            ...cells.map((cell) => ({ value: cell as string, label: t(`duties.cell.${cell}`) })),
          ]}
        />
      }
    >
      <ListTable
        of={list}
        label={t('duties.gaps')}
        search={t('duties.searchGaps')}
        isFiltered={at.cell !== ''}
        onReset={() => setAt({ cell: '' })}
        columns={columns}
        idOf={(row) => `${row.dutyId} ${row.cell}`}
        empty={
          <EmptyState icon="check" title={t('duties.noGaps')}>
            {t('duties.noGapsHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}

type UnitLine = Answered['units'][number]

function Units({ data, setAt }: { data: Answered; setAt: SetDutiesAt }) {
  const { t, read, number, percent } = useWords()
  if (data.units.length === 0) return null
  const columns: Column<UnitLine>[] = [
    {
      id: 'unit',
      title: t('duties.lead'),
      minRem: 10,
      cell: (row) =>
        row.unit ? (
          <Button kind="quiet" small onPress={() => setAt({ unit: row.unit!.id, tab: 'list' })}>
            {read(row.unit.title)}
          </Button>
        ) : (
          t('duties.noUnit')
        ),
    },
    { id: 'duties', title: t('duties.count'), number: true, cell: (row) => number(row.figure.duties) },
    { id: 'complete', title: t('duties.wholeDuties'), number: true, cell: (row) => number(row.figure.complete) },
    { id: 'fixings', title: t('duties.fixings'), number: true, cell: (row) => percent(share(row.figure.fixings)) },
    { id: 'implementations', title: t('duties.implementations'), number: true, cell: (row) => percent(share(row.figure.implementations)) },
  ]
  return (
    <Card title={t('duties.byUnit')} flush>
      <DataTable
        few
        label={t('duties.byUnit')}
        columns={columns}
        rows={data.units}
        idOf={(row) => row.unit?.id ?? ''}
        total={data.units.length}
      />
    </Card>
  )
}

function Uncovered({ data }: { data: Answered }) {
  const { t, read } = useWords()
  if (data.uncovered.length === 0) return null
  return (
    <Card title={t('duties.uncoveredList', { count: data.uncovered.length })}>
      <ul className="std-list">
        {data.uncovered.map(({ criterion, title }) => (
          <li key={criterion}>
            <code>{criterion}</code> {read(title)}
          </li>
        ))}
      </ul>
    </Card>
  )
}
