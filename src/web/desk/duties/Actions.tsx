/** What was done to many duties at once, newest first; each can be taken back. */
import type { DutyAction } from '../../../duties/duties.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { usePages } from '../../call.ts'
import { useMay } from '../../me.ts'
import { duties } from './calls.ts'
import { useUndoAction } from './useUndoAction.ts'

/** The tab. */
export function Actions() {
  const { t, moment, number } = useWords()
  const mayEdit = useMay('duties.edit')
  const undo = useUndoAction()
  const list = usePages(duties.listActions, {})
  const columns: Column<DutyAction>[] = [
    { id: 'at', title: t('duties.at'), nowrap: true, cell: (row) => moment(row.at) },
    { id: 'kind', title: t('duties.actionKind'), nowrap: true, cell: (row) => t(`duties.action.${row.kind}`) },
    { id: 'duties', title: t('duties.count'), number: true, cell: (row) => number(row.duties) },
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
      <Answer of={list}>
        {(rows) => (
          <DataTable
            {...list}
            label={t('duties.actions')}
            columns={columns}
            rows={rows}
            idOf={(row) => row.id}
            empty={
              <EmptyState icon="history" title={t('duties.noActions')}>
                {t('duties.noActionsHelp')}
              </EmptyState>
            }
          />
        )}
      </Answer>
    </Card>
  )
}
