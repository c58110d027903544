/** Appeals to go above a budget, with who decided and why. */
import type { Appeal } from '../../../burden/burden.ts'
import { Button } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { usePages, useSend } from '../../call.ts'
import { useMay, useMe } from '../../me.ts'
import { burden } from './calls.ts'

/** The list. */
export function Appeals() {
  const { t, read, moment, number } = useWords()
  const list = usePages(burden.listAppeals, {})
  const columns: Column<Appeal>[] = [
    { id: 'at', title: t('burden.at'), nowrap: true, cell: (row) => moment(row.at) },
    { id: 'unit', title: t('burden.unit'), minRem: 9, cell: (row) => read(row.unit.title) },
    { id: 'week', title: t('burden.week'), nowrap: true, cell: (row) => row.week },
    { id: 'minutes', title: t('burden.appealMinutes'), number: true, cell: (row) => number(row.minutes) },
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
      <Answer of={list}>
        {() => (
          <DataTable
            label={t('burden.tab.appeals')}
            columns={columns}
            {...list}
            idOf={(row) => row.id}
            empty={
              <EmptyState icon="check" title={t('burden.noAppeals')}>
                {t('burden.noAppealsHelp')}
              </EmptyState>
            }
          />
        )}
      </Answer>
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
