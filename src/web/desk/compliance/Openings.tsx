/** Who looked at an identity or destroyed it, when and why: for whoever supervises. */
import { identityKinds, type Opening } from '../../../privacy/identity.ts'
import { useAddress } from '../../../ui/address.ts'
import type { Column } from '../../../ui/DataTable.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Card } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { identities } from './calls.ts'

/** The list. */
export function Openings() {
  const { t, moment } = useWords()
  const [at, setAt] = useAddress({ done: '', of: '', from: '', to: '' })
  const { of, ...rest } = at
  const query = { ...rest, kind: of }
  const list = useList<Opening>({ list: identities.listOpenings, book: identities.exportOpenings, query, prefix: 'openings' })
  const all = { value: '', label: t('ui.all') }
  const columns: Column<Opening>[] = [
    { id: 'at', sort: 'at', title: t('identity.at'), nowrap: true, cell: (row) => moment(row.at) },
    { id: 'done', sort: 'done', title: t('identity.done'), nowrap: true, cell: (row) => t(`identity.done.${row.done}`) },
    { id: 'by', sort: 'by', title: t('identity.by'), nowrap: true, cell: (row) => row.by?.name ?? t('identity.byHouse') },
    { id: 'of', sort: 'of', title: t('identity.of'), nowrap: true, cell: (row) => t(`identity.of.${row.kind}`) },
    { id: 'reason', title: t('identity.reason'), minRem: 14, cell: (row) => row.reason },
  ]
  return (
    <Card flush>
      <ListTable
        of={list}
        label={t('compliance.tab.openings')}
        search={t('identity.search')}
        isFiltered={Object.values(at).some((value) => value !== '')}
        onReset={() => setAt({ done: '', of: '', from: '', to: '' })}
        filters={
          <>
            <Select
              label={t('identity.done')}
              value={at.done}
              onChange={(done) => setAt({ done })}
              options={[
                all,
                ...(['opened', 'erased'] as const).map((value) => ({ value: value as string, label: t(`identity.done.${value}`) })),
              ]}
            />
            <Select
              label={t('identity.of')}
              value={at.of}
              onChange={(next) => setAt({ of: next })}
              options={[all, ...identityKinds.map((value) => ({ value: value as string, label: t(`identity.of.${value}`) }))]}
            />
            <DatePicker label={t('identity.from')} value={at.from} onChange={(from) => setAt({ from })} />
            <DatePicker label={t('identity.to')} value={at.to} onChange={(to) => setAt({ to })} />
          </>
        }
        columns={columns}
        idOf={(row) => row.event}
        empty={
          <EmptyState icon="lock" title={t('identity.noOpenings')}>
            {t('identity.noOpeningsHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}
