/** A measured score as it is sent: with the words of its edition, for the city or one group of places, whole or one node opened. */
import { formatMillionths, mulDiv } from '../base/points.ts'
import { Problem } from '../base/problem.ts'
import { tallyOn } from './board.ts'
import { entriesOf } from './facts.ts'
import { findGroup } from './ground.ts'
import type { FactReading, GroupKind, LiveScore, NodeExplanation, TotalSteps } from './live.api.ts'
import type { Measured } from './measure.serve.ts'
import type { PlannedWay } from './plan.ts'
import { type Reading, readingsOf } from './reads.ts'
import { byMethod } from './scope.ts'
import { type Score, score } from './score.ts'
import type { Total } from './total.ts'
import { explain, factNames, type FactName, findNode, waysBelow } from './words.ts'

/** A group as a query names it. */
export interface Within {
  readonly within?: GroupKind | undefined
  readonly id?: string | undefined
}

/** The steps of a total as they are sent: null where something is not known yet. */
export const stepsOf = ({ converted, own, final, frameworks, ...rest }: Total): TotalSteps => ({
  ...rest,
  converted: converted ?? null,
  own: own ?? null,
  final: final ?? null,
  frameworks: frameworks.map(({ score, ...framework }) => ({ ...framework, score: score ?? null })),
})

/** A measured score as it is sent and stored. */
export function liveScoreOf(measured: Measured, tree: Score = measured.score): LiveScore {
  const { question, state, total, gates, consequences } = measured
  const { id, hash, content } = question.released
  const titleOf = (list: readonly { id: string; title: LiveScore['edition']['title'] }[], item: string) =>
    list.find((it) => it.id === item)!.title
  return {
    edition: { id, standard: content.standard, edition: content.edition, title: content.title, hash, total: content.total },
    window: question.window,
    upTo: state.last,
    total: stepsOf(total),
    methods: Object.entries(byMethod(tree)).map(([method, points]) => ({
      ...points,
      method: method as LiveScore['methods'][number]['method'],
    })),
    gates: gates.map(({ gate, state: known }) => ({ gate, title: titleOf(content.gates, gate), state: known })),
    consequences: consequences.map(({ months, ...it }) => ({
      ...it,
      title: titleOf(content.vetoes, it.veto),
      ...(months === undefined ? {} : { months }),
    })),
    tree: explain(content, tree),
  }
}

/** The number of a group; 0 for the city. *Refuses:* 404 `assessments.noSuchGroup`. */
export function groupOf({ board }: Pick<Measured, 'board'>, { within, id }: Within): number {
  if (within === undefined) return 0
  const group = findGroup(board.ground, within, id ?? '')
  if (group === undefined) throw new Problem('assessments.noSuchGroup', 404)
  return group
}

/** The score of one group of places. A part of the city has no gates, no negative list and no other standards of its own. */
export function withinGroup(measured: Measured, group: number): LiveScore {
  if (group === 0) return liveScoreOf(measured)
  const { board, question } = measured
  const part = score(board.plan, (column) => tallyOn(board, group, column))
  const { total } = question.released.content
  const converted = part.of === 0 ? undefined : mulDiv(part.got, total, part.of)
  const own = converted === undefined ? undefined : converted + part.bonus
  const steps: Total = { converted, bonus: part.bonus, deducted: 0, own, frameworks: [], final: own }
  return liveScoreOf({ ...measured, total: steps, gates: [], consequences: [] }, part)
}

function readingShown(name: FactName | undefined, { fact, tally }: Reading): FactReading {
  const { n, factor, misses, passes, na, exempt = 0, value, values = 1 } = tally
  const shown = value === undefined ? null : formatMillionths(mulDiv(value, 1, values))
  return { fact, title: name?.title ?? null, unit: name?.unit ?? null, n, factor, misses, passes, na, exempt, value: shown }
}

/** Facts of every review stand under one name, whether the last or all of them count. */
export const nameKind = ({ kind }: PlannedWay) => (kind === 'reviews' ? 'review' : kind)

/** One node opened, within a group of places. *Refuses:* 404 `assessments.noSuchNode`. */
export function explainWithin(measured: Measured, group: number, id: string): Omit<NodeExplanation, 'owners'> {
  const { tree } = withinGroup(measured, group)
  const found = findNode(tree, id)
  if (found === undefined) throw new Problem('assessments.noSuchNode', 404)
  const { content } = measured.question.released
  const { board, state } = measured
  const names = factNames(content, board.plan)
  const opened = found.node.kind === 'criterion' ? waysBelow(board.plan, id) : []
  const reads = opened.map((way) => ({
    way: way.id,
    kind: nameKind(way),
    facts: readingsOf(board, entriesOf(state.facts), way, group).map((reading) =>
      readingShown(names.get(`${nameKind(way)} ${reading.fact}`), reading),
    ),
  }))
  const path = found.path.map((node) => ({ id: node.id, title: node.title }))
  return { path, node: shallow(found.node), reads }
}

/** A node with its parts, but not theirs: each opens by its own call. */
const shallow = (node: NodeExplanation['node']): NodeExplanation['node'] => ({
  ...node,
  parts: node.parts.map((part) => ({ ...part, parts: [] })),
})
