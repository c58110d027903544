/** How a result of a past year was entered over time: every entry is there, the newest counts, and a removal is an entry too. */
import { useQuery } from '@tanstack/react-query'
import type { ResultEntry } from '../../../assessments/assessments.api.ts'
import { Dialog } from '../../../ui/Overlays.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { StatusTag } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { stored } from '../assessments/storedCalls.ts'

/** The history in a dialog, the newest entry first. */
export function ResultHistory({ id, year, onClose }: { id: string; year: number; onClose: () => void }) {
  const words = useWords()
  const title = words.t('results.historyOf', { year: String(year) })
  const asked = useQuery(stored.listResultEntries.ask({ params: { id } }))
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Answer of={asked} lines={3}>
        {({ items }) => (
          <DataTable few label={title} columns={columnsOf(words, items.at(-1))} rows={items.toReversed()} idOf={(row) => row.enteredAt} />
        )}
      </Answer>
    </Dialog>
  )
}

const columnsOf = ({ t, points, moment }: Words, newest: ResultEntry | undefined): Column<ResultEntry>[] => [
  { id: 'at', title: t('results.enteredAt'), cell: (row) => moment(row.enteredAt) },
  { id: 'by', title: t('results.enteredBy'), cell: (row) => row.by?.name ?? '—' },
  {
    id: 'got',
    title: t('results.got'),
    number: true,
    cell: (row) => (row.got === null ? '—' : `${points(row.got)} / ${points(row.of)}`),
  },
  { id: 'target', title: t('results.target'), number: true, cell: (row) => (row.target === null ? '—' : points(row.target)) },
  { id: 'source', title: t('statistics.source'), cell: (row) => row.source },
  {
    id: 'state',
    title: t('results.history'),
    nowrap: true,
    cell: (row) =>
      row.removed ? (
        <StatusTag tone="grey">{t('results.entryRemoved')}</StatusTag>
      ) : row === newest ? (
        <StatusTag tone="green">{t('results.entryCounts')}</StatusTag>
      ) : null,
  },
]
