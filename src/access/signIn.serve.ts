/** The ways in. Whether an account exists, is retired or has no password: the answer and its time are the same. */
import { handlers } from '../api/api.serve.ts'
import { Problem } from '../base/problem.ts'
import { findContact, rehashPassword, setPassword } from '../city/accounts.sql.ts'
import { findAccount, findAccountById, findCity, endSessions } from '../city/session.sql.ts'
import { chosenHash } from './choose.serve.ts'
import { countCodesSince, endCodes, findCode, useCode } from './codes.sql.ts'
import { enter, enterWithFactor, getStep, giveFactorCode, type Knock, openStep } from './enter.serve.ts'
import { foundCity, isOpen } from './founding.serve.ts'
import { hashPassword, isOutdated, isPassword } from './hash.serve.ts'
import { mailCode, makeCode } from './invite.serve.ts'
import type { AccessOptions } from './options.serve.ts'
import { fewestLetters, signInApi } from './signIn.api.ts'
import { askForAny, holderOf } from './passkeys.serve.ts'
import { record } from './record.serve.ts'
import { hashOfCode } from './secrets.serve.ts'
import { accountOf, KeptStep } from './sso.serve.ts'
import { countAddress, countTry, deviceOf, forgiveTry } from './throttle.serve.ts'

const wrong = () => new Problem('session.wrong', 401)

async function signIn(ask: Knock, { city: code, login, password }: { city: string; login: string; password: string }) {
  const found = await findCity(ask.db, code)
  if (!found) {
    await isPassword(password, undefined, ask.from.address)
    throw wrong()
  }
  const db = ask.db.of(found.cityId)
  const known = await findAccount(db, found.cityId, login)
  const account = known?.kind === 'person' ? known : undefined
  const trier = { login, account: account?.id, from: ask.from, device: deviceOf(ask), at: ask.at }
  // The passwords of a demo city are said openly, and thirty people may try one account from one room.
  const counting = found.demo ? undefined : await countTry(db, found.cityId, trier)
  if (!(await isPassword(password, account?.passwordHash, ask.from.address)) || !account) throw wrong()
  if (counting) await forgiveTry(db, found.cityId, counting)
  const stored = account.passwordHash!
  if (isOutdated(stored)) await rehashPassword(db, found.cityId, account.id, await hashPassword(password, ask.from.address), stored)
  return enterWithFactor(ask, account, 'password')
}

const dayMs = 86_400_000
const mostLetters = 3

/** What is done for a forgotten password, after the answer: it is the same whether there was anything to do or not. */
async function sendReset(options: AccessOptions, ask: Knock, cityCode: string, login: string): Promise<void> {
  const city = await findCity(ask.db, cityCode)
  const contact = city && (await findContact(ask.db.of(city.cityId), city.cityId, login))
  if (!city || !contact || contact.email === null) return
  const { email, id: account } = contact
  const made = await ask.db.of(city.cityId).tx(async (db) => {
    const since = new Date(Date.parse(ask.at) - dayMs).toISOString()
    if ((await countCodesSince(db, city.cityId, account, since)) >= mostLetters) return undefined
    return makeCode(db, city.cityId, { account, purpose: 'reset', way: 'mail', by: null, at: ask.at })
  })
  if (!made) return
  const title = { zh: city.nameZh, en: city.nameEn }
  const { name } = contact
  await mailCode(options, { ...made, to: email, name, login, city: { code: city.code, title }, purpose: 'reset', language: ask.language })
}

/** The code's account. *Refuses:* `access.badCode` 404, the same for every reason; `access.slowDown`. */
async function getCode(ask: Knock, cityCode: string, code: string) {
  const city = await findCity(ask.db, cityCode)
  if (!city) throw new Problem('access.badCode', 404)
  const db = ask.db.of(city.cityId)
  const found = await findCode(db, city.cityId, hashOfCode(code), ask.at)
  if (!found) {
    await countAddress(db, city.cityId, 'entry', ask.from, ask.at)
    throw new Problem('access.badCode', 404)
  }
  return { ...found, city: city.cityId, db }
}

async function useEntry(ask: Knock, { city: cityCode, code, password }: { city: string; code: string; password: string }) {
  const { city, db, id, accountId, purpose } = await getCode(ask, cityCode, code)
  const account = await findAccountById(db, city, accountId)
  if (!account) throw new Problem('access.badCode', 404)
  const hash = await chosenHash(db, account, password, 'body.password', ask.from.address)
  await db.tx(async (tx) => {
    if ((await useCode(tx, city, id, ask.at)) === 0) throw new Problem('access.badCode', 404)
    await setPassword(tx, city, account.id, hash, ask.at)
    await endCodes(tx, city, account.id, ask.at)
    await endSessions(tx, city, account.id)
    const kind = purpose === 'invitation' ? 'account.joined' : 'account.passwordReset'
    await record(tx, city, { kind, account: account.id, by: account.personId, at: ask.at })
  })
  // A reset does not go around the second factor.
  return enterWithFactor(ask, account, 'code')
}

