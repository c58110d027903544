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

/** Puts an entry on the board; gives the columns of the city that it touched. */
export function put({ plan, ground, tallies }: Board, { kind, key, place, amounts, from = 0, sign = 1 }: Entry): number[] {
  const feeds = plan.feeds.get(key)
  if (feeds === undefined) return []
  const known = place === null ? undefined : ground.places.get(place)
  const groups = known === undefined ? cityOnly : isOwn(kind) ? [known.own] : known.groups
  const type = known?.type ?? null
  const touched: number[] = []
  for (const { column, types, placeless } of feeds) {
    if (type === null ? !placeless : types !== null && !types.has(type)) continue
    for (const group of groups) add(tallies, group * plan.columns + column, amounts, from, sign)
    touched.push(column)
  }
  return touched
}

const cityOnly: readonly number[] = [0]

/** The tally of a column within a group; undefined when nothing was ever counted there. */
export const tallyOn = (board: Board, group: number, column: number): Tally | undefined =>
  tallyAt(board.tallies, group * board.plan.columns + column)
