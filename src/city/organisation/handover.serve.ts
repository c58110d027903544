/**
 * Hand-over (交接): the open work of a post goes along with it, or to another post, with a list that both people see. What
 * counts as open work each room says itself; the composition on top hands the rooms in.
 */
import type { Turn } from '../../api/cursor.ts'
import { reachOf } from '../../api/reach.ts'
import type { Who } from '../../api/who.ts'
import { appendEvents } from '../../base/event.sql.ts'
import type { CityId, PersonId, PostId } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import type { Db } from '../../base/sql.ts'
import {
  addHandover,
  countHandovers,
  findHandover,
  type HandoverFilter,
  type HandoverRow,
  listHandovers,
  listItems,
  markReceived,
} from './handover.sql.ts'
import type { Handover, OpenItem, PostFile, Somebody } from './organisation.ts'
import { appoint, getPostFile, refuseRoles, told } from './post-file.serve.ts'

/** One room's open work: what a post has to finish, and how it goes to another post. */
export interface OpenWork {
  readonly kind: string
  readonly list: (db: Db, city: CityId, post: PostFile) => Promise<OpenItem[]>
  /** Gives the things that went; the others stay with the unit. */
  readonly move: (
    db: Db,
    who: Who,
    at: string,
    it: { from: PostFile; to: PostFile; things: readonly string[] },
  ) => Promise<readonly string[]>
}

/** Everything that a post has to finish. */
export async function openWorkOf(openWork: readonly OpenWork[], db: Db, city: CityId, post: PostFile): Promise<OpenItem[]> {
  const items: OpenItem[] = []
  for (const room of openWork) items.push(...(await room.list(db, city, post)))
  return items
}

interface Giving {
  readonly db: Db
  readonly who: Who
  readonly at: string
  readonly openWork: readonly OpenWork[]
}

interface Wish {
  readonly id: string
  readonly person?: Somebody | undefined
  readonly toPost: PostId | null
  readonly onDay: string
  readonly note: string
}

/**
 * Hands a post over. The same id again is no second hand-over. *Refuses:* 403 `organisation.notYourRole`; 422
 * `organisation.noSuccessor` when nobody takes it.
 */
export async function handOver({ db, who, at, openWork }: Giving, id: PostId, wish: Wish): Promise<Handover> {
  const known = await findHandover(db, who.city, wish.id)
  if (known) return shown(known, await listItems(db, who.city, wish.id))
  const from = await getPostFile(db, who.city, id)
  const to = wish.toPost === null ? null : await getPostFile(db, who.city, wish.toPost)
  refuseRoles(who, [from.role, to?.role ?? null])
  const holder = from.holders.find(({ toOn }) => toOn === null)?.id ?? null
  const successor = to ? to.holders.find(({ toOn }) => toOn === null)?.id : wish.person?.id
  if (successor === undefined || (to === null && successor === holder)) throw new Problem('organisation.noSuccessor', 422)
  let items = await openWorkOf(openWork, db, who.city, from)
  if (to) items = await moveTo({ db, who, at, openWork }, from, to, items)
  else await appoint(db, who, at, { post: id, person: wish.person!, fromOn: wish.onDay })
  const { onDay, note, toPost } = wish
  await addHandover(db, who.city, { id: wish.id, post: id, from: holder, to: successor, toPost, onDay, note, at, by: who.person, items })
  const data = { handover: wish.id, from: holder, to: successor, toPost, onDay, items: items.length }
  await appendEvents(db, who.city, [told(who, at, 'post.handedOver', id, data)])
  const made = await findHandover(db, who.city, wish.id)
  return shown(made!, await listItems(db, who.city, wish.id))
}

async function moveTo({ db, who, at, openWork }: Giving, from: PostFile, to: PostFile, items: readonly OpenItem[]): Promise<OpenItem[]> {
  const moved: OpenItem[] = []
  for (const room of openWork) {
    const own = items.filter(({ kind }) => kind === room.kind)
    const went = new Set(own.length === 0 ? [] : await room.move(db, who, at, { from, to, things: own.map(({ thing }) => thing) }))
    moved.push(...own.filter(({ thing }) => went.has(thing)))
  }
  return moved
}

const named = (id: PostId, zh: string, en: string, unit: { zh: string; en: string }) => ({ id, title: { zh, en }, unit })

const headOf = (row: HandoverRow): Omit<Handover, 'items'> => ({
  id: row.id,
  post: named(row.postId, row.postZh, row.postEn, { zh: row.unitZh, en: row.unitEn }),
  toPost:
    row.toPostId === null
      ? null
      : named(row.toPostId, row.toPostZh ?? '', row.toPostEn ?? '', { zh: row.toUnitZh ?? '', en: row.toUnitEn ?? '' }),
  from: row.fromPersonId === null ? null : { id: row.fromPersonId, name: row.fromName ?? '' },
  to: { id: row.toPersonId, name: row.toName },
  onDay: row.onDay,
  note: row.note,
  madeAt: row.madeAt,
  receivedAt: row.receivedAt,
})

const shown = (row: HandoverRow, items: OpenItem[]): Handover => ({ ...headOf(row), items })

/** Both people see a slip, and who manages the organisation of the whole city. */
const readerOf = (who: Who): PersonId | undefined => (reachOf(who, 'organisation.edit') === 'city' ? undefined : who.person)

/** A page of the slips that a person may see. */
export async function listShownHandovers(db: Db, who: Who, wish: Omit<HandoverFilter, 'person'>, turn: Turn) {
  const filter = { ...wish, person: readerOf(who) }
  const { items, ...next } = await listHandovers(db, who.city, filter, turn)
  const total = await countHandovers(db, who.city, filter)
  return { ...next, total, items: items.map((row) => ({ ...headOf(row), count: row.count })) }
}

/** One slip with its list. *Refuses:* 404, also for who has no part in it. */
export async function getHandover(db: Db, who: Who, id: string): Promise<Handover> {
  const row = await findHandover(db, who.city, id, readerOf(who))
  if (!row) throw new Problem('api.notFound', 404)
  return shown(row, await listItems(db, who.city, id))
}

/** The successor confirms. *Refuses:* 404 for anybody else. */
export async function receive(db: Db, who: Who, at: string, id: string): Promise<Handover> {
  const row = await findHandover(db, who.city, id, who.person)
  if (!row || row.toPersonId !== who.person) throw new Problem('api.notFound', 404)
  if ((await markReceived(db, who.city, id, who.person, at)) > 0)
    await appendEvents(db, who.city, [told(who, at, 'handover.received', id, { post: row.postId })])
  return getHandover(db, who, id)
}
