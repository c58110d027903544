/**
 * An edition as a reader walks it: where every node stands, which nodes a search finds (in both languages, through the
 * checks and questions they use), and what a node is made of by method. Pure, so that pages and tests share it.
 */
import { type Branch, type Criterion, type Edition, isCriterion, type Node } from '../../../standards/edition.ts'
import { type Method } from '../../../standards/terms.ts'

/** A node with the branches above it and its place among its siblings. */
export interface Place {
  readonly node: Node
  readonly path: readonly Branch[]
  readonly index: number
}

const known = new WeakMap<readonly Node[], ReadonlyMap<string, Place>>()

/** Every node by id. A tree never changes, another tree is another list: what was found once is kept with it. */
export function placesOf(nodes: readonly Node[]): ReadonlyMap<string, Place> {
  const found = known.get(nodes) ?? gather(nodes, [], new Map())
  known.set(nodes, found)
  return found
}

function gather(nodes: readonly Node[], path: readonly Branch[], into: Map<string, Place>): Map<string, Place> {
  for (const [index, node] of nodes.entries()) {
    into.set(node.id, { node, path, index })
    if (!isCriterion(node)) gather(node.parts, [...path, node], into)
  }
  return into
}

/** All branch ids, for opening everything. */
export const branchIds = (nodes: readonly Node[]): string[] =>
  nodes.flatMap((node) => (isCriterion(node) ? [] : [node.id, ...branchIds(node.parts)]))

/** The words of an edition's lists by id, for searching a criterion by what it looks at. */
function listWords(edition: Edition): Map<string, string> {
  const words = new Map<string, string>()
  for (const list of ['checks', 'questions', 'statistics', 'unitKinds', 'pointTypes'] as const)
    for (const item of edition[list]) words.set(`${list}/${item.id}`, `${item.id} ${item.title.zh} ${item.title.en}`)
  return words
}

function ownWords(node: Node, words: ReadonlyMap<string, string>): string {
  const text = [node.id, node.title.zh, node.title.en]
  if (isCriterion(node))
    for (const way of node.ways) {
      for (const id of way.checks) text.push(words.get(`checks/${id}`) ?? id)
      for (const id of way.questions) text.push(words.get(`questions/${id}`) ?? id)
      if (way.statistic !== undefined) text.push(words.get(`statistics/${way.statistic}`) ?? way.statistic)
      for (const need of way.evidence) text.push(need.title.zh, need.title.en)
    }
  if (isCriterion(node)) for (const id of [node.lead, ...node.support]) if (id !== undefined) text.push(words.get(`unitKinds/${id}`) ?? id)
  return text.join(' ').toLowerCase()
}

/** The part of a tree that a search leaves: nodes that hold every word, all below a hit, and the way to it. */
export function findNodes(
  edition: Edition,
  q: string,
  method: Method | '' = '',
): { readonly tree: readonly Node[]; readonly hits: number } {
  const wanted = q.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0 && method === '') return { tree: edition.tree, hits: 0 }
  const words = listWords(edition)
  let hits = 0
  const keep = (node: Node, above: boolean): Node[] => {
    const text = ownWords(node, words)
    const isHit = above || wanted.every((word) => text.includes(word))
    if (isCriterion(node)) {
      if (!isHit || (method !== '' && node.ways.every((way) => way.method !== method))) return []
      hits += 1
      return [node]
    }
    const parts = node.parts.flatMap((part) => keep(part, isHit && wanted.length > 0))
    if (parts.length > 0) return [{ ...node, parts }]
    return isHit && wanted.length > 0 && method === '' ? [node] : []
  }
  return { tree: edition.tree.flatMap((node) => keep(node, false)), hits }
}

/** Criteria below a node, itself included. */
export const criteriaBelow = (node: Node): Criterion[] => (isCriterion(node) ? [node] : node.parts.flatMap(criteriaBelow))

/** Points of a node by method, bonus apart, largest first. */
export function pointsByMethod(node: Node): { method: Method; points: number }[] {
  const sums = new Map<Method, number>()
  for (const criterion of criteriaBelow(node))
    if (!criterion.bonus) for (const way of criterion.ways) sums.set(way.method, (sums.get(way.method) ?? 0) + way.points)
  return [...sums].map(([method, points]) => ({ method, points })).sort((a, b) => b.points - a.points)
}
