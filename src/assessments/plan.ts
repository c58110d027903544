/**
 * An edition made ready for counting: its tree with numbered ways, and for every fact the ways that read it. The same fact
 * observed once feeds every way, and every standard, that names it.
 */
import { factOfWay } from '../inspections/observation.ts'
import { type Criterion, type Edition, factOf, isCriterion, type Node, type Way } from '../standards/edition.ts'
import { type SubjectKind } from '../standards/terms.ts'
import { type Method } from '../standards/terms.ts'
import type { Rule } from '../standards/rules/index.ts'

/** Kinds of counted facts. `reviews` holds every review, `review` only the last one of each subject. */
export type FactKind = 'check' | 'answer' | 'statistic' | 'review' | 'reviews'

/** One way of a criterion, numbered. `id` is `criterion/method`, with `/2` … when a method is used again. */
export interface PlannedWay {
  readonly at: number
  readonly id: string
  readonly criterion: string
  readonly method: Method
  readonly points: number
  readonly rule: Rule
  readonly bonus: boolean
  /** False when the criterion is not for this kind of subject. */
  readonly applies: boolean
  /** Facts it reads, as in `observations.fact`, and their kind. */
  readonly kind: FactKind
  readonly facts: readonly string[]
  /** Columns that hold the misses of single point types, where the rule deducts differently. */
  readonly byType: Readonly<Record<string, number>>
}

/** A node of the tree; a criterion has ways, a branch has parts. `first` to `last` are the ways below it. */
export interface PlannedNode {
  readonly id: string
  readonly kind: 'branch' | 'criterion'
  readonly parts: readonly PlannedNode[]
  readonly ways: readonly PlannedWay[]
  readonly first: number
  readonly last: number
}

/** That a fact feeds a column: from points of which types (null = any), and whether also from no point at all. */
export interface Feed {
  readonly column: number
  readonly types: ReadonlySet<string> | null
  readonly placeless: boolean
}

/** An edition laid out for counting. */
export interface Plan {
  readonly total: number
  readonly tree: readonly PlannedNode[]
  readonly ways: readonly PlannedWay[]
  /** Columns of a tally row: one per way, then those for single point types. */
  readonly columns: number
  readonly feeds: ReadonlyMap<string, readonly Feed[]>
}

/** The key of a fact of a kind, as feeds and counts know it. */
export const factKey = (kind: FactKind, fact: string): string => `${kind} ${fact}`

/** A plan in the making. */
interface Draft {
  readonly edition: Edition
  readonly subject: SubjectKind | undefined
  readonly ways: PlannedWay[]
  readonly feeds: Map<string, Feed[]>
  readonly facts: { readonly checks: ReadonlyMap<string, string>; readonly statistics: ReadonlyMap<string, string> }
  /** Point types whose list names a check. */
  readonly typesWith: ReadonlyMap<string, ReadonlySet<string>>
  columns: number
}

/** Makes an edition ready for counting, for a kind of subject (absent = all criteria apply). */
export function planOf(edition: Edition, subject?: SubjectKind): Plan {
  const typesWith = new Map<string, Set<string>>()
  for (const type of edition.pointTypes)
    for (const check of type.checks) typesWith.set(check, (typesWith.get(check) ?? new Set()).add(type.id))
  const draft: Draft = {
    edition,
    subject,
    ways: [],
    feeds: new Map(),
    facts: {
      checks: new Map(edition.checks.map((check) => [check.id, factOf(check)])),
      statistics: new Map(edition.statistics.map((statistic) => [statistic.id, factOf(statistic)])),
    },
    typesWith,
    columns: edition.tree.reduce((sum, node) => sum + countWays(node), 0),
  }
  const tree = edition.tree.map((node) => planNode(draft, node))
  return { total: edition.total, tree, ways: draft.ways, columns: draft.columns, feeds: draft.feeds }
}

const countWays = (node: Node): number =>
  isCriterion(node) ? node.ways.length : node.parts.reduce((sum, part) => sum + countWays(part), 0)

function planNode(draft: Draft, node: Node): PlannedNode {
  const first = draft.ways.length
  if (isCriterion(node)) {
    const ways = node.ways.map((way) => planWay(draft, way, node))
    return { id: node.id, kind: 'criterion', parts: [], ways, first, last: draft.ways.length }
  }
  const parts = node.parts.map((part) => planNode(draft, part))
  return { id: node.id, kind: 'branch', parts, ways: [], first, last: draft.ways.length }
}

function planWay(draft: Draft, way: Way, criterion: Criterion): PlannedWay {
  const { ways, subject } = draft
  const before = ways.filter((other) => other.criterion === criterion.id && other.method === way.method).length
  const special = way.rule.name === 'deductPerMiss' ? Object.keys(way.rule.byPointType ?? {}) : []
  const planned: PlannedWay = {
    at: ways.length,
    id: `${criterion.id}/${way.method}${before === 0 ? '' : `/${before + 1}`}`,
    criterion: criterion.id,
    method: way.method,
    points: way.points,
    rule: way.rule,
    bonus: criterion.bonus,
    applies: subject === undefined || criterion.subjects === undefined || criterion.subjects.includes(subject),
    ...readsOf(draft, way, criterion),
    byType: Object.fromEntries(special.map((type) => [type, draft.columns++])),
  }
  ways.push(planned)
  if (planned.applies) planned.facts.forEach((fact, index) => feedWay(draft, planned, fact, typesOf(draft, way, way.checks[index])))
  return planned
}

/** The facts a way reads, by its method. */
function readsOf({ edition, facts }: Draft, way: Way, criterion: Criterion): Pick<PlannedWay, 'kind' | 'facts'> {
  if (way.method === 'survey') return { kind: 'answer', facts: way.questions }
  if (way.method === 'statistics') {
    return { kind: 'statistic', facts: way.statistic === undefined ? [] : [facts.statistics.get(way.statistic) ?? way.statistic] }
  }
  // An overall observation without checks is graded as a whole, like a review.
  if (way.method === 'onsite' || (way.method === 'observation' && way.checks.length > 0))
    return { kind: 'check', facts: way.checks.map((check) => facts.checks.get(check) ?? check) }
  const mean = way.rule.name === 'gradeFactor' && way.rule.take === 'mean'
  return { kind: mean ? 'reviews' : 'review', facts: [factOfWay(edition, criterion.id, way.method)] }
}

/** Types of points that count: those the way names, else all that list the check, else any. */
function typesOf({ typesWith }: Draft, way: Way, check: string | undefined): Pick<Feed, 'types' | 'placeless'> {
  if (check === undefined) return { types: null, placeless: true }
  if (way.pointTypes.length > 0) return { types: new Set(way.pointTypes), placeless: false }
  return { types: typesWith.get(check) ?? null, placeless: true }
}

function feedWay({ feeds }: Draft, way: PlannedWay, fact: string, from: Pick<Feed, 'types' | 'placeless'>): void {
  const key = factKey(way.kind, fact)
  const into = feeds.get(key) ?? []
  feeds.set(key, into)
  into.push({ column: way.at, ...from })
  for (const [type, column] of Object.entries(way.byType))
    if (from.types === null || from.types.has(type)) into.push({ column, types: new Set([type]), placeless: false })
}
