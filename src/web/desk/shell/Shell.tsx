/** The desk: bar at the top, navigation at the left (below 56rem behind a button and as a bar at the foot), the page, the foot. */
import './shell.css'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { Problem } from '../../../base/problem.ts'
import type { Me } from '../../../city/session.api.ts'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useChanges } from '../../changes.ts'
import { useSession } from '../../me.ts'
import { useAskedProof } from '../../proof.ts'
import { Ending } from './Ending.tsx'
import { Foot } from './Foot.tsx'
import { FootBar, SideNav } from './Nav.tsx'
import { Shortcuts } from './Shortcuts.tsx'
import { TopBar } from './TopBar.tsx'
import { useEnd } from './useEnd.ts'

/** Wanted seldom, so loaded when wanted. */
const Locked = lazy(async () => ({ default: (await import('./Locked.tsx')).Locked }))
const ProofDialog = lazy(async () => ({ default: (await import('./ProofDialog.tsx')).ProofDialog }))

/** Listens to what happens, once somebody is signed in. */
function Fresh() {
  useChanges()
  return null
}

/** What may stand over the page: the warning before the end, the lock after it, the question who is there. */
function Guards({ me, isOver }: { me: Me; isOver: boolean }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const end = useEnd()
  const answer = useAskedProof()
  const [isAnew, setAnew] = useState(false)
  const back = useCallback(() => setAnew(false), [])
  const leave = useCallback(() => {
    queries.clear()
    void navigate({ to: '/sign-in' })
  }, [queries, navigate])
  return (
    <Suspense>
      {end && !isOver && <Ending end={end} onAnew={() => setAnew(true)} />}
      {answer && <ProofDialog onAnswer={answer} />}
      {(isOver || isAnew) && <Locked me={me} onBack={back} onLeave={leave} />}
    </Suspense>
  )
}

/** Where somebody stands who is not simply signed in: a stranger goes to the door, who owes a second factor to their account. Gives whether the page asked for would be refused. */
function useLeading(isStranger: boolean, isDue: boolean): boolean {
  const navigate = useNavigate()
  const { href, pathname } = useLocation()
  useEffect(() => {
    // While the door opens this effect may run again: the door itself is not where anybody wanted to go.
    if (isStranger && !href.startsWith('/sign-in'))
      void navigate({ to: '/sign-in', search: href === '/' ? {} : ({ to: href } as never), replace: true })
    if (isDue && pathname !== '/account') void navigate({ to: '/account', replace: true })
  }, [isStranger, isDue, href, pathname, navigate])
  return isDue && pathname !== '/account'
}

/** The shell around all pages but sign-in; leads to sign-in when nobody is signed in. */
export function Shell() {
  const { t } = useWords()
  const me = useSession()
  const [isNavOpen, setNavOpen] = useState(false)
  const isOver = me.error instanceof Problem && me.error.status === 401
  const isDue = me.data?.owes?.isDue === true
  const isElsewhere = useLeading(isOver && !me.data, isDue)

  if (!me.data)
    return <div className="shell-wait">{me.error && !isOver ? <ErrorState error={me.error} onRetry={me.refetch} /> : <Loading />}</div>
  return (
    <div className="shell">
      {!isDue && !isOver && <Fresh />}
      <Guards me={me.data} isOver={isOver} />
      <a className="skip" href="#page">
        {t('shell.skip')}
      </a>
      <TopBar onMenu={() => setNavOpen(true)} />
      <SideNav isOpen={isNavOpen} onClose={() => setNavOpen(false)} />
      <div className="shell-middle">
        <main id="page" className="shell-page" tabIndex={-1}>
          {isElsewhere ? <Loading /> : <Outlet />}
        </main>
        <Foot />
      </div>
      <FootBar onMenu={() => setNavOpen(true)} />
      <Shortcuts />
    </div>
  )
}
