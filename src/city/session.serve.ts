/** Sign-in: a random token in an http-only cookie, its SHA-256 in the table. Passwords are Argon2id. */
import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { FastifyRequest } from 'fastify'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Ask, Who } from '../api/who.ts'
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { type Door, type Me, sessionApi } from './session.api.ts'
import {
  actIn,
  addSession,
  findAccount,
  findCity,
  findHolder,
  findMe,
  listActingPosts,
  listCities,
  listDoorAccounts,
  removeSession,
} from './session.sql.ts'
import { powersOf } from './who.ts'

const cookieName = 'mc_session'
const sessionSeconds = 12 * 3600
const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')
const argon2Async = promisify(argon2)
const cost = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 }

/** Argon2id (19 MiB, 2 passes) as `salt.hash`, base64url. Parameters: OWASP password storage cheat sheet. */
export async function hashPassword(password: string, salt: Uint8Array = randomBytes(16)): Promise<string> {
  const tag = await argon2Async('argon2id', { message: password, nonce: salt, ...cost })
  return `${Buffer.from(salt).toString('base64url')}.${Buffer.from(tag).toString('base64url')}`
}

async function isPassword(password: string, stored: string): Promise<boolean> {
  const [salt = '', tag = ''] = stored.split('.')
  const given = await hashPassword(password, Buffer.from(salt, 'base64url'))
  const [, givenTag = ''] = given.split('.')
  return tag.length === givenTag.length && timingSafeEqual(Buffer.from(tag), Buffer.from(givenTag))
}

/** The person behind a request's cookie `cityId.token`; undefined when nobody is signed in. */
export async function whoOfRequest(db: Db, request: FastifyRequest, at: string): Promise<Who | undefined> {
  const [cityText, token] = (request.cookies[cookieName] ?? '').split('.')
  const city = Number(cityText)
  if (!token || !Number.isSafeInteger(city) || city <= 0 || city > 2_147_483_647) return undefined
  return holderOf(db.of(city as CityId), city as CityId, hashOf(token), at)
}

async function me(db: Db, who: Who, at: string): Promise<Me> {
  const row = await findMe(db, who.city, who.account, who.unit)
  if (!row) throw new Problem('api.signIn', 401)
  const posts = await listActingPosts(db, who.city, who.person, at)
  return {
    account: who.account,
    person: who.person,
    name: row.name,
    role: who.role as Me['role'],
    unit: row.unitId ? { id: row.unitId, title: { zh: row.unitZh ?? '', en: row.unitEn ?? '' } } : null,
    post: who.post,
    posts: posts.map(postShown),
    city: { id: who.city, code: row.cityCode, title: { zh: row.cityZh, en: row.cityEn }, demo: row.demo },
    may: [...who.may],
    narrow: [...(who.narrow?.keys() ?? [])],
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
async function holderOf(db: Db, city: CityId, tokenHash: string, at: string): Promise<Who | undefined> {
  const holder = await findHolder(db, city, tokenHash, at)
  return holder && { city, ...holder, ...powersOf(holder.role) }
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

const tokenHashOf = ({ cookie }: Pick<Ask<unknown>, 'cookie'>) => hashOf((cookie(cookieName) ?? '').split('.')[1] ?? '')

export const sessionHandlers = handlers(sessionApi, {
  listDoors: async ({ db }) => ({ items: await listDoors(db) }),
  signIn: async ({ db, body, at, setCookie }) => {
    const city = await findCity(db, body.city)
    const account = city && (await findAccount(db.of(city.cityId), city.cityId, body.login))
    const good = await isPassword(body.password, account?.passwordHash ?? 'AAAAAAAAAAAAAAAAAAAAAA.A')
    if (!account || !good) throw new Problem('session.wrong', 401)
    const token = randomBytes(32).toString('base64url')
    const expiresAt = new Date(Date.parse(at) + sessionSeconds * 1000).toISOString()
    const own = db.of(account.cityId)
    await addSession(own, account.cityId, account.id, hashOf(token), at, expiresAt)
    setCookie(cookieName, `${account.cityId}.${token}`, sessionSeconds)
    return me(own, (await holderOf(own, account.cityId, hashOf(token), at))!, at)
  },
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
    return me(ask.db, (await holderOf(ask.db, city, hash, ask.at))!, ask.at)
  },
  getMe: async (ask) => me(ask.db, whoOf(ask), ask.at),
})
