/** One draft, one tab: a second one waits until the first has let it go, and says so, instead of writing over it. */
import { useEffect, useState } from 'react'

/** Whether this tab has the draft. */
export type Turn = 'asking' | 'elsewhere' | 'mine'

/** A page that is not served over HTTPS has no locks; there it is as if there were one tab. */
const hasLocks = () => 'locks' in navigator

/** Has the name for as long as the component stands; without a name there is nothing to have. */
export function useAlone(name: string | undefined): Turn {
  const [turn, setTurn] = useState<Turn>(name === undefined || !hasLocks() ? 'mine' : 'asking')
  useEffect(() => (name === undefined || !hasLocks() ? undefined : standInLine(name, setTurn)), [name])
  return turn
}

/** Asks for the lock, waits for it, holds it. Gives how to let it go. */
function standInLine(name: string, tell: (turn: Turn) => void): () => void {
  const { signal, abort } = endOf()
  const hold = (lock: Lock | null): Promise<void> | undefined => {
    if (signal.aborted) return undefined
    tell(lock ? 'mine' : 'elsewhere')
    return lock ? new Promise((done) => signal.addEventListener('abort', () => done())) : undefined
  }
  const ask = async () => {
    await navigator.locks.request(name, { ifAvailable: true }, hold)
    if (!signal.aborted) await navigator.locks.request(name, { signal }, hold)
  }
  ask().catch(() => undefined)
  // A page that the browser puts aside is frozen: it lets the draft go, and begins anew when somebody comes back to it.
  const comeBack = ({ persisted }: PageTransitionEvent) => persisted && location.reload()
  addEventListener('pagehide', abort)
  addEventListener('pageshow', comeBack)
  return () => {
    abort()
    removeEventListener('pagehide', abort)
    removeEventListener('pageshow', comeBack)
  }
}

function endOf() {
  const leaving = new AbortController()
  return { signal: leaving.signal, abort: () => leaving.abort() }
}
