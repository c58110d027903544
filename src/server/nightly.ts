/**
 * What is done once a night, when the city sleeps: every case is folded again from its events and compared with its row, and
 * what is over its time is removed.
 */
import { appendWaited } from '../base/event.sql.ts'
import type { Db } from '../base/sql.ts'
import { dayOf, type Instant } from '../base/time.ts'
import { v7 } from 'uuid'
import { listCities } from '../city/session.sql.ts'
import { type Keepers, runRetention } from '../privacy/retention.serve.ts'
import { forgetOldAccess } from '../access/forget.serve.ts'
import { keepSealed } from '../samples/kept.serve.ts'
import { releaseSample } from '../samples/samples.serve.ts'
import { listDue } from '../samples/samples.sql.ts'
import { checkFolds, type Difference } from '../cases/foldCheck.serve.ts'
import { resumeDue } from '../cases/steps.serve.ts'
import { checkWhistles } from '../whistles/foldCheck.serve.ts'
import { learnFromCases } from '../repeats/repeats.serve.ts'
import { say } from './say.ts'
import { learnWhatIsNew } from '../likeness/learning.serve.ts'

const everyMs = 10 * 60_000
const nightHour = 3

/** Where a difference is told; the log of the app fits. */
export interface Told {
  error(details: object, message: string): void
}

/** True in the hour of the night (03:00 to 04:00 of the city, UTC+8). */
export const isNight = (at: Instant): boolean => new Date(Date.parse(at) + 480 * 60_000).getUTCHours() === nightHour

/** Checks every city; gives the differences. None is the only good answer. */
export async function checkNight(db: Db, told: Told): Promise<Difference[]> {
  const all: Difference[] = []
  for (const { cityId } of await listCities(db)) {
    const { differences } = await checkFolds(db.of(cityId), cityId)
    for (const difference of differences) told.error({ city: cityId, ...difference }, 'case row is not the fold of its events')
    const ofWhistles = await checkWhistles(db.of(cityId), cityId)
    for (const difference of ofWhistles) told.error({ city: cityId, ...difference }, 'whistle rows are not the fold of its events')
    all.push(...differences, ...ofWhistles)
  }
  return all
}

/** Removes what is over its time by the policy of each city (`privacy/retention.ts`), and what of signing in nobody needs any more. */
export async function forgetOld(db: Db, at: Instant, keepers: Keepers): Promise<void> {
  for (const { cityId } of await listCities(db)) {
    await db.of(cityId).tx((tx) => runRetention(tx, cityId, { id: v7(), at, by: null }, keepers))
    await forgetOldAccess(db.of(cityId), cityId, at)
  }
}

/**
 * Releases every sealed sample whose time has come. Facts that waited are told whether or not one was due: a sign-in under way while
 * its sample was released is written after the release looked.
 */
export async function releaseDue(db: Db, at: Instant): Promise<void> {
  for (const { cityId } of await listCities(db)) {
    for (const { id } of await listDue(db.of(cityId), cityId, at))
      await db.of(cityId).tx((tx) => releaseSample(tx, cityId, { id, at, by: null }))
    await db.of(cityId).tx((tx) => appendWaited(tx, cityId))
  }
}

/** Binds what the sealed samples of every city hold. */
export async function keepEnvelopes(db: Db, at: Instant): Promise<void> {
  for (const { cityId } of await listCities(db)) await db.of(cityId).tx((tx) => keepSealed(tx, cityId, at))
}

/** Takes up suspended cases whose date has come, in every city. */
async function resumeCases(db: Db, at: Instant): Promise<number> {
  let count = 0
  for (const { cityId } of await listCities(db)) count += await resumeDue(db.of(cityId), cityId, at)
  return count
}

/** Learns in every city from what was closed since the last time. */
export async function learnCases(db: Db, at: Instant): Promise<number> {
  let count = 0
  for (const { cityId } of await listCities(db)) if (await learnWhatIsNew(db.of(cityId), cityId, at)) count++
  return count
}

/** Draws re-checks and looks for recurrences, in every city. */
export async function learn(db: Db, at: Instant): Promise<void> {
  for (const { cityId } of await listCities(db)) await learnFromCases(db.of(cityId), cityId, at, say)
}

/** What the nights need; `more` is done after the city's own work. */
export interface Nights {
  readonly db: Db
  readonly now: () => Instant
  readonly told: Told
  readonly keepers: Keepers
  readonly more?: () => Promise<void>
}

/**
 * Every ten minutes takes up suspended cases whose date has come, draws re-checks, finds recurrences, and looks whether it is night and this night is not done yet;
 * after the city's own work it does `more`. Gives the function that ends it.
 */
export function watchNights({ db, now, told, keepers, more = async () => undefined }: Nights): () => void {
  let done = ''
  const timer = setInterval(() => {
    const at = now()
    releaseDue(db, at).catch((error: unknown) => told.error({ error: String(error) }, 'release of samples failed'))
    resumeCases(db, at).catch((error: unknown) => told.error({ error: String(error) }, 'suspended cases were not taken up'))
    learn(db, at).catch((error: unknown) => told.error({ error: String(error) }, 're-checks were not drawn'))
    if (!isNight(at) || done === dayOf(at)) return
    done = dayOf(at)
    const night = async () => {
      await keepEnvelopes(db, at)
      await forgetOld(db, at, keepers)
      await checkNight(db, told)
      await learnCases(db, at)
      await more()
    }
    night().catch((error: unknown) => told.error({ error: String(error) }, 'nightly check failed'))
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
