/** Sign-in: the city, then account and password. A demo city shows its accounts, one click each. */
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Problem } from '../../base/problem.ts'
import { type Door, demoPassword } from '../../city/session.api.ts'
import { type Role, roles } from '../../city/who.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Fields.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Select } from '../../ui/Select.tsx'
import { Answer, EmptyState } from '../../ui/States.tsx'
import { useWords } from '../../ui/words.tsx'
import { useSend } from '../call.ts'
import { session } from '../me.ts'
import { CodeStep } from './door/CodeStep.tsx'
import { useEntered, ways } from './door/calls.ts'
import { DoorFrame } from './door/DoorFrame.tsx'
import { OtherWays } from './door/OtherWays.tsx'

/** The sign-in page. */
export function SignInPage() {
  const { t } = useWords()
  const doors = useQuery({ ...session.listDoors.ask({}), staleTime: 60_000 })
  return (
    <DoorFrame title={t('signIn.title')}>
      <div className="door-words">
        <h1>{t('signIn.headline')}</h1>
        <p>{t('signIn.promise')}</p>
      </div>
      <Answer of={doors} lines={5}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="door-box">
              <EmptyState icon="unit" title={t('signIn.noCity')}>
                {t('signIn.noCityHelp')}
              </EmptyState>
            </div>
          ) : (
            <DoorForms doors={items} />
          )
        }
      </Answer>
    </DoorFrame>
  )
}

function DoorForms({ doors }: { doors: readonly Door[] }) {
  const [city, setCity] = useState(doors[0]!.code)
  const signIn = useSend(ways.signIn, { quiet: true, onDone: useEntered() })
  const door = doors.find((one) => one.code === city) ?? doors[0]!
  const send = (login: string, password: string) => signIn.send({ body: { city: door.code, login, password } })
  if (signIn.error instanceof Problem && signIn.error.code === 'access.codeNeeded') return <CodeStep onBack={signIn.reset} />
  return (
    <>
      {door.accounts.length > 0 && <DemoAccounts door={door} onTake={(login) => send(login, demoPassword)} />}
      <DoorForm doors={doors} door={door} onCity={setCity} onSend={send} isPending={signIn.isPending} error={signIn.error?.message} />
    </>
  )
}

interface DoorFormProps {
  readonly doors: readonly Door[]
  readonly door: Door
  readonly onCity: (code: string) => void
  readonly onSend: (login: string, password: string) => void
  readonly isPending: boolean
  readonly error: string | undefined
}

function DoorForm({ doors, door, onCity, onSend, isPending, error }: DoorFormProps) {
  const { t, read } = useWords()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSend(login.trim(), password)
  }
  return (
    <form className="door-box stack" onSubmit={submit}>
      <h2>{t('signIn.title')}</h2>
      {doors.length > 1 ? (
        <Select
          label={t('signIn.city')}
          value={door.code}
          onChange={onCity}
          options={doors.map(({ code, title }) => ({ value: code, label: read(title) }))}
        />
      ) : (
        <p className="quiet">{read(door.title)}</p>
      )}
      <TextField label={t('signIn.login')} value={login} onChange={setLogin} autoComplete="username" isRequired />
      <TextField
        label={t('signIn.password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        isRequired
        error={error}
      />
      <Button type="submit" kind="primary" isPending={isPending} isDisabled={login.trim() === '' || password === ''}>
        {t('signIn.verb')}
      </Button>
      <OtherWays city={door.code} />
      <p>
        <a href={`/public/${encodeURIComponent(door.code)}`}>{t('signIn.public')}</a>
      </p>
    </form>
  )
}

function DemoAccounts({ door, onTake }: { door: Door; onTake: (login: string) => void }) {
  const { t } = useWords()
  const order = (role: Role) => (role === 'operator' ? roles.length : roles.indexOf(role))
  const accounts = [...door.accounts].sort((a, b) => order(a.role) - order(b.role))
  return (
    <section className="door-demo">
      <h2>{t('signIn.demo')}</h2>
      <p className="quiet small">{t('signIn.demoHelp')}</p>
      <ul>
        {accounts.map((account) => (
          <li key={account.login}>
            <button type="button" className="door-account" onClick={() => onTake(account.login)}>
              <Icon name="person" />
              <span className="grow">
                <span className="door-role">{t(`role.${account.role}`)}</span>
                <span className="quiet small">{account.name}</span>
              </span>
              <Icon name="expand" size={1} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
