/** Signing in on a phone. Whoever needs a second step is led to the whole door and comes back. */
import { type FormEvent, useEffect, useState } from 'react'
import { useWords } from '../../ui/words.tsx'
import { ask, Refused, sending } from './ask.ts'

interface Door {
  readonly code: string
  readonly title: { readonly zh: string; readonly en: string }
}

/** The form. */
export function SignInForm({ onDone }: { onDone: () => void }) {
  const { t, read } = useWords()
  const [doors, setDoors] = useState<readonly Door[]>([])
  const [city, setCity] = useState('')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [said, setSaid] = useState('')
  useEffect(() => {
    const read = async () => {
      const { items } = await ask<{ items: Door[] }>('/doors')
      setDoors(items)
      setCity(items[0]?.code ?? '')
    }
    void read().catch(() => setSaid(t('fieldApp.offlineHere')))
  }, [t])
  const send = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await ask('/session', sending('POST', { city, login: login.trim(), password }))
      onDone()
    } catch (error) {
      // The second step has a page of its own.
      if (error instanceof Refused && error.code === 'access.codeNeeded') location.assign('/sign-in?to=/field/pack')
      else setSaid(error instanceof Refused ? error.message : t('fieldApp.offlineHere'))
    }
  }
  return (
    <form className="field-box" onSubmit={(event) => void send(event)}>
      <h2>{t('fieldApp.signIn')}</h2>
      {doors.length > 1 && (
        <label className="field-line">
          <span>{t('signIn.city')}</span>
          <select className="input" value={city} onChange={({ target }) => setCity(target.value)}>
            {doors.map(({ code, title }) => (
              <option key={code} value={code}>
                {read(title)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="field-line">
        <span>{t('signIn.login')}</span>
        <input className="input" value={login} autoComplete="username" required onChange={({ target }) => setLogin(target.value)} />
      </label>
      <label className="field-line">
        <span>{t('signIn.password')}</span>
        <input
          className="input"
          type="password"
          value={password}
          autoComplete="current-password"
          required
          onChange={({ target }) => setPassword(target.value)}
        />
      </label>
      <p role="alert" className="field-why">
        {said}
      </p>
      <button type="submit" className="button button-primary field-wide" disabled={city === ''}>
        {t('signIn.verb')}
      </button>
      <a href="/sign-in?to=/field/pack">{t('fieldApp.otherWays')}</a>
    </form>
  )
}
