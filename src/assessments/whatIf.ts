/**
 * What if: results, points or weights are set in a scratch copy of the city's tallies, and the score moves at once. Nothing
 * is stored and no query is made; the numbers come from the sums that are in memory anyway.
 */
import { z } from 'zod'
import { parseMillionths } from '../base/points.ts'
import { Method } from '../standards/terms.ts'
import { type Board, columnsFed, type Entry, groupsCounted } from './board.ts'
import { add, amountsOf, type Counts, makeCounts, tallyAt, width } from './counts.ts'
import { findGroup } from './ground.ts'
import { factKey, type Plan, type PlannedNode, type PlannedWay } from './plan.ts'
import { rescore, type Score } from './score.ts'

const Factor = z.int().min(0).max(1000)
const Where = { fact: z.string().max(200), point: z.uuid().optional() }

/** One supposition. */
export const Supposed = z.discriminatedUnion('what', [
  /** More observations of a check are made, at a point or anywhere. */
  z.object({ what: z.literal('observed'), ...Where, factor: Factor, times: z.int().min(1).max(1_000_000).default(1) }),
  /** All misses (or all observations) of a fact turn out otherwise; within a group of places when given. */
  z.object({
    what: z.literal('regraded'),
    fact: z.string().max(200),
    in: z.object({ kind: z.enum(['district', 'street', 'community', 'unit', 'type', 'point']), id: z.string().max(64) }).optional(),
    which: z.enum(['misses', 'all']).default('misses'),
    factor: Factor,
  }),
  /** A review, opinion or statistic of a way comes out so. */
  z.object({ what: z.literal('graded'), way: z.string().max(200), factor: Factor.optional(), value: z.string().max(24).optional() }),
  /** A way is worth other points (hundredths). */
  z.object({ what: z.literal('points'), way: z.string().max(200), points: z.int().min(0).max(1_000_000) }),
  /** Methods are weighed otherwise, in parts. */
  z.object({ what: z.literal('weights'), weights: z.partialRecord(Method, z.int().min(0).max(10_000)) }),
])
export type Supposed = z.infer<typeof Supposed>

/** The score as it would be, and the methods' weights if other ones were supposed. */
export interface Imagined {
  readonly score: Score
  readonly weights: Partial<Record<Method, number>> | undefined
  /** Suppositions that meet nothing: no such way, fact, place or number. By index. */
  readonly unmet: readonly number[]
}

/** The city's tallies that were changed, by column. */
interface Scratch {
  readonly board: Board
  readonly counts: Counts
  readonly touched: Set<number>
}

/** The score under suppositions, taken one after the other. */
export function imagine(board: Board, before: Score, entries: () => Iterable<Entry>, supposed: readonly Supposed[]): Imagined {
  const plan = withPoints(board.plan, supposed)
  const scratch: Scratch = { board, counts: makeCounts(64), touched: new Set() }
  const unmet: number[] = []
  supposed.forEach((it, index) => {
    if (!suppose(scratch, entries, it)) unmet.push(index)
  })
  const weights = supposed.findLast((it) => it.what === 'weights')?.weights
  const reweighed = board.plan.ways.filter((way, index) => way.points !== plan.ways[index]!.points).map(({ at }) => at)
  const tallyOf = (column: number) => tallyAt(scratch.touched.has(column) ? scratch.counts : board.tallies, column)
  return { score: rescore(plan, before, new Set([...scratch.touched, ...reweighed]), tallyOf), weights, unmet }
}

/** Every node and way whose points move, parents before their parts; the whole has an empty id. */
export function changesBetween(before: Score, after: Score): { id: string; got: number; of: number; gotAfter: number; ofAfter: number }[] {
  if (before === after) return []
  const { id, got, of } = before
  const own = got === after.got && of === after.of ? [] : [{ id, got, of, gotAfter: after.got, ofAfter: after.of }]
  const ways = before.ways.flatMap((way, index) => {
    const then = after.ways[index]!
    return way.got === then.got && way.of === then.of
      ? []
      : [{ id: way.id, got: way.got, of: way.of, gotAfter: then.got, ofAfter: then.of }]
  })
  return [...own, ...before.parts.flatMap((part, index) => changesBetween(part, after.parts[index]!)), ...ways]
}

