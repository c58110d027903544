/**
 * What keeps somebody from signing out, and the ways out of it. Nothing is dropped by itself; but a visit of a sample that was released
 * meanwhile can never be finished, and what the server refuses for good never arrives: who has read what it is may discard it.
 */
import type { Draft } from '../../field/draft.ts'
import { isGiven } from '../../field/draft.ts'
import { type Item, withoutPhoto } from '../../field/outbox.ts'
import { database, write, type Writing } from './keep.ts'
import { allIn, isBegun } from './marks.ts'
import { drop, keep } from './visits.ts'

/** One thing that holds: a visit half filled in, or something that the server refused, with the visit when it is one. */
export interface Holding {
  readonly key: string
  readonly draft?: Draft | undefined
  readonly item?: Item
}

/** All that holds, and how much only waits for a network. */
export interface Held {
  readonly holding: readonly Holding[]
  /** Forms that were begun: they are handed in or discarded on their own screen. */
  readonly forms: number
  readonly waiting: number
}

const isVisit = ({ route }: Item) =>
  route.startsWith('inspections.handIn') || route === 'inspections.recordVisit' || route === 'samples.seal'

/** Reads what holds. */
export async function whatHolds(): Promise<Held> {
  const tx = (await database()).transaction(['marks', 'drafts', 'outbox', 'formDrafts'])
  const [marks, refused, waiting, forms] = await Promise.all([
    tx.objectStore('marks').getAll(),
    tx.objectStore('outbox').index('state').getAll('refused'),
    tx.objectStore('outbox').index('state').count('waiting'),
    tx.objectStore('formDrafts').count(),
  ])
  const draftOf = (id: string) => tx.objectStore('drafts').get(id)
  const begun = await Promise.all(
    marks
      .flatMap(allIn)
      .filter(isBegun)
      .map(({ draftId }) => draftOf(draftId)),
  )
  const visits = begun.flatMap((draft) => (draft ? [{ key: draft.id, draft }] : []))
  const items = await Promise.all(
    refused.map(async (item) => ({
      key: item.id,
      item,
      draft: isVisit(item) ? await draftOf((item.input.body as { id: string }).id) : undefined,
    })),
  )
  return { holding: [...visits, ...items], forms, waiting }
}

/** What a visit holds, in figures. */
export const sumOf = ({ answers }: Draft): { answers: number; photos: number } => {
  const given = Object.values(answers).filter(isGiven)
  return { answers: given.length, photos: given.flatMap(({ photos }) => photos).length }
}

/** Takes an item off the outbox with all that needs it: what follows from a visit that never arrives cannot arrive either. */
async function dropItem(it: Writing, item: Item): Promise<void> {
  await it.remove('outbox', item.id)
  if (item.photo !== undefined) return dropPhoto(it, item.photo)
  for (const other of await it.tx.objectStore('outbox').getAll())
    if (other.state !== 'acknowledged' && other.needs.includes(item.id)) await dropItem(it, other)
}

/**
 * Takes a photo that never arrives off the device, and out of all that names it. Its visit is not condemned by it: it goes without, or is
 * opened again where it was sent already.
 */
async function dropPhoto(it: Writing, id: string): Promise<void> {
  for (const other of await it.tx.objectStore('outbox').getAll()) {
    if (other.state === 'acknowledged') continue
    if (other.route === 'blur.blur' && other.needs.includes(id)) await it.remove('outbox', other.id)
    else await it.put('outbox', withoutPhoto(other, id))
  }
  const photo = await it.get('photos', id)
  await it.remove('photos', id)
  const draft = photo && (await it.get('drafts', photo.draftId))
  if (!draft) return
  const answers = Object.entries(draft.answers).map(([fact, given]) => [
    fact,
    { ...given, photos: given.photos.filter((one) => one !== id) },
  ])
  await keep(it, { ...draft, answers: Object.fromEntries(answers) })
}

/** Discards it for good, as it stands now: what was finished or has gone meanwhile is left alone. */
export const discard = ({ draft, item }: Holding): Promise<unknown> =>
  write(['drafts', 'marks', 'photos', 'outbox'], async (it) => {
    const held = draft && (await it.get('drafts', draft.id))
    if (!item) return held?.state === 'open' ? drop(it, held) : undefined
    if ((await it.get('outbox', item.id))?.state !== 'refused') return undefined
    await dropItem(it, item)
    return held && drop(it, held)
  })
