/**
 * Two editions, line by line: what became of every criterion. A crosswalk that the new edition states is followed first,
 * then equal codes, then alike wording; every line says which of these it rests on, because a person will decide by it
 * what a whole city carries over.
 */
import { z } from 'zod'
import { Hundredths } from '../base/points.ts'
import { Text } from '../base/text.ts'
import { bigramsOf, bestPairs, likeness } from './similarity.ts'
import { type Branch, criteriaOf, type Criterion, type Edition, type Link, type Way } from './edition.ts'
import { Code, Method, methods } from './terms.ts'

/** What can have happened to a criterion. */
export const changes = [
  'split',
  'merged',
  'added',
  'dropped',
  'overlaps',
  'methodChanged',
  'ruleChanged',
  'checksChanged',
  'reweighted',
  'moved',
  'reworded',
  'unitsChanged',
  'unchanged',
] as const
export const Change = z.enum(changes)
export type Change = z.infer<typeof Change>

/** A criterion as it stands in one of the two editions. */
export const Side = z.object({
  id: Code,
  title: Text,
  /** Titles of the branches above it, root first. */
  path: z.array(Text),
  points: Hundredths,
  methods: z.array(Method),
})
export type Side = z.infer<typeof Side>

/** One line of a comparison. Several criteria stand on a side when it was split, merged or overlaps. */
export const Line = z.object({
  /** The weightiest change; `changes` has all of them. */
  kind: Change,
  changes: z.array(Change),
  from: z.array(Side),
  to: z.array(Side),
  /** What the pairing rests on: the stated crosswalk, equal codes, alike wording, or nothing found. */
  by: z.enum(['crosswalk', 'code', 'wording', 'nothing']),
  /** Likeness of the titles in thousandths, where it was looked at. */
  likeness: z.int().optional(),
  /** What the crosswalk says about it. */
  note: Text.optional(),
})
export type Line = z.infer<typeof Line>

/** A check, point type, question or statistic that came, went or was changed. */
export const ListChange = z.object({
  list: z.enum(['pointTypes', 'checks', 'questions', 'statistics', 'unitKinds', 'scales', 'gates', 'vetoes']),
  id: z.string(),
  change: z.enum(['added', 'dropped', 'changed']),
  from: Text.optional(),
  to: Text.optional(),
})
export type ListChange = z.infer<typeof ListChange>

/** Two editions, line by line. */
export const Comparison = z.object({
  lines: z.array(Line),
  counts: z.partialRecord(Change, z.int()),
  lists: z.array(ListChange),
  /** Points by method in both, for the head of the page. */
  points: z.array(z.object({ method: Method, from: Hundredths, to: Hundredths })),
})
export type Comparison = z.infer<typeof Comparison>

interface Leaf {
  readonly criterion: Criterion
  readonly path: readonly Branch[]
}

interface Pairing {
  readonly from: readonly Leaf[]
  readonly to: readonly Leaf[]
  readonly by: Line['by']
  readonly relation?: Link['relation'] | undefined
  readonly note?: Text | undefined
  readonly likeness?: number | undefined
}

/** Compares an edition with a later (or any other) one. Lines follow the old edition; what is new comes where the new one has it. */
export function compareEditions(from: Edition, to: Edition): Comparison {
  const old = new Map(criteriaOf(from.tree).map((leaf) => [leaf.criterion.id, leaf]))
  const now = new Map(criteriaOf(to.tree).map((leaf) => [leaf.criterion.id, leaf]))
  const pairings = [...byCrosswalk(from, to, old, now)]
  const left = () => remaining(pairings, old, now)
  pairings.push(...byCode(from, to, left(), (alike) => alike >= sameCodeFrom))
  pairings.push(...byWording(left()))
  pairings.push(...byCode(from, to, left(), (_, a, b) => sameParent(a, b)))
  const rest = left()
  pairings.push(...rest.from.map((leaf) => ({ from: [leaf], to: [], by: 'nothing' as const })))
  pairings.push(...rest.to.map((leaf) => ({ from: [], to: [leaf], by: 'nothing' as const })))
  const lines = inOrder(pairings, old, now).map(lineOf)
  return { lines, counts: countsOf(lines), lists: listChanges(from, to), points: methodPoints(from, to) }
}

type Leaves = ReadonlyMap<string, Leaf>

