/** Asks other cities' endpoints every quarter of an hour, one after the other, and ends with the server. Its code is loaded when it is first due. */
import type { Db } from '../base/sql.ts'
import type { Instant } from '../base/time.ts'
import { listCities } from '../city/session.sql.ts'
import type { Told } from './nightly.ts'

const everyMs = 15 * 60_000

/** What the exchanges need. */
export interface Exchanges {
  /** Without a city. */
  readonly db: Db
  readonly now: () => Instant
  readonly told: Told
  /** Seals the keys of other cities. */
  readonly key: Uint8Array
}

/** Exchanges once with every endpoint of every city; what goes wrong stands with the endpoint. */
async function exchangeAll({ db, now, key }: Exchanges): Promise<void> {
  const { exchange } = await import('../open311/exchange.serve.ts')
  const { listEndpoints } = await import('../open311/open311.sql.ts')
  const { exchangeHouse } = await import('./outside.ts')
  for (const { cityId } of await listCities(db)) {
    const own = db.of(cityId)
    for (const endpoint of await listEndpoints(own, cityId)) await exchange(own, cityId, endpoint, now(), exchangeHouse(key))
  }
}

/** Starts; gives the function that ends it. */
export function watchExchanges(exchanges: Exchanges): () => void {
  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    exchangeAll(exchanges)
      .catch((error: unknown) => exchanges.told.error({ error: String(error) }, 'the exchange with other cities failed; it is tried again'))
      .finally(() => {
        isBusy = false
      })
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
