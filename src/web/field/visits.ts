/**
 * Which visit of a point goes on. A visit belongs to the pack under which it was begun: one for an envelope never goes on as an open
 * one, nor an open one in an envelope. What was begun under another pack stays beneath, until that pack is there again.
 */
import { type Draft, isGiven } from '../../field/draft.ts'
import type { Mark, Writing } from './keep.ts'
import { allIn, type Belongs, packKeyOf, withoutOthers } from './marks.ts'

type Reading = Pick<Writing, 'get'>

/** The visit of a point that was begun under a pack. The visit itself says which, also where its mark does not. */
export async function findVisit(it: Reading, pointId: string, of: Belongs): Promise<Draft | undefined> {
  for (const { draftId } of allIn(await it.get('marks', pointId))) {
    const draft = await it.get('drafts', draftId)
    if (draft && packKeyOf(draft) === packKeyOf(of)) return draft
  }
  return undefined
}

/** The draft as the disk has it, which another tab may have changed meanwhile, or begun for the same point under the same pack. */
export async function held(it: Reading, draft: Draft): Promise<Draft> {
  const known = await it.get('drafts', draft.id)
  if (known) return known
  const begun = await findVisit(it, draft.pointId, draft)
  return begun?.state === 'open' ? begun : draft
}

/** Keeps a visit and marks it as the one of its point and pack; those of other packs are kept beneath. */
export async function keep(it: Pick<Writing, 'get' | 'put'>, draft: Draft): Promise<Draft> {
  const { id: draftId, pointId, state } = draft
  const pack = packKeyOf(draft)
  const others: Mark[] = []
  for (const other of allIn(await it.get('marks', pointId)).map(withoutOthers)) {
    const begun = other.pack ?? packKeyOf((await it.get('drafts', other.draftId)) ?? draft)
    if (begun !== pack) others.push({ ...other, pack: begun })
  }
  const answered = Object.values(draft.answers).filter(isGiven).length
  await it.put('drafts', draft)
  await it.put('marks', { pointId, draftId, state, answered, pack, ...(others.length > 0 ? { others } : {}) })
  return draft
}

/**
 * Takes a visit and its photos off the device. Visits of the point under other packs stay; where there is none, a mark without answers
 * does, by which every tab hears of it.
 */
export async function drop(it: Pick<Writing, 'get' | 'put' | 'remove'>, { id, pointId, answers, ...of }: Draft): Promise<void> {
  for (const { photos } of Object.values(answers)) for (const photo of photos) await it.remove('photos', photo)
  await it.remove('drafts', id)
  const nothing: Mark = { pointId, draftId: id, state: 'open', answered: 0, pack: packKeyOf(of) }
  const left = allIn(await it.get('marks', pointId)).filter(({ draftId }) => draftId !== id)
  const [first = nothing, ...others] = left.map(withoutOthers)
  await it.put('marks', { ...first, ...(others.length > 0 ? { others } : {}) })
}
