/** Appeals to go above a budget, with who decided and why. */
import type { Appeal } from '../../../burden/burden.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay, useMe } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { burden } from './calls.ts'

/** The list. */
export function Appeals() {
  const { t, read, moment, number } = useWords()
  const [at, setAt] = useAddress({ open: '' })
  const list = useList<Appeal>({ list: burden.listAppeals, book: burden.exportAppeals, query: at, prefix: 'appeals' })
  const columns: Column<Appeal>[] = [
    { id: 'at', sort: 'at', title: t('burden.at'), nowrap: true, cell: (row) => moment(row.at) },
    { id: 'unit', sort: 'unit', title: t('burden.unit'), minRem: 9, cell: (row) => read(row.unit.title) },
    { id: 'week', sort: 'week', title: t('burden.week'), nowrap: true, cell: (row) => row.week },
    { id: 'minutes', sort: 'minutes', title: t('burden.appealMinutes'), number: true, cell: (row) => number(row.minutes) },
    { id: 'reason', title: t('burden.appealReason'), minRem: 12, cell: (row) => row.reason },
    {
      id: 'about',
      title: t('burden.appealAbout'),
      minRem: 12,
      cell: ({ about }) => (about === null ? '—' : `${t(`burden.kind.${about.kind}`)} ${about.text}`),
    },
    { id: 'by', title: t('burden.appealBy'), nowrap: true, cell: (row) => row.by.name },
    { id: 'state', title: t('burden.state'), cell: (row) => <Decision it={row} /> },
  ]
  return (
    <Card flush>
      <ListTable
        of={list}
        label={t('burden.tab.appeals')}
        search={t('burden.searchAppeals')}
        isFiltered={at.open !== ''}
        onReset={() => setAt({ open: '' })}
        filters={
          <Select
            label={t('burden.state')}
            value={at.open}
            onChange={(open) => setAt({ open })}
            options={[
              { value: '', label: t('ui.all') },
              { value: 'true', label: t('burden.undecided') },
              { value: 'false', label: t('burden.decided') },
            ]}
          />
        }
        columns={columns}
        idOf={(row) => row.id}
        empty={
          <EmptyState icon="check" title={t('burden.noAppeals')}>
            {t('burden.noAppealsHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}

function Decision({ it }: { it: Appeal }) {
  const { t } = useWords()
  const me = useMe()
  const may = useMay('burden.decide') && it.by.id !== me.person
  const decide = useSend(burden.decide, { done: t('burden.decided') })
  const send = (approved: boolean) => decide.send({ params: { id: it.id }, body: { approved } })
  if (it.approved !== null)
    return (
      <StatusTag tone={it.approved ? 'green' : 'grey'}>
        {t(it.approved ? 'burden.approved' : 'burden.refused', { by: it.decidedBy?.name ?? '' })}
      </StatusTag>
    )
  if (!may) return <StatusTag tone="amber">{t('burden.undecided')}</StatusTag>
  return (
    <div className="row">
      <Button small isPending={decide.isPending} onPress={() => send(true)}>
        {t('burden.approve')}
      </Button>
      <Button small kind="quiet" isPending={decide.isPending} onPress={() => send(false)}>
        {t('burden.refuse')}
      </Button>
    </div>
  )
}
