/** A person's own account. Who changes how they get in has to have proved a short while ago who they are. */
import { handlers, whoOf } from '../api/api.serve.ts'
import { type Ask, isProved, type Session, type Who } from '../api/who.ts'
import type { AccountId, PersonId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { type Language, read } from '../base/text.ts'
import { setPassword } from '../city/accounts.sql.ts'
import {
  type AccountRow,
  endSessions,
  findAccountById,
  findMe,
  listSessions,
  proveSession,
  strengthenSession,
} from '../city/session.sql.ts'
import { findAccountDetail } from './accounts.sql.ts'
import { chosenHash } from './choose.serve.ts'
import { getStep, openStep } from './enter.serve.ts'
import { isFactorCode, makeRecoveryCodes, newFactor } from './factor.serve.ts'
import { isPassword } from './hash.serve.ts'
import { mineApi } from './mine.api.ts'
import type { AccessOptions } from './options.serve.ts'
import { askForNew, keepNew } from './passkeys.serve.ts'
import { record } from './record.serve.ts'
import { originOf, passkeyHolder } from './signIn.serve.ts'
import { countCodeTry, countTry, deviceOf, forgiveTry } from './throttle.serve.ts'
import { countRecoveryCodes, findFactor, findLinkOf, listPasskeys, putFactor, removeFactor, removePasskeys } from './ways.sql.ts'

type Asking = Pick<Ask<never>, 'db' | 'at' | 'from' | 'cookie' | 'setCookie' | 'who' | 'language'>

/** A person with a session. *Refuses:* `access.noKey` 403 to a system with a key. */
export function sessionOf(ask: { who: Who | undefined }): Who & { session: Session } {
  const who = whoOf(ask)
  if (!who.session) throw new Problem('access.noKey', 403)
  return who as Who & { session: Session }
}

/** The same, who proved within a quarter of an hour who they are. *Refuses:* `access.proveAgain` 403: ask and try again. */
export function provedOf(ask: { who: Who | undefined; at: string }): Who & { session: Session } {
  const who = sessionOf(ask)
  if (!isProved(who, ask.at)) throw new Problem('access.proveAgain', 403)
  return who
}

async function getOwn(ask: Asking): Promise<AccountRow> {
  const { city, account } = sessionOf(ask)
  const own = await findAccountById(ask.db, city, account)
  if (!own) throw new Problem('api.signIn', 401)
  return own
}

async function mine(ask: Asking) {
  const { city, account, session } = sessionOf(ask)
  const [detail, factor, passkeys, sessions, link, recoveryCodes] = await Promise.all([
    findAccountDetail(ask.db, city, account),
    findFactor(ask.db, city, account),
    listPasskeys(ask.db, city, account),
    listSessions(ask.db, city, account, ask.at),
    findLinkOf(ask.db, city, account),
    countRecoveryCodes(ask.db, city, account),
  ])
  return {
    login: detail!.login,
    email: detail!.email,
    hasPassword: detail!.hasPassword,
    passwordAt: detail!.passwordAt,
    factorSince: factor?.confirmedAt ?? null,
    recoveryCodes,
    hasSso: link !== undefined,
    passkeys: passkeys.map(({ id, name, addedAt, usedAt }) => ({ id, name, addedAt, usedAt })),
    sessions: sessions.map((one) => ({ ...one, isThis: one.id === session.id })),
  }
}

/** Weighs the person's present password, counted like a sign-in. *Refuses:* `access.wrongPassword` 403, `access.slowDown`. */
async function weighPresent(ask: Asking, own: AccountRow, password: string): Promise<void> {
  const trier = { login: own.login, account: own.id, from: ask.from, device: deviceOf(ask), at: ask.at }
  const counting = await countTry(ask.db, own.cityId, trier)
  if (!(await isPassword(password, own.passwordHash, ask.from.address)))
    throw new Problem('access.wrongPassword', 403, {}, [{ at: 'body.current', says: 'fault.wrongPassword' }])
  await forgiveTry(ask.db, own.cityId, counting)
}

async function changePassword(ask: Asking, current: string, next: string): Promise<void> {
  const own = await getOwn(ask)
  const { session } = sessionOf(ask)
  // Who came in by single sign-on or a passkey may have none yet.
  if (own.passwordHash === null) provedOf(ask)
  else await weighPresent(ask, own, current)
  const hash = await chosenHash(ask.db, own, next, 'body.next', ask.from.address)
  await ask.db.tx(async (db) => {
    await setPassword(db, own.cityId, own.id, hash, ask.at, own.passwordHash ?? undefined)
    // Whoever else may have known the old one is out.
    await endSessions(db, own.cityId, own.id, { except: session.id })
    await proveSession(db, own.cityId, session.id, ask.at)
    await record(db, own.cityId, { kind: 'account.passwordChanged', account: own.id, by: own.personId, at: ask.at })
  })
}

async function startFactor(ask: Asking, { key, say }: AccessOptions) {
  const { city, account } = provedOf(ask)
  const own = await getOwn(ask)
  const me = await findMe(ask.db, city, account, null)
  const language: Language = ask.language
  const issuer = `${say(language, 'ui.product')} ${read({ zh: me!.cityZh, en: me!.cityEn }, language)}`
  const { sealed, secret, address } = await newFactor(key, account, own.login, issuer)
  if ((await putFactor(ask.db, city, account, sealed, ask.at)) === 0) throw new Problem('access.factorThere', 409)
  const { encode } = await import('uqr')
  const qr = encode(address, { ecc: 'M', border: 4 }).data.map((row) => row.map((dark) => (dark ? '1' : '0')).join(''))
  return { secret, address, qr }
}

async function confirmFactor(ask: Asking, { key }: AccessOptions, code: string) {
  const { city, account, person, session } = sessionOf(ask)
  const counting = await countCodeTry(ask.db, city, account, ask.at)
  const codes = await ask.db.tx(async (db) => {
    if (!(await isFactorCode(db, city, account, { key, code, at: ask.at }))) return undefined
    await strengthenSession(db, city, session.id)
    await record(db, city, { kind: 'account.factorAdded', account, by: person, at: ask.at })
    return makeRecoveryCodes(db, city, account)
  })
  if (!codes) throw new Problem('access.wrongCode', 403, {}, [{ at: 'body.code', says: 'fault.wrongCode' }])
  await forgiveTry(ask.db, city, counting)
  return { codes }
}

/** A change of the ways in, recorded in one transaction with it. */
async function change(
  ask: Asking,
  kind: `account.${string}`,
  work: (db: Asking['db'], own: Owned) => Promise<Record<string, unknown> | undefined>,
) {
  const { city, account, person, session } = provedOf(ask)
  await ask.db.tx(async (db) => {
    const data = await work(db, { city, account, person, session: session.id })
    await record(db, city, { kind, account, by: person, at: ask.at, ...(data ? { data } : {}) })
  })
}

interface Owned {
  readonly city: Who['city']
  readonly account: AccountId
  readonly person: PersonId
  readonly session: string
}

const orMissing = (count: number) => {
  if (count === 0) throw new Problem('api.notFound', 404)
}

export const mineHandlers = (options: AccessOptions) =>
  handlers(mineApi, {
    getMine: async (ask) => mine(ask),
    changePassword: async (ask) => {
      await changePassword(ask, ask.body.current, ask.body.next)
      return {}
    },
    prove: async (ask) => {
      const own = await getOwn(ask)
      await weighPresent(ask, own, ask.body.password)
      await proveSession(ask.db, own.cityId, sessionOf(ask).session.id, ask.at)
      return {}
    },
    proveByPasskey: async (ask) => {
      const { city, account, session } = sessionOf(ask)
      const holder = await passkeyHolder(ask, options, ask.body.response)
      if (holder.city !== city || holder.account !== account) throw new Problem('access.badPasskey', 401)
      await proveSession(ask.db, city, session.id, ask.at)
      return {}
    },
    startFactor: async (ask) => startFactor(ask, options),
    confirmFactor: async (ask) => confirmFactor(ask, options, ask.body.code),
    endFactor: async (ask) => {
      await change(ask, 'account.factorRemoved', async (db, { city, account }) => {
        orMissing(await removeFactor(db, city, account))
        return undefined
      })
      return {}
    },
    renewCodes: async (ask) => {
      let codes: string[] = []
      await change(ask, 'account.recoveryCodesRenewed', async (db, { city, account }) => {
        codes = await makeRecoveryCodes(db, city, account)
        return undefined
      })
      return { codes }
    },
    askNewPasskey: async (ask) => {
      const { city, account } = provedOf(ask)
      const me = await findMe(ask.db, city, account, null)
      const own = await getOwn(ask)
      const product = options.say(ask.language, 'ui.product')
      const owner = { account, login: own.login, name: me!.name }
      const { options: question, challenge } = await askForNew(ask.db, city, owner, originOf(options, ask), product)
      await openStep(ask, city, 'newPasskey', account, { challenge })
      return question
    },
    addPasskey: async (ask) => {
      const { city, account, person, session } = sessionOf(ask)
      const step = await getStep(ask, 'newPasskey', true)
      if (step.city !== city || step.account !== account) throw new Problem('access.stepGone', 401)
      const { name, response } = ask.body
      const reply = { challenge: String(step.data['challenge']), origin: originOf(options, ask), response }
      return ask.db.tx(async (db) => {
        const id = await keepNew(db, city, account, name, ask.at, reply)
        await strengthenSession(db, city, session.id)
        await record(db, city, { kind: 'account.passkeyAdded', account, by: person, at: ask.at, data: { name } })
        return { id, name, addedAt: ask.at, usedAt: null }
      })
    },
    removePasskey: async (ask) => {
      await change(ask, 'account.passkeyRemoved', async (db, { city, account }) => {
        orMissing(await removePasskeys(db, city, account, ask.params.id))
        return undefined
      })
      return {}
    },
    endSession: async (ask) => {
      const { city, account, person } = sessionOf(ask)
      orMissing(await endSessions(ask.db, city, account, { only: ask.params.id }))
      await record(ask.db, city, { kind: 'account.sessionEnded', account, by: person, at: ask.at })
      return {}
    },
    endOthers: async (ask) => {
      const { city, account, person, session } = sessionOf(ask)
      const ended = await endSessions(ask.db, city, account, { except: session.id })
      await record(ask.db, city, { kind: 'account.sessionsEnded', account, by: person, at: ask.at, data: { ended } })
      return { ended }
    },
  })
