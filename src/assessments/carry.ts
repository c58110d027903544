/**
 * A new edition under a running campaign: what becomes of every duty, observation, document and result of the old one. The
 * comparison of the editions proposes, with the reason; a person decides; only then anything is carried over.
 */
import { z } from 'zod'
import type { Line } from '../standards/compare.ts'
import { criteriaOf, type Edition, factOf } from '../standards/edition.ts'
import { type Method } from '../standards/terms.ts'

/** What can become of an item. */
export const outcomes = ['carried', 'carriedWithReview', 'split', 'merged', 'reopened', 'dropped'] as const
export const Outcome = z.enum(outcomes)
export type Outcome = z.infer<typeof Outcome>

/** What is carried over. */
export const CarryKind = z.enum(['duty', 'observation', 'document', 'result'])
export type CarryKind = z.infer<typeof CarryKind>

/** A proposal with its reason (a key of `locales/`: `assessments.carry.<reason>`) and the criteria or facts it leads to. */
export interface Proposal {
  readonly outcome: Outcome
  readonly reason: string
  readonly to: readonly string[]
}

/** What happened to a criterion, as far as carrying over asks. */
export type Fate = Pick<Line, 'kind' | 'changes' | 'from' | 'to'>

/** Changes of a criterion after which what was done must be looked at again. */
const grave = new Set<string>(['methodChanged', 'ruleChanged', 'checksChanged', 'reworded', 'overlaps'])

/** The line of a comparison that tells the fate of an old criterion. */
export const fateOf = (lines: readonly Line[], criterion: string): Line | undefined =>
  lines.find(({ from }) => from.some(({ id }) => id === criterion))

/** What becomes of a duty. One that was done is opened again when the requirement changed in substance. */
export function proposeDuty(fate: Fate | undefined, done: boolean): Proposal {
  const plain = proposePlain(fate)
  if (plain !== undefined) return plain
  const { kind, changes, to } = fate!
  const targets = to.map(({ id }) => id)
  const substance = changes.some((change) => grave.has(change))
  if (substance && done) return { outcome: 'reopened', reason: kind, to: targets }
  return { outcome: substance || changes.includes('unitsChanged') ? 'carriedWithReview' : 'carried', reason: kind, to: targets }
}

/** What becomes of a graded document: only where the new criterion still asks for its method. */
export function proposeDocument(fate: Fate | undefined, method: Method): Proposal {
  const asking = fate?.to.filter(({ methods }) => methods.includes(method)) ?? []
  if (fate !== undefined && fate.to.length > 0 && asking.length === 0) return { outcome: 'dropped', reason: 'methodGone', to: [] }
  const plain = proposePlain(fate && { ...fate, to: asking })
  if (plain !== undefined) return plain
  const { kind, changes } = fate!
  const outcome = changes.some((change) => grave.has(change)) ? 'carriedWithReview' : 'carried'
  return { outcome, reason: kind, to: asking.map(({ id }) => id) }
}

/** The fates that are the same for duties and documents: dropped, split, merged. */
function proposePlain(fate: Fate | undefined): Proposal | undefined {
  const targets = fate?.to.map(({ id }) => id) ?? []
  if (fate === undefined || targets.length === 0) return { outcome: 'dropped', reason: 'dropped', to: [] }
  if (fate.kind === 'split' && targets.length > 1) return { outcome: 'split', reason: 'split', to: targets }
  if (fate.kind === 'merged' || (fate.kind === 'split' && fate.from.length > 1)) return { outcome: 'merged', reason: 'merged', to: targets }
  return undefined
}

/** A fact that an edition looks at, asks or counts: how it is described there, and the criteria that read it. */
export interface ReadFact {
  readonly described: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly criteria: readonly string[]
}

/** Every check, question and statistic of an edition by `kind fact`. */
export function readFacts(edition: Edition): Map<string, ReadFact> {
  const scales = new Map(edition.scales.map((scale) => [scale.id as string, scale.grades.map(({ code, factor }) => [code, factor])]))
  const ways = criteriaOf(edition.tree).flatMap(({ criterion }) => criterion.ways.map((way) => ({ criterion: criterion.id, way })))
  const readers = (reads: (way: (typeof ways)[number]['way']) => boolean) => [
    ...new Set(ways.filter(({ way }) => reads(way)).map(({ criterion }) => criterion)),
  ]
  const found = new Map<string, ReadFact>()
  for (const { id, title, kind, scale, threshold, ...check } of edition.checks)
    found.set(`check ${factOf({ id, ...check })}`, {
      title,
      described: JSON.stringify([title.zh, kind, scales.get(scale) ?? scale, threshold ?? null]),
      criteria: readers((way) => way.checks.includes(id)),
    })
  for (const { id, title, scale } of edition.questions)
    found.set(`answer ${id}`, {
      title,
      described: JSON.stringify([title.zh, scales.get(scale) ?? scale]),
      criteria: readers((way) => way.questions.includes(id)),
    })
  for (const { id, title, unit, ...statistic } of edition.statistics)
    found.set(`statistic ${factOf({ id, ...statistic })}`, {
      title,
      described: JSON.stringify([title.zh, unit.zh]),
      criteria: readers((way) => way.statistic === id),
    })
  return found
}

/** What becomes of the observations of a fact. They are read where the new edition names the fact; nothing is copied. */
export function proposeFact(before: ReadFact, after: ReadFact | undefined): Proposal {
  if (after === undefined) return { outcome: 'dropped', reason: 'factGone', to: [] }
  if (after.criteria.length === 0) return { outcome: 'dropped', reason: 'factUnread', to: [] }
  const same = before.described === after.described
  return { outcome: same ? 'carried' : 'carriedWithReview', reason: same ? 'factSame' : 'factChanged', to: after.criteria }
}

/** Share of the new edition's points, in percent, whose criteria came over without a change of substance. */
export function comparableShare(lines: readonly Line[]): number {
  const all = lines.flatMap(({ to }) => to)
  const whole = all.reduce((sum, { points }) => sum + points, 0)
  const kept = lines.filter(({ from, to, changes }) => from.length === 1 && to.length === 1 && !changes.some((change) => grave.has(change)))
  const points = kept.reduce((sum, { to }) => sum + to[0]!.points, 0)
  return whole === 0 ? 0 : Math.floor((100 * points) / whole)
}

/** What becomes of a stored score: it stays as it is; whether the new edition's figures may be set beside it is the question. */
export function proposeResult(share: number): Proposal {
  if (share === 100) return { outcome: 'carried', reason: 'comparable', to: [] }
  return share >= 50
    ? { outcome: 'carriedWithReview', reason: 'partlyComparable', to: [] }
    : { outcome: 'dropped', reason: 'notComparable', to: [] }
}
