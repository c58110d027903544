/**
 * The ledger in the house: whose facts go in, the key of the installation, and the watch that seals what was written some
 * seconds later, signs every few minutes what has grown, and at the end of each day signs every city, grown or not.
 */
import { join } from 'node:path'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { dayOf, type Instant } from '../base/time.ts'
import { findCity, listCities } from '../city/session.sql.ts'
import { listPeople, listPeopleNamed } from '../city/units.sql.ts'
import { observationSource } from '../inspections/ledger.sql.ts'
import { checkHere } from '../ledger/check.serve.ts'
import type { Directory } from '../ledger/lists.serve.ts'
import { headsIn, headsInMemory } from '../ledger/heads.serve.ts'
import { signerIn, signerInMemory } from '../ledger/keys.serve.ts'
import { type Ledger, sealNext, signHead } from '../ledger/seal.serve.ts'
import type { Config } from './config.ts'
import type { Told } from './nightly.ts'

const sources = [observationSource]

/** The ledger of an installation; its key is made at the first start. */
export async function openLedger({
  MINGCHENG_DATA: data,
  MINGCHENG_SEAL: kind,
}: Pick<Config, 'MINGCHENG_DATA' | 'MINGCHENG_SEAL'>): Promise<Ledger> {
  return { sources, signer: await signerIn(join(data, 'keys'), kind), heads: headsIn(join(data, 'ledger')) }
}

/** A ledger whose key lives as long as the process; for tests. */
export const ledgerInMemory = (): Ledger => ({ sources, signer: signerInMemory('ed25519'), heads: headsInMemory() })

/** What the ledger asks of the city's room. */
export const directory: Directory = {
  cityOf: async (db, code) => (await findCity(db, code))?.cityId,
  codeOf: async (db, city) => (await listCities(db)).find(({ cityId }) => cityId === city)?.code ?? String(city),
  namesOf: async (db, city, people) => new Map((await listPeople(db, city, people)).map(({ id, name }) => [id, name])),
  peopleNamed: async (db, city, text) => (await listPeopleNamed(db, city, text)).map(({ id }) => id),
}

/** What the watch needs. */
export interface Watched {
  /** Without a city. */
  readonly db: Db
  readonly ledger: Ledger
  readonly now: () => Instant
  readonly minutes: number
  readonly told: Told
}

const sealAfterMs = 3000
const breathMs = 20

/** The running watch. */
export interface Watching {
  /** To be told of every write. */
  readonly changed: (city: CityId) => void
  /** Signs at once, as every few minutes. */
  readonly signNow: () => Promise<unknown>
  /** When what was begun is done. */
  readonly settled: () => Promise<unknown>
  readonly stop: () => Promise<void>
}

/** Starts the watch. */
export function watchLedger({ db, ledger, now, minutes, told }: Watched): Watching {
  const waiting = new Set<CityId>()
  let [stopped, signedOn] = [false, dayOf(now())]
  let last: Promise<unknown> = Promise.resolve()
  /** One thing at a time: sealing never takes more than one connection. */
  const then = (work: () => Promise<void>) => {
    last = last.then(work).catch((error: unknown) => told.error({ error: String(error) }, 'sealing failed; it is tried again'))
  }
  const seal = async (city: CityId) => {
    for (;;) {
      const { size, last } = await db.of(city).tx((tx) => sealNext(tx, city, ledger))
      if (size >= last || stopped) return
      await new Promise((resolve) => setTimeout(resolve, breathMs))
    }
  }
  const sign = async (anew: boolean) => {
    for (const { cityId, code } of await listCities(db)) {
      if (stopped) return
      await seal(cityId)
      const own = db.of(cityId)
      await own.tx((tx) => signHead(tx, { city: cityId, code, at: now(), anew }, ledger))
      // Once a day everything is checked, so that nobody need think of it.
      const report = anew ? await checkHere(own, { city: cityId, code, at: now() }, ledger, () => !stopped) : undefined
      for (const finding of report?.findings ?? []) told.error({ city: cityId, ...finding }, 'the ledger is not as it was sealed')
    }
  }
  const sealing = setInterval(() => {
    const cities = [...waiting]
    waiting.clear()
    for (const city of cities) then(() => seal(city))
  }, sealAfterMs).unref()
  /** Signs what has grown; the first time on a new day, everything. */
  const signNow = (): Promise<unknown> => {
    const today = dayOf(now())
    const anew = today !== signedOn
    signedOn = today
    then(() => sign(anew))
    return last
  }
  const signing = setInterval(() => void signNow(), minutes * 60_000).unref()
  then(() => sign(false))
  const stop = async () => {
    stopped = true
    clearInterval(sealing)
    clearInterval(signing)
    await last
  }
  return { changed: (city) => void waiting.add(city), signNow, settled: () => last, stop }
}
