/** Where the provider of single sign-on sends the browser back to: hands its answer on, and leads in or says why not. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Problem } from '../../../base/problem.ts'
import { Link } from '../../../ui/Button.tsx'
import { Note } from '../../../ui/Page.tsx'
import { Loading } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useEntered, ways } from './calls.ts'
import { CodeStep } from './CodeStep.tsx'
import { DoorFrame } from './DoorFrame.tsx'

/** The page. */
export function SsoPage() {
  const { t } = useWords()
  const finish = useSend(ways.finishSso, { quiet: true, onDone: useEntered() })
  const navigate = useNavigate()
  const isSent = useRef(false)
  useEffect(() => {
    // What the provider sent opens once; a second run of this effect would be refused.
    if (isSent.current) return
    isSent.current = true
    finish.send({ body: { search: window.location.search } })
  }, [finish])
  return (
    <DoorFrame title={t('signIn.title')}>
      <div className="door-words">
        <h1>{t('signIn.title')}</h1>
      </div>
      {finish.error instanceof Problem && finish.error.code === 'access.codeNeeded' ? (
        // The provider vouched for one factor only: the second one is asked here.
        <CodeStep onBack={() => void navigate({ to: '/sign-in' })} />
      ) : (
        <div className="door-box stack">
          {finish.error ? (
            <>
              <Note tone="amber">{finish.error.message}</Note>
              <Link href="/sign-in">{t('access.backToDoor')}</Link>
            </>
          ) : (
            <Loading lines={3} />
          )}
        </div>
      )}
    </DoorFrame>
  )
}