function suppose(scratch: Scratch, entries: () => Iterable<Entry>, it: Supposed): boolean {
  const { board } = scratch
  if (it.what === 'weights') return true
  if (it.what === 'points') return board.plan.ways.some(({ id }) => id === it.way)
  if (it.what === 'graded') return grade(scratch, it)
  if (it.what === 'observed') {
    const amounts = amountsOf({ factor: it.factor, exempt: false, times: it.times, value: null })
    const columns = columnsFed(board, { key: factKey('check', it.fact), place: it.point ?? null })
    for (const column of columns) change(scratch, column, amounts)
    return columns.length > 0
  }
  const group = it.in === undefined ? 0 : findGroup(board.ground, it.in.kind, it.in.id)
  let met = false
  for (const entry of entries()) {
    if (group === undefined || !readsFact(entry, it.fact) || !groupsCounted(board, entry).includes(group)) continue
    const amounts = regraded(entry, it.which, it.factor)
    for (const column of columnsFed(board, entry)) change(scratch, column, amounts)
    met = true
  }
  return met
}

const readsFact = ({ key }: Entry, fact: string): boolean => key === factKey('check', fact) || key === factKey('answer', fact)

/** What changes when the misses, or all applicable ones, of an entry get another factor. */
function regraded({ amounts, from = 0 }: Entry, which: 'misses' | 'all', factor: number): number[] {
  const [n, sum, misses, passes] = [0, 1, 2, 3].map((column) => amounts[from + column]!) as [number, number, number, number]
  const count = which === 'all' ? n : misses
  const old = which === 'all' ? { sum, misses, passes } : { sum: 0, misses, passes: 0 }
  return [0, count * factor - old.sum, (factor === 0 ? count : 0) - old.misses, (factor === 1000 ? count : 0) - old.passes, 0, 0, 0, 0]
}

/** Sets what a way reads once: its grade, or its number. */
function grade(scratch: Scratch, it: Extract<Supposed, { what: 'graded' }>): boolean {
  const way = scratch.board.plan.ways.find(({ id }) => id === it.way)
  const value = it.value === undefined ? null : parseMillionths(it.value)
  if (way === undefined || value === undefined || (it.factor === undefined && value === null)) return false
  const amounts = amountsOf({ factor: it.factor ?? null, exempt: false, times: 1, value })
  const now = rowOf(scratch, way.at)
  change(
    scratch,
    way.at,
    amounts.map((amount, column) => amount - now[column]!),
  )
  return true
}

function change(scratch: Scratch, column: number, amounts: readonly number[]): void {
  if (!scratch.touched.has(column)) {
    add(scratch.counts, column, rowOf(scratch, column))
    scratch.touched.add(column)
  }
  add(scratch.counts, column, amounts)
}

/** The amounts of a column as they are supposed so far. */
function rowOf({ board, counts, touched }: Scratch, column: number): number[] {
  const { rows, data } = touched.has(column) ? counts : board.tallies
  const row = rows.get(column)
  return Array.from({ length: width }, (_, index) => (row === undefined ? 0 : data[row * width + index]!))
}

/** The plan with the points of some ways replaced. */
function withPoints(plan: Plan, supposed: readonly Supposed[]): Plan {
  const points = new Map(supposed.flatMap((it) => (it.what === 'points' ? [[it.way, it.points] as const] : [])))
  if (points.size === 0) return plan
  const wayWith = (way: PlannedWay): PlannedWay => ({ ...way, points: points.get(way.id) ?? way.points })
  const nodeWith = (node: PlannedNode): PlannedNode => ({ ...node, parts: node.parts.map(nodeWith), ways: node.ways.map(wayWith) })
  return { ...plan, tree: plan.tree.map(nodeWith), ways: plan.ways.map(wayWith) }
}
