/** The score by district, street, unit, type of place, method and criterion: with what was never looked at in plain sight. */
import type { BreakdownRow } from '../../../assessments/live.api.ts'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { FilterBar } from '../../../ui/FilterBar.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { usePages } from '../../call.ts'
import { type At, live } from './calls.ts'

/** What a score is broken down by. */
export const bys = ['district', 'street', 'unit', 'type', 'method', 'criterion'] as const
export type By = (typeof bys)[number]

interface BreakdownProps {
  readonly where: Pick<At, 'params' | 'span' | 'edition'>
  readonly by: By
  readonly q: string
  readonly sort: string
  readonly setAt: (change: { by?: string; q?: string; sort?: string }) => void
  /** Opens a row: narrows to the group, or opens the criterion. */
  readonly onRow: (by: By, row: BreakdownRow) => void
}

/** The tabs with the table of the open one. */
export function Breakdown({ where, by, q, sort, setAt, onRow }: BreakdownProps) {
  const words = useWords()
  const { t } = words
  return (
    <Tabs
      label={t('scores.breakdown')}
      value={by}
      onChange={(next) => setAt({ by: next, q: '' })}
      tabs={bys.map((id) => ({ id, label: t(`scores.by.${id}`) }))}
    >
      <Card flush>
        <FilterBar label={t('scores.searchRows')} q={q} onSearch={(text) => setAt({ q: text })}>
          <Select
            label={t('scores.order')}
            value={sort}
            onChange={(next) => setAt({ sort: next })}
            options={(['code', 'rate', '-misses'] as const).map((value) => ({ value, label: t(`scores.order.${value === '-misses' ? 'misses' : value}`) }))}
          />
        </FilterBar>
        <Rows key={by} where={where} by={by} q={q} sort={sort} onRow={onRow} words={words} />
      </Card>
    </Tabs>
  )
}

function Rows({ where, by, q, sort, onRow, words }: Omit<BreakdownProps, 'setAt'> & { words: Words }) {
  const { t } = words
  const call = {
    ask: ({ query }: { query: object }) => live.listBreakdown.ask({ params: where.params, query: query as never }),
  }
  const list = usePages<BreakdownRow>(call as never, { ...(where.span as object), by, text: q, sort, limit: 50 })
  return (
    <Answer of={list}>
      {() => (
        <DataTable
          label={t(`scores.by.${by}`)}
          columns={columnsOf(words, by)}
          {...list}
          idOf={(row) => row.id}
          onOpen={(row) => onRow(by, row)}
          empty={
            <EmptyState icon="score" title={t('scores.noRows')}>
              {t('scores.noRowsHelp')}
            </EmptyState>
          }
        />
      )}
    </Answer>
  )
}

const columnsOf = ({ t, read, points, number }: Words, by: By): Column<BreakdownRow>[] => [
  {
    id: 'title',
    title: t(`scores.by.${by}`),
    minRem: 12,
    cell: (row) => <span className="strong">{by === 'method' ? t(`scores.method.${row.id as 'onsite'}`) : read(row.title)}</span>,
  },
  ...(by === 'street'
    ? [
        {
          id: 'scoped',
          title: t('scores.scoped'),
          number: true,
          cell: (row: BreakdownRow) => (row.scoped === null ? '—' : points(row.scoped)),
        },
      ]
    : []),
  { id: 'rate', title: t('scores.rate'), number: true, cell: (row) => (row.rate === null ? '—' : `${points(row.rate)}%`) },
  { id: 'points', title: t('scores.gotOf'), number: true, cell: (row) => `${points(row.got)} / ${points(row.of)}` },
  { id: 'n', title: t('scores.n'), number: true, cell: (row) => number(row.n) },
  { id: 'misses', title: t('scores.misses'), number: true, cell: (row) => number(row.misses) },
  ...(by === 'method' || by === 'criterion'
    ? []
    : [
        {
          id: 'seen',
          title: t('scores.seen'),
          nowrap: true,
          cell: (row: BreakdownRow) => (
            <StatusTag tone={row.seen === row.places ? 'green' : row.seen === 0 ? 'grey' : 'amber'}>
              {t('scores.seenOf', { seen: row.seen, places: row.places })}
            </StatusTag>
          ),
        },
      ]),
]
