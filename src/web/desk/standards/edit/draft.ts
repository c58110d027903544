/**
 * Changes of a draft as pure steps from one edition to the next, so that every change can be undone and a test can say what each
 * does. Nothing here checks: the edition may be wrong between two steps, the faults say so.
 */
import type { Hundredths } from '../../../../base/points.ts'
import type { Text } from '../../../../base/text.ts'
import {
  type Branch,
  type Check,
  type Criterion,
  type Edition,
  isCriterion,
  type Node,
  type PointType,
  type Question,
  type Scale,
  type Statistic,
  type UnitKind,
  type Way,
} from '../../../../standards/edition.ts'
import { type Method, type Provenance } from '../../../../standards/terms.ts'
import { rulesFor } from '../../../../standards/edition-check.ts'
import { Rule } from '../../../../standards/rules/index.ts'
import { placesOf } from '../outline.ts'

/** The lists of an edition that are edited, and what each holds. */
export interface Lists {
  checks: Check
  pointTypes: PointType
  questions: Question
  statistics: Statistic
  scales: Scale
  unitKinds: UnitKind
}
export type ListName = keyof Lists
export const listNames: readonly ListName[] = ['checks', 'pointTypes', 'questions', 'statistics', 'scales', 'unitKinds']

type Parts = readonly Node[]
/** The children of a parent ('' is the root), replaced. */
function withParts(nodes: Parts, parent: string, change: (parts: Parts) => Parts): Node[] {
  if (parent === '') return [...change(nodes)]
  return nodes.map((node) => {
    if (isCriterion(node)) return node
    if (node.id === parent) return { ...node, parts: [...change(node.parts)] }
    return { ...node, parts: withParts(node.parts, parent, change) }
  })
}

const parentOf = (edition: Edition, id: string): string => placesOf(edition.tree).get(id)?.path.at(-1)?.id ?? ''
const inParent = (edition: Edition, parent: string, change: (parts: Parts) => Parts): Edition => ({
  ...edition,
  tree: withParts(edition.tree, parent, change),
})

/** Changes the words or ways of a node. */
export const changeNode = (edition: Edition, id: string, change: Partial<Criterion> | Partial<Branch>): Edition =>
  inParent(edition, parentOf(edition, id), (parts) => parts.map((node) => (node.id === id ? ({ ...node, ...change } as Node) : node)))

/** Changes one way of a criterion. */
export function changeWay(edition: Edition, id: string, method: Method, change: Partial<Way>): Edition {
  const node = placesOf(edition.tree).get(id)?.node
  if (!node || !isCriterion(node)) return edition
  return changeNode(edition, id, { ways: node.ways.map((way) => (way.method === method ? { ...way, ...change } : way)) })
}

/** Puts a node at the end of a parent, or right after a sibling. */
export const addNode = (edition: Edition, parent: string, node: Node, after?: string): Edition =>
  inParent(edition, parent, (parts) => {
    const at = parts.findIndex(({ id }) => id === after)
    return at < 0 ? [...parts, node] : parts.toSpliced(at + 1, 0, node)
  })

/** Takes a node out with all below it. */
export const removeNode = (edition: Edition, id: string): Edition =>
  inParent(edition, parentOf(edition, id), (parts) => parts.filter((node) => node.id !== id))

/** Moves a node among its siblings by so many places. */
export const shiftNode = (edition: Edition, id: string, step: -1 | 1): Edition =>
  inParent(edition, parentOf(edition, id), (parts) => {
    const at = parts.findIndex((node) => node.id === id)
    const to = at + step
    return to < 0 || to >= parts.length ? parts : parts.toSpliced(at, 1).toSpliced(to, 0, parts[at]!)
  })

/** Puts a node under another branch ('' is the top); below itself it cannot go. */
export function moveNode(edition: Edition, id: string, parent: string): Edition {
  const places = placesOf(edition.tree)
  const place = places.get(id)
  const target = parent === '' ? undefined : places.get(parent)
  if (!place || parent === id || target?.path.some((branch) => branch.id === id)) return edition
  if (target && isCriterion(target.node)) return edition
  return addNode(removeNode(edition, id), parent, place.node)
}

/** A code that nothing in the tree has: the parent's, with the next free number. */
function freeNodeId(edition: Edition, parent: string, letter: 'P' | 'S'): string {
  const taken = placesOf(edition.tree)
  const stem = parent === '' ? letter : `${parent}.${letter}`
  for (let no = 1; ; no += 1) {
    const id = `${stem}${String(no).padStart(2, '0')}`
    if (!taken.has(id)) return id
  }
}

/** A new numbered standard, with nothing in it yet. */
export const newCriterion = (edition: Edition, parent: string, title: Text): Criterion => ({
  id: freeNodeId(edition, parent, 'S'),
  title,
  provenance: 'own',
  ways: [],
  support: [],
  bonus: false,
})

