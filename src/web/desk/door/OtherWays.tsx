/** The ways in besides the password: passkey, single sign-on, a code from a slip or letter, and what to do when it is forgotten. */
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button, Link } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { keepWish, useEntered, ways } from './calls.ts'

/** The buttons below the password. */
export function OtherWays({ city }: { city: string }) {
  const { t, read } = useWords()
  const { data } = useQuery({ ...ways.getWays.ask({}), staleTime: 300_000 })
  const { to } = useSearch({ strict: false }) as { to?: string }
  const [isForgotten, setForgotten] = useState(false)
  const enter = useEntered()
  const ask = useSend(ways.askPasskey)
  const give = useSend(ways.givePasskey, { onDone: enter })
  const start = useSend(ways.startSso, {
    onDone: ({ url }) => {
      keepWish(to)
      window.location.assign(url)
    },
  })
  const passkey = async () => {
    const options = await ask.sendNow({ body: { city } })
    const { startAuthentication } = await import('@simplewebauthn/browser')
    // Who closes the browser's window has changed their mind: nothing to say.
    const response = await startAuthentication({ optionsJSON: options as never }).catch(() => undefined)
    if (response) give.send({ body: { response: response as never } })
  }
  return (
    <div className="door-ways stack-s">
      <Button icon="person" isPending={ask.isPending || give.isPending} onPress={() => void passkey().catch(() => undefined)}>
        {t('access.byPasskey')}
      </Button>
      {data?.sso && (
        <Button icon="unit" isPending={start.isPending} onPress={() => start.send({ body: { city } })}>
          {t('access.bySso', { name: read(data.sso.title) })}
        </Button>
      )}
      <p className="row">
        <Link href={`/enter?city=${encodeURIComponent(city)}`}>{t('access.byCode')}</Link>
        <Button kind="quiet" small onPress={() => setForgotten(true)}>
          {t('access.forgotten')}
        </Button>
      </p>
      {isForgotten && <Forgotten city={city} hasMail={data?.mail === true} onClose={() => setForgotten(false)} />}
    </div>
  )
}

interface ForgottenProps {
  readonly city: string
  readonly hasMail: boolean
  readonly onClose: () => void
}

function Forgotten({ city, hasMail, onClose }: ForgottenProps) {
  const { t } = useWords()
  const [login, setLogin] = useState('')
  const forget = useSend(ways.forget, { quiet: true })
  const [isSent, setSent] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void forget
      .sendNow({ body: { city, login: login.trim() } })
      .then(() => setSent(true))
      .catch(() => undefined)
  }
  return (
    <Dialog title={t('access.forgotten')} isOpen onClose={onClose}>
      {!hasMail || isSent ? (
        <Note>{t(isSent ? 'access.forgottenSent' : 'access.forgottenSlip')}</Note>
      ) : (
        <form className="stack" onSubmit={submit}>
          <TextField
            label={t('signIn.login')}
            help={t('access.forgottenHelp')}
            value={login}
            onChange={setLogin}
            autoComplete="username"
            isRequired
            error={forget.error?.message}
          />
          <Button type="submit" kind="primary" isPending={forget.isPending} isDisabled={login.trim() === ''}>
            {t('access.forgottenVerb')}
          </Button>
        </form>
      )}
    </Dialog>
  )
}
