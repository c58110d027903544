/** The city's day, apart from the clock itself: what only measures time needs no calendar. */
import { type Day, dayOf } from '../base/time.ts'
import { now } from './clock.ts'

/** Today in the city. */
export const today = (): Day => dayOf(now())
