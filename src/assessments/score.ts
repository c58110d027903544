/**
 * Rolls tallies up the tree of an edition. Points are whole hundredths, rounded half up once per way, so children sum to
 * their parents exactly and the same inputs give the same score on every machine. What was not observed counts neither for
 * nor against and is listed as open; what was not applicable everywhere is out of both sides, and says so.
 */
import { z } from 'zod'
import { formatMillionths, mulDiv } from '../base/points.ts'
import { Method } from '../standards/terms.ts'
import { Rule, rules, shareOf } from '../standards/rules/index.ts'
import { isCounted, type Share, type Tally } from '../standards/rules/rule.ts'
import type { Plan, PlannedNode, PlannedWay } from './plan.ts'

/** Points of a node, all in hundredths. full = of + open + na; 0 ≤ got ≤ of. Bonus points stand beside, not in them. */
export const Points = z.object({
  got: z.int(),
  /** Points that could be earned by what was observed. */
  of: z.int(),
  full: z.int(),
  /** Points of what nobody has observed yet. */
  open: z.int(),
  /** Points of what is not applicable here. */
  na: z.int(),
  bonus: z.int(),
})
export type Points = z.infer<typeof Points>

/** Why a way got its points: the rule with its parameters and the numbers put in. */
export const Because = z.object({
  state: z.enum(['counted', 'open', 'na', 'notForSubject']),
  rule: Rule,
  /** Key of the formula's sentence; `put` fills it. Absent when nothing was counted. */
  formula: z.string().optional(),
  put: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
  /** Share earned, in percent, up to six places; shown only, the points come from the exact fraction. */
  percent: z.string().optional(),
})
export type Because = z.infer<typeof Because>

/** A way's part of the score. `n`, `misses`, `na` count observations. */
export const WayScore = Points.extend({
  id: z.string(),
  method: Method,
  because: Because,
  counted: z.object({ n: z.int(), misses: z.int(), na: z.int(), exempt: z.int() }),
})
export type WayScore = z.infer<typeof WayScore>

/** A node's part of the score: the sum of its parts (branches) or ways (criteria). */
export interface Score extends Points {
  readonly id: string
  readonly parts: readonly Score[]
  readonly ways: readonly WayScore[]
}
export const Score: z.ZodType<Score> = Points.extend({
  id: z.string(),
  get parts() {
    return z.array(Score)
  },
  ways: z.array(WayScore),
}) as unknown as z.ZodType<Score>

const zero: Tally = { n: 0, factor: 0, misses: 0, passes: 0, na: 0 }

/** The score of a whole edition; `tallyOf` gives the tally of a column. Its id is empty: it is the edition itself. */
export function score(plan: Plan, tallyOf: (column: number) => Tally | undefined): Score {
  return sum(
    '',
    plan.tree.map((node) => scoreNode(node, tallyOf)),
    [],
  )
}

/** The same score after the tallies of some columns changed: only these ways and their paths are made anew. */
export function rescore(plan: Plan, before: Score, touched: ReadonlySet<number>, tallyOf: (column: number) => Tally | undefined): Score {
  const sorted = [...touched].sort((a, b) => a - b)
  const parts = plan.tree.map((node, index) => renewNode(node, before.parts[index]!, sorted, tallyOf))
  return sum('', parts, [])
}

/** `got` as points of `total`: 折算, half up. Undefined when nothing was observed. */
export const converted = ({ got, of }: Points, total: number): number | undefined => (of === 0 ? undefined : mulDiv(got, total, of))

/** Points of a share, rounded half up, exact for any size of its parts. */
function pointsOfShare(points: number, { num, den }: Pick<Share, 'num' | 'den'>): number {
  if (typeof num === 'number' && typeof den === 'number') return mulDiv(points, num, den)
  return Number((2n * BigInt(points) * BigInt(num) + BigInt(den)) / (2n * BigInt(den)))
}

/** One way: its rule on its tally. */
export function scoreWay(way: PlannedWay, tallyOf: (column: number) => Tally | undefined): WayScore {
  const tally = tallyOf(way.at) ?? zero
  const { n, misses, na, exempt = 0 } = tally
  const head = { id: way.id, method: way.method, counted: { n, misses, na, exempt } }
  if (!way.applies) return { ...head, ...nothing(way, 'na'), because: { state: 'notForSubject', rule: way.rule } }
  if (!isCounted(rules[way.rule.name], tally)) {
    const state = na > 0 ? 'na' : 'open'
    return { ...head, ...nothing(way, state), because: { state, rule: way.rule } }
  }
  const share = shareOf(way.rule, withTypes(way, tally, tallyOf))
  const got = pointsOfShare(way.points, share)
  const because: Because = {
    state: 'counted',
    rule: way.rule,
    formula: `standards.formula.${way.rule.name}`,
    put: share.put,
    percent: formatMillionths(pointsOfShare(100_000_000, share)),
  }
  if (way.bonus) return { ...head, got: 0, of: 0, full: 0, open: 0, na: 0, bonus: got, because, counted: head.counted }
  return { ...head, got, of: way.points, full: way.points, open: 0, na: 0, bonus: 0, because, counted: head.counted }
}

/** Misses by point type, read from the columns kept for them. */
function withTypes(way: PlannedWay, tally: Tally, tallyOf: (column: number) => Tally | undefined): Tally {
  const types = Object.entries(way.byType)
  if (types.length === 0) return tally
  return { ...tally, missesBy: Object.fromEntries(types.map(([type, column]) => [type, tallyOf(column)?.misses ?? 0])) }
}

/** Points of a way that was not counted: all open or all not applicable; of a bonus nothing is expected. */
function nothing(way: PlannedWay, state: 'open' | 'na'): Points {
  const full = way.bonus ? 0 : way.points
  return { got: 0, of: 0, full, open: state === 'open' ? full : 0, na: state === 'na' ? full : 0, bonus: 0 }
}

function scoreNode(node: PlannedNode, tallyOf: (column: number) => Tally | undefined): Score {
  return sum(
    node.id,
    node.parts.map((part) => scoreNode(part, tallyOf)),
    node.ways.map((way) => scoreWay(way, tallyOf)),
  )
}

function renewNode(node: PlannedNode, before: Score, touched: readonly number[], tallyOf: (column: number) => Tally | undefined): Score {
  if (!touched.some((at) => at >= node.first && at < node.last)) return before
  return sum(
    node.id,
    node.parts.map((part, index) => renewNode(part, before.parts[index]!, touched, tallyOf)),
    node.ways.map((way, index) => (touched.includes(way.at) ? scoreWay(way, tallyOf) : before.ways[index]!)),
  )
}

function sum(id: string, parts: readonly Score[], ways: readonly WayScore[]): Score {
  const points: Points = { got: 0, of: 0, full: 0, open: 0, na: 0, bonus: 0 }
  for (const part of [...parts, ...ways]) {
    points.got += part.got
    points.of += part.of
    points.full += part.full
    points.open += part.open
    points.na += part.na
    points.bonus += part.bonus
  }
  return { id, ...points, parts, ways }
}
