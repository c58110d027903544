/** Looks every minute at the whistles whose time has come, city by city, and ends with the server. A sign-in is owed within minutes. */
import type { Db } from '../base/sql.ts'
import type { Instant } from '../base/time.ts'
import type { CityId } from '../base/ids.ts'
import { listCities } from '../city/session.sql.ts'
import { escalateDue } from '../whistles/escalate.serve.ts'
import type { Told } from './nightly.ts'

const everyMs = 60_000

/** What the clock of whistles needs. */
export interface WhistleClock {
  /** Without a city. */
  readonly db: Db
  readonly now: () => Instant
  readonly told: Told
  /** Told of every city in which something went up, so that open screens and the ledger look at once. */
  readonly changed: (city: CityId) => void
}

/** Escalates once in every city; gives how many escalations there were. */
export async function escalateAll({ db, now, changed }: Omit<WhistleClock, 'told'>): Promise<number> {
  let count = 0
  for (const { cityId } of await listCities(db)) {
    const here = await escalateDue(db.of(cityId), cityId, now())
    if (here > 0) changed(cityId)
    count += here
  }
  return count
}

/** Starts; gives the function that ends it. */
export function watchWhistles(clock: WhistleClock): () => void {
  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    escalateAll(clock)
      .catch((error: unknown) => clock.told.error({ error: String(error) }, 'whistles were not escalated; it is tried again'))
      .finally(() => {
        isBusy = false
      })
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
