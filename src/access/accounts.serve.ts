/** What an administrator does about accounts. They never see or choose a password: they hand a code on. */
import { randomBytes } from 'node:crypto'
import { handlers } from '../api/api.serve.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask, Who } from '../api/who.ts'
import { type AccountId, PersonId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read } from '../base/text.ts'
import type { z } from 'zod'
import { addAccount, addPerson, findPerson, setEmail, setRetired } from '../city/accounts.sql.ts'
import { refuseRoles } from '../city/organisation/post-file.serve.ts'
import { hashOfToken } from '../city/session.serve.ts'
import { endSessions, findMe } from '../city/session.sql.ts'
import { type Account, accountsApi } from './accounts.api.ts'
import { type AccountDetail, type AccountWish, findAccountDetail, listAccountDetails } from './accounts.sql.ts'
import { type BookColumn, cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { addKey, endCodes, listKeys, revokeKey } from './codes.sql.ts'
import { entryAddress, mailCode, makeCode } from './invite.serve.ts'
import { provedOf, sessionOf } from './mine.serve.ts'
import type { AccessOptions } from './options.serve.ts'
import { record } from './record.serve.ts'
import { originOf } from './signIn.serve.ts'
import { forgetDevices } from './tries.sql.ts'
import { removeFactor, removeLinks, removePasskeys } from './ways.sql.ts'

const shown = (row: AccountDetail): Account => {
  const { codePurpose, codeExpiresAt, unitId, unitZh, unitEn, personId: _, passwordAt: __, ...rest } = row
  return {
    ...rest,
    unit: unitId === null ? null : { id: unitId, title: { zh: unitZh ?? '', en: unitEn ?? '' } },
    openCode: codePurpose === null || codeExpiresAt === null ? null : { purpose: codePurpose, expiresAt: codeExpiresAt },
  }
}

type Asking = Pick<Ask<never>, 'db' | 'at' | 'who' | 'from' | 'language'>

/** *Refuses:* `api.notFound`. */
async function getDetail(db: Db, who: Who, id: AccountId): Promise<AccountDetail> {
  const found = await findAccountDetail(db, who.city, id)
  if (!found) throw new Problem('api.notFound', 404)
  return found
}

/** An act on another's account, recorded with who did it; gives the account afterwards. */
async function act(
  ask: Asking,
  id: AccountId,
  kind: `account.${string}`,
  work: (db: Db, who: Who, before: AccountDetail) => Promise<unknown>,
  data: Record<string, unknown> = {},
) {
  const who = provedOf(ask)
  return ask.db.tx(async (db) => {
    await work(db, who, await getDetail(db, who, id))
    await record(db, who.city, { kind, account: id, by: who.person, at: ask.at, data })
    return shown(await getDetail(db, who, id))
  })
}

async function add(ask: Asking, { id, kind, login, person, name, role, unit, email }: z.output<typeof accountsApi.addAccount.body>) {
  const who = provedOf(ask)
  refuseRoles(who, [role ?? null])
  const owner = person ?? PersonId.parse(id)
  if (person === undefined) await addPerson(ask.db, who.city, owner, name)
  else if (!(await findPerson(ask.db, who.city, person))) throw new Problem('api.notFound', 404)
  const added = await addAccount(ask.db, who.city, {
    id,
    kind,
    login,
    role: role ?? null,
    person: owner,
    unit: unit ?? null,
    email: email ?? null,
  })
  if (added > 0)
    await record(ask.db, who.city, {
      kind: 'account.added',
      account: id,
      by: who.person,
      at: ask.at,
      data: { kind, login, role: role ?? null },
    })
  return shown(await getDetail(ask.db, who, id))
}

async function handCode(ask: Asking, options: AccessOptions, id: AccountId, way: 'mail' | 'slip') {
  const who = provedOf(ask)
  const account = await getDetail(ask.db, who, id)
  if (account.kind === 'service' || account.retiredAt !== null) throw new Problem('access.noEntry', 409)
  if (way === 'mail' && (!options.post || options.publicUrl === undefined)) throw new Problem('access.noMail', 409)
  if (way === 'mail' && account.email === null) throw new Problem('access.noAddress', 409)
  const me = await findMe(ask.db, who.city, id, null)
  const city = { code: me!.cityCode, title: { zh: me!.cityZh, en: me!.cityEn } }
  const purpose = account.hasPassword ? ('reset' as const) : ('invitation' as const)
  const { login, name } = account
  const made = await ask.db.tx((db) => makeCode(db, who.city, { account: id, purpose, way, by: who.person, at: ask.at }))
  if (way === 'mail')
    await mailCode(options, { ...made, to: account.email!, name, login, city, purpose, language: ask.language }).catch((error: unknown) => {
      options.told?.(error, 'a letter was not sent')
      throw new Problem('access.mailRefused', 502)
    })
  const address = entryAddress(originOf(options, ask), city.code, '').replace(/\.$/, '')
  return { code: way === 'mail' ? '' : made.code, purpose, expiresAt: made.expiresAt, login, name, city, address }
}

async function makeKey(ask: Asking, id: AccountId, { id: key, name, scopes, days }: z.output<typeof accountsApi.addKey.body>) {
  const who = provedOf(ask)
  const account = await getDetail(ask.db, who, id)
  if (account.kind !== 'service' || account.retiredAt !== null) throw new Problem('access.keyForService', 409)
  const prefix = `mck_${who.city}_`
  const secret = `${prefix}${randomBytes(32).toString('base64url')}`
  // Counted from the front: an underscore is also a letter of the random part.
  const beginning = secret.slice(0, prefix.length + 6)
  const expiresAt = new Date(Date.parse(ask.at) + days * 86_400_000).toISOString()
  const kept = { id: key, name, beginning, scopes: [...new Set(scopes)] }
  await ask.db.tx(async (db) => {
    await addKey(db, who.city, { ...kept, account: id, keyHash: hashOfToken(secret), at: ask.at, by: who.person, expiresAt })
    await record(db, who.city, { kind: 'account.keyMade', account: id, by: who.person, at: ask.at, data: { ...kept, expiresAt } })
  })
  return { ...kept, madeAt: ask.at, expiresAt, usedAt: null, revokedAt: null, key: secret }
}

async function accountsShown(db: Db, { city, area, narrow }: Who, wish: AccountWish, turn: Turn): Promise<PageOf<Account>> {
  const near = narrow?.get('accounts.edit') === 'area' ? { area } : {}
  const { items, ...next } = await listAccountDetails(db, city, { ...wish, ...near }, turn)
  return { ...next, items: items.map(shown) }
}

const accountColumns = (say: Say, language: Language): BookColumn<Account>[] => {
  const yes = (is: boolean) => say(language, is ? 'access.factorOn' : 'access.factorOff')
  return [
    { head: say(language, 'signIn.login'), width: 20, cell: ({ login }) => login },
    { head: say(language, 'access.name'), cell: ({ name }) => name },
    { head: say(language, 'access.accountKind'), cell: ({ kind }) => say(language, `access.kind.${kind}`) },
    { head: say(language, 'access.unit'), width: 28, cell: ({ unit }) => (unit ? read(unit.title, language) : '') },
    {
      head: say(language, 'access.role'),
      cell: ({ role }) => say(language, role === null ? 'access.roleOfPost' : `role.${role}`),
    },
    { head: say(language, 'access.email'), width: 28, cell: ({ email }) => email ?? '' },
    { head: say(language, 'access.factor'), cell: ({ hasFactor }) => yes(hasFactor) },
    { head: say(language, 'access.lastSeen'), cell: ({ seenAt }) => cityTime(seenAt) },
    { head: say(language, 'access.retiredOnes'), cell: ({ retiredAt }) => cityTime(retiredAt) },
  ]
}

export const accountsHandlers = (options: AccessOptions) =>
  handlers(accountsApi, {
    listAccounts: async (ask) => {
      const { cursor, limit, sort, ...wish } = ask.query
      return accountsShown(ask.db, sessionOf(ask), wish, { sort, cursor, limit })
    },
    exportAccounts: async (ask) => {
      const { sort, ...wish } = ask.query
      const who = sessionOf(ask)
      const read = (cursor: string | undefined) => accountsShown(ask.db, who, wish, { sort, cursor, limit: rowsAtOnce })
      return listBook({
        name: options.say(ask.language, 'nav.accounts'),
        at: ask.at,
        columns: accountColumns(options.say, ask.language),
        read,
      })
    },
    addAccount: async (ask) => add(ask, ask.body),
    getAccount: async (ask) => shown(await getDetail(ask.db, sessionOf(ask), ask.params.id)),
    changeAccount: async (ask) =>
      act(ask, ask.params.id, 'account.emailChanged', (db, who) => setEmail(db, who.city, ask.params.id, ask.body.email)),
    handCode: async (ask) => handCode(ask, options, ask.params.id, ask.body.way),
    retireAccount: async (ask) =>
      act(ask, ask.params.id, 'account.retired', async (db, who) => {
        if (ask.params.id === who.account) throw new Problem('access.notYourself', 409)
        await setRetired(db, who.city, ask.params.id, ask.at)
        await endSessions(db, who.city, ask.params.id)
        await endCodes(db, who.city, ask.params.id, ask.at)
      }),
    restoreAccount: async (ask) => act(ask, ask.params.id, 'account.restored', (db, who) => setRetired(db, who.city, ask.params.id, null)),
    endAccess: async (ask) => {
      await act(ask, ask.params.id, 'account.sessionsEnded', async (db, who) => {
        await endSessions(db, who.city, ask.params.id)
        await forgetDevices(db, who.city, ask.params.id)
      })
      return {}
    },
    removeFactors: async (ask) =>
      act(
        ask,
        ask.params.id,
        'account.factorsRemoved',
        async (db, who) => {
          await removeFactor(db, who.city, ask.params.id)
          await removePasskeys(db, who.city, ask.params.id)
          await removeLinks(db, who.city, ask.params.id)
        },
        { reason: ask.body.reason },
      ),
    listKeys: async (ask) => ({ items: await listKeys(ask.db, sessionOf(ask).city, ask.params.id) }),
    addKey: async (ask) => makeKey(ask, ask.params.id, ask.body),
    revokeKey: async (ask) => {
      await act(ask, ask.params.id, 'account.keyRevoked', async (db, who) => {
        if ((await revokeKey(db, who.city, ask.params.id, ask.params.key, ask.at)) === 0) throw new Problem('api.notFound', 404)
      })
      return {}
    },
  })
