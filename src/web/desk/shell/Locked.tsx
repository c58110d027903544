/**
 * Over everything when the sign-in has ended: the page stays as it was, unseen, with all that was not sent yet, until the same
 * person has signed in again. Whoever else signs in begins with an empty page.
 */
import './locked.css'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Problem } from '../../../base/problem.ts'
import type { Me } from '../../../city/session.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { session } from '../../me.ts'
import { ways } from '../door/calls.ts'
import { CodeForm } from '../door/CodeForm.tsx'
import { PasswordForm } from './PasswordForm.tsx'

/** What nobody came back to is forgotten after a working day. */
const keptMs = 8 * 3_600_000

interface LockedProps {
  /** Who was signed in. */
  readonly me: Me
  readonly onBack: () => void
  readonly onLeave: () => void
}

/** The lock. */
export function Locked({ me, onBack, onLeave }: LockedProps) {
  const { t } = useWords()
  const enter = useBack(me, onBack)
  const [isCode, setCode] = useState(false)
  useEffect(() => {
    const gone = setTimeout(onLeave, keptMs)
    return () => clearTimeout(gone)
  }, [onLeave])
  return (
    <ModalOverlay isOpen isKeyboardDismissDisabled className="locked">
      <Modal className="sheet">
        <AriaDialog className="dialog">
          <header className="dialog-head">
            <Heading slot="title" className="dialog-title">
              {t('session.over')}
            </Heading>
          </header>
          <div className="dialog-body stack">
            <p>{t('session.overHelp', { name: me.name })}</p>
            {isCode ? <CodeForm className="stack" onIn={enter} /> : <Password me={me} onIn={enter} onCode={() => setCode(true)} />}
            <p className="row">
              <a href="/sign-in" target="_blank" rel="noreferrer">
                {t('session.otherWay')}
              </a>
              <Button kind="quiet" small onPress={onLeave}>
                {t('session.leave')}
              </Button>
            </p>
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Goes on when the same person is back, here or by another tab; begins anew when it is another. */
function useBack(me: Me, onBack: () => void): (now: Me) => void {
  const queries = useQueryClient()
  const enter = useCallback(
    (now: Me) => {
      if (now.account !== me.account || now.city.id !== me.city.id) {
        window.location.assign('/')
        return
      }
      queries.setQueryData(session.getMe.ask({}).queryKey, now)
      onBack()
      void queries.invalidateQueries()
    },
    [me, queries, onBack],
  )
  useEffect(() => {
    const look = () => {
      if (!document.hidden) session.getMe({}).then(enter, () => undefined)
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [enter])
  return enter
}

function Password({ me, onIn, onCode }: { me: Me; onIn: (now: Me) => void; onCode: () => void }) {
  const { t } = useWords()
  const signIn = useSend(ways.signIn, { quiet: true, onDone: onIn })
  const send = (password: string) => {
    signIn.sendNow({ body: { city: me.city.code, login: me.login, password } }).catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'access.codeNeeded') onCode()
    })
  }
  return (
    <PasswordForm label={t('signIn.password')} verb={t('signIn.verb')} sending={signIn} onSend={send}>
      <input className="unseen" name="username" autoComplete="username" value={me.login} readOnly tabIndex={-1} aria-hidden="true" />
    </PasswordForm>
  )
}
