/** What an inspector does, each as one transaction of the device: it is kept, or the screen says that it is not. */
import { v5, v7 } from 'uuid'
import { type Draft, type Given, isGiven, visitOf } from '../../field/draft.ts'
import { again, type Item, mayReopen } from '../../field/outbox.ts'
import { now } from '../clock.ts'
import { dayNow } from './day.ts'
import { forgetFirst } from './firstList.ts'
import { database, type Frame, type KeptPhoto, putMeta, stores, takeTurn, type Wishes, write, type Writing } from './keep.ts'
import { allIn, belongsTo, isBegun } from './marks.ts'
import { findVisit, held, keep } from './visits.ts'

/** Changes of an answer; photos are added and taken away by their own acts. */
export type Change = Partial<Pick<Given, 'grade' | 'value' | 'answer' | 'note' | 'caseId'>>

const nothingGiven = (): Given => ({ id: v7(), note: '', photos: [], at: now() })

/** What a visit is called, for when its point or its pack is gone. */
function namesOf(pointId: string, frame: Frame | undefined): Pick<Draft, 'named'> {
  const point = dayNow().points.find(({ id }) => id === pointId)
  return point && frame ? { named: { point: point.title, pack: (frame.round ?? frame.area)?.title ?? frame.city } } : {}
}

/** A visit that nobody has begun yet. Nothing of it is written before the first answer. */
export const freshDraft = (pointId: string, frame: Frame | undefined, id: string = v7()): Draft => ({
  id,
  pointId,
  ...namesOf(pointId, frame),
  ...belongsTo(frame),
  startedAt: now(),
  answers: {},
  note: '',
  state: 'open',
})

/**
 * The visit of a point: the one that was begun last under this pack, else a new one. In a round a point has one visit, whoever fills
 * it in: its id follows from both, so that two devices meet in it. An envelope is one device's own: nothing is merged that nobody may open.
 */
export async function draftFor(pointId: string, frame: Frame | undefined): Promise<Draft> {
  const db = await database()
  const of = belongsTo(frame)
  const { roundId, sampleId } = of
  const id = roundId === undefined || sampleId !== undefined ? v7() : v5(pointId, roundId)
  const begun = await findVisit({ get: (name, key) => db.get(name, key) }, pointId, of)
  return begun ?? freshDraft(pointId, frame, id)
}

/** A draft as the device has it. */
export const findDraft = async (id: string): Promise<Draft | undefined> => (await database()).get('drafts', id)

const withAnswer = (draft: Draft, fact: string, change: Partial<Given>): Draft => ({
  ...draft,
  answers: { ...draft.answers, [fact]: { ...(draft.answers[fact] ?? nothingGiven()), ...change, at: now() } },
})

/** Sets an answer. Resolves when the disk has it. A finished visit is left as it is. */
export const answer = (draft: Draft, fact: string, change: Change): Promise<Draft> =>
  write(['drafts', 'marks'], async (it) => {
    const now = await held(it, draft)
    return now.state === 'finished' ? now : keep(it, withAnswer(now, fact, change))
  })

/** Adds a photo to an answer: bytes and answer together or not at all. */
export const addPhoto = (draft: Draft, fact: string, photo: KeptPhoto): Promise<Draft> =>
  write(['drafts', 'marks', 'photos'], async (it) => {
    const now = await held(it, draft)
    await it.put('photos', photo)
    return keep(it, withAnswer(now, fact, { photos: [...(now.answers[fact]?.photos ?? []), photo.id] }))
  })

/** Takes a photo away again, as long as the visit is not finished. */
export const removePhoto = (draft: Draft, fact: string, id: string): Promise<Draft> =>
  write(['drafts', 'marks', 'photos'], async (it) => {
    const now = await held(it, draft)
    if (now.state === 'finished') return now
    await it.remove('photos', id)
    return keep(it, withAnswer(now, fact, { photos: (now.answers[fact]?.photos ?? []).filter((one) => one !== id) }))
  })

type NewItem = Pick<Item, 'id' | 'route' | 'input' | 'needs' | 'about' | 'bytes'> & Partial<Pick<Item, 'photo'>>

/** Puts a call into the outbox, inside of a transaction over `outbox` and `meta`. */
export async function putItem(it: Writing, item: NewItem): Promise<Item> {
  const whole: Item = { ...item, at: now(), turn: await takeTurn(it), state: 'waiting', tries: 0, nextMs: 0 }
  await it.put('outbox', whole)
  return whole
}

/**
 * Puts photos, and what was covered on them, into the outbox. A photo that is there already is not put twice. `more` is what the device
 * says of one where no visit says it.
 */
export async function putPhotos(
  it: Writing,
  ids: readonly string[],
  about: string,
  more: (photo: KeptPhoto) => object = () => ({}),
): Promise<KeptPhoto[]> {
  const photos: KeptPhoto[] = []
  for (const id of ids) {
    const photo = await it.get('photos', id)
    if (!photo) continue
    photos.push(photo)
    if (await it.get('outbox', id)) continue
    const query = { id, name: photo.name, ...more(photo) }
    await putItem(it, { id, route: 'evidence.add', input: { query }, photo: id, needs: [], about, bytes: photo.bytes })
    if (photo.covered === undefined) continue
    const input = { params: { id }, body: { id: v7(), regions: photo.covered } }
    await putItem(it, { id: v7(), route: 'blur.blur', input, needs: [id], about, bytes: 0 })
  }
  return photos
}

