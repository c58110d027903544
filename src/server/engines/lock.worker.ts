/**
 * Shows that the holder of a lock lives, from a thread of its own: neither a long answer of the server nor a long query of the
 * engine can hold it up so long that another container takes the holder for dead.
 */
import { utimesSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { now } from '../clock.ts'
import { dieUnlessHeld, type Held } from './held.ts'

/** What the thread is started with; `givenUp` turns 1 before the file goes. */
export interface Watch extends Held {
  readonly everyMs: number
  readonly givenUp: Int32Array
}

const watch = workerData as Watch
const isGivenUp = () => Atomics.load(watch.givenUp, 0) === 1

setInterval(() => {
  dieUnlessHeld(watch, isGivenUp)
  const at = new Date(now())
  try {
    utimesSync(watch.path, at, at)
  } catch (error) {
    if (!isGivenUp()) throw error
  }
}, watch.everyMs)
