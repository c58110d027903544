/** Many duties at once: only what is filled in changes, and the whole change can be undone. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { DutyHead, DutyPatch } from '../../../duties/duty.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { Refusal } from '../parts/Refusal.tsx'
import { duties } from './calls.ts'
import { DutyFields } from './DutyFields.tsx'
import { useUndoAction } from './useUndoAction.ts'

/** The dialog. */
export function BulkEdit({ rows, onClose, onDone }: { rows: readonly DutyHead[]; onClose: () => void; onDone: () => void }) {
  const { t } = useWords()
  const [value, setValue] = useState<DutyPatch>({})
  const undo = useUndoAction()
  const bulk = useSend(duties.bulk, {
    quiet: true,
    done: t('duties.bulkDone', { count: rows.length }),
    undo: (action) => undo(action.id),
    onDone,
  })
  const leads = new Set(rows.map(({ lead }) => lead?.id))
  const set = Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null && one !== undefined && one !== '')) as DutyPatch
  const count = Object.keys(set).length
  return (
    <Dialog
      title={t('duties.bulk', { count: rows.length })}
      place="wide"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isDisabled={count === 0}
            isPending={bulk.isPending}
            onPress={() => bulk.send({ body: { id: v7(), duties: rows.map(({ id, version }) => ({ id, version })), set } })}
          >
            {t('duties.bulkVerb')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="quiet">{t('duties.bulkHelp')}</p>
        <DutyFields
          isBulk
          value={value}
          onChange={(change) => setValue({ ...value, ...change })}
          unitOfPost={leads.size === 1 ? ([...leads][0] ?? null) : null}
        />
        <Select
          label={t('duties.state')}
          value={value.state ?? ''}
          onChange={(state) => setValue({ ...value, state: state === '' ? undefined : (state as 'open') })}
          options={[
            { value: '', label: t('duties.leaveAsIs') },
            ...(['open', 'done'] as const).map((state) => ({ value: state as string, label: t(`duties.state.${state}`) })),
          ]}
        />
        <Refusal error={bulk.error} wanted={{ kind: 'duty', text: t('duties.bulk', { count: rows.length }) }} />
      </div>
    </Dialog>
  )
}
