/**
 * From "this is who they say" to an open session, the same for every way in: the second step when the account has one, the
 * device remembered, the fact recorded.
 */
import type { Ask } from '../api/who.ts'
import type { AccountId, CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Me } from '../city/session.api.ts'
import { beginSession, hashOfToken, newToken, readCityToken } from '../city/session.serve.ts'
import { type AccountRow, findAccountById } from '../city/session.sql.ts'
import { record } from './record.serve.ts'
import { countCodeTry, forgiveTry, rememberDevice } from './throttle.serve.ts'
import { isFactorCode, isRecoveryCode } from './factor.serve.ts'
import { addStep, findFactor, findStep, takeStep } from './ways.sql.ts'

/** What of a request the doors need. */
export type Knock = Pick<Ask<never>, 'db' | 'at' | 'from' | 'cookie' | 'setCookie' | 'language'>

const stepCookie = 'mc_step'
const stepSeconds = 600

/** Keeps a step under way and hands its cookie out: whoever comes back with it goes on where they were. */
export async function openStep(ask: Knock, city: CityId, kind: string, account: AccountId | null, data: object): Promise<void> {
  const token = newToken()
  const expiresAt = new Date(Date.parse(ask.at) + stepSeconds * 1000).toISOString()
  await addStep(ask.db.of(city), city, { tokenHash: hashOfToken(token), kind, account, data, expiresAt })
  ask.setCookie(stepCookie, `${city}.${token}`, stepSeconds)
}

/** A step under way. */
export interface OpenStep {
  readonly city: CityId
  readonly tokenHash: string
  readonly account: AccountId | null
  readonly data: Record<string, unknown>
}

/** The step that this browser is in. `end` takes it, so that it leads on once. *Refuses:* `access.stepGone` 401. */
export async function getStep(ask: Knock, kind: string, end: boolean): Promise<OpenStep> {
  const given = readCityToken(ask.cookie(stepCookie))
  const tokenHash = hashOfToken(given?.token ?? '')
  const step = given && (await (end ? takeStep : findStep)(ask.db.of(given.city), given.city, tokenHash, kind, ask.at))
  if (!given || !step) throw new Problem('access.stepGone', 401)
  if (end) ask.setCookie(stepCookie, '', 0)
  return { city: given.city, tokenHash, account: step.accountId, data: step.data }
}

/** By which way somebody came, and whether two factors opened it. */
export interface Way {
  readonly way: string
  readonly strong: boolean
}

/** Opens the session. */
export async function enter(ask: Knock, account: AccountRow, { way, strong }: Way): Promise<Me> {
  const city = account.cityId
  return ask.db.of(city).tx(async (db) => {
    const me = await beginSession(db, { account, way, strong, from: ask.from, at: ask.at }, ask)
    await rememberDevice(db, city, account.id, ask.at, ask)
    await record(db, city, { kind: 'account.signedIn', account: account.id, by: account.personId, at: ask.at, data: { way }, waits: true })
    return me
  })
}

/**
 * Goes on after a password, or a code in its place: to the second step when there is one.
 * *Refuses:* `access.codeNeeded` 401, which is no refusal of the password but the question for the code.
 */
export async function enterWithFactor(ask: Knock, account: AccountRow, way: string): Promise<Me> {
  const factor = await findFactor(ask.db.of(account.cityId), account.cityId, account.id)
  if (!factor || factor.confirmedAt === null) return enter(ask, account, { way, strong: false })
  await openStep(ask, account.cityId, 'factor', account.id, { way })
  throw new Problem('access.codeNeeded', 401)
}

/** The second step. *Refuses:* `access.wrongCode`, `access.stepGone`, `access.slowDown`. */
export async function giveFactorCode(ask: Knock, key: Uint8Array, code: string): Promise<Me> {
  const { city, account: id, data } = await getStep(ask, 'factor', false)
  const db: Db = ask.db.of(city)
  const account = id === null ? undefined : await findAccountById(db, city, id)
  if (!account) throw new Problem('access.stepGone', 401)
  const counting = await countCodeTry(db, city, account.id, ask.at)
  const good = await isFactorCode(db, city, account.id, { key, code, at: ask.at })
  const recovered = !good && (await isRecoveryCode(db, city, account.id, code, ask.at))
  if (!good && !recovered) throw new Problem('access.wrongCode', 401)
  await forgiveTry(db, city, counting)
  await getStep(ask, 'factor', true)
  if (recovered) await record(db, city, { kind: 'account.recoveryCodeUsed', account: account.id, by: account.personId, at: ask.at })
  return enter(ask, account, { way: typeof data['way'] === 'string' ? data['way'] : 'password', strong: true })
}
