/** The signed heads, the last first, each with the proof that the last one continues it. */
import type { SignedHead } from '../../../ledger/head.ts'
import { LinkButton } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { usePages } from '../../call.ts'
import { ledger } from './calls.ts'

/** The table. */
export function Heads() {
  const { t, moment, number } = useWords()
  const list = usePages<SignedHead>(ledger.listHeads, {})
  const later = list.rows[0]?.size ?? 0
  const columns: Column<SignedHead>[] = [
    { id: 'at', title: t('ledger.at'), nowrap: true, cell: (row) => moment(row.at) },
    { id: 'size', title: t('ledger.size'), number: true, cell: (row) => number(row.size) },
    { id: 'root', title: t('ledger.root'), cell: (row) => <code>{row.root.slice(0, 16)}…</code> },
    {
      id: 'growth',
      title: t('ledger.growth'),
      nowrap: true,
      cell: ({ size }) =>
        size > 0 && (
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
    <Answer of={list}>
      {() => (
        <DataTable
          {...list}
          label={t('ledger.heads')}
          columns={columns}
          idOf={(row) => `${row.size} ${row.at}`}
          empty={
            <EmptyState icon="lock" title={t('ledger.noHeads')}>
              {t('ledger.noHeadsHelp')}
            </EmptyState>
          }
        />
      )}
    </Answer>
  )
}
