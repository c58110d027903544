/**
 * Sessions: a random token in an http-only cookie, its SHA-256 in the table. How a person proves who they are stands in
 * `access`; here is only what follows from it.
 */
import { hash, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { handlers, whoOf } from '../api/api.serve.ts'
import { cookieOf } from '../api/cookie.ts'
import { gatherBy } from '../api/together.serve.ts'
import { v7 } from 'uuid'
import type { Ask, From, Who } from '../api/who.ts'
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { dayOf } from '../base/time.ts'
import type { Db } from '../base/sql.ts'
import { type Door, type Me, sessionApi } from './session.api.ts'
import {
  type AccountRow,
  actIn,
  addSession,
  endOldest,
  findMe,
  listActingPosts,
  listCities,
  listDoorAccounts,
  listHolders,
  removeSession,
  seeSession,
} from './session.sql.ts'
import { mostSessions, secondsLeft } from './signInRules.ts'
import { getSignInRules } from './signInRules.sql.ts'
import { powersOf } from './who.ts'

const cookieName = 'mc_session'
const seenEveryMs = 60_000

/** What is kept of a token. */
export const hashOfToken = (token: string): string => hash('sha256', token, 'base64url')

/** A token nobody can guess. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** `cityId.token` of a cookie taken apart; undefined when it is none. */
export function readCityToken(value: string | undefined): { city: CityId; token: string } | undefined {
  const [cityText, token] = (value ?? '').split('.')
  const city = Number(cityText)
  if (!token || !Number.isSafeInteger(city) || city <= 0 || city > 2_147_483_647) return undefined
  return { city: city as CityId, token }
}

/** When a request is looked at, and whether its page sent it by itself. */
export interface Looked {
  readonly at: string
  readonly byItself: boolean
}

/** The person behind a request's cookie `cityId.token`; undefined when nobody is signed in. */
export async function whoOfRequest(db: Db, request: FastifyRequest, { at, byItself }: Looked): Promise<Who | undefined> {
  const given = readCityToken(cookieOf(request, cookieName))
  if (!given) return undefined
  const unseen = byItself || request.headers['x-unattended'] !== undefined
  return whoIs(db.of(given.city), given.city, await askedTogether(db)(given.city, { hash: hashOfToken(given.token), at }), {
    at,
    byItself: unseen,
  })
}

type Holder = Awaited<ReturnType<typeof listHolders>>[number]
interface Asked {
  readonly hash: string
  readonly at: string
}
type AskHolder = (city: CityId, asked: Asked) => Promise<Holder | undefined>

/** Sessions that are asked for at the same moment are read in one go, each time anew: who is signed out is so at once. */
const asking = new WeakMap<Db, AskHolder>()

function askedTogether(db: Db): AskHolder {
  const known = asking.get(db)
  if (known) return known
  const { ask } = gatherBy(
    async (city: CityId, asked: readonly Asked[]) => {
      const found = await listHolders(db.of(city), city, [...new Set(asked.map(({ hash }) => hash))], asked.at(-1)!.at)
      const holders = new Map(found.map((holder) => [holder.tokenHash, holder]))
      return asked.map(({ hash }) => holders.get(hash))
    },
    { most: 256, atOnce: 1 },
  )
  asking.set(db, ask)
  return ask
}

/** Who is signed in, as every page shows them. */
async function me(db: Db, who: Who, at: string): Promise<Me> {
  const row = await findMe(db, who.city, who.account, who.unit)
  if (!row) throw new Problem('api.signIn', 401)
  const posts = await listActingPosts(db, who.city, who.person, at)
  return {
    account: who.account,
    login: row.login,
    person: who.person,
    name: row.name,
    role: who.role as Me['role'],
    unit: row.unitId ? { id: row.unitId, title: { zh: row.unitZh ?? '', en: row.unitEn ?? '' } } : null,
    post: who.post,
    posts: posts.map(postShown),
    city: { id: who.city, code: row.cityCode, title: { zh: row.cityZh, en: row.cityEn }, demo: row.demo },
    may: [...who.may],
    narrow: [...(who.narrow?.keys() ?? [])],
    owes: who.owes ?? null,
  }
}

const postShown = ({
  id,
  role,
  deputy,
  titleZh,
  titleEn,
  unitId,
  unitZh,
  unitEn,
}: Awaited<ReturnType<typeof listActingPosts>>[number]) => ({
  id,
  role,
  deputy,
  title: { zh: titleZh, en: titleEn },
  unit: { id: unitId, title: { zh: unitZh, en: unitEn } },
})

/** The person of a session as it stands now. */
async function holderOf(db: Db, city: CityId, tokenHash: string, looked: Looked): Promise<Who | undefined> {
  return whoIs(db, city, (await listHolders(db, city, [tokenHash], looked.at))[0], looked)
}

async function whoIs(db: Db, city: CityId, holder: Holder | undefined, { at, byItself }: Looked): Promise<Who | undefined> {
  if (!holder) return undefined
  const { tokenHash: _hash, session: id, startedAt, seenAt, provedAt, owesFrom, ...who } = holder
  // At most once a minute: it decides when an empty chair is signed out, and a person who looks through their list sees it.
  const isSeen = !byItself && Date.parse(at) - Date.parse(seenAt) > seenEveryMs
  if (isSeen) await seeSession(db, city, id, at)
  const owes = owesFrom === null ? {} : { owes: { from: owesFrom, isDue: owesFrom <= dayOf(at) } }
  return { city, ...who, ...powersOf(holder.role), session: { id, startedAt, seenAt: isSeen ? at : seenAt, provedAt }, ...owes }
}

/** How a session begins. */
export interface Beginning {
  readonly account: AccountRow
  /** `password`, `passkey`, `sso`, `code`. */
  readonly way: string
  /** Whether two factors opened it: a passkey that knows its owner, a code, or a provider that vouches for as much. */
  readonly strong: boolean
  readonly from: From
  readonly at: string
}

/** Writes the session and hands its cookie out; gives who is signed in. */
export async function beginSession(
  db: Db,
  { account, way, strong, from, at }: Beginning,
  { setCookie }: Pick<Ask<never>, 'setCookie'>,
): Promise<Me> {
  const token = newToken()
  const city = account.cityId
  const seconds = (await getSignInRules(db, city)).longestHours * 3600
  const expiresAt = new Date(Date.parse(at) + seconds * 1000).toISOString()
  const [id, tokenHash] = [v7(), hashOfToken(token)]
  await addSession(db, city, { id, tokenHash, account: account.id, way, strong, device: from.agent, address: from.address, at, expiresAt })
  const begun = await me(db, (await holderOf(db, city, tokenHash, { at, byItself: true }))!, at)
  // The accounts of a demo city are everybody's.
  if (!begun.city.demo) await endOldest(db, city, account.id, mostSessions)
  setCookie(cookieName, `${city}.${token}`, seconds)
  return begun
}

/** The cities to choose from; demo cities with the accounts that anyone may use. */
export async function listDoors(db: Db): Promise<Door[]> {
  const doors: Door[] = []
  for (const { cityId, code, nameZh, nameEn, demo } of await listCities(db)) {
    const accounts = demo ? await listDoorAccounts(db.of(cityId), cityId) : []
    doors.push({ code, title: { zh: nameZh, en: nameEn }, accounts })
  }
  return doors
}

const tokenHashOf = ({ cookie }: Pick<Ask<unknown>, 'cookie'>) => hashOfToken((cookie(cookieName) ?? '').split('.')[1] ?? '')

export const sessionHandlers = handlers(sessionApi, {
  listDoors: async ({ db }) => ({ items: await listDoors(db) }),
  signOut: async (ask) => {
    await removeSession(ask.db, whoOf(ask).city, tokenHashOf(ask))
    ask.setCookie(cookieName, '', 0)
    return {}
  },
  actIn: async (ask) => {
    const { city, person } = whoOf(ask)
    const posts = await listActingPosts(ask.db, city, person, ask.at)
    if (!posts.some(({ id }) => id === ask.body.post)) throw new Problem('session.notYourPost', 403)
    const hash = tokenHashOf(ask)
    await actIn(ask.db, city, hash, ask.body.post)
    return me(ask.db, (await holderOf(ask.db, city, hash, { at: ask.at, byItself: true }))!, ask.at)
  },
  lookAtEnd: async (ask) => {
    const { city, session } = whoOf(ask)
    if (!session) throw new Problem('access.noKey', 403)
    // Who asks because somebody touched the page has just been seen.
    return secondsLeft(session, await getSignInRules(ask.db, city), ask.at)
  },
  getMe: async (ask) => me(ask.db, whoOf(ask), ask.at),
})