/** Follows the links that the new edition states about the old one, or the old one's about the new, read backwards. */
function byCrosswalk(from: Edition, to: Edition, old: Leaves, now: Leaves): Pairing[] {
  const stated = to.crosswalks.find((walk) => walk.standard === from.standard && walk.edition === from.edition)
  const backwards = from.crosswalks.find((walk) => walk.standard === to.standard && walk.edition === to.edition)
  const links = stated?.links ?? backwards?.links.map(turned) ?? []
  const leaves = (ids: readonly string[], all: Leaves) => ids.flatMap((id) => all.get(id) ?? [])
  return links.flatMap((link): Pairing[] => {
    const pairing = {
      from: leaves(link.from, old),
      to: leaves(link.to, now),
      by: 'crosswalk' as const,
      relation: link.relation,
      note: link.note,
    }
    return pairing.from.length + pairing.to.length === 0 ? [] : [pairing]
  })
}

const opposite: Partial<Record<Link['relation'], Link['relation']>> = {
  split: 'merged',
  merged: 'split',
  added: 'dropped',
  dropped: 'added',
}
const turned = (link: Link): Link => ({ ...link, from: link.to, to: link.from, relation: opposite[link.relation] ?? link.relation })

function remaining(pairings: readonly Pairing[], old: Leaves, now: Leaves): { from: Leaf[]; to: Leaf[] } {
  const usedFrom = new Set(pairings.flatMap(({ from }) => from))
  const usedTo = new Set(pairings.flatMap(({ to }) => to))
  return { from: [...old.values()].filter((leaf) => !usedFrom.has(leaf)), to: [...now.values()].filter((leaf) => !usedTo.has(leaf)) }
}

/**
 * A code alone may deceive when an edition was numbered anew: the wording must not be wholly different. Only what is left
 * over at the end is paired by code alone, and only below a branch of the same name.
 */
const sameCodeFrom = 250
const sameParent = (a: Leaf, b: Leaf): boolean => sameWords(a.path.at(-1)?.title ?? nothing, b.path.at(-1)?.title ?? nothing)
const nothing: Text = { zh: '-', en: '' }

type Accepts = (alike: number, old: Leaf, now: Leaf) => boolean

function byCode(from: Edition, to: Edition, left: { from: Leaf[]; to: Leaf[] }, accepts: Accepts): Pairing[] {
  if (from.standard !== to.standard) return []
  const now = new Map(left.to.map((leaf) => [leaf.criterion.id, leaf]))
  return left.from.flatMap((leaf): Pairing[] => {
    const same = now.get(leaf.criterion.id)
    const alike = same ? likeness(bigramsOf(leaf.criterion.title.zh), bigramsOf(same.criterion.title.zh)) : 0
    return same && accepts(alike, leaf, same) ? [{ from: [leaf], to: [same], by: 'code', likeness: alike }] : []
  })
}

function byWording(left: { from: Leaf[]; to: Leaf[] }): Pairing[] {
  const titles = (leaves: readonly Leaf[]) => leaves.map(({ criterion }) => criterion.title.zh)
  return bestPairs(titles(left.from), titles(left.to)).map(({ from, to, likeness }) => ({
    from: [left.from[from]!],
    to: [left.to[to]!],
    by: 'wording' as const,
    likeness,
  }))
}

/** Lines in the order of the old edition; new criteria after what stands before them in the new one. */
function inOrder(pairings: readonly Pairing[], old: Leaves, now: Leaves): Pairing[] {
  const oldAt = new Map([...old.values()].map((leaf, index) => [leaf, index]))
  const nowList = [...now.values()]
  const placeOf = new Map<Leaf, number>()
  for (const pairing of pairings) for (const leaf of pairing.to) if (pairing.from[0]) placeOf.set(leaf, oldAt.get(pairing.from[0])!)
  let last = -1
  const after = new Map(nowList.map((leaf, index) => [leaf, [(last = placeOf.get(leaf) ?? last), index] as const]))
  const keyOf = ({ from, to }: Pairing): readonly [number, number] => (from[0] ? [oldAt.get(from[0])!, -1] : after.get(to[0]!)!)
  return pairings
    .map((pairing) => ({ pairing, key: keyOf(pairing) }))
    .sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1])
    .map(({ pairing }) => pairing)
}

function lineOf(pairing: Pairing): Line {
  const { from, to, by, note } = pairing
  const found = changesOf(pairing)
  const kind = changes.find((change) => found.has(change))
  return {
    kind: kind ?? 'unchanged',
    changes: kind === undefined ? ['unchanged'] : changes.filter((change) => found.has(change)),
    from: from.map(sideOf),
    to: to.map(sideOf),
    by,
    ...(pairing.likeness === undefined ? {} : { likeness: pairing.likeness }),
    ...(note === undefined ? {} : { note }),
  }
}

