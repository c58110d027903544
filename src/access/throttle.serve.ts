/**
 * Counts tries before they are weighed, in the database: what is counted holds for every server and over a restart. A try
 * that succeeds is taken back. Known devices have their own count, so that a stranger's guesses never reach them.
 */
import { createHash } from 'node:crypto'
import type { Ask, From } from '../api/who.ts'
import type { AccountId, CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { hashOfToken, newToken } from '../city/session.serve.ts'
import { record } from './record.serve.ts'
import { type Counted, isBesieged, isTold, networkOf, waitFor } from './throttle.ts'
import { countTries, findDevice, forgiveTries, knowDevice, lockTries, takeBackTries } from './tries.sql.ts'

const deviceCookie = 'mc_device'
const deviceSeconds = 180 * 86_400
const quietMs = 60 * 60_000

/** Only a hash is kept: nobody learns from the table who was guessed at, or from where. */
const keyOf = (what: Counted, ...parts: readonly string[]): string =>
  `${what}:${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32)}`

/** Who tries to get in, from where, on which device. */
export interface Trier {
  readonly login: string
  readonly account?: AccountId | undefined
  readonly from: From
  readonly device: string | undefined
  readonly at: string
}

/** What was counted for a try, to take it back. */
export interface Counting {
  readonly forgiven: readonly string[]
  readonly lessened: readonly string[]
}

/** Counts a try, known device or not. *Refuses:* `access.slowDown` 429 with the seconds to wait; such a try is not counted. */
export async function countTry(db: Db, city: CityId, { login, account, from, device, at }: Trier): Promise<Counting> {
  const known = account !== undefined && device !== undefined && (await findDevice(db, city, account, hashOfToken(device))) !== undefined
  const network = networkOf(from.address)
  const siege = keyOf('account', login)
  const own = known ? keyOf('device', login, device) : keyOf('pair', login, network)
  const crowd = keyOf('address', network)
  const all = known ? [own] : [own, crowd, siege]
  await db.tx(async (tx) => {
    const found = new Map((await lockTries(tx, city, all)).map((row) => [row.what, row]))
    const besieged = isBesieged(found.get(siege), at)
    const seconds = Math.max(...all.map((what) => waitFor(what.split(':')[0] as Counted, found.get(what), at, besieged)))
    if (seconds > 0) throw new Problem('access.slowDown', 429, { seconds })
    const counted = await countTries(tx, city, all, at, new Date(Date.parse(at) - quietMs).toISOString())
    const tries = counted.find(({ what }) => what === own)!.tries
    if (account !== undefined && isTold(tries))
      await record(tx, city, { kind: 'account.guessedAt', account, by: null, at, data: { tries, known } })
  })
  return { forgiven: [own], lessened: known ? [] : [crowd, siege] }
}

/** Takes back what was counted for a try that succeeded. */
export async function forgiveTry(db: Db, city: CityId, { forgiven, lessened }: Counting): Promise<void> {
  await forgiveTries(db, city, forgiven)
  if (lessened.length > 0) await takeBackTries(db, city, lessened)
}

/** Counts a try at the second step of one account. *Refuses:* `access.slowDown`. */
export async function countCodeTry(db: Db, city: CityId, account: AccountId, at: string): Promise<Counting> {
  const own = keyOf('code', account)
  await db.tx(async (tx) => {
    const [found] = await lockTries(tx, city, [own])
    const seconds = waitFor('code', found, at)
    if (seconds > 0) throw new Problem('access.slowDown', 429, { seconds })
    await countTries(tx, city, [own], at, new Date(Date.parse(at) - quietMs).toISOString())
  })
  return { forgiven: [own], lessened: [] }
}

/** Counts something that an address may do only so often, apart from signing in. *Refuses:* `access.slowDown`. */
export async function countAddress(db: Db, city: CityId, what: string, from: From, at: string): Promise<void> {
  const own = keyOf('pair', what, networkOf(from.address))
  await db.tx(async (tx) => {
    const [found] = await lockTries(tx, city, [own])
    const seconds = waitFor('pair', found, at)
    if (seconds > 0) throw new Problem('access.slowDown', 429, { seconds })
    await countTries(tx, city, [own], at, new Date(Date.parse(at) - quietMs).toISOString())
  })
}

/** The device's own word, when it has one. */
export const deviceOf = (ask: Pick<Ask<never>, 'cookie'>): string | undefined => ask.cookie(deviceCookie)

/** Remembers that this account was signed in on this device. */
export async function rememberDevice(
  db: Db,
  city: CityId,
  account: AccountId,
  at: string,
  ask: Pick<Ask<never>, 'cookie' | 'setCookie'>,
): Promise<void> {
  const device = deviceOf(ask) ?? newToken()
  await knowDevice(db, city, account, hashOfToken(device), at)
  ask.setCookie(deviceCookie, device, deviceSeconds)
}
