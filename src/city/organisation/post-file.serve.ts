/** A post with everything about it, and what every change of one asks and tells. */
import { v7 } from 'uuid'
import type { Who } from '../../api/who.ts'
import { appendEvents } from '../../base/event.sql.ts'
import type { CityId, EventId, PostId, UnitId } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import type { Db } from '../../base/sql.ts'
import { addDays } from '../../base/time.ts'
import type { Role } from '../who.ts'
import { type Deputy, mayGive, type PostFile } from './organisation.ts'
import {
  addHolder,
  addPerson,
  type DeputyRow,
  endHolders,
  type HolderRow,
  listDeputies,
  listPostHolders,
  listPostRows,
  type PostRow,
} from './organisation.sql.ts'

/** A fact of the organisation. */
export const told = (who: Who, at: string, kind: string, thing: string, data: Record<string, unknown>) => ({
  id: v7() as EventId,
  kind,
  thing,
  at,
  by: who.person,
  version: 1,
  data,
})

/** A deputy as the calls show it. */
export const deputyShown = ({ id, postId, personId, name, fromOn, toOn, reason, endedOn }: DeputyRow): Deputy => ({
  id,
  post: postId,
  person: { id: personId, name },
  fromOn,
  toOn,
  reason,
  endedOn,
})

const fileOf = (row: PostRow, holders: readonly HolderRow[], deputies: readonly DeputyRow[]): PostFile => ({
  id: row.id,
  title: { zh: row.titleZh, en: row.titleEn },
  unit: { id: row.unitId, title: { zh: row.unitZh, en: row.unitEn } },
  leads: row.leads,
  role: row.role,
  area: row.areaId === null ? null : { id: row.areaId, code: row.areaCode ?? '', name: { zh: row.areaZh ?? '', en: row.areaEn ?? '' } },
  holders: holders.flatMap(({ postId, ...holder }) => (postId === row.id ? [holder] : [])),
  deputies: deputies.flatMap((deputy) => (deputy.postId === row.id ? [deputyShown(deputy)] : [])),
})

/** Posts of a unit, or one, each with everything about it. */
export async function postFiles(db: Db, city: CityId, which: { unit?: UnitId; id?: PostId }): Promise<PostFile[]> {
  const rows = await listPostRows(db, city, which)
  const ids = rows.map(({ id }) => id)
  const [holders, deputies] = [await listPostHolders(db, city, ids), await listDeputies(db, city, ids)]
  return rows.map((row) => fileOf(row, holders, deputies))
}

/** A post with everything about it. *Refuses:* 404. */
export async function getPostFile(db: Db, city: CityId, id: PostId): Promise<PostFile> {
  const [file] = await postFiles(db, city, { id })
  if (!file) throw new Problem('api.notFound', 404)
  return file
}

/** *Refuses:* 403 `organisation.notYourRole` for a role that only the level above gives or takes. */
export function refuseRoles(who: Who, roles: readonly (Role | null)[]): void {
  const role = roles.find((it) => !mayGive(who, it))
  if (role !== undefined && role !== null) throw new Problem('organisation.notYourRole', 403, { role })
}

/** Somebody new in a post, from a day on. */
export async function appoint(db: Db, who: Who, at: string, it: { post: PostId; person: Parameters<typeof addPerson>[2]; fromOn: string }) {
  const { post, person, fromOn } = it
  await addPerson(db, who.city, person)
  const before = (await listPostHolders(db, who.city, [post])).find(({ toOn }) => toOn === null)
  if (before?.id === person.id) return
  await endHolders(db, who.city, post, addDays(fromOn, -1))
  await addHolder(db, who.city, post, person.id, fromOn)
  await appendEvents(db, who.city, [told(who, at, 'post.appointed', post, { person: person.id, fromOn, before: before?.id ?? null })])
}
