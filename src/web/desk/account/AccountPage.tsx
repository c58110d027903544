/** My account: password, second factor, passkeys, and where I am signed in. */
import './account.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Card, PageHeader } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMe } from '../../me.ts'
import { faultAt, NewPassword, useNewPassword } from '../door/NewPassword.tsx'
import { Factor } from './Factor.tsx'
import { Passkeys } from './Passkeys.tsx'
import { type CardProps, mine } from './calls.ts'
import { Owed } from './Owed.tsx'
import { Sessions } from './Sessions.tsx'

/** The page. */
export function AccountPage() {
  const { t } = useWords()
  const { name, owes } = useMe()
  const asked = useQuery(mine.getMine.ask({}))
  const queries = useQueryClient()
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ['mine'] })
    await queries.invalidateQueries({ queryKey: ['session'] })
  }
  return (
    <div className="page">
      <PageHeader title={t('access.mine')} subtitle={asked.data && `${name} · ${asked.data.login}`} />
      <Answer of={asked}>
        {(account) => (
          <div className="stack">
            <Owed account={account} />
            {/* What is wanted now stands first. */}
            {owes === null && <Password account={account} refresh={refresh} />}
            <Factor account={account} refresh={refresh} />
            <Passkeys account={account} refresh={refresh} />
            {owes !== null && <Password account={account} refresh={refresh} />}
            <Sessions account={account} refresh={refresh} />
          </div>
        )}
      </Answer>
    </div>
  )
}

function Password({ account }: CardProps) {
  const { t, day } = useWords()
  const [current, setCurrent] = useState('')
  const next = useNewPassword()
  const change = useSend(mine.changePassword, {
    quiet: true,
    done: t('access.passwordChanged'),
    onDone: () => {
      setCurrent('')
      next.set('')
      next.setAgain('')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.send({ body: { current, next: next.value } })
  }
  const atCurrent = faultAt(change.error, 'body.current')
  const atNext = faultAt(change.error, 'body.next')
  return (
    <Card title={t('signIn.password')}>
      <form className="stack" onSubmit={submit}>
        <p className="quiet">
          {account.passwordAt === null
            ? t('access.passwordNever')
            : t('access.passwordSince', { day: day(account.passwordAt.slice(0, 10)) })}
        </p>
        <input className="unseen" name="username" autoComplete="username" value={account.login} readOnly tabIndex={-1} aria-hidden="true" />
        {account.hasPassword && (
          <TextField
            label={t('access.presentPassword')}
            type="password"
            value={current}
            onChange={setCurrent}
            autoComplete="current-password"
            isRequired
            error={atCurrent ?? (atNext === undefined ? change.error?.message : undefined)}
          />
        )}
        <NewPassword state={next} error={atNext} />
        <p>
          <Button
            type="submit"
            kind="primary"
            isPending={change.isPending}
            isDisabled={!next.isReady || (account.hasPassword && current === '')}
          >
            {t('access.changePassword')}
          </Button>
        </p>
        <p className="quiet small">{t('access.changePasswordHelp')}</p>
      </form>
    </Card>
  )
}
