/**
 * Checks an edition as a careful reader would: ids once, references that exist, sums that add up, rules that fit their
 * method, a crosswalk that forgets nothing. Every fault says where, and its sentence says the remedy; none is mended
 * silently, because a standard is the city's text and not ours.
 */
import type { z } from 'zod'
import type { Fault } from '../base/problem.ts'
import { formatHundredths } from '../base/points.ts'
import { checkCrosswalks } from './crosswalk-check.ts'
import { type Criterion, criteriaOf, Edition, isCriterion, type Node, pointsOf, type Way } from './edition.ts'
import { type Method } from './terms.ts'
import type { Rule } from './rules/index.ts'

/** Gives another edition when a crosswalk names it; undefined when it is not at hand (then its ids are not checked). */
export type OtherEdition = (standard: string, edition: string) => Edition | undefined

/** Which rules can read what a method brings. */
export const rulesFor: Record<Method, readonly Rule['name'][]> = {
  materials: ['gradeFactor', 'allOrNothing', 'ratioCapped', 'thresholdShare', 'piecewiseLinear', 'numericThresholds', 'bonus'],
  onsite: [
    'conformityRate',
    'deductPerMiss',
    'allOrNothing',
    'thresholdShare',
    'ratioCapped',
    'piecewiseLinear',
    'numericThresholds',
    'bonus',
  ],
  survey: ['surveyShare', 'surveyMean', 'thresholdShare', 'piecewiseLinear'],
  statistics: ['numericThresholds', 'ratioCapped', 'thresholdShare', 'piecewiseLinear', 'bonus'],
  observation: ['conformityRate', 'gradeFactor', 'deductPerMiss', 'allOrNothing', 'thresholdShare', 'piecewiseLinear'],
  opinion: ['gradeFactor', 'allOrNothing', 'bonus'],
}

/** A file or form as an edition, with what is wrong with it. `edition` is absent when the shape itself is broken. */
export function readEdition(input: unknown, other: OtherEdition = () => undefined): { edition?: Edition; faults: Fault[] } {
  const parsed = Edition.safeParse(input)
  if (parsed.success) return { edition: parsed.data, faults: checkEdition(parsed.data, other) }
  const faults = parsed.error.issues
    .flatMap((issue) => insideOf(issue, input, []))
    .map(({ path, message }) => {
      const at = placeOf(input, path)
      return { at, says: 'fault.invalid', details: { at, why: message } }
    })
  return { faults }
}

type Path = readonly PropertyKey[]

/** A node is a criterion or a branch, and the parser says "neither". What it has tells which it wanted to be, and what is wrong in there. */
function insideOf(issue: z.core.$ZodIssue, input: unknown, above: Path): { path: Path; message: string }[] {
  const path = [...above, ...issue.path]
  if (issue.code !== 'invalid_union' || issue.errors.length !== 2) return [{ path, message: issue.message }]
  const node = issue.path.reduce<unknown>((here, step) => (here as Record<PropertyKey, unknown>)[step], input)
  const isLeaf = typeof node === 'object' && node !== null && 'ways' in node
  return issue.errors[isLeaf ? 0 : 1]!.flatMap((inner) => insideOf(inner, node, path))
}

/** Everything wrong with an edition of the right shape; empty when it may be published. */
export function checkEdition(edition: Edition, other: OtherEdition = () => undefined): Fault[] {
  const faults: Fault[] = []
  const say: Say = (at, says, details = {}) => void faults.push({ at, says: `fault.edition.${says}`, details: { at, ...details } })
  checkIds(edition, say)
  checkReferences(edition, say)
  const listed = new Map(edition.pointTypes.map(({ id, checks }) => [id, new Set(checks)]))
  for (const { criterion } of criteriaOf(edition.tree)) checkWays(criterion, listed, say)
  if (edition.tree.length === 0) say('tree', 'empty')
  checkTree(edition.tree, say)
  checkSums(edition, say)
  checkCrosswalks(edition, other, say)
  return faults
}

/** Notes one fault: where, which sentence, and the words put into it. */
export type Say = (at: string, says: string, details?: Record<string, string | number>) => void

const lists = ['scales', 'unitKinds', 'pointTypes', 'checks', 'questions', 'populations', 'statistics', 'gates', 'vetoes'] as const

function checkIds(edition: Edition, say: Say): void {
  const once = (where: string, ids: string[]) => {
    const seen = new Set<string>()
    for (const id of ids) {
      if (seen.has(id)) say(`${where}/${id}`, 'duplicate', { id })
      seen.add(id)
    }
  }
  for (const list of lists)
    once(
      list,
      edition[list].map(({ id }) => id),
    )
  for (const scale of edition.scales)
    once(
      `scales/${scale.id}`,
      scale.grades.map(({ code }) => code),
    )
  once(
    'tree',
    nodesOf(edition.tree).map(({ id }) => id),
  )
}

/** Every node of the tree, branches first. */
const nodesOf = (nodes: readonly Node[]): Node[] => nodes.flatMap((node) => (isCriterion(node) ? [node] : [node, ...nodesOf(node.parts)]))

