/**
 * The score board of an edition: a tally for every group of places and every way. Observations are put on it one by one
 * or as sums; both give the same board.
 */
import type { Tally } from '../standards/rules/rule.ts'
import { add, type Amounts, type Counts, makeCounts, tallyAt } from './counts.ts'
import type { Ground } from './ground.ts'
import type { FactKind, Plan } from './plan.ts'

export interface Board {
  readonly plan: Plan
  readonly ground: Ground
  readonly tallies: Counts
}

/** An empty board. */
export const makeBoard = (plan: Plan, ground: Ground): Board => ({ plan, ground, tallies: makeCounts(1024) })

/** Facts that are read once, for their own subject: a city's statistic is not the sum of its streets' statistics. */
const isOwn = (kind: FactKind): boolean => kind === 'statistic' || kind === 'review' || kind === 'reviews'

/** What is put on the board: amounts of a fact at a place (null = the city as a whole), to be added or taken back. */
export interface Entry {
  readonly kind: FactKind
  /** `factKey(kind, fact)` */
  readonly key: string
  readonly place: string | null
  readonly amounts: Amounts
  readonly from?: number
  readonly sign?: number
}

/** The columns that an entry feeds, by the type of its place. */
export function columnsFed({ plan, ground }: Board, { key, place }: Pick<Entry, 'key' | 'place'>): number[] {
  const type = (place === null ? undefined : ground.places.get(place)?.type) ?? null
  return (plan.feeds.get(key) ?? []).flatMap(({ column, types, placeless }) =>
    (type === null ? placeless : types === null || types.has(type)) ? [column] : [],
  )
}

/** The groups that an entry counts in: of what is read once per subject only its own, else all around its place. */
export function groupsCounted({ ground }: Board, { kind, place }: Pick<Entry, 'kind' | 'place'>): readonly number[] {
  const known = place === null ? undefined : ground.places.get(place)
  if (known === undefined) return cityOnly
  return isOwn(kind) ? [known.own] : known.groups
}

/** Puts an entry on the board; gives the columns that it touched. */
export function put(board: Board, entry: Entry): number[] {
  const columns = columnsFed(board, entry)
  if (columns.length === 0) return columns
  const { amounts, from = 0, sign = 1 } = entry
  for (const group of groupsCounted(board, entry))
    for (const column of columns) add(board.tallies, group * board.plan.columns + column, amounts, from, sign)
  return columns
}

const cityOnly: readonly number[] = [0]

/** The tally of a column within a group; undefined when nothing was ever counted there. */
export const tallyOn = (board: Board, group: number, column: number): Tally | undefined =>
  tallyAt(board.tallies, group * board.plan.columns + column)
