/**
 * Where points are lost, and what winning them back would take. The loss of a way is shared out among the places by their
 * share of what was missing there, so that the losses of units or streets add up exactly to what the city lost in the field.
 */
import { mulDiv } from '../base/points.ts'
import type { Method } from '../standards/terms.ts'
import type { Tally } from '../standards/rules/rule.ts'
import { type Board, tallyOn } from './board.ts'
import type { GroundKind, Group } from './ground.ts'
import type { PlannedWay } from './plan.ts'
import { scoreWay } from './score.ts'

/** A way that lost points, in hundredths. */
export interface WayGap {
  readonly way: string
  readonly criterion: string
  readonly method: Method
  readonly lost: number
  /** Applicable observations that are not full: at most so many must turn out well to win everything back. */
  readonly short: number
  readonly misses: number
  /** Points that turning a single miss into a pass would bring, by the way's own rule. */
  readonly perFix: number
}

/** A group's part of the loss, in hundredths. */
export interface GroupGap {
  readonly group: Group
  readonly lost: number
  readonly short: number
  readonly misses: number
}

/** Ways that lost points, the greatest loss first. */
export function wayGaps(board: Board): WayGap[] {
  return board.plan.ways
    .flatMap((way): WayGap[] => {
      const { got, of } = scoreWay(way, (column) => tallyOn(board, 0, column))
      if (of === got) return []
      const tally = tallyOn(board, 0, way.at)!
      const { n, passes, misses } = tally
      const head = { way: way.id, criterion: way.criterion, method: way.method }
      return [{ ...head, lost: of - got, short: n - passes, misses, perFix: fixed(board, way) - got }]
    })
    .sort((a, b) => b.lost - a.lost || (a.way < b.way ? -1 : 1))
}

/** The way's points if one miss had been a pass; where nothing was missed, as they are. */
function fixed(board: Board, way: PlannedWay): number {
  const type = Object.entries(way.byType).find(([, column]) => (tallyOn(board, 0, column)?.misses ?? 0) > 0)
  const better = (it: Tally): Tally =>
    it.misses === 0 ? it : { ...it, misses: it.misses - 1, passes: it.passes + 1, factor: it.factor + 1000 }
  return scoreWay(way, (column) => {
    const at = tallyOn(board, 0, column)
    return at !== undefined && (column === way.at || column === type?.[1]) ? better(at) : at
  }).got
}

/** What each group of a kind lost, the greatest loss first. Losses that no place caused (statistics, materials) are left out. */
export function groupGaps(board: Board, kind: GroundKind): GroupGap[] {
  const groups = board.ground.groups.filter((group) => group.kind === kind)
  const sums = new Map(groups.map((group) => [group.at, { lost: 0, short: 0, misses: 0 }]))
  for (const way of board.plan.ways) {
    const { got, of } = scoreWay(way, (column) => tallyOn(board, 0, column))
    if (of === got) continue
    const whole = missing(tallyOn(board, 0, way.at))
    const parts = groups.map(({ at }) => ({ at, tally: tallyOn(board, at, way.at) }))
    const shares = shareOut(
      of - got,
      parts.map(({ tally }) => missing(tally)),
      whole,
    )
    parts.forEach(({ at, tally }, index) => {
      const sum = sums.get(at)!
      sum.lost += shares[index]!
      sum.short += tally === undefined ? 0 : tally.n - tally.passes
      sum.misses += tally?.misses ?? 0
    })
  }
  return groups
    .map((group) => ({ group, ...sums.get(group.at)! }))
    .filter(({ lost, short }) => lost > 0 || short > 0)
    .sort((a, b) => b.lost - a.lost || b.short - a.short || Number(a.group.id > b.group.id) - Number(a.group.id < b.group.id))
}

/** Thousandths missing to full conformity. */
const missing = (tally: Tally | undefined): number => (tally === undefined ? 0 : tally.n * 1000 - tally.factor)

/** `amount` shared out by weights of a whole, in whole numbers that add up (largest remainder first, then order). */
export function shareOut(amount: number, weights: readonly number[], whole: number): number[] {
  const known = weights.reduce((sum, weight) => sum + weight, 0)
  if (whole === 0 || known === 0) return weights.map(() => 0)
  const given = known === whole ? amount : mulDiv(amount, known, whole)
  const exact = weights.map((weight, index) => {
    const product = BigInt(given) * BigInt(weight)
    return { index, low: Number(product / BigInt(known)), rest: Number(product % BigInt(known)) }
  })
  let left = given - exact.reduce((sum, { low }) => sum + low, 0)
  const shares = exact.map(({ low }) => low)
  for (const { index } of exact.toSorted((a, b) => b.rest - a.rest || a.index - b.index)) {
    if (left === 0) break
    shares[index]!++
    left--
  }
  return shares
}
