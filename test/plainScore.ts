/**
 * The second implementation of the score, for tests only: plain and slow, straight from the formulas of the rules, with
 * exact fractions and whole passes over the observations. It shares no code with the first, so both can only agree by
 * both being right.
 */
import type { Criterion, Edition, Node, Way } from '../src/standards/edition.ts'
import type { Rule } from '../src/standards/rules/index.ts'
import type { TestObservation, TestPlace } from './editions.ts'

type Fraction = readonly [bigint, bigint]
const fraction = (num: bigint, den: bigint): Fraction => (den < 0n ? [-num, -den] : [num, den])
const less = (a: Fraction, b: Fraction) => a[0] * b[1] < b[0] * a[1]
const same = (a: Fraction, b: Fraction) => a[0] * b[1] === b[0] * a[1]
const times = (a: Fraction, b: Fraction) => fraction(a[0] * b[0], a[1] * b[1])
const minus = (a: Fraction, b: Fraction) => fraction(a[0] * b[1] - b[0] * a[1], a[1] * b[1])
const over = (a: Fraction, b: Fraction) => fraction(a[0] * b[1], a[1] * b[0])
const clamp = (a: Fraction): Fraction => (less(a, [0n, 1n]) ? [0n, 1n] : less([1n, 1n], a) ? [1n, 1n] : a)
const decimal = (text: string): Fraction => {
  const [whole = '0', part = ''] = text.replace('-', '').split('.')
  const num = BigInt(whole + part)
  return [text.startsWith('-') ? -num : num, 10n ** BigInt(part.length)]
}
const percent = (text: string): Fraction => over(decimal(text), [100n, 1n])

/** Whole hundredths of points × share, half up. */
const rounded = (points: number, [num, den]: Fraction): number => Number((2n * BigInt(points) * num + den) / (2n * den))

export interface PlainNode {
  id: string
  got: number
  of: number
  full: number
  open: number
  na: number
  bonus: number
}

interface Sums {
  good: bigint
  count: bigint
  full: bigint
  zero: bigint
  notApplicable: number
  values: bigint[]
  zeroAt: (type: string) => bigint
}

/** A part of the city: which places belong to it, and the area that its own records name. Null = the whole city. */
export type Part = { has: (place: TestPlace) => boolean; own: string | null } | null

interface World {
  edition: Edition
  /** Observations that nobody has corrected. */
  valid: readonly TestObservation[]
  places: readonly TestPlace[]
  within: Part
}

const placeOf = ({ places }: World, id: string | null) => places.find((place) => place.id === id)

/** Every node, criterion and way of the score of a part of the city. */
export function plainScore(
  edition: Edition,
  observations: readonly TestObservation[],
  places: readonly TestPlace[],
  within: Part,
): PlainNode[] {
  const replaced = new Set(observations.map(({ supersedes }) => supersedes).filter((id) => id !== null))
  const world: World = { edition, places, within, valid: observations.filter(({ id }) => !replaced.has(id)) }
  const out: PlainNode[] = []
  const walk = (node: Node): PlainNode => {
    const parts: PlainNode[] = []
    if ('ways' in node) {
      const seen: Record<string, number> = {}
      for (const way of node.ways) {
        seen[way.method] = (seen[way.method] ?? 0) + 1
        const id = `${node.id}/${way.method}${seen[way.method] === 1 ? '' : `/${seen[way.method]}`}`
        const part = wayNode(world, node, way, id)
        out.push(part)
        parts.push(part)
      }
    } else for (const part of node.parts) parts.push(walk(part))
    const whole = total(node.id, parts)
    out.push(whole)
    return whole
  }
  out.push(total('', edition.tree.map(walk)))
  return out
}

/** Checks and answers of all places of the part. */
function many(world: World, it: TestObservation): boolean {
  const place = placeOf(world, it.place)
  return world.within === null || (place !== undefined && world.within.has(place))
}

/** Records of the part itself, not of what is inside it. */
function single(world: World, it: TestObservation): boolean {
  const place = placeOf(world, it.place)
  if (world.within === null) return place === undefined || (place.type === null && place.district === null)
  return it.place === world.within.own
}

/** The observations that a way is about. */
function usedBy(world: World, criterion: Criterion, way: Way): TestObservation[] {
  const { edition, valid } = world
  if (way.method === 'survey') return valid.filter((it) => it.kind === 'answer' && way.questions.includes(it.fact) && many(world, it))
  if (way.method === 'statistics') {
    const statistic = edition.statistics.find((item) => item.id === way.statistic)
    return newest(valid.filter((it) => it.kind === 'statistic' && it.fact === (statistic?.fact ?? way.statistic) && single(world, it)))
  }
  if (way.method === 'onsite' || (way.method === 'observation' && way.checks.length > 0))
    return way.checks.flatMap((code) => seenAt(world, way, code))
  const fact = `${edition.standard}/${edition.edition}/${criterion.id}/${way.method}`
  const reviews = valid.filter((it) => it.kind === 'review' && it.fact === fact && single(world, it))
  return way.rule.name === 'gradeFactor' && way.rule.take === 'mean' ? reviews : newest(reviews)
}

