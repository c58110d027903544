/** The first city and its first administrator, by the one-time link that the start printed. */
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { FirstCity } from '../../../access/signIn.api.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Note } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useEntered, ways } from './calls.ts'
import { DoorFrame } from './DoorFrame.tsx'
import { faultAt, NewPassword, useNewPassword } from './NewPassword.tsx'

const kinds = ['city', 'district', 'county', 'province'] as const

/** The page. */
export function FoundPage() {
  const { t } = useWords()
  const known = useQuery(ways.getWays.ask({}))
  return (
    <DoorFrame title={t('access.found')}>
      <div className="door-words">
        <h1>{t('access.found')}</h1>
        <p>{t('access.foundHelp')}</p>
      </div>
      <Answer of={known} lines={6}>
        {({ founding }) =>
          founding ? (
            <FoundForm />
          ) : (
            <div className="door-box stack">
              <Note>{t('access.foundAlready')}</Note>
              <Link href="/sign-in">{t('access.backToDoor')}</Link>
            </div>
          )
        }
      </Answer>
    </DoorFrame>
  )
}

function FoundForm() {
  const { t } = useWords()
  const [code] = useState(() => decodeURIComponent(window.location.hash.slice(1)))
  const [it, setIt] = useState({ cityName: '', cityCode: '', name: '', login: '' })
  const [kind, setKind] = useState<FirstCity['city']['kind']>('city')
  const password = useNewPassword()
  const found = useSend(ways.foundCity, { quiet: true, onDone: useEntered() })
  const set = (field: keyof typeof it) => (value: string) => setIt({ ...it, [field]: value })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const city = { code: it.cityCode.trim(), name: it.cityName, kind }
    found.send({ body: { code, city, name: it.name, login: it.login, password: password.value } })
  }
  const at = (field: string) => faultAt(found.error, field)
  const isWhole = Object.values(it).every((text) => text.trim() !== '')
  return (
    <form className="door-box stack" onSubmit={submit}>
      <h2>{t('access.firstCity')}</h2>
      <TextField label={t('access.cityName')} value={it.cityName} onChange={set('cityName')} isRequired error={at('body.city.name')} />
      <TextField
        label={t('access.cityCode')}
        help={t('access.cityCodeHelp')}
        value={it.cityCode}
        onChange={set('cityCode')}
        isRequired
        error={at('body.city.code')}
      />
      <Select
        label={t('access.cityKind')}
        value={kind}
        onChange={setKind}
        options={kinds.map((value) => ({ value, label: t(`access.kind.${value}`) }))}
      />
      <h2>{t('access.firstAdministrator')}</h2>
      <TextField label={t('access.name')} value={it.name} onChange={set('name')} autoComplete="name" isRequired error={at('body.name')} />
      <TextField
        label={t('signIn.login')}
        value={it.login}
        onChange={set('login')}
        autoComplete="username"
        isRequired
        error={at('body.login')}
      />
      <NewPassword state={password} error={at('body.password')} />
      {found.error && <Note tone="red">{found.error.message}</Note>}
      <Button type="submit" kind="primary" isPending={found.isPending} isDisabled={!isWhole || !password.isReady}>
        {t('access.foundVerb')}
      </Button>
    </form>
  )
}
