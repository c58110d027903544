/** Random editions, grounds and observations from a seed: small, odd and valid, to try the score on. */
import type { Edition } from '../src/standards/edition.ts'
import { Edition as EditionShape } from '../src/standards/edition.ts'

export interface TestPlace {
  id: string
  type: string | null
  district: string | null
  street: string | null
  community: string | null
  unit: string | null
}

export interface TestObservation {
  id: string
  seq: number
  kind: 'check' | 'review' | 'answer' | 'statistic'
  fact: string
  place: string | null
  factor: number | null
  exempt: boolean
  times: number
  value: number | null
  at: string
  supersedes: string | null
}

/** A seeded source of whole numbers below `limit` (mulberry32). */
export function dice(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}
type Dice = ReturnType<typeof dice>
const pick = <T>(roll: Dice, list: readonly T[]): T => list[roll(list.length)]!
const upTo = (roll: Dice, count: number): number[] => Array.from({ length: 1 + roll(count) }, (_, index) => index)

const types = ['T1', 'T2', 'T3']
const facts = ['F1', 'F2', 'F3', 'F4', 'F5']
const questions = ['Q1', 'Q2', 'Q3']
const statistics = ['S1', 'S2']

const percentText = (roll: Dice) => pick(roll, ['10', '33.3', '50', '66.667', '80', '85.5', '90', '98', '100'])

function randomRule(roll: Dice): Record<string, unknown> {
  return pick(roll, [
    () => ({ name: 'conformityRate' }),
    () => ({ name: 'conformityRate' }),
    () => ({ name: 'gradeFactor', take: pick(roll, ['latest', 'mean']) }),
    () => ({ name: 'ratioCapped', target: pick(roll, ['4', '8', '0.5', '14.8']) }),
    () => ({
      name: 'deductPerMiss',
      percentPerMiss: pick(roll, ['2', '4', '12.5', '33.333']),
      ...(roll(2) ? { byPointType: { T1: '7', T2: '0.5' } } : {}),
    }),
    () => ({ name: 'allOrNothing' }),
    () => ({ name: 'thresholdShare', percent: percentText(roll), below: pick(roll, ['ratio', 'nothing']) }),
    () => ({
      name: 'piecewiseLinear',
      full: percentText(roll),
      slope: pick(roll, ['0.5', '1', '2', '5']),
      floor: pick(roll, ['0', '50', '12.5']),
    }),
    () => ({
      name: 'numericThresholds',
      steps: [
        { op: pick(roll, ['>=', '>']), value: '3', percent: '100' },
        { op: '>=', value: '1.5', percent: '60' },
        ...(roll(2) ? [{ op: '>=', value: '0.25', percent: '33.3' }] : []),
      ],
    }),
    () => ({ name: 'surveyShare', ...(roll(2) ? { threshold: percentText(roll) } : {}) }),
    () => ({ name: 'surveyMean', ...(roll(2) ? { threshold: percentText(roll) } : {}) }),
    () => ({ name: 'bonus', percentEach: pick(roll, ['5', '40', '12.5']) }),
  ])()
}

function randomWay(roll: Dice): Record<string, unknown> {
  const method = pick(roll, ['materials', 'onsite', 'onsite', 'survey', 'statistics', 'observation', 'opinion'])
  const some = <T>(list: readonly T[]) => list.filter(() => roll(2) === 0)
  return {
    method,
    points: roll(400),
    rule: randomRule(roll),
    checks: method === 'onsite' || method === 'observation' ? some(facts).map((fact) => `C${fact}`) : [],
    pointTypes: method === 'onsite' && roll(2) ? some(types) : [],
    questions: method === 'survey' ? some(questions) : [],
    ...(method === 'statistics' ? { statistic: pick(roll, statistics) } : {}),
  }
}