/** Where people reach the server. */
export const originOf = ({ publicUrl }: AccessOptions, ask: Pick<Knock, 'from'>): string => publicUrl ?? ask.from.origin

/** Whose passkey answered the question that this browser was asked. *Refuses:* `access.stepGone`, `access.badPasskey`. */
export async function passkeyHolder(ask: Knock, options: AccessOptions, response: Record<string, unknown>) {
  const { city, data } = await getStep(ask, 'passkey', true)
  const reply = { challenge: String(data['challenge']), origin: originOf(options, ask), response }
  return { city, account: await holderOf(ask.db.of(city), city, ask.at, reply) }
}

async function passkeyIn(ask: Knock, options: AccessOptions, response: Record<string, unknown>) {
  const { city, account: id } = await passkeyHolder(ask, options, response)
  const account = await findAccountById(ask.db.of(city), city, id)
  if (!account) throw new Problem('access.badPasskey', 401)
  return enter(ask, account, { way: 'passkey', strong: true })
}

async function ssoIn(ask: Knock, options: AccessOptions, search: string) {
  const step = await getStep(ask, 'sso', true)
  if (!options.sso) throw new Problem('access.noSso', 404)
  const callback = `${originOf(options, ask)}/sign-in/sso`
  const person = await options.sso.finish(callback, search, KeptStep.parse(step.data)).catch((error: unknown) => {
    options.told?.(error, 'single sign-on failed')
    throw new Problem('access.ssoFailed', 401)
  })
  const db = ask.db.of(step.city)
  const account = await findAccountById(db, step.city, await accountOf(db, step.city, person, ask.at))
  if (!account) throw new Problem('access.noAccount', 403)
  // Who is not known to have shown two factors there shows the second one here.
  return person.strong ? enter(ask, account, { way: 'sso', strong: true }) : enterWithFactor(ask, account, 'sso')
}

/** The city that is knocked at. *Refuses:* `access.noCity` 404: cities are no secret, accounts are. */
async function getCity(ask: Knock, code: string) {
  const city = await findCity(ask.db, code)
  if (!city) throw new Problem('access.noCity', 404)
  return city.cityId
}

export const signInHandlers = (options: AccessOptions) =>
  handlers(signInApi, {
    getWays: async () => ({
      sso: options.sso ? { title: options.sso.title } : null,
      mail: options.post !== undefined && options.publicUrl !== undefined,
      founding: await isOpen(options.founding),
      shortest: fewestLetters,
    }),
    signIn: async (ask) => signIn(ask, ask.body),
    giveCode: async (ask) => giveFactorCode(ask, options.key, ask.body.code),
    askPasskey: async (ask) => {
      const city = await getCity(ask, ask.body.city)
      const { options: question, challenge } = await askForAny(originOf(options, ask))
      await openStep(ask, city, 'passkey', null, { challenge })
      return question
    },
    givePasskey: async (ask) => passkeyIn(ask, options, ask.body.response),
    startSso: async (ask) => {
      if (!options.sso) throw new Problem('access.noSso', 404)
      const city = await getCity(ask, ask.body.city)
      const { url, kept } = await options.sso.start(`${originOf(options, ask)}/sign-in/sso`).catch((error: unknown) => {
        options.told?.(error, 'the provider of single sign-on cannot be reached')
        throw new Problem('access.ssoAway', 503)
      })
      await openStep(ask, city, 'sso', null, kept)
      return { url }
    },
    finishSso: async (ask) => ssoIn(ask, options, ask.body.search),
    forget: async (ask) => {
      if (!options.post || options.publicUrl === undefined) throw new Problem('access.noMail', 404)
      const city = await findCity(ask.db, ask.body.city)
      if (city) await countAddress(ask.db.of(city.cityId), city.cityId, 'forgotten', ask.from, ask.at)
      // After the answer: how long it takes must not tell whether there was an account to write to.
      ask.afterCommit(() => {
        sendReset(options, ask, ask.body.city, ask.body.login).catch((error: unknown) => options.told?.(error, 'a letter was not sent'))
      })
      return {}
    },
    lookAtCode: async (ask) => {
      const { login, name, purpose } = await getCode(ask, ask.body.city, ask.body.code)
      return { login, name, purpose }
    },
    enterByCode: async (ask) => useEntry(ask, ask.body),
    foundCity: async (ask) => foundCity(ask, options.founding, ask.body),
  })