/** Finishes a visit: photos, the visit and the cases raised from it go to the outbox in one transaction. */
export const finish = (draft: Draft, about: string): Promise<Draft> =>
  write(['drafts', 'marks', 'photos', 'outbox', 'meta'], async (it) => {
    const whole = await held(it, draft)
    if (whole.state === 'finished') return whole
    const given = Object.values(whole.answers).filter(isGiven)
    const photos = await putPhotos(it, [...new Set(given.flatMap((one) => one.photos))], about)
    const turn = await takeTurn(it)
    const body = visitOf(whole, {
      id: (await it.meta('device')) ?? '',
      turn,
      at: now(),
      offsetMs: (await it.meta('clock'))?.offsetMs ?? null,
      editions: (await it.meta('frame'))?.editions.map(({ id }) => id) ?? [],
      photos: photos.map(({ fill }) => fill),
    })
    const needs = photos.map(({ id }) => id)
    const way =
      whole.sampleId === undefined
        ? { route: 'inspections.handIn', input: { body } }
        : { route: 'samples.seal', input: { params: { id: whole.sampleId }, body } }
    const visit = await putItem(it, { id: v7(), ...way, needs, about, bytes: 0 })
    for (const one of given) {
      if (one.caseId === undefined) continue
      const input = { body: { id: one.caseId, observationId: one.id } }
      await putItem(it, { id: v7(), route: 'cases.fromObservation', input, needs: [visit.id], about, bytes: 0 })
    }
    return keep(it, { ...whole, state: 'finished', finishedAt: now(), sentBy: visit.id })
  })

/** Opens a finished visit again, as long as it may still be changed; else undefined: then an answer is corrected by a new fact. */
export const reopen = (draft: Draft): Promise<Draft | undefined> =>
  write(['drafts', 'marks', 'outbox'], async (it) => {
    const whole = await held(it, draft)
    const item = whole.sentBy === undefined ? undefined : await it.get('outbox', whole.sentBy)
    if (!item || !mayReopen(item)) return undefined
    for (const other of await it.tx.objectStore('outbox').index('state').getAll('waiting'))
      if (other.needs.includes(item.id)) await it.remove('outbox', other.id)
    await it.remove('outbox', item.id)
    const { sentBy: _item, finishedAt: _at, ...open } = whole
    return keep(it, { ...open, state: 'open' })
  })

/** A correction as it is given. */
export type Corrected = Pick<Change, 'grade' | 'value'> & { readonly note: string }

/** Corrects one answer of a visit that was sent: a new fact that takes the place of the old one, with its reason. */
export const correct = (draft: Draft, fact: string, change: Corrected, about: string): Promise<Draft> =>
  write(['drafts', 'marks', 'outbox', 'meta'], async (it) => {
    const whole = await held(it, draft)
    const old = whole.answers[fact]!
    const id = v7()
    const input = { params: { id: old.id }, body: { id, ...change, photos: old.photos } }
    const unsent = await it.tx.objectStore('outbox').index('state').getAll('waiting')
    const before = unsent.find((one) => one.route === 'inspections.correct' && (one.input.body as { id: string }).id === old.id)
    const needs = [before?.id ?? whole.sentBy].filter((one) => one !== undefined)
    await putItem(it, { id: v7(), route: 'inspections.correct', input, needs, about, bytes: 0 })
    return keep(it, { ...whole, answers: { ...whole.answers, [fact]: { ...old, ...change, id, at: now() } } })
  })

/** A problem that no check foresaw. */
export interface NewReport {
  readonly text: string
  readonly class: string
  readonly pointId: string
  readonly photos: readonly KeptPhoto[]
}

/** Puts it with its photos straight to the outbox. */
export const reportCase = ({ text, class: type, pointId, photos }: NewReport, about: string): Promise<unknown> =>
  write(['photos', 'outbox', 'meta'], async (it) => {
    for (const photo of photos) await it.put('photos', photo)
    const ids = photos.map(({ id }) => id)
    await putPhotos(it, ids, about)
    const body = { id: v7(), text, pointId, photos: ids, ...(type === '' ? {} : { class: type }) }
    return putItem(it, { id: v7(), route: 'cases.fromDesk', input: { body }, needs: ids, about, bytes: 0 })
  })

/** Sends a refused item once more. */
export const sendAgain = (id: string): Promise<unknown> =>
  write(['outbox'], async (it) => {
    const item = await it.get('outbox', id)
    if (item?.state === 'refused') await it.put('outbox', again(item))
  })

/** Keeps what was covered on a photo that has not gone yet. */
export const cover = (id: string, covered: KeptPhoto['covered']): Promise<unknown> =>
  write(['photos'], async (it) => {
    const photo = await it.get('photos', id)
    if (photo) await it.put('photos', { ...photo, covered })
  })

/** Keeps what was chosen for photos. */
export const wish = (wishes: Wishes): Promise<unknown> => putMeta('wishes', wishes)

/** Empties the device for the next person. Refuses while something is unsent, looked up in the same transaction. */
export const clearDevice = (): Promise<boolean> =>
  write(stores, async (it) => {
    const outbox = it.tx.objectStore('outbox').index('state')
    const unsent = (await outbox.count('waiting')) + (await outbox.count('refused'))
    const marks = await it.tx.objectStore('marks').getAll()
    const forms = await it.tx.objectStore('formDrafts').count()
    if (unsent > 0 || forms > 0 || marks.flatMap(allIn).some(isBegun)) return false
    forgetFirst()
    const [device, turn] = [await it.meta('device'), await it.meta('turn')]
    for (const name of stores) await it.clear(name)
    if (device !== undefined) await it.put('meta', device, 'device')
    if (turn !== undefined) await it.put('meta', turn, 'turn')
    return true
  })

/** A photo as it is kept. */
export const findPhoto = async (id: string): Promise<KeptPhoto | undefined> => (await database()).get('photos', id)