/** An edition of up to three levels with up to a dozen criteria, every rule and method somewhere in the long run. */
export function randomEdition(seed: number): Edition {
  const roll = dice(seed)
  let number = 0
  const criterion = () => ({
    id: `K${++number}`,
    title: { zh: '标准' },
    ways: upTo(roll, 3).map(() => randomWay(roll)),
    bonus: roll(8) === 0,
  })
  const branch = (depth: number): unknown => ({
    id: `B${++number}`,
    title: { zh: '项目' },
    parts: upTo(roll, 3).map(() => (depth === 0 || roll(2) ? criterion() : branch(depth - 1))),
  })
  return EditionShape.parse({
    format: 'mingcheng.edition/1',
    standard: 'random',
    edition: String(seed),
    title: { zh: '随机' },
    programme: { zh: '随机' },
    official: false,
    subjects: ['district'],
    total: 10_000,
    pointTypes: types.slice(0, 2).map((id, index) => ({
      id,
      title: { zh: id },
      group: 'g',
      checks: facts.filter((_, at) => (at + index) % 2 === 0).map((fact) => `C${fact}`),
    })),
    checks: facts.map((fact) => ({ id: `C${fact}`, fact, title: { zh: fact }, kind: 'presence', scale: 'x' })),
    questions: questions.map((id) => ({ id, title: { zh: id }, scale: 'x', dimension: 'satisfaction' })),
    statistics: statistics.map((id) => ({ id, title: { zh: id }, unit: { zh: '%' } })),
    tree: upTo(roll, 3).map(() => branch(2)),
  })
}

/** Two districts with two streets each, three units, points of three types and the areas themselves. */
export function randomPlaces(seed: number): TestPlace[] {
  const roll = dice(seed ^ 0x5eed)
  const streets = ['d1s1', 'd1s2', 'd2s1', 'd2s2']
  const none = { type: null, district: null, street: null, community: null, unit: null }
  const areas = [
    ...['d1', 'd2'].map((id) => ({ ...none, id, district: id })),
    ...streets.map((id) => ({ ...none, id, district: id.slice(0, 2), street: id })),
  ]
  const points = upTo(roll, 8).map((index) => {
    const street = pick(roll, streets)
    return {
      id: `p${index}`,
      type: pick(roll, types),
      district: street.slice(0, 2),
      street,
      community: null,
      unit: pick(roll, ['u1', 'u2', null]),
    }
  })
  return [...areas, ...points]
}

/** Observations of everything the edition might read, with corrections, not-applicable ones, values and whole counts of answers. */
export function randomObservations(seed: number, edition: Edition, places: readonly TestPlace[]): TestObservation[] {
  const roll = dice(seed ^ 0x0b5e)
  const points = places.filter(({ type }) => type !== null)
  const areas = places.filter(({ type }) => type === null)
  const reviewFacts = allCriteria(edition.tree).flatMap((id) => ['materials', 'opinion'].map((method) => `random/${seed}/${id}/${method}`))
  const list: TestObservation[] = []
  for (const seq of upTo(roll, 40)) {
    const kind = pick(roll, ['check', 'check', 'check', 'review', 'answer', 'statistic'] as const)
    const at = `2026-0${1 + roll(9)}-01T00:00:00.000Z`
    const factor = kind === 'statistic' ? null : pick(roll, [1000, 1000, 500, 600, 0, 0, null])
    const earlier = list.filter((it) => it.kind === kind)
    const old = roll(6) === 0 && earlier.length > 0 ? pick(roll, earlier) : undefined
    const free = old === undefined || list.some(({ supersedes }) => supersedes === old.id) ? undefined : old
    list.push({
      id: `o${seq}`,
      seq: seq + 1,
      kind,
      fact: free?.fact ?? pick(roll, { check: facts, review: reviewFacts, answer: questions, statistic: statistics }[kind]),
      place: free?.place ?? (kind === 'check' && roll(8) ? pick(roll, points).id : roll(2) ? null : pick(roll, areas).id),
      factor,
      exempt: factor === null && roll(3) === 0,
      times: kind === 'answer' ? 1 + roll(5) : 1,
      value: (kind === 'statistic' && roll(6)) || roll(5) === 0 ? roll(100_000_000) : null,
      at,
      supersedes: free?.id ?? null,
    })
  }
  return list
}

const allCriteria = (nodes: Edition['tree']): string[] => nodes.flatMap((node) => ('ways' in node ? [node.id] : allCriteria(node.parts)))
