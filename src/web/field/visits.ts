/**
 * Which visit of a point goes on. A visit belongs to the pack under which it was begun: one for an envelope never goes on as an open
 * one, nor an open one in an envelope. What was begun under another pack stays beneath, until that pack is there again.
 */
import { type Draft, isGiven } from '../../field/draft.ts'
import type { Frame, Mark, Writing } from './keep.ts'

/** What of a pack says where a visit goes: its round, and its sealed sample. */
export type Belongs = Pick<Draft, 'roundId' | 'sampleId'>

/** Where the visits of a pack go. */
export const belongsTo = (frame: Pick<Frame, 'round'> | undefined): Belongs => {
  const { id: roundId, sample: sampleId } = frame?.round ?? {}
  return { ...(roundId === undefined ? {} : { roundId }), ...(sampleId === undefined ? {} : { sampleId }) }
}

/** The same as one text; none for a pack without a round. */
export const packKeyOf = ({ roundId, sampleId }: Belongs): string => (roundId === undefined ? '' : `${roundId}/${sampleId ?? ''}`)

/** Every visit that a mark knows of: the one that was worked on last, and those under other packs. */
export const allIn = (mark: Mark | undefined): readonly Mark[] => (mark ? [mark, ...(mark.others ?? [])] : [])

/** The one under a pack. A mark from before packs were told apart is shown under any. */
export const markUnder = (mark: Mark | undefined, pack: string): Mark | undefined => allIn(mark).find((one) => (one.pack ?? pack) === pack)

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
  for (const { others: _beneath, ...other } of allIn(await it.get('marks', pointId))) {
    const begun = other.pack ?? packKeyOf((await it.get('drafts', other.draftId)) ?? draft)
    if (begun !== pack) others.push({ ...other, pack: begun })
  }
  const answered = Object.values(draft.answers).filter(isGiven).length
  await it.put('drafts', draft)
  await it.put('marks', { pointId, draftId, state, answered, pack, ...(others.length > 0 ? { others } : {}) })
  return draft
}