/** A new branch with nothing below it yet. */
export const newBranch = (edition: Edition, parent: string, title: Text): Branch => ({
  id: freeNodeId(edition, parent, 'P'),
  title,
  provenance: 'own',
  parts: [],
})

/** A new way of a method: no points yet, with the first rule that can read it. */
export function newWay(edition: Edition, method: Method): Way {
  const needsScale = method === 'materials' || method === 'opinion' || method === 'observation'
  const scale = needsScale ? edition.scales[0]?.id : undefined
  return {
    method,
    points: 0 as Hundredths,
    rule: defaultRule(rulesFor[method][0]!),
    provenance: 'own',
    checks: [],
    pointTypes: [],
    questions: [],
    evidence: [],
    ...(scale === undefined ? {} : { scale }),
  }
}

const defaults: Partial<Record<Rule['name'], object>> = {
  bonus: { percentEach: '10' },
  deductPerMiss: { percentPerMiss: '10' },
  numericThresholds: { steps: [{ op: '>=', value: '100', percent: '100' }] },
  piecewiseLinear: { full: '100', slope: '1', floor: '0' },
  ratioCapped: { target: '100' },
  thresholdShare: { percent: '100' },
}

/** A rule with parameters to start from. */
export const defaultRule = (name: Rule['name']): Rule => Rule.parse({ name, ...defaults[name] })

/** Changes, adds or removes an item of a list. */
export const changeItem = <Name extends ListName>(edition: Edition, list: Name, id: string, change: Partial<Lists[Name]>): Edition => ({
  ...edition,
  [list]: (edition[list] as Lists[Name][]).map((item) => (item.id === id ? { ...item, ...change } : item)),
})
export const addItem = <Name extends ListName>(edition: Edition, list: Name, item: Lists[Name]): Edition => ({
  ...edition,
  [list]: [...edition[list], item],
})
export const removeItem = (edition: Edition, list: ListName, id: string): Edition => ({
  ...edition,
  [list]: (edition[list] as { id: string }[]).filter((item) => item.id !== id),
})

const prefix: Record<ListName, string> = {
  checks: 'CHK',
  pointTypes: 'PT',
  questions: 'Q',
  statistics: 'STAT',
  scales: 'scale',
  unitKinds: 'UK',
}

/** A new item of a list, its code free. */
export function newItem(edition: Edition, list: ListName, title: Text): Lists[ListName] {
  const taken = new Set(edition[list].map(({ id }) => id))
  let no = 1
  while (taken.has(`${prefix[list]}-${no}`)) no += 1
  const base = { id: `${prefix[list]}-${no}`, title, provenance: 'own' as Provenance }
  const scale = edition.scales[0]?.id ?? ''
  if (list === 'checks') return { ...base, kind: 'presence', scale, severity: 1, photo: 'optional' }
  if (list === 'pointTypes') return { ...base, group: '', checks: [], units: [] }
  if (list === 'questions') return { ...base, scale, dimension: 'satisfaction', populations: [] }
  if (list === 'statistics') return { ...base, unit: { zh: '%', en: '%' } }
  if (list === 'scales')
    return {
      ...base,
      grades: [
        { code: 'Y', title: { zh: '符合', en: 'Conforms' }, factor: 1000 },
        { code: 'N', title: { zh: '不符合', en: 'Does not conform' }, factor: 0 },
      ],
    }
  return base
}

/** Where an item of a list is used, by the ids of criteria and point types. */
export function usesOf(edition: Edition, list: ListName, id: string): string[] {
  const uses: string[] = []
  for (const { node } of placesOf(edition.tree).values()) if (isCriterion(node) && usedBy(node, list, id)) uses.push(node.id)
  for (const type of edition.pointTypes)
    if ((list === 'checks' && type.checks.includes(id)) || (list === 'unitKinds' && type.units.includes(id))) uses.push(type.id)
  if (list === 'scales') for (const item of [...edition.checks, ...edition.questions]) if (item.scale === id) uses.push(item.id)
  return uses
}

function usedBy(criterion: Criterion, list: ListName, id: string): boolean {
  if (list === 'unitKinds') return criterion.lead === id || criterion.support.includes(id)
  return criterion.ways.some((way) => {
    if (list === 'statistics') return way.statistic === id
    if (list === 'scales') return way.scale === id
    return way[list].includes(id)
  })
}

/** The tree node and list item that a fault's place points at: `tree/P01.S02/onsite`, `checks/CHK-1`. */
export function placeOfFault(at: string): { list: ListName | 'tree' | 'about'; id: string } {
  const [first = '', second = '', ...rest] = at.split('/')
  if (first === 'tree') {
    const deepest = [second, ...rest].findLast((part) => /^[A-Z]/.test(part))
    return { list: 'tree', id: deepest ?? second }
  }
  return (listNames as readonly string[]).includes(first) ? { list: first as ListName, id: second } : { list: 'about', id: '' }
}
