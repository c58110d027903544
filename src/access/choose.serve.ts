/** A new password: weighed by the rules with the words of the city and the person, hashed outside any transaction. */
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { AccountRow } from '../city/session.sql.ts'
import { findMe } from '../city/session.sql.ts'
import { isCommon } from './breached.serve.ts'
import { hashPassword } from './hash.serve.ts'
import { faultOf, shortest } from './password.ts'

/** What everybody would try here: the product, the campaign, and what Chinese passwords are fond of. */
const ofTheHouse = [
  'woaini',
  '5201314',
  '1314520',
  '7758521',
  '147258369',
  'zhongguo',
  'mingcheng',
  '明城',
  'password',
  'passwort',
  '密码',
  'admin',
  '创建',
  'chuangjian',
  'wenming',
  '文明',
]

/** *Refuses:* `access.weakPassword` 422, with what is wrong at the field. */
export function weighPassword(password: string, words: readonly string[], at = 'body.password'): void {
  const says = faultOf(password, [...ofTheHouse, ...words], isCommon)
  if (says !== undefined) throw new Problem('access.weakPassword', 422, {}, [{ at, says, details: { shortest } }])
}

/** The words that an acquaintance would try for an account. */
export async function wordsOf(db: Db, account: AccountRow): Promise<string[]> {
  const me = await findMe(db, account.cityId, account.id, account.unitId)
  return [account.login, me?.name, me?.cityCode, me?.cityZh, me?.cityEn, me?.unitZh, me?.unitEn].filter(
    (word): word is string => word !== undefined && word !== null && word !== '',
  )
}

/** The hash of a new password for an account. *Refuses:* `access.weakPassword`. */
export async function chosenHash(db: Db, account: AccountRow, password: string, field: string, address: string): Promise<string> {
  weighPassword(password, await wordsOf(db, account), field)
  return hashPassword(password, address)
}