function changesOf({ from, to, relation }: Pairing): Set<Change> {
  if (to.length === 0) return new Set(['dropped'])
  if (from.length === 0) return new Set(['added'])
  if (relation === 'overlaps') return new Set(['overlaps'])
  if (from.length > 1) return new Set([to.length > 1 ? 'split' : 'merged'])
  if (to.length > 1) return new Set(['split'])
  const [old, now] = [from[0]!, to[0]!]
  const found = new Set<Change>(waysChanges(old.criterion.ways, now.criterion.ways))
  if (isMoved(old, now)) found.add('moved')
  if (!sameWords(old.criterion.title, now.criterion.title)) found.add('reworded')
  const units = ({ criterion }: Leaf) => JSON.stringify([criterion.lead ?? '', [...criterion.support].sort()])
  if (units(old) !== units(now)) found.add('unitsChanged')
  return found
}

/** Width of letters, spaces and punctuation are no new wording. */
const bare = (text: string) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '')
const sameWords = (a: Text, b: Text): boolean => bare(a.zh) === bare(b.zh)

/** Under another branch: another code and other words. A branch that was only renumbered or only renamed moves nothing. */
function isMoved(old: Leaf, now: Leaf): boolean {
  const [a, b] = [old.path.at(-1), now.path.at(-1)]
  return a?.id !== b?.id && (!a || !b || !sameWords(a.title, b.title))
}

function waysChanges(old: readonly Way[], now: readonly Way[]): Change[] {
  const byMethod = (ways: readonly Way[]) => new Map(ways.map((way) => [way.method, way]))
  const [before, after] = [byMethod(old), byMethod(now)]
  const found: Change[] = []
  const common = [...before.keys()].filter((method) => after.has(method))
  if (common.length !== before.size || common.length !== after.size) found.push('methodChanged')
  const differs = (of: (way: Way) => unknown) =>
    common.some((method) => JSON.stringify(of(before.get(method)!)) !== JSON.stringify(of(after.get(method)!)))
  if (differs(({ rule }) => sorted(rule))) found.push('ruleChanged')
  if (differs(looked)) found.push('checksChanged')
  const sum = (ways: readonly Way[]) => ways.reduce((total, { points }) => total + points, 0)
  if (differs(({ points }) => points) || sum(old) !== sum(now)) found.push('reweighted')
  return found
}

const sorted = (value: object) => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))

/** Everything a way looks at or asks for, in one comparable form. */
const looked = (way: Way) => [
  [...way.checks].sort(),
  [...way.pointTypes].sort(),
  [...way.questions].sort(),
  way.statistic ?? '',
  way.scale ?? '',
  way.evidence.map(({ kind, title, min, max, maxChars }) => [kind, bare(title.zh), min, max, maxChars ?? 0]),
]

const sideOf = ({ criterion, path }: Leaf): Side => ({
  id: criterion.id,
  title: criterion.title,
  path: path.map(({ title }) => title),
  points: criterion.ways.reduce((sum, { points }) => sum + points, 0) as Hundredths,
  methods: criterion.ways.map(({ method }) => method),
})

function countsOf(lines: readonly Line[]): Partial<Record<Change, number>> {
  const counts: Partial<Record<Change, number>> = {}
  for (const { kind } of lines) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

const compared = ['pointTypes', 'checks', 'questions', 'statistics', 'unitKinds', 'scales', 'gates', 'vetoes'] as const

function listChanges(from: Edition, to: Edition): ListChange[] {
  return compared.flatMap((list) => {
    const before = new Map<string, { title?: Text | undefined }>(from[list].map((item) => [item.id, item]))
    const after = new Map<string, { title?: Text | undefined }>(to[list].map((item) => [item.id, item]))
    const words = (item: { title?: Text | undefined } | undefined, side: 'from' | 'to') => (item?.title ? { [side]: item.title } : {})
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((id): ListChange[] => {
      const [a, b] = [before.get(id), after.get(id)]
      if (a && b && JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))) return []
      return [{ list, id, change: !a ? 'added' : b ? 'changed' : 'dropped', ...words(a, 'from'), ...words(b, 'to') }]
    })
  })
}

function methodPoints(from: Edition, to: Edition): Comparison['points'] {
  const sums = (edition: Edition) => {
    const by = new Map<Method, number>()
    for (const { criterion } of criteriaOf(edition.tree))
      for (const way of criterion.ways) by.set(way.method, (by.get(way.method) ?? 0) + way.points)
    return by
  }
  const [a, b] = [sums(from), sums(to)]
  return methods
    .filter((method) => a.has(method) || b.has(method))
    .map((method) => ({ method, from: (a.get(method) ?? 0) as Hundredths, to: (b.get(method) ?? 0) as Hundredths }))
}
