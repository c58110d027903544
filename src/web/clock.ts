/** The one place in the browser that asks the machine for the time. */
import { type Day, dayOf } from '../base/time.ts'

/** Today in the city. */
export const today = (): Day => dayOf(new Date().toISOString())

/** Now, UTC. */
export const now = (): string => new Date().toISOString()

/** Now, in milliseconds, to measure how long something takes. */
export const nowMs = (): number => Date.now()
