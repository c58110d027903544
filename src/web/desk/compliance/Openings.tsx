/** Who looked at an identity or destroyed it, when and why: for whoever supervises. */
import type { Opening } from '../../../privacy/identity.ts'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Card } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { usePages } from '../../call.ts'
import { identities } from './calls.ts'

/** The list. */
export function Openings() {
  const { t, moment } = useWords()
  const list = usePages(identities.listOpenings, {})
  const columns: Column<Opening>[] = [
    { id: 'at', title: t('identity.at'), nowrap: true, cell: (row) => moment(row.at) },
    { id: 'done', title: t('identity.done'), nowrap: true, cell: (row) => t(`identity.done.${row.done}`) },
    { id: 'by', title: t('identity.by'), nowrap: true, cell: (row) => row.by?.name ?? t('identity.byHouse') },
    { id: 'of', title: t('identity.of'), nowrap: true, cell: (row) => t(`identity.of.${row.kind}`) },
    { id: 'reason', title: t('identity.reason'), minRem: 14, cell: (row) => row.reason },
  ]
  return (
    <Card flush>
      <Answer of={list}>
        {() => (
          <DataTable
            label={t('compliance.tab.openings')}
            columns={columns}
            {...list}
            idOf={(row) => row.event}
            empty={
              <EmptyState icon="lock" title={t('identity.noOpenings')}>
                {t('identity.noOpeningsHelp')}
              </EmptyState>
            }
          />
        )}
      </Answer>
    </Card>
  )
}
