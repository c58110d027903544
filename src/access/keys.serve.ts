/** Systems come with a key in `Authorization: Bearer`. It opens what its account may *and* its scopes name, and no page of a person. */
import type { FastifyRequest } from 'fastify'
import type { Permission } from '../api/contract.ts'
import type { Who } from '../api/who.ts'
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { hashOfToken, type Looked, whoOfRequest } from '../city/session.serve.ts'
import { findAccountById } from '../city/session.sql.ts'
import { narrowOf, permissionsOf } from '../city/who.ts'
import { findKeyHolder, seeKey } from './codes.sql.ts'

const pattern = /^Bearer (mck_(\d{1,10})_[\w-]{43})$/i
const seenEveryMs = 5 * 60_000

/** The system that a key belongs to; undefined for a key that is none, or no more. For doors that take a key elsewhere than in the header. */
export async function whoOfKeyText(db: Db, text: string, at: string): Promise<Who | undefined> {
  const [, key, cityText] = pattern.exec(`Bearer ${text}`) ?? []
  const city = Number(cityText) as CityId
  return key === undefined || city <= 0 || city > 2_147_483_647 ? undefined : whoOfKey(db.of(city), city, key, at)
}

/** Who sent a request: a system by its key, or a person by their session. *Refuses:* `access.badKey` 401. */
export async function whoAsks(db: Db, request: FastifyRequest, looked: Looked): Promise<Who | undefined> {
  const { authorization } = request.headers
  if (authorization === undefined) return whoOfRequest(db, request, looked)
  const who = /^bearer /i.test(authorization) ? await whoOfKeyText(db, authorization.slice(7), looked.at) : undefined
  if (!who) throw new Problem('access.badKey', 401)
  return who
}

async function whoOfKey(db: Db, city: CityId, key: string, at: string): Promise<Who | undefined> {
  const holder = await findKeyHolder(db, city, hashOfToken(key), at)
  const account = holder && (await findAccountById(db, city, holder.accountId))
  if (!holder || account?.kind !== 'service') return undefined
  if (holder.usedAt === null || Date.parse(at) - Date.parse(holder.usedAt) > seenEveryMs) await seeKey(db, city, holder.id, at)
  const scopes = new Set(holder.scopes)
  const role = account.role ?? 'member'
  const may = new Set([...permissionsOf(role)].filter((one: Permission) => one === 'signedIn' || scopes.has(one)))
  const { id, personId: person, unitId: unit } = account
  return { city, account: id, person, post: null, deputy: false, unit, area: null, role, may, narrow: narrowOf(role) }
}
