/** My passkeys: the phone, the computer or a security key that opens the door without a password. */
import { type FormEvent, useState } from 'react'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Card } from '../../../ui/Page.tsx'
import { showToast } from '../../../ui/Toast.tsx'
import { useWords } from '../../../ui/words.tsx'
import { guard } from '../../proof.ts'
import { type CardProps, mine } from './calls.ts'

/** The card. */
export function Passkeys({ account, refresh }: CardProps) {
  const { t, moment } = useWords()
  const [isAdding, setAdding] = useState(false)
  return (
    <Card
      title={t('access.passkeys')}
      actions={
        <Button icon="add" small onPress={() => setAdding(true)}>
          {t('access.addPasskey')}
        </Button>
      }
    >
      <p className="quiet">{t('access.passkeysHelp')}</p>
      <ul className="entries">
        {account.passkeys.map(({ id, name, addedAt, usedAt }) => (
          <li key={id}>
            <span className="grow">
              <span className="strong">{name}</span>
              <br />
              <span className="quiet small">
                {t('access.addedAt', { at: moment(addedAt) })}
                {usedAt !== null && ` · ${t('access.usedAt', { at: moment(usedAt) })}`}
              </span>
            </span>
            <IconButton
              icon="trash"
              label={t('access.removePasskey', { name })}
              onPress={() => void guard(() => mine.removePasskey({ params: { id } }).then(refresh))}
            />
          </li>
        ))}
      </ul>
      {isAdding && <Adding account={account} refresh={refresh} onClose={() => setAdding(false)} />}
    </Card>
  )
}

function Adding({ refresh, onClose }: CardProps & { onClose: () => void }) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [isBusy, setBusy] = useState(false)
  const add = async () => {
    const options = await mine.askNewPasskey({})
    const { startRegistration } = await import('@simplewebauthn/browser')
    // Who closes the browser's window has changed their mind: the dialog stays, to try again.
    const response = await startRegistration({ optionsJSON: options as never }).catch(() => undefined)
    if (!response) return
    await mine.addPasskey({ body: { name: name.trim(), response: response as never } })
    onClose()
    showToast({ tone: 'good', text: t('access.passkeyAdded') })
    await refresh()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    void guard(add).finally(() => setBusy(false))
  }
  return (
    <Dialog title={t('access.addPasskey')} isOpen onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t('access.passkeyName')}
          help={t('access.passkeyNameHelp')}
          value={name}
          onChange={setName}
          maxLength={60}
          isRequired
        />
        <Button type="submit" kind="primary" isPending={isBusy} isDisabled={name.trim() === ''}>
          {t('access.next')}
        </Button>
      </form>
    </Dialog>
  )
}
