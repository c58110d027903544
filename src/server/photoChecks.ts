/**
 * The watch that checks photos some seconds after they came in, one city after the other, and at the start whatever the last
 * stop left over. Nobody who sends a photo waits for it.
 */
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { listCities } from '../city/session.sql.ts'
import type { Files } from '../evidence/files.serve.ts'
import { removeErased } from '../evidence/leaving.serve.ts'
import { checkArrived } from '../provenance/pass.serve.ts'
import { makeSearching } from '../provenance/search.serve.ts'
import type { Told } from './nightly.ts'

interface Watched {
  /** Without a city. */
  readonly db: Db
  readonly files: Files
  readonly now: () => string
  readonly told: Told
  /** How long after an outage it is tried again; tests give less. */
  readonly againMs?: number
}

const afterMs = 2000
/** So soon does a server forget what another one erased, though nobody asks it anything. */
const forgetMs = 30_000
const outageMs = 30_000

/** The running watch. */
export interface PhotoWatch {
  /** To be told of every write. */
  readonly changed: (city: CityId) => void
  /** What is remembered of a city's photos goes at once: one of them was erased. */
  readonly forget: (city: CityId) => void
  readonly stop: () => Promise<void>
}

/** Starts the watch. */
export function watchPhotos({ db, files, now, told, againMs = outageMs }: Watched): PhotoWatch {
  const passing = { files, now, searching: makeSearching() }
  const waiting = new Set<CityId>()
  /** Begun and not come to an end. */
  const outages = new Set<CityId>()
  let stopped = false
  let last: Promise<unknown> = Promise.resolve()
  const then = (work: () => Promise<void>, again: () => void) => {
    last = last.then(work).catch((error: unknown) => {
      told.error({ error: String(error) }, 'photos were not checked; it is tried again')
      setTimeout(again, againMs).unref()
    })
  }
  const check = (city: CityId) =>
    then(
      async () => {
        if (stopped) return
        outages.add(city)
        // What was erased goes first; after a stop or an outage of the store, here.
        if ((await removeErased(db.of(city), city, files, now())) > 0) passing.searching.forget(city)
        await checkArrived(db.of(city), city, passing, () => stopped)
        outages.delete(city)
      },
      () => {
        // However many writes failed meanwhile, one of their turns is enough.
        if (outages.delete(city)) check(city)
      },
    )
  const timer = setInterval(() => {
    const cities = [...waiting]
    waiting.clear()
    for (const city of cities) check(city)
  }, afterMs).unref()
  const forgetting = setInterval(() => {
    for (const city of passing.searching.cities())
      then(
        () => (stopped ? Promise.resolve() : passing.searching.forgetErased(db.of(city), city)),
        () => undefined,
      )
  }, forgetMs).unref()
  const checkAll = () =>
    then(async () => {
      if (stopped) return
      for (const { cityId } of await listCities(db)) check(cityId)
    }, checkAll)
  checkAll()
  const stop = async () => {
    stopped = true
    clearInterval(timer)
    clearInterval(forgetting)
    await last
  }
  return { changed: (city) => void waiting.add(city), forget: passing.searching.forget, stop }
}
