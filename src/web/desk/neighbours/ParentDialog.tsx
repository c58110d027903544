/** Which province or city this one stands below: its own decision, by the other's code, and taken back the same way. */
import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Confirm, Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { neighbours } from './calls.ts'

/** The form. `now`: the code of the one above. */
export function ParentDialog({ now = '', onClose }: { now?: string; onClose: () => void }) {
  const { t } = useWords()
  const [code, setCode] = useState(now)
  const [isLeaving, setLeaving] = useState(false)
  const set = useSend(neighbours.setAbove, { quiet: true, done: t('neighbours.parentSet'), onDone: onClose })
  const leave = useSend(neighbours.setAbove, { done: t('neighbours.parentLeft'), onDone: onClose })
  return (
    <>
      <Dialog
        title={t(now === '' ? 'neighbours.setParent' : 'neighbours.changeParent')}
        isOpen
        onClose={onClose}
        actions={
          <>
            {now !== '' && (
              <Button kind="quiet" onPress={() => setLeaving(true)}>
                {t('neighbours.leaveParent')}
              </Button>
            )}
            <Button onPress={onClose}>{t('ui.cancel')}</Button>
            <Button
              kind="primary"
              isPending={set.isPending}
              isDisabled={code.trim() === '' || code.trim() === now}
              onPress={() => set.send({ body: { parent: code.trim() } })}
            >
              {t('neighbours.setParent')}
            </Button>
          </>
        }
      >
        <div className="stack">
          <Note>{t('neighbours.parentConsent')}</Note>
          <TextField
            label={t('neighbours.parentCode')}
            help={t('neighbours.parentCodeHelp')}
            value={code}
            onChange={setCode}
            isRequired
            maxLength={64}
          />
          {set.error && <Note tone="red">{set.error.message}</Note>}
        </div>
      </Dialog>
      <Confirm
        title={t('neighbours.leaveParent')}
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        verb={t('neighbours.leaveParent')}
        onConfirm={() => leave.send({ body: { parent: null } })}
        danger
      >
        {t('neighbours.leaveParentHelp')}
      </Confirm>
    </>
  )
}
