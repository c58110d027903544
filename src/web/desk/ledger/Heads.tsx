/** The signed heads, the last first, each with the proof that a later one (the last, unless another is chosen) continues it. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SignedHead } from '../../../ledger/head.ts'
import { useAddress } from '../../../ui/address.ts'
import { LinkButton } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { ledger } from './calls.ts'

/** The table. */
export function Heads() {
  const { t, moment, number } = useWords()
  const [at, setAt] = useAddress({ from: '', to: '' })
  const list = useList<SignedHead>({ list: ledger.listHeads, book: ledger.exportHeads, query: at, prefix: 'heads' })
  const state = useQuery(ledger.getLedger.ask({}))
  const [until, setUntil] = useState('')
  const last = state.data?.head?.size ?? 0
  const later = until === '' ? last : Number(until)
  const sizes = [...new Set([last, ...list.rows.map(({ size }) => size)])].filter((size) => size > 0).sort((a, b) => b - a)
  const columns: Column<SignedHead>[] = [
    { id: 'at', sort: 'at', title: t('ledger.at'), nowrap: true, cell: (row) => moment(row.at) },
    { id: 'size', sort: 'size', title: t('ledger.size'), number: true, cell: (row) => number(row.size) },
    { id: 'root', title: t('ledger.root'), cell: (row) => <code>{row.root.slice(0, 16)}…</code> },
    {
      id: 'growth',
      title: t('ledger.growth'),
      nowrap: true,
      cell: ({ size }) =>
        size > 0 &&
        size <= later && (
          <LinkButton
            kind="quiet"
            small
            icon="download"
            href={ledger.proveGrowth.href({ query: { earlier: size, later } })}
            download={`growth-${size}-${later}.json`}
            aria-label={t('ledger.growthOf', { size: number(size) })}
          >
            {t('ledger.download')}
          </LinkButton>
        ),
    },
  ]
  return (
    <ListTable
      of={list}
      label={t('ledger.heads')}
      search={t('ledger.searchHeads')}
      isFiltered={at.from !== '' || at.to !== ''}
      onReset={() => setAt({ from: '', to: '' })}
      filters={
        <>
          <DatePicker label={t('ledger.from')} value={at.from} onChange={(from) => setAt({ from })} />
          <DatePicker label={t('ledger.to')} value={at.to} onChange={(to) => setAt({ to })} />
          <Select
            label={t('ledger.growthUntil')}
            value={until}
            onChange={setUntil}
            options={[
              { value: '', label: t('ledger.untilLast') },
              ...sizes.map((size) => ({ value: String(size), label: t('ledger.headOver', { size: number(size) }) })),
            ]}
          />
        </>
      }
      columns={columns}
      idOf={(row) => `${row.size} ${row.at}`}
      empty={
        <EmptyState icon="lock" title={t('ledger.noHeads')}>
          {t('ledger.noHeadsHelp')}
        </EmptyState>
      }
    />
  )
}
