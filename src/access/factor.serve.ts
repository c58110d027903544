/** The second factor by an app (TOTP, RFC 6238: six digits every thirty seconds) and the recovery codes for a lost phone. */
import { randomBytes } from 'node:crypto'
import type { AccountId, CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { hashOfCode, newCode, seal, unseal } from './secrets.serve.ts'
import { findFactor, putRecoveryCodes, takeStepOfTime, useRecoveryCode } from './ways.sql.ts'

const period = 30
const codesEach = 10

/** A new secret: sealed to be stored, and as an app takes it. */
export async function newFactor(key: Uint8Array, account: AccountId, label: string, issuer: string) {
  const { Secret, TOTP } = await import('otpauth')
  const bytes = randomBytes(20)
  const secret = new Secret({ buffer: new Uint8Array(bytes).buffer })
  const address = new TOTP({ issuer, label, secret, period }).toString()
  return { sealed: seal(key, account, bytes), secret: secret.base32, address }
}

/** What a code is weighed with. */
export interface Given {
  readonly key: Uint8Array
  readonly code: string
  readonly at: string
}

/** Whether the app showed this code now, or half a minute before or after. Each code opens once. */
export async function isFactorCode(db: Db, city: CityId, account: AccountId, { key, code, at }: Given): Promise<boolean> {
  const token = code.replace(/\s/g, '')
  const factor = /^\d{6}$/.test(token) ? await findFactor(db, city, account) : undefined
  const bytes = factor && unseal(key, account, factor.secret)
  if (!bytes) return false
  const { Secret, TOTP } = await import('otpauth')
  const timestamp = Date.parse(at)
  const delta = TOTP.validate({ token, secret: new Secret({ buffer: new Uint8Array(bytes).buffer }), period, timestamp, window: 1 })
  if (delta === null) return false
  return (await takeStepOfTime(db, city, account, Math.floor(timestamp / 1000 / period) + delta, at)) > 0
}

/** Whether it is one of the account's recovery codes that was not used yet; it is used up by asking. */
export const isRecoveryCode = async (db: Db, city: CityId, account: AccountId, code: string, at: string): Promise<boolean> =>
  (await useRecoveryCode(db, city, account, hashOfCode(code), at)) > 0

/** New recovery codes in place of the old ones; shown once. */
export async function makeRecoveryCodes(db: Db, city: CityId, account: AccountId): Promise<string[]> {
  const codes = Array.from({ length: codesEach }, () => newCode(12))
  await putRecoveryCodes(db, city, account, codes.map(hashOfCode))
  return codes
}
