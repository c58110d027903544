/** Invitations and resets: a code that opens once, by mail or on a slip. The newest replaces those before it. */
import { v7 } from 'uuid'
import type { AccountId, CityId, PersonId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read, type Text } from '../base/text.ts'
import { addCode, type Purpose } from './codes.sql.ts'
import type { AccessOptions } from './options.serve.ts'
import { record } from './record.serve.ts'
import { hashOfCode, newCode } from './secrets.serve.ts'

/** A slip is carried through an office; a letter asked for just now is short-lived. */
const hours = { invitation: 14 * 24, reset: { mail: 1, slip: 3 * 24 } } as const

/** A code to make. */
export interface Wish {
  readonly account: AccountId
  readonly purpose: Purpose
  readonly way: 'mail' | 'slip'
  readonly by: PersonId | null
  readonly at: string
}

/** Makes the code. Gives it, this once, with its end. */
export async function makeCode(
  db: Db,
  city: CityId,
  { account, purpose, way, by, at }: Wish,
): Promise<{ code: string; expiresAt: string }> {
  const code = newCode()
  const lasts = purpose === 'invitation' ? hours.invitation : hours.reset[way]
  const expiresAt = new Date(Date.parse(at) + lasts * 3_600_000).toISOString()
  await addCode(db, city, { id: v7(), codeHash: hashOfCode(code), account, purpose, way, at, by, expiresAt })
  const kind = purpose === 'invitation' ? 'account.invited' : 'account.resetGiven'
  await record(db, city, { kind, account, by, at, data: { way, expiresAt } })
  return { code, expiresAt }
}

/** The page that takes codes. The code stands behind `#`, which browsers never send: no log and no proxy sees it. */
export const entryAddress = (origin: string, city: string, code: string): string =>
  `${origin}/enter#${encodeURIComponent(city)}.${encodeURIComponent(code)}`

/** What a letter says. */
export interface LetterWords {
  readonly to: string
  readonly name: string
  readonly login: string
  readonly city: { readonly code: string; readonly title: Text }
  readonly purpose: Purpose
  readonly code: string
  readonly expiresAt: string
  readonly language: Language
}

/** Sends the code. */
export async function mailCode({ say, post, publicUrl }: AccessOptions, words: LetterWords): Promise<void> {
  const { to, name, login, city, purpose, code, expiresAt, language } = words
  const values = {
    name,
    login,
    city: read(city.title, language),
    code,
    address: entryAddress(publicUrl!, city.code, code),
    until: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(
      new Date(expiresAt),
    ),
  }
  await post!({
    to,
    language,
    subject: say(language, `access.mail.${purpose}.subject`, values),
    text: say(language, `access.mail.${purpose}.text`, values),
  })
}
