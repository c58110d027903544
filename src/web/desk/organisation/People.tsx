/** People and the posts they hold now; what they held before stands with each post. */
import type { PersonLine } from '../../../city/organisation/organisation.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Card } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { organisation } from './calls.ts'

/** The list. */
export function People() {
  const { t, read } = useWords()
  const [at, setAt] = useAddress({ posted: '' })
  const list = useList<PersonLine>({ list: organisation.listPeople, book: organisation.exportPeople, query: at, prefix: 'people' })
  return (
    <Card flush>
      <ListTable
        of={list}
        label={t('organisation.view.people')}
        search={t('organisation.searchPeople')}
        isFiltered={at.posted !== ''}
        onReset={() => setAt({ posted: '' })}
        filters={
          <Select
            label={t('organisation.posted')}
            value={at.posted}
            onChange={(posted) => setAt({ posted })}
            options={[
              { value: '', label: t('ui.all') },
              { value: 'true', label: t('organisation.posted.true') },
              { value: 'false', label: t('organisation.posted.false') },
            ]}
          />
        }
        idOf={({ id }) => id}
        columns={[
          {
            id: 'name',
            sort: 'name',
            title: t('organisation.name'),
            nowrap: true,
            cell: ({ name }) => <span className="strong">{name}</span>,
          },
          { id: 'code', sort: 'code', title: t('organisation.staffNo'), nowrap: true, cell: ({ code }) => code ?? '—' },
          {
            id: 'posts',
            title: t('organisation.posts'),
            minRem: 16,
            cell: ({ posts }) => (posts.length === 0 ? '—' : posts.map((post) => read(post)).join(t('organisation.between'))),
          },
        ]}
        empty={
          <EmptyState icon="person" title={t('organisation.noPeople')}>
            {t('organisation.noPeopleHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}
