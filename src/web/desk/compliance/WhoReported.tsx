/** That somebody outside reported this, and the way to see who: a reason first, which is recorded, then ten minutes. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { EventId } from '../../../base/ids.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Facts, Note } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { identities } from './calls.ts'

/** The note on a case or complaint. */
export function WhoReported({ thing }: { thing: string }) {
  const { t } = useWords()
  const may = useMay('identity.open')
  const [isOpen, setOpen] = useState(false)
  return (
    <Note>
      <p>{t('identity.isKept')}</p>
      {may && (
        <Button kind="quiet" small icon="lock" onPress={() => setOpen(true)}>
          {t('identity.see')}
        </Button>
      )}
      {isOpen && <OpenDialog thing={thing} onClose={() => setOpen(false)} />}
    </Note>
  )
}

function OpenDialog({ thing, onClose }: { thing: string; onClose: () => void }) {
  const { t } = useWords()
  const [id] = useState(() => v7() as EventId)
  const [reason, setReason] = useState('')
  const [isRecorded, setRecorded] = useState(false)
  const open = useSend(identities.open, { quiet: true, onDone: () => setRecorded(true) })
  return (
    <Dialog
      title={t('identity.see')}
      isOpen
      onClose={onClose}
      actions={
        isRecorded ? (
          <Button onPress={onClose}>{t('ui.close')}</Button>
        ) : (
          <Button
            kind="primary"
            isDisabled={reason.trim().length < 4}
            isPending={open.isPending}
            onPress={() => open.send({ params: { thing }, body: { id, reason: reason.trim() } })}
          >
            {t('identity.record')}
          </Button>
        )
      }
    >
      {isRecorded ? (
        <Seen event={id} />
      ) : (
        <div className="stack">
          <p>{t('identity.reasonHelp')}</p>
          <TextField label={t('identity.reason')} value={reason} onChange={setReason} rows={2} isRequired maxLength={500} />
          {open.error && <Note tone="red">{open.error.message}</Note>}
        </div>
      )}
    </Dialog>
  )
}

function Seen({ event }: { event: EventId }) {
  const { t, moment } = useWords()
  // Not kept for later: what was opened is shown once, and asked for anew.
  const asked = useQuery({ ...identities.readOpened.ask({ params: { event } }), gcTime: 0, staleTime: 0 })
  return (
    <Answer of={asked} lines={3}>
      {({ contact, keptAt }) => (
        <Facts
          items={[
            [t('identity.name'), contact.name],
            [t('identity.phone'), contact.phone],
            [t('identity.keptAt'), moment(keptAt)],
          ]}
        />
      )}
    </Answer>
  )
}
