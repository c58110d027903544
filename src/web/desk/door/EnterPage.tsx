/** Where a code from a letter or a slip is used: whose it is, then a password of one's own. The code stands behind `#` and is never sent in an address. */
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import type { CodeHolder } from '../../../access/signIn.api.ts'
import type { Door } from '../../../city/session.api.ts'
import { Problem } from '../../../base/problem.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { session } from '../../me.ts'
import { CodeStep } from './CodeStep.tsx'
import { useEntered, ways } from './calls.ts'
import { DoorFrame, StepTitle } from './DoorFrame.tsx'
import { faultAt, NewPassword, useNewPassword } from './NewPassword.tsx'

/** City and code of the address, taken once and wiped from the address bar. */
function takeCode(): { city: string; code: string } {
  const [city = '', code = ''] = window.location.hash.slice(1).split('.').map(decodeURIComponent)
  return { city, code }
}

/** The page. */
export function EnterPage() {
  const { t } = useWords()
  const doors = useQuery({ ...session.listDoors.ask({}), staleTime: 60_000 })
  return (
    <DoorFrame title={t('access.enter')}>
      <div className="door-words">
        <h1>{t('access.enter')}</h1>
        <p>{t('access.enterHelp')}</p>
      </div>
      <Answer of={doors} lines={5}>
        {({ items }) => <EnterForms doors={items} />}
      </Answer>
    </DoorFrame>
  )
}

function EnterForms({ doors }: { doors: readonly Door[] }) {
  const { t, read } = useWords()
  const wish = useSearch({ strict: false }) as { city?: string }
  const [given] = useState(takeCode)
  const [city, setCity] = useState(given.city || wish.city || (doors[0]?.code ?? ''))
  const [code, setCode] = useState(given.code)
  const [holder, setHolder] = useState<CodeHolder>()
  const look = useSend(ways.lookAtCode, { quiet: true, onDone: setHolder })
  const { send } = look
  useEffect(() => {
    if (given.code === '') return
    window.history.replaceState(window.history.state, '', window.location.pathname)
    send({ body: given })
    // Once: the code of the address is looked at when the page opens.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  if (holder) return <ChoosePassword city={city} code={code} holder={holder} />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send({ body: { city, code: code.trim() } })
  }
  return (
    <form className="door-box stack" onSubmit={submit}>
      <h2>{t('access.byCode')}</h2>
      {doors.length > 1 && (
        <Select
          label={t('signIn.city')}
          value={city}
          onChange={setCity}
          options={doors.map((door) => ({ value: door.code, label: read(door.title) }))}
        />
      )}
      <TextField
        label={t('access.entryCode')}
        help={t('access.entryCodeHelp')}
        value={code}
        onChange={setCode}
        autoComplete="off"
        isRequired
        error={look.error?.message}
      />
      <Button type="submit" kind="primary" isPending={look.isPending} isDisabled={code.trim() === ''}>
        {t('access.next')}
      </Button>
      <Link href="/sign-in">{t('access.backToDoor')}</Link>
    </form>
  )
}

function ChoosePassword({ city, code, holder }: { city: string; code: string; holder: CodeHolder }) {
  const { t } = useWords()
  const password = useNewPassword()
  const choose = useSend(ways.enterByCode, { quiet: true, onDone: useEntered() })
  if (choose.error instanceof Problem && choose.error.code === 'access.codeNeeded')
    return <CodeStep onBack={() => window.location.assign('/sign-in')} />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    choose.send({ body: { city, code, password: password.value } })
  }
  const fault = faultAt(choose.error, 'body.password') ?? choose.error?.message
  return (
    <form className="door-box stack" onSubmit={submit}>
      <StepTitle>{t('access.welcome', { name: holder.name })}</StepTitle>
      <p className="quiet">{t('access.yourLogin', { login: holder.login })}</p>
      {/* For the browser's own store of passwords. */}
      <input className="unseen" name="username" autoComplete="username" value={holder.login} readOnly tabIndex={-1} aria-hidden="true" />
      <NewPassword state={password} error={fault} />
      <Button type="submit" kind="primary" isPending={choose.isPending} isDisabled={!password.isReady}>
        {t('access.setPassword')}
      </Button>
    </form>
  )
}