function checkReferences(edition: Edition, say: Say): void {
  const known = Object.fromEntries(lists.map((list) => [list, new Set(edition[list].map(({ id }) => id))])) as Record<
    (typeof lists)[number],
    Set<string>
  >
  const need = (at: string, list: (typeof lists)[number], ids: readonly (string | undefined)[]) => {
    for (const id of ids) if (id !== undefined && !known[list].has(id)) say(at, `unknown.${list}`, { id })
  }
  for (const check of edition.checks) need(`checks/${check.id}`, 'scales', [check.scale])
  for (const question of edition.questions) {
    need(`questions/${question.id}`, 'scales', [question.scale])
    need(`questions/${question.id}`, 'populations', question.populations)
  }
  for (const type of edition.pointTypes) {
    need(`pointTypes/${type.id}`, 'checks', type.checks)
    need(`pointTypes/${type.id}`, 'unitKinds', type.units)
  }
  for (const { criterion } of criteriaOf(edition.tree)) {
    need(`tree/${criterion.id}`, 'unitKinds', [criterion.lead, ...criterion.support])
    for (const way of criterion.ways) {
      const at = `tree/${criterion.id}/${way.method}`
      need(at, 'checks', way.checks)
      need(at, 'pointTypes', way.pointTypes)
      need(at, 'questions', way.questions)
      need(at, 'statistics', [way.statistic])
      need(at, 'scales', [way.scale])
    }
  }
}

/** What is on the list of each kind of place. */
type Listed = ReadonlyMap<string, ReadonlySet<string>>

function checkWays(criterion: Criterion, listed: Listed, say: Say): void {
  const at = `tree/${criterion.id}`
  if (criterion.ways.length === 0) say(at, 'noWay')
  const methods = criterion.ways.map(({ method }) => method)
  for (const method of new Set(methods.filter((method, index) => methods.indexOf(method) !== index))) say(at, 'twoWays', { method })
  for (const way of criterion.ways) {
    const here = `${at}/${way.method}`
    if (way.points < 0) say(here, 'negative')
    if (!rulesFor[way.method].includes(way.rule.name)) say(here, 'ruleMethod', { rule: way.rule.name, method: way.method })
    const missing = missingOf(way)
    if (missing) say(here, `reads.${missing}`)
    checkPlaces(way, listed, here, say)
  }
}

const numeric: ReadonlySet<string> = new Set(['ratioCapped', 'thresholdShare', 'piecewiseLinear', 'numericThresholds'])

/** What the rule of a way would read and is not given. */
function missingOf(way: Way): 'checks' | 'questions' | 'statistic' | 'scale' | undefined {
  if (way.method === 'onsite') return way.checks.length === 0 || way.pointTypes.length === 0 ? 'checks' : undefined
  if (way.method === 'survey') return way.questions.length === 0 ? 'questions' : undefined
  if (way.method === 'statistics') return way.statistic === undefined ? 'statistic' : undefined
  if (way.method === 'observation' && way.checks.length > 0) return undefined
  if (way.method === 'materials' && numeric.has(way.rule.name)) return way.statistic === undefined ? 'statistic' : undefined
  return way.scale === undefined ? 'scale' : undefined
}

/** A check that is on the list of none of the way's places would never be looked at, and the other way round. */
function checkPlaces(way: Way, listed: Listed, at: string, say: Say): void {
  if (way.checks.length === 0 || way.pointTypes.length === 0) return
  const types = way.pointTypes.flatMap((id) => (listed.has(id) ? [{ id, checks: listed.get(id)! }] : []))
  for (const check of way.checks) if (!types.some(({ checks }) => checks.has(check))) say(at, 'checkNowhere', { id: check })
  for (const { id, checks } of types) if (!way.checks.some((check) => checks.has(check))) say(at, 'typeIdle', { id })
}

function checkTree(nodes: readonly Node[], say: Say): void {
  for (const node of nodes) {
    if (node.title.zh.trim() === '') say(`tree/${node.id}`, 'noText')
    if (isCriterion(node)) continue
    if (node.parts.length === 0) say(`tree/${node.id}`, 'empty')
    checkTree(node.parts, say)
  }
}

function checkSums(edition: Edition, say: Say): void {
  const sum = edition.tree.reduce((total, node) => total + pointsOf(node), 0)
  if (sum !== edition.total) say('total', 'sumTotal', amounts(sum, edition.total))
  if (edition.methodTotals.length > 0) {
    const byMethod = methodSums(edition)
    for (const { method, points } of edition.methodTotals)
      if ((byMethod.get(method) ?? 0) !== points)
        say(`methodTotals/${method}`, 'sumMethod', { method, ...amounts(byMethod.get(method) ?? 0, points) })
    const named = new Set(edition.methodTotals.map(({ method }) => method))
    for (const [method, points] of byMethod)
      if (points > 0 && !named.has(method)) say(`methodTotals/${method}`, 'sumMethod', { method, ...amounts(points, 0) })
  }
  const years = edition.weights.cycle?.years.reduce((total, year) => total + year, 0)
  if (years !== undefined && years !== 100) say('weights/cycle', 'sumYears', { sum: years })
}

/** Points by method over the whole, bonus apart. */
export function methodSums(edition: Edition): Map<Method, number> {
  const sums = new Map<Method, number>()
  for (const { criterion } of criteriaOf(edition.tree))
    if (!criterion.bonus) for (const way of criterion.ways) sums.set(way.method, (sums.get(way.method) ?? 0) + way.points)
  return sums
}

const amounts = (sum: number, of: number) => ({
  sum: formatHundredths(sum),
  of: formatHundredths(of),
  more: formatHundredths(Math.abs(sum - of)),
  side: sum > of ? 'over' : 'under',
})

/** A path of indexes as a person finds it: `tree/P06/P06.I01/ways/onsite/points`. */
function placeOf(input: unknown, path: readonly PropertyKey[]): string {
  const steps: string[] = []
  let here: unknown = input
  for (const step of path) {
    here = (here as Record<PropertyKey, unknown> | undefined)?.[step]
    const named = here as { id?: unknown; method?: unknown } | undefined
    const name = typeof step === 'number' ? (named?.id ?? named?.method) : undefined
    steps.push(typeof name === 'string' ? name : String(step))
  }
  return steps.join('/')
}
