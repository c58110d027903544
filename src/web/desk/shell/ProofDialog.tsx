/** Asks once more who is there, before what concerns the safety of accounts: by password or passkey, whichever the person has. */
import { useQuery } from '@tanstack/react-query'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMe } from '../../me.ts'
import { mine } from '../account/calls.ts'
import { ways } from '../door/calls.ts'
import { PasswordForm } from './PasswordForm.tsx'

/** The dialog. */
export function ProofDialog({ onAnswer }: { onAnswer: (isProved: boolean) => void }) {
  const { t } = useWords()
  const asked = useQuery(mine.getMine.ask({}))
  return (
    <Dialog title={t('access.proof')} isOpen onClose={() => onAnswer(false)}>
      <Answer of={asked} lines={2}>
        {({ hasPassword, passkeys }) => (
          <div className="stack">
            {hasPassword && <ByPassword onProved={() => onAnswer(true)} />}
            {passkeys.length > 0 && <ByPasskey onProved={() => onAnswer(true)} />}
            {!hasPassword && passkeys.length === 0 && <Note>{t('access.proofNone')}</Note>}
          </div>
        )}
      </Answer>
    </Dialog>
  )
}

function ByPassword({ onProved }: { onProved: () => void }) {
  const { t } = useWords()
  const prove = useSend(mine.prove, { quiet: true, onDone: onProved })
  return (
    <PasswordForm
      label={t('access.presentPassword')}
      help={t('access.proofHelp')}
      verb={t('access.next')}
      sending={prove}
      onSend={(password) => prove.send({ body: { password } })}
    />
  )
}

function ByPasskey({ onProved }: { onProved: () => void }) {
  const { t } = useWords()
  const { city } = useMe()
  const ask = useSend(ways.askPasskey)
  const give = useSend(mine.proveByPasskey, { onDone: onProved })
  const prove = async () => {
    const options = await ask.sendNow({ body: { city: city.code } })
    const { startAuthentication } = await import('@simplewebauthn/browser')
    // Who closes the browser's window has changed their mind: nothing to say.
    const response = await startAuthentication({ optionsJSON: options as never }).catch(() => undefined)
    if (response) give.send({ body: { response: response as never } })
  }
  return (
    <Button icon="person" isPending={ask.isPending || give.isPending} onPress={() => void prove().catch(() => undefined)}>
      {t('access.proofByPasskey')}
    </Button>
  )
}
