/** The queue of photo facts for who checks: by check, searched, what nobody looked at first. */
import type { PhotoFact } from '../../../provenance/provenance.api.ts'
import { checkIds } from '../../../provenance/provenance.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Link } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { aboutHref, Looked, provenance, sayFact } from '../parts/PhotoFacts.tsx'

const none = { check: '', looked: '' }

/** The list. */
export function PhotoFactList() {
  const words = useWords()
  const { t } = words
  const [at, setAt] = useAddress(none)
  const list = useList<PhotoFact>({ list: provenance.list, book: provenance.export, query: at, prefix: 'facts' })
  return (
    <Card flush>
      <ListTable
        of={list}
        label={t('proof.sheet')}
        search={t('proof.search')}
        isFiltered={Object.values(at).some((value) => value !== '')}
        onReset={() => setAt(none)}
        filters={
          <>
            <Select
              label={t('proof.column.check')}
              value={at.check}
              onChange={(check) => setAt({ check })}
              options={[
                { value: '', label: t('ui.all') },
                ...checkIds.map((id) => ({ value: id as string, label: t(`proof.check.${id}`) })),
              ]}
            />
            <Select
              label={t('proof.looked')}
              value={at.looked}
              onChange={(looked) => setAt({ looked })}
              options={[
                { value: '', label: t('ui.all') },
                { value: 'false', label: t('proof.notLooked') },
                { value: 'true', label: t('proof.wasLooked') },
              ]}
            />
          </>
        }
        columns={columnsOf(words)}
        idOf={(row) => row.id}
        empty={
          <EmptyState icon="check" title={t('proof.none')}>
            {t('proof.noneHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}

const columnsOf = (words: Words): Column<PhotoFact>[] => {
  const { t, read, moment } = words
  return [
    { id: 'at', sort: 'found', title: t('proof.column.at'), nowrap: true, cell: (row) => moment(row.at) },
    { id: 'check', title: t('proof.column.check'), nowrap: true, cell: (row) => t(`proof.check.${row.check}`) },
    {
      id: 'fact',
      title: t('proof.column.fact'),
      minRem: 16,
      cell: (row) => <Link href={aboutHref(row.about.kind, row.about.id)}>{sayFact(words, row)}</Link>,
    },
    { id: 'point', title: t('proof.column.point'), cell: (row) => read(row.point?.title) },
    { id: 'takenBy', title: t('proof.column.takenBy'), nowrap: true, cell: (row) => row.takenBy ?? '' },
    { id: 'looked', title: t('proof.looked'), cell: (row) => <Looked fact={row} /> },
  ]
}
