/** The score by district, street, unit, type of place, method and criterion: with what was never looked at in plain sight. */
import type { BreakdownRow } from '../../../assessments/live.api.ts'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { type At, live } from './calls.ts'

/** What a score is broken down by. */
export const bys = ['district', 'street', 'unit', 'type', 'method', 'criterion'] as const
export type By = (typeof bys)[number]

interface BreakdownProps {
  readonly where: Pick<At, 'params' | 'span' | 'edition'>
  readonly by: By
  readonly setAt: (change: { by?: string; text?: string }) => void
  /** Opens a row: narrows to the group, or opens the criterion. */
  readonly onRow: (by: By, row: BreakdownRow) => void
}

/** The tabs with the table of the open one. */
export function Breakdown({ where, by, setAt, onRow }: BreakdownProps) {
  const words = useWords()
  const { t } = words
  return (
    <Tabs
      label={t('scores.breakdown')}
      value={by}
      onChange={(next) => setAt({ by: next, text: '' })}
      tabs={bys.map((id) => ({ id, label: t(`scores.by.${id}`) }))}
    >
      <Card flush>
        <Rows key={by} where={where} by={by} onRow={onRow} words={words} />
      </Card>
    </Tabs>
  )
}

function Rows({ where, by, onRow, words }: Omit<BreakdownProps, 'setAt'> & { words: Words }) {
  const { t } = words
  const list = useList<BreakdownRow>({
    list: live.listBreakdown,
    book: live.exportBreakdown,
    params: where.params,
    query: { ...(where.span as object), by },
  })
  return (
    <ListTable
      of={list}
      label={t(`scores.by.${by}`)}
      search={t('scores.searchRows')}
      columns={columnsOf(words, by)}
      idOf={(row) => row.id}
      onOpen={(row) => onRow(by, row)}
      empty={
        <EmptyState icon="score" title={t('scores.noRows')}>
          {t('scores.noRowsHelp')}
        </EmptyState>
      }
    />
  )
}

const columnsOf = ({ t, read, points, number }: Words, by: By): Column<BreakdownRow>[] => [
  {
    id: 'title',
    sort: 'title',
    title: t(`scores.by.${by}`),
    minRem: 12,
    cell: (row) => <span className="strong">{by === 'method' ? t(`scores.method.${row.id as 'onsite'}`) : read(row.title)}</span>,
  },
  ...(by === 'street'
    ? [
        {
          id: 'scoped',
          sort: 'scoped',
          title: t('scores.scoped'),
          number: true,
          cell: (row: BreakdownRow) => (row.scoped === null ? '—' : points(row.scoped)),
        },
      ]
    : []),
  { id: 'rate', sort: 'rate', title: t('scores.rate'), number: true, cell: (row) => (row.rate === null ? '—' : `${points(row.rate)}%`) },
  { id: 'points', sort: 'got', title: t('scores.gotOf'), number: true, cell: (row) => `${points(row.got)} / ${points(row.of)}` },
  { id: 'n', sort: 'n', title: t('scores.n'), number: true, cell: (row) => number(row.n) },
  { id: 'misses', sort: 'misses', title: t('scores.misses'), number: true, cell: (row) => number(row.misses) },
  ...(by === 'method' || by === 'criterion'
    ? []
    : [
        {
          id: 'seen',
          sort: 'seen',
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
