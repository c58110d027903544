/** What is asked of who complains: nobody has to say who they are; contact details are for a call back, and go to the vault. */
import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 } from 'uuid'
import { complaintKinds, type ComplaintKind } from '../../../privacy/complaints.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { complaints } from './calls.ts'

/** The form, then the number under which the answer is found. `city` is the code of the city that is complained to. */
export function ComplaintDialog({ city, onClose }: { city: string; onClose: () => void }) {
  const { t } = useWords()
  const [sent, setSent] = useState<string | null>(null)
  return sent === null ? (
    <Form city={city} onClose={onClose} onSent={setSent} />
  ) : (
    <Dialog
      title={t('complaints.sent')}
      isOpen
      onClose={onClose}
      actions={
        <Button kind="primary" onPress={onClose}>
          {t('ui.close')}
        </Button>
      }
    >
      <div className="stack-s">
        <p>{t('complaints.sentHelp')}</p>
        <p className="strong">{sent}</p>
        <p>{t('complaints.linkHelp')}</p>
        <p>
          {/* A page of the server, for any phone: the router does not know it. */}
          <a href={answerOf(city, sent)}>{`${location.origin}${answerOf(city, sent)}`}</a>
        </p>
      </div>
    </Dialog>
  )
}

/** Where the answer is found. */
const answerOf = (city: string, id: string) => `/answer?${new URLSearchParams({ city, no: id })}`

function Form({ city, onClose, onSent }: { city: string; onClose: () => void; onSent: (id: string) => void }) {
  const { t } = useWords()
  const { pathname } = useLocation()
  const [id] = useState(() => v7())
  const [kind, setKind] = useState<ComplaintKind | null>(null)
  const [text, setText] = useState('')
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const complain = useSend(complaints.complain, { quiet: true, onDone: (it) => onSent(it.id) })
  const contact = { name: name.trim(), phone: phone.trim() }
  const hasContact = contact.name !== '' || contact.phone !== ''
  const send = () =>
    complain.send({ body: { id, city, kind: kind!, text: text.trim(), page: pathname, ...(hasContact ? { contact } : {}) } })
  return (
    <Dialog
      title={t('shell.complain')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={kind === null || text.trim().length < 2} isPending={complain.isPending} onPress={send}>
            {t('complaints.send')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t('shell.complainWhat')}</p>
        <Select
          label={t('complaints.kind')}
          isRequired
          value={kind}
          onChange={setKind}
          options={complaintKinds.map((value) => ({ value, label: t(`complaints.kind.${value}`) }))}
        />
        <TextField label={t('complaints.text')} value={text} onChange={setText} rows={4} isRequired maxLength={4000} />
        <div className="grid-2 grid">
          <TextField label={t('complaints.name')} value={name} onChange={setName} maxLength={60} />
          <TextField
            label={t('complaints.phone')}
            type="tel"
            value={phone}
            onChange={setPhone}
            maxLength={24}
            help={t('complaints.phoneHelp')}
          />
        </div>
        <p className="quiet small">{t('complaints.elsewhere')}</p>
        {complain.error && <Note tone="red">{complain.error.message}</Note>}
      </div>
    </Dialog>
  )
}
