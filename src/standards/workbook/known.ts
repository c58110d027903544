/**
 * What is known already by name: units, places, checks and questions of the city's editions and of the library. A table
 * that says 主次干道 means the kind of place everybody knows, so that its observations serve both standards.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Check, Criterion, Edition, PointType, Question, Scale, UnitKind } from '../edition.ts'
import { criteriaOf } from '../edition.ts'
import { bestPairs } from '../similarity.ts'
import { bareUnit } from './read-words.ts'

/** Names of things, in the editions given, the first edition first. */
export interface Known {
  readonly unit: (name: string) => UnitKind | undefined
  readonly place: (name: string) => PointType | undefined
  readonly check: (name: string) => Check | undefined
  readonly checkById: (id: string) => Check | undefined
  readonly question: (name: string) => Question | undefined
  readonly questionById: (id: string) => Question | undefined
  readonly statisticById: (id: string) => Edition['statistics'][number] | undefined
  readonly scale: (id: string) => Scale | undefined
  readonly population: (id: string) => Edition['populations'][number] | undefined
}

/** Text in one form for comparing names. */
export const bareName = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()

/**
 * A code for something new, made of its name: the same name gets the same code in every import and every city, and two
 * different things never share one. Observations are kept under these codes.
 */
export const codeFor = (prefix: string, name: string): string =>
  `${prefix}-${bytesToHex(sha256(utf8ToBytes(bareName(name))))
    .slice(0, 10)
    .toUpperCase()}`

/** Looks names up in editions. */
export function knownIn(editions: readonly Edition[]): Known {
  const index = <Item>(items: (edition: Edition) => readonly Item[], keysOf: (item: Item) => readonly string[]) => {
    const map = new Map<string, Item>()
    for (const edition of editions) for (const item of items(edition)) for (const key of keysOf(item)) if (!map.has(key)) map.set(key, item)
    return map
  }
  const units = index(
    (edition) => edition.unitKinds,
    ({ title, id }) => [bareUnit(title.zh), id],
  )
  const places = index(
    (edition) => edition.pointTypes,
    ({ title, id }) => [...placeNames(title.zh), id],
  )
  const checks = index(
    (edition) => edition.checks,
    ({ title }) => [bareName(title.zh)],
  )
  const checkIds = index(
    (edition) => edition.checks,
    ({ id }) => [id],
  )
  const questions = index(
    (edition) => edition.questions,
    ({ title }) => [bareName(title.zh)],
  )
  const questionIds = index(
    (edition) => edition.questions,
    ({ id }) => [id],
  )
  const statistics = index(
    (edition) => edition.statistics,
    ({ id }) => [id],
  )
  const scales = index(
    (edition) => edition.scales,
    ({ id }) => [id],
  )
  const populations = index(
    (edition) => edition.populations,
    ({ id }) => [id],
  )
  return {
    unit: (name) => units.get(name) ?? units.get(bareUnit(name)),
    place: (name) => places.get(name) ?? places.get(bareName(name)),
    check: (name) => checkIds.get(name) ?? checks.get(bareName(name)),
    checkById: (id) => checkIds.get(id),
    question: (name) => questionIds.get(name) ?? questions.get(bareName(name)),
    questionById: (id) => questionIds.get(id),
    statisticById: (id) => statistics.get(id),
    scale: (id) => scales.get(id),
    population: (id) => populations.get(id),
  }
}

/** "集贸市场(农贸市场)" is known by both names. */
const placeNames = (title: string): string[] => {
  const [, outer = title, inner] = /^([^(\uff08]*)[(\uff08](.*)[)\uff09]$/.exec(title) ?? []
  return [bareName(title), bareName(outer), ...(inner === undefined ? [] : inner.split('、').map(bareName))]
}

/** For every title the criterion of the edition before that says the same, best pairs first, each used once. */
export function likeBefore(titles: readonly string[], before: Edition | undefined): ReadonlyMap<number, Criterion> {
  if (!before) return new Map()
  const old = criteriaOf(before.tree).map(({ criterion }) => criterion)
  const pairs = bestPairs(
    titles,
    old.map(({ title }) => title.zh),
  )
  return new Map(pairs.map(({ from, to }) => [from, old[to]!]))
}
