/** What was done to many duties at once, newest first; each can be taken back. */
import type { DutyAction } from '../../../duties/duties.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { duties } from './calls.ts'
import { useUndoAction } from './useUndoAction.ts'

/** The tab. */
export function Actions() {
  const { t, moment, number } = useWords()
  const mayEdit = useMay('duties.edit')
  const undo = useUndoAction()
  const [at, setAt] = useAddress({ kind: '' })
  const list = useList<DutyAction>({ list: duties.listActions, book: duties.exportActions, query: at })
  const columns: Column<DutyAction>[] = [
    { id: 'at', sort: 'at', title: t('duties.at'), nowrap: true, cell: (row) => moment(row.at) },
    { id: 'kind', title: t('duties.actionKind'), nowrap: true, cell: (row) => t(`duties.action.${row.kind}`) },
    { id: 'duties', sort: 'duties', title: t('duties.count'), number: true, cell: (row) => number(row.duties) },
    { id: 'by', title: t('duties.by'), cell: (row) => row.by?.name ?? '—' },
    {
      id: 'undo',
      title: t('duties.undoWord'),
      cell: (row) =>
        row.undoneAt !== null ? (
          <StatusTag>{t('duties.undoneAt', { at: moment(row.undoneAt) })}</StatusTag>
        ) : mayEdit ? (
          <Button small icon="undo" onPress={() => undo(row.id)}>
            {t('ui.undo')}
          </Button>
        ) : (
          '—'
        ),
    },
  ]
  return (
    <Card flush>
      <ListTable
        of={list}
        label={t('duties.actions')}
        search={t('duties.searchActions')}
        isFiltered={at.kind !== ''}
        onReset={() => setAt({ kind: '' })}
        filters={
          <Select
            label={t('duties.actionKind')}
            value={at.kind}
            onChange={(kind) => setAt({ kind })}
            options={[
              { value: '', label: t('ui.all') },
              ...(['bulk', 'assign', 'import'] as const).map((kind) => ({ value: kind as string, label: t(`duties.action.${kind}`) })),
            ]}
          />
        }
        columns={columns}
        idOf={(row) => row.id}
        empty={
          <EmptyState icon="history" title={t('duties.noActions')}>
            {t('duties.noActionsHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}
