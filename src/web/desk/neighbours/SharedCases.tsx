/** The cases of a city below, for as long as it shares them. */
import { stages } from '../../../cases/procedure/procedure.ts'
import type { SharedCase } from '../../../neighbours/neighbours.api.ts'
import { useAddress } from '../../../ui/address.ts'
import type { Column } from '../../../ui/DataTable.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { neighbours } from './calls.ts'

/** The list. */
export function SharedCases({ city }: { city: string }) {
  const { t, tAny, moment } = useWords()
  const [at, setAt] = useAddress({ state: '' })
  const list = useList<SharedCase>({
    list: neighbours.listSharedCases,
    book: neighbours.exportSharedCases,
    params: { city: Number(city) },
    query: at,
    prefix: 'shared',
  })
  const columns: Column<SharedCase>[] = [
    { id: 'no', sort: 'no', title: t('cases.no'), nowrap: true, cell: ({ no }) => no },
    { id: 'text', title: t('cases.text'), minRem: 14, cell: ({ text }) => text },
    { id: 'state', sort: 'state', title: t('neighbours.state'), nowrap: true, cell: ({ state }) => tAny(`cases.state.${state}`) },
    { id: 'at', sort: 'reported', title: t('cases.reportedAt'), nowrap: true, cell: ({ reportedAt }) => moment(reportedAt) },
    { id: 'due', sort: 'due', title: t('cases.due'), nowrap: true, cell: ({ dueAt }) => (dueAt === null ? '—' : moment(dueAt)) },
  ]
  return (
    <ListTable
      of={list}
      label={t('neighbours.sharesCases')}
      search={t('neighbours.searchCases')}
      isFiltered={at.state !== ''}
      onReset={() => setAt({ state: '' })}
      filters={
        <Select
          label={t('neighbours.state')}
          value={at.state}
          onChange={(state) => setAt({ state })}
          options={[
            { value: '', label: t('ui.all') },
            ...stages.map((state) => ({ value: state as string, label: t(`cases.state.${state}`) })),
          ]}
        />
      }
      columns={columns}
      idOf={({ id }) => id}
      empty={<EmptyState icon="list" title={t('neighbours.noCases')} />}
    />
  )
}