/** Observations of a check at the kinds of place that count for the way. */
function seenAt(world: World, way: Way, code: string): TestObservation[] {
  const check = world.edition.checks.find((item) => item.id === code)
  const lists = world.edition.pointTypes.filter((type) => type.checks.includes(code)).map((type) => type.id)
  return world.valid.filter((it) => {
    if (it.kind !== 'check' || it.fact !== (check?.fact ?? code) || !many(world, it)) return false
    const type = placeOf(world, it.place)?.type ?? null
    if (type === null) return way.pointTypes.length === 0
    return way.pointTypes.length > 0 ? way.pointTypes.includes(type) : lists.length === 0 || lists.includes(type)
  })
}

function sumsOf(world: World, used: readonly TestObservation[]): Sums {
  const each = used.flatMap((it) => Array.from({ length: it.times }, () => it))
  const graded = each.filter((it) => it.factor !== null)
  return {
    good: graded.reduce((sum, it) => sum + BigInt(it.factor!), 0n),
    count: BigInt(graded.length),
    full: BigInt(graded.filter((it) => it.factor === 1000).length),
    zero: BigInt(graded.filter((it) => it.factor === 0).length),
    notApplicable: each.filter((it) => it.factor === null && it.value === null).length,
    values: each.filter((it) => it.value !== null).map((it) => BigInt(it.value!)),
    zeroAt: (type) => BigInt(graded.filter((it) => it.factor === 0 && placeOf(world, it.place)?.type === type).length),
  }
}

function wayNode(world: World, criterion: Criterion, way: Way, id: string): PlainNode {
  const none = { id, got: 0, of: 0, full: 0, open: 0, na: 0, bonus: 0 }
  const sums = sumsOf(world, usedBy(world, criterion, way))
  const onlyValues = ['numericThresholds', 'ratioCapped'].includes(way.rule.name)
  const either = ['bonus', 'piecewiseLinear', 'thresholdShare'].includes(way.rule.name)
  const counted = onlyValues ? sums.values.length > 0 : sums.count > 0n || (either && sums.values.length > 0)
  if (!counted) {
    if (criterion.bonus) return none
    return sums.notApplicable > 0 ? { ...none, full: way.points, na: way.points } : { ...none, full: way.points, open: way.points }
  }
  const got = rounded(way.points, clamp(plainShare(way.rule, sums)))
  return criterion.bonus ? { ...none, bonus: got } : { ...none, got, of: way.points, full: way.points }
}

const total = (id: string, parts: PlainNode[]): PlainNode => {
  const add = (name: 'got' | 'of' | 'full' | 'open' | 'na' | 'bonus') => parts.reduce((sum, part) => sum + part[name], 0)
  return { id, got: add('got'), of: add('of'), full: add('full'), open: add('open'), na: add('na'), bonus: add('bonus') }
}

/** The last observation of each place, by time and then by arrival. */
function newest(list: TestObservation[]): TestObservation[] {
  const sorted = [...list].sort((a, b) => (a.at === b.at ? b.seq - a.seq : a.at < b.at ? 1 : -1))
  return sorted.filter((it, index) => sorted.findIndex((other) => other.place === it.place) === index)
}

function plainShare(rule: Rule, { good, count, full, zero, values, zeroAt }: Sums): Fraction {
  const mean: Fraction | null =
    values.length === 0 ? null : [values.reduce((sum, value) => sum + value, 0n), BigInt(values.length) * 1_000_000n]
  const conformity: Fraction = [good, count * 1000n]
  const rate: Fraction = mean === null ? conformity : over(mean, [100n, 1n])
  switch (rule.name) {
    case 'conformityRate':
    case 'gradeFactor':
      return conformity
    case 'allOrNothing':
      return full === count ? [1n, 1n] : [0n, 1n]
    case 'ratioCapped':
      return over(mean!, decimal(rule.target))
    case 'deductPerMiss': {
      let left: Fraction = [1n, 1n]
      let rest = zero
      for (const [type, each] of Object.entries(rule.byPointType ?? {})) {
        left = minus(left, times([zeroAt(type), 1n], percent(each)))
        rest -= zeroAt(type)
      }
      return minus(left, times([rest, 1n], percent(rule.percentPerMiss)))
    }
    case 'thresholdShare':
      if (!less(rate, percent(rule.percent))) return [1n, 1n]
      return rule.below === 'nothing' ? [0n, 1n] : over(rate, percent(rule.percent))
    case 'piecewiseLinear': {
      const below = minus(percent(rule.full), rate)
      if (!less([0n, 1n], below)) return [1n, 1n]
      const line = minus([1n, 1n], times(below, decimal(rule.slope)))
      return less(line, percent(rule.floor)) ? percent(rule.floor) : line
    }
    case 'numericThresholds': {
      const value = mean!
      for (const { op, value: at, percent: part } of rule.steps) {
        const step = decimal(at)
        const [below, equal] = [less(value, step), same(value, step)]
        const holds = op === '=' ? equal : op === '<' ? below : op === '<=' ? below || equal : op === '>' ? !below && !equal : !below
        if (holds) return percent(part)
      }
      return [0n, 1n]
    }
    case 'surveyShare':
      return over([full, count], percent(rule.threshold ?? '100'))
    case 'surveyMean':
      return over(conformity, percent(rule.threshold ?? '100'))
    case 'bonus':
      return times(mean === null ? [full, 1n] : [values.reduce((sum, value) => sum + value, 0n), 1_000_000n], percent(rule.percentEach))
    default:
      return rule satisfies never
  }
}
