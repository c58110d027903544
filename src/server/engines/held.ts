/** Whether a lock is still its holder's. Read by threads, so nothing else is imported here. */
import { readFileSync } from 'node:fs'

/** Whose lock a file is meant to be. */
export interface Held {
  readonly path: string
  readonly token: string
}

const isHeldBy = ({ path, token }: Held): boolean => {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { token?: unknown }).token === token
  } catch {
    return false
  }
}

/**
 * Ends the process at once, with whatever its other threads are doing, when the lock is not its own any more: whoever finds a
 * stranger's lock in place of his own must not write one more row. `isGivenUp` tells that it was given back on purpose.
 */
export function dieUnlessHeld(held: Held, isGivenUp: () => boolean = () => false): void {
  if (!isHeldBy(held) && !isGivenUp()) process.kill(process.pid, 'SIGKILL')
}
