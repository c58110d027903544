/**
 * A score by district, street, community, unit, type of place or place: for each group the points of what was observed in it,
 * and how many of its places nobody has looked at, so that a good figure on three visits does not look like a good street.
 */
import type { Edition } from '../standards/edition.ts'
import type { Method } from '../standards/terms.ts'
import { mulDiv } from '../base/points.ts'
import { type Board, tallyOn } from './board.ts'
import type { GroundKind, Group } from './ground.ts'
import { type Points, scoreWay } from './score.ts'
import { type ByMethod, scopeScore } from './scope.ts'

/** One row. `rate` in hundredths of 100: got ÷ of; `scoped` weighs the methods by the edition's weights for this scope. */
export interface GroupScore {
  readonly group: Group
  readonly got: number
  readonly of: number
  readonly na: number
  readonly rate: number | undefined
  readonly scoped: number | undefined
  /** Observations that were applicable, and how many of them were misses. */
  readonly n: number
  readonly misses: number
  /** Places of the group, and how many of them were looked at. */
  readonly places: number
  readonly seen: number
}

/** The columns counted in each group of a kind. */
function columnsByGroup({ plan, ground, tallies }: Board, kind: GroundKind): Map<number, number[]> {
  const found = new Map<number, number[]>()
  for (const key of tallies.rows.keys()) {
    const group = Math.floor(key / plan.columns)
    const column = key % plan.columns
    if (ground.groups[group]!.kind !== kind || column >= plan.ways.length) continue
    const columns = found.get(group)
    if (columns === undefined) found.set(group, [column])
    else columns.push(column)
  }
  return found
}

/** The groups of a kind in which something was counted, or which have places; in the order the ground lists them. */
export function breakdown(board: Board, edition: Pick<Edition, 'weights'>, kind: GroundKind): GroupScore[] {
  const counted = columnsByGroup(board, kind)
  const coverage = coverageOf(board, kind)
  const scope = edition.weights.scopes.find((weights) => weights.scope === kind)?.weights
  return board.ground.groups
    .filter((group) => group.kind === kind && (counted.has(group.at) || coverage.has(group.at)))
    .map((group) => ({
      group,
      ...groupPoints(board, group, counted.get(group.at) ?? [], scope),
      ...(coverage.get(group.at) ?? { places: 0, seen: 0 }),
    }))
}

type Sums = Pick<GroupScore, 'got' | 'of' | 'na' | 'rate' | 'scoped' | 'n' | 'misses'>

function groupPoints(board: Board, group: Group, columns: readonly number[], scope: Partial<Record<Method, number>> | undefined): Sums {
  const sums = { got: 0, of: 0, na: 0, n: 0, misses: 0 }
  const methods: ByMethod = {}
  for (const column of columns) {
    const way = scoreWay(board.plan.ways[column]!, (at) => tallyOn(board, group.at, at))
    sums.got += way.got
    sums.of += way.of
    sums.na += way.na
    sums.n += way.counted.n
    sums.misses += way.counted.misses
    const method: Points = methods[way.method] ?? { got: 0, of: 0, full: 0, open: 0, na: 0, bonus: 0 }
    methods[way.method] = { ...method, got: method.got + way.got, of: method.of + way.of }
  }
  const rate = sums.of === 0 ? undefined : mulDiv(sums.got, 10_000, sums.of)
  return { ...sums, rate, scoped: scope === undefined ? rate : scopeScore(scope, methods).score }
}

/** Places of every group of a kind, and those with at least one observation that this edition reads. */
function coverageOf(board: Board, kind: GroundKind): Map<number, { places: number; seen: number }> {
  const { ground, plan, tallies } = board
  const seen = new Set<number>()
  for (const key of tallies.rows.keys()) seen.add(Math.floor(key / plan.columns))
  const found = new Map<number, { places: number; seen: number }>()
  for (const place of ground.places.values()) {
    if (place.type === null) continue
    for (const group of place.groups) {
      if (ground.groups[group]!.kind !== kind) continue
      const sum = found.get(group) ?? { places: 0, seen: 0 }
      found.set(group, sum)
      sum.places++
      if (seen.has(place.own)) sum.seen++
    }
  }
  return found
}
