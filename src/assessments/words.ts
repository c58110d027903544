/** The words of an edition beside the numbers of a score: titles of nodes, leads of criteria, names of facts. */
import type { Text } from '../base/text.ts'
import { type Edition, factOf, isCriterion, type Node } from '../standards/edition.ts'
import type { ExplainedNode } from './live.api.ts'
import type { Plan, PlannedNode, PlannedWay } from './plan.ts'
import type { Score } from './score.ts'

/** A score with the titles of its edition. */
export function explain(edition: Edition, score: Score): ExplainedNode {
  const { id, parts, ways, ...points } = score
  const titled = parts.map((part, index) => explainNode(edition.tree[index]!, part))
  return { ...points, id, kind: 'edition', title: edition.title, parts: titled, ways }
}

function explainNode(node: Node, { id, parts, ways, ...points }: Score): ExplainedNode {
  if (isCriterion(node)) {
    const lead = node.lead === undefined ? {} : { lead: node.lead }
    return { ...points, id, kind: 'criterion', title: node.title, ...lead, parts: [], ways }
  }
  return {
    ...points,
    id,
    kind: 'branch',
    title: node.title,
    parts: parts.map((part, index) => explainNode(node.parts[index]!, part)),
    ways: [],
  }
}

/** A node of the explained tree by its id (a way's id finds its criterion), with the nodes above it. */
export function findNode(
  root: ExplainedNode,
  id: string,
  path: readonly ExplainedNode[] = [],
): { path: readonly ExplainedNode[]; node: ExplainedNode } | undefined {
  if (root.id === id || root.ways.some((way) => way.id === id)) return { path, node: root }
  for (const part of root.parts) {
    const found = findNode(part, id, [...path, root])
    if (found !== undefined) return found
  }
  return undefined
}

/** The ways below a node: of a way itself, of a criterion its own, of a branch all; of '' the whole edition's. */
export function waysBelow(plan: Plan, id: string): readonly PlannedWay[] {
  if (id === '') return plan.ways
  const own = plan.ways.find((way) => way.id === id)
  if (own !== undefined) return [own]
  const found = plannedNode(plan.tree, id)
  return found === undefined ? [] : plan.ways.slice(found.first, found.last)
}

function plannedNode(nodes: readonly PlannedNode[], id: string): PlannedNode | undefined {
  for (const node of nodes) {
    const found = node.id === id ? node : plannedNode(node.parts, id)
    if (found !== undefined) return found
  }
  return undefined
}

/** Titles, units and answers of the facts that an edition knows; reviews go by their criterion. */
export interface FactName {
  readonly title: Text
  readonly unit: Text | null
  readonly grades: ReadonlyMap<string, Text>
}

/** The names of an edition's facts, by `kind fact`. */
export function factNames(edition: Edition, plan: Plan): Map<string, FactName> {
  const scales = new Map(edition.scales.map((scale) => [scale.id as string, new Map(scale.grades.map(({ code, title }) => [code, title]))]))
  const gradesOf = (scale: string | undefined) => scales.get(scale ?? '') ?? new Map<string, Text>()
  const names = new Map<string, FactName>()
  for (const check of edition.checks)
    names.set(`check ${factOf(check)}`, { title: check.title, unit: check.threshold?.unit ?? null, grades: gradesOf(check.scale) })
  for (const question of edition.questions)
    names.set(`answer ${question.id}`, { title: question.title, unit: null, grades: gradesOf(question.scale) })
  for (const statistic of edition.statistics)
    names.set(`statistic ${factOf(statistic)}`, { title: statistic.title, unit: statistic.unit, grades: new Map() })
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (!isCriterion(node)) walk(node.parts)
      else
        for (const way of plan.ways.filter(({ criterion }) => criterion === node.id)) {
          if (way.kind !== 'review' && way.kind !== 'reviews') continue
          const scale = node.ways.find(({ method }) => method === way.method)?.scale
          for (const fact of way.facts) names.set(`review ${fact}`, { title: node.title, unit: null, grades: gradesOf(scale) })
        }
    }
  }
  walk(edition.tree)
  return names
}
