/** To which pack a visit belongs, as its mark says. Apart from the visits themselves, which need the rules of checks: the list needs none. */
import type { Draft } from '../../field/draft.ts'
import type { Frame, Mark } from './keep.ts'

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

/** The mark of one visit alone. */
export const withoutOthers = ({ others: _beneath, ...mark }: Mark): Mark => mark

/** The one under a pack. A mark from before packs were told apart is shown under any. */
export const markUnder = (mark: Mark | undefined, pack: string): Mark | undefined => allIn(mark).find((one) => (one.pack ?? pack) === pack)

/** A visit with answers that was not finished. */
export const isBegun = ({ state, answered }: Mark): boolean => state === 'open' && answered > 0
