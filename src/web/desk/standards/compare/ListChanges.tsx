/** Checks, point types, questions and the rest that came, went or were changed between two editions. */
import type { ListChange } from '../../../../standards/compare.ts'
import { type Column, DataTable } from '../../../../ui/DataTable.tsx'
import { Card, StatusTag } from '../../../../ui/Page.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { Reworded } from './Reworded.tsx'

const tone = { added: 'green', dropped: 'grey', changed: 'amber' } as const

/** The second table of a comparison; nothing when the lists are the same. */
export function ListChanges({ changes }: { changes: readonly ListChange[] }) {
  const { t, tAny, read } = useWords()
  if (changes.length === 0) return null
  const columns: Column<ListChange>[] = [
    {
      id: 'change',
      title: t('standards.compare.change'),
      nowrap: true,
      cell: (row) => <StatusTag tone={tone[row.change]}>{t(`standards.listChange.${row.change}`)}</StatusTag>,
    },
    { id: 'list', title: t('standards.listWord'), nowrap: true, cell: (row) => tAny(`standards.list.${row.list}`) },
    { id: 'id', title: t('standards.code'), nowrap: true, cell: (row) => <code>{row.id}</code> },
    {
      id: 'words',
      title: t('standards.words'),
      minRem: 16,
      cell: (row) => (row.from && row.to ? <Reworded from={row.from} to={row.to} /> : read(row.to ?? row.from)),
    },
  ]
  return (
    <Card title={t('standards.compare.lists')} flush>
      <DataTable few label={t('standards.compare.lists')} columns={columns} rows={changes} idOf={(row) => `${row.list}/${row.id}`} />
    </Card>
  )
}
