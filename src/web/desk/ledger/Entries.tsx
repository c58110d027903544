/** The entries of the ledger as sentences, the last first, each with its proof. */
import { useQuery } from '@tanstack/react-query'
import type { LedgerEntry } from '../../../ledger/ledger.api.ts'
import { useAddress } from '../../../ui/address.ts'
import type { Column } from '../../../ui/DataTable.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { ledger, sayAbout, sayKind } from './calls.ts'
import { ProofLink } from './ProofLink.tsx'

const none = { about: '', from: '', to: '' }

/** Search, filters and table. */
export function Entries() {
  const words = useWords()
  const { t } = words
  const [at, setAt] = useAddress(none)
  const list = useList<LedgerEntry>({ list: ledger.listEntries, book: ledger.exportEntries, query: at, prefix: 'entries' })
  const kinds = useQuery(ledger.listKinds.ask({}))
  const abouts = [...new Set((kinds.data?.items ?? []).map((kind) => kind.split('.')[0]!))]
  return (
    <ListTable
      of={list}
      label={t('ledger.entries')}
      search={t('ledger.search')}
      isFiltered={Object.values(at).some((value) => value !== '')}
      onReset={() => setAt(none)}
      filters={
        <>
          <Select
            label={t('ledger.about')}
            value={at.about}
            onChange={(about) => setAt({ about })}
            options={[{ value: '', label: t('ui.all') }, ...abouts.map((about) => ({ value: about, label: sayAbout(words, about) }))]}
          />
          <DatePicker label={t('ledger.from')} value={at.from} onChange={(from) => setAt({ from })} />
          <DatePicker label={t('ledger.to')} value={at.to} onChange={(to) => setAt({ to })} />
        </>
      }
      columns={columnsOf(words)}
      idOf={(row) => row.id}
      empty={
        <EmptyState icon="list" title={t('ledger.none')}>
          {t('ledger.noneHelp')}
        </EmptyState>
      }
    />
  )
}

/** "王敏派遣了案件 20261122-0007". */
function sentenceOf(words: Words, { by, kind, label }: LedgerEntry): string {
  const { t } = words
  const who = by === null ? t('ledger.system') : by.name || t('ledger.someone')
  const sentence = t('ledger.sentence', { who, what: sayKind(words, kind) })
  return label === '' ? sentence : `${sentence} ${label}`
}

const columnsOf = (words: Words): Column<LedgerEntry>[] => {
  const { t, moment, number } = words
  return [
    { id: 'seq', sort: 'seq', title: t('ledger.seq'), number: true, nowrap: true, cell: (row) => number(row.seq) },
    { id: 'at', title: t('ledger.at'), nowrap: true, cell: (row) => moment(row.at) },
    { id: 'what', sort: 'kind', title: t('ledger.what'), minRem: 14, cell: (row) => sentenceOf(words, row) },
    { id: 'reason', title: t('ledger.reason'), minRem: 10, cell: (row) => row.reason || '—' },
    { id: 'proof', title: t('ledger.proof'), nowrap: true, cell: (row) => <ProofLink seq={row.seq} /> },
  ]
}
