/** The desk: bar at the top, navigation at the left (below 56rem behind a button and as a bar at the foot), the page, the foot. */
import './shell.css'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Problem } from '../../../base/problem.ts'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useChanges } from '../../changes.ts'
import { useSession } from '../../me.ts'
import { Foot } from './Foot.tsx'
import { FootBar, SideNav } from './Nav.tsx'
import { Shortcuts } from './Shortcuts.tsx'
import { TopBar } from './TopBar.tsx'

/** Listens to what happens, once somebody is signed in. */
function Fresh() {
  useChanges()
  return null
}

/** The shell around all pages but sign-in; leads to sign-in when nobody is signed in. */
export function Shell() {
  const { t } = useWords()
  const me = useSession()
  const navigate = useNavigate()
  const { href } = useLocation()
  const [isNavOpen, setNavOpen] = useState(false)
  const isStranger = me.error instanceof Problem && me.error.status === 401
  useEffect(() => {
    // While the door opens this effect may run again: the door itself is not where anybody wanted to go.
    if (isStranger && !href.startsWith('/sign-in'))
      void navigate({ to: '/sign-in', search: href === '/' ? {} : ({ to: href } as never), replace: true })
  }, [isStranger, href, navigate])

  if (!me.data || isStranger)
    return <div className="shell-wait">{me.error && !isStranger ? <ErrorState error={me.error} onRetry={me.refetch} /> : <Loading />}</div>
  return (
    <div className="shell">
      <Fresh />
      <a className="skip" href="#page">
        {t('shell.skip')}
      </a>
      <TopBar onMenu={() => setNavOpen(true)} />
      <SideNav isOpen={isNavOpen} onClose={() => setNavOpen(false)} />
      <div className="shell-middle">
        <main id="page" className="shell-page" tabIndex={-1}>
          <Outlet />
        </main>
        <Foot />
      </div>
      <FootBar onMenu={() => setNavOpen(true)} />
      <Shortcuts />
    </div>
  )
}
