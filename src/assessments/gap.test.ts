/** Losses are shared out exactly; what a fix brings is what the score then does; suppositions give what observing would. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomEdition, randomObservations, randomPlaces } from '../../test/editions.ts'
import { Edition } from '../standards/edition.ts'
import { breakdown } from './breakdown.ts'
import { makeBoard, put, tallyOn } from './board.ts'
import type { RoundId } from '../base/ids.ts'
import { windowOf } from './basis.ts'
import { add, amountsOf, makeCounts, tallyAt } from './counts.ts'
import { addSums, entriesOf, makeFacts, type Observed, observe, orderedCells, recordsOf } from './facts.ts'
import { groupGaps, shareOut, wayGaps } from './gap.ts'
import { findGroup, groundOf, orderedPlaces, placesFrom } from './ground.ts'
import { planOf } from './plan.ts'
import { readingsOf } from './reads.ts'
import { score } from './score.ts'
import { changesBetween, imagine, type Supposed } from './whatIf.ts'
import { explain, factNames, findNode, waysBelow } from './words.ts'

/** Two markets of two units in one street; a check with misses, one deducted by type, a survey, a statistic, a review. */
const edition = Edition.parse({
  format: 'mingcheng.edition/1',
  standard: 'gap',
  edition: '1',
  title: { zh: '差距' },
  programme: { zh: '差距' },
  official: false,
  subjects: ['district', 'street'],
  total: 1000,
  pointTypes: [
    { id: 'T1', title: { zh: '市场' }, group: 'g', checks: ['CA', 'CB'] },
    { id: 'T2', title: { zh: '道路' }, group: 'g', checks: ['CB'] },
  ],
  scales: [
    {
      id: 'yn',
      grades: [
        { code: 'Y', title: { zh: '是' }, factor: 1000 },
        { code: 'N', title: { zh: '否' }, factor: 0 },
      ],
    },
  ],
  checks: [
    { id: 'CA', fact: 'A', title: { zh: '甲' }, kind: 'presence', scale: 'yn' },
    { id: 'CB', fact: 'B', title: { zh: '乙' }, kind: 'count', scale: 'none', threshold: { op: '>=', value: '2', unit: { zh: '处' } } },
  ],
  questions: [{ id: 'Q', title: { zh: '问' }, scale: 'yn', dimension: 'satisfaction' }],
  statistics: [{ id: 'S', fact: 'STAT', title: { zh: '数' }, unit: { zh: '%' } }],
  tree: [
    {
      id: 'P',
      title: { zh: '项' },
      parts: [
        {
          id: 'K1',
          title: { zh: '一' },
          lead: 'U',
          ways: [{ method: 'onsite', points: 100, rule: { name: 'conformityRate' }, checks: ['CA'], pointTypes: ['T1'] }],
        },
        {
          id: 'K2',
          title: { zh: '二' },
          ways: [
            {
              method: 'onsite',
              points: 100,
              rule: { name: 'deductPerMiss', percentPerMiss: '5', byPointType: { T2: '20' } },
              checks: ['CB'],
            },
            { method: 'observation', points: 50, rule: { name: 'allOrNothing' }, checks: ['CX'] },
          ],
        },
      ],
    },
    {
      id: 'K3',
      title: { zh: '三' },
      ways: [
        { method: 'survey', points: 100, rule: { name: 'surveyShare' }, questions: ['Q'] },
        { method: 'statistics', points: 100, rule: { name: 'thresholdShare', percent: '80' }, statistic: 'S' },
        { method: 'statistics', points: 10, rule: { name: 'thresholdShare', percent: '80' } },
        { method: 'statistics', points: 10, rule: { name: 'thresholdShare', percent: '80' }, statistic: 'ELSEWHERE' },
        { method: 'materials', points: 100, rule: { name: 'gradeFactor', take: 'mean' }, scale: 'yn' },
        { method: 'opinion', points: 100, rule: { name: 'gradeFactor' } },
      ],
    },
    {
      id: 'K4',
      title: { zh: '四' },
      subjects: ['street'],
      ways: [{ method: 'onsite', points: 40, rule: { name: 'conformityRate' }, checks: ['CA'] }],
    },
    { id: 'K5', title: { zh: '五' }, bonus: true, ways: [{ method: 'materials', points: 20, rule: { name: 'bonus', percentEach: '50' } }] },
  ],
})
const place = (id: string, type: string | null, unit: string | null) => ({ id, type, district: 'd', street: 's', community: null, unit })
const places = [place('m1', 'T1', 'u1'), place('m2', 'T1', 'u2'), place('r1', 'T2', 'u2'), { ...place('s', null, null) }]
let seq = 0
const saw = (kind: Observed['kind'], fact: string, at: string | null, factor: number | null, more: Partial<Observed> = {}): Observed => ({
  id: `o${++seq}`,
  seq,
  kind,
  fact,
  place: at,
  factor,
  exempt: false,
  times: 1,
  value: null,
  at: '2026-01-01T00:00:00.000Z',
  ...more,
})
const observations = [
  ...[1000, 0, 0].map((factor) => saw('check', 'A', 'm1', factor)),
  ...[500, 1000].map((factor) => saw('check', 'A', 'm2', factor)),
  saw('check', 'B', 'm1', 0),
  saw('check', 'B', 'r1', 0, { value: 1_000_000 }),
  saw('check', 'B', 'm2', 1000, { value: 3_000_000 }),
  saw('answer', 'Q', 's', 1000, { times: 6 }),
  saw('answer', 'Q', null, 0, { times: 4 }),
  saw('statistic', 'STAT', null, null, { value: 60_000_000 }),
  saw('review', 'gap/1/K3/materials', null, 1000),
  saw('review', 'gap/1/K3/materials', null, 600),
]
function world(subject?: 'district') {
  const facts = makeFacts()
  const board = makeBoard(planOf(edition, subject), groundOf(places))
  for (const it of observations) for (const entry of observe(facts, it)) put(board, entry)
  const scoreNow = () => score(board.plan, (column) => tallyOn(board, 0, column))
  return { facts, board, scoreNow }
}

describe('gaps', () => {
  it('names what was lost, what is short, and what one fix brings by the rule', () => {
    expect(wayGaps(world('district').board)).toEqual([
      { way: 'K1/onsite', criterion: 'K1', method: 'onsite', lost: 50, short: 3, misses: 2, perFix: 20 },
      { way: 'K3/survey', criterion: 'K3', method: 'survey', lost: 40, short: 4, misses: 4, perFix: 10 },
      { way: 'K2/onsite', criterion: 'K2', method: 'onsite', lost: 25, short: 2, misses: 2, perFix: 20 },
      { way: 'K3/statistics', criterion: 'K3', method: 'statistics', lost: 25, short: 0, misses: 0, perFix: 0 },
      { way: 'K3/materials', criterion: 'K3', method: 'materials', lost: 20, short: 1, misses: 0, perFix: 0 },
    ])
  })
  it('shares the loss out among those who were short', () => {
    expect(groupGaps(world('district').board, 'unit').map(({ group, lost, short, misses }) => [group.id, lost, short, misses])).toEqual([
      ['u1', 53, 3, 3],
      ['u2', 22, 2, 1],
    ])
    expect(groupGaps(world('district').board, 'community')).toEqual([])
  })
  it('adds up exactly, whatever the weights', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.array(fc.nat(5000), { maxLength: 30 }), fc.nat(5000), (amount, weights, rest) => {
        const known = weights.reduce((sum, weight) => sum + weight, 0)
        const shares = shareOut(amount, weights, known + rest)
        const sum = shares.reduce((total, share) => total + share, 0)
        if (known === 0) expect(sum).toBe(0)
        else if (rest === 0) expect(sum).toBe(amount)
        else expect(sum).toBeLessThanOrEqual(amount)
        expect(shares.every((share) => share >= 0)).toBe(true)
      }),
    )
  })
})

describe('what if', () => {
  const imagined = (...supposed: Supposed[]) => {
    const { board, facts, scoreNow } = world('district')
    return imagine(board, scoreNow(), () => entriesOf(facts), supposed)
  }
  const got = (...supposed: Supposed[]) => imagined(...supposed).score.got - world('district').scoreNow().got
  it('gives what observing would have given', () => {
    fc.assert(
      fc.property(
        fc.nat(2 ** 30),
        fc.constantFrom('F1', 'F2', 'F3'),
        fc.constantFrom(0, 500, 1000),
        fc.nat(),
        (seed, fact, factor, where) => {
          const random = randomEdition(seed)
          const ground = randomPlaces(seed)
          const board = makeBoard(planOf(random), groundOf(ground))
          const facts = makeFacts()
          for (const it of randomObservations(seed, random, ground)) for (const entry of observe(facts, it)) put(board, entry)
          const before = score(board.plan, (column) => tallyOn(board, 0, column))
          const points = ground.filter(({ type }) => type !== null)
          const point = points[where % points.length]!.id
          const supposed = imagine(board, before, () => entriesOf(facts), [{ what: 'observed', fact, point, factor, times: 2 }])
          for (const entry of observe(facts, saw('check', fact, point, factor, { times: 2 }))) put(board, entry)
          const after = score(board.plan, (column) => tallyOn(board, 0, column))
          expect(supposed.score).toEqual(after)
          const whole = changesBetween(before, after).find(({ id }) => id === '')
          expect([whole?.gotAfter ?? before.got, whole?.ofAfter ?? before.of]).toEqual([after.got, after.of])
          expect(changesBetween(before, before)).toEqual([])
        },
      ),
    )
  })
  it('regrades misses or all, everywhere or within a group', () => {
    expect(got({ what: 'regraded', fact: 'A', which: 'misses', factor: 1000 })).toBe(40)
    expect(got({ what: 'regraded', fact: 'A', which: 'all', factor: 1000 })).toBe(50)
    expect(got({ what: 'regraded', fact: 'A', which: 'all', factor: 0 })).toBe(-50)
    expect(got({ what: 'regraded', fact: 'A', which: 'misses', factor: 1000, in: { kind: 'unit', id: 'u2' } })).toBe(0)
    expect(got({ what: 'regraded', fact: 'A', which: 'misses', factor: 500, in: { kind: 'street', id: 's' } })).toBe(20)
    expect(got({ what: 'regraded', fact: 'Q', which: 'misses', factor: 1000 })).toBe(40)
    expect(got({ what: 'regraded', fact: 'B', which: 'misses', factor: 1000, in: { kind: 'type', id: 'T2' } })).toBe(20)
  })
  it('grades, sets numbers and points, one after the other', () => {
    expect(got({ what: 'graded', way: 'K3/opinion', factor: 600 })).toBe(60)
    expect(got({ what: 'graded', way: 'K3/statistics', value: '80' })).toBe(25)
    expect(got({ what: 'points', way: 'K1/onsite', points: 200 })).toBe(50)
    expect(got({ what: 'graded', way: 'K3/opinion', factor: 600 }, { what: 'graded', way: 'K3/opinion', factor: 1000 })).toBe(100)
    expect(imagined({ what: 'weights', weights: { onsite: 85 } }).weights).toEqual({ onsite: 85 })
  })
  it('says which suppositions meet nothing', () => {
    expect(
      imagined(
        { what: 'observed', fact: 'Z', factor: 0, times: 1 },
        { what: 'regraded', fact: 'Z', which: 'all', factor: 0 },
        { what: 'regraded', fact: 'A', which: 'all', factor: 0, in: { kind: 'unit', id: 'nobody' } },
        { what: 'graded', way: 'K9/onsite', factor: 0 },
        { what: 'graded', way: 'K3/opinion' },
        { what: 'graded', way: 'K3/opinion', value: 'many' },
        { what: 'points', way: 'K9/onsite', points: 1 },
        { what: 'observed', fact: 'A', point: 'm1', factor: 0, times: 1 },
      ).unmet,
    ).toEqual([0, 1, 2, 3, 4, 5, 6])
  })
})

describe('around a score', () => {
  it('leaves criteria of other subjects and bonus criteria out of what is expected', () => {
    const { board, scoreNow } = world('district')
    const [, , k4, k5] = scoreNow().parts
    expect(k4).toMatchObject({ of: 0, full: 40, na: 40, open: 0 })
    expect(k4!.ways[0]!.because.state).toBe('notForSubject')
    expect(k5).toMatchObject({ full: 0, open: 0 })
    for (const entry of observe(makeFacts(), saw('review', 'gap/1/K5/materials', null, 1000))) put(board, entry)
    expect(scoreNow()).toMatchObject({ bonus: 10 })
    expect(world().scoreNow().parts[2]).toMatchObject({ of: 40 })
  })
  it('reads a node back to its facts, words and places', () => {
    const { board, facts, scoreNow } = world('district')
    const tree = explain(edition, scoreNow())
    expect(findNode(tree, 'K1')).toMatchObject({
      node: { kind: 'criterion', lead: 'U' },
      path: [{ kind: 'edition' }, { id: 'P', kind: 'branch' }],
    })
    expect(findNode(tree, 'K2/onsite')!.node.id).toBe('K2')
    expect(findNode(tree, 'K9')).toBeUndefined()
    expect(['', 'P', 'K2', 'K2/onsite', 'K9'].map((id) => waysBelow(board.plan, id).length)).toEqual([board.plan.ways.length, 3, 2, 1, 0])
    const [read] = readingsOf(board, entriesOf(facts), board.plan.ways[0]!, findGroup(board.ground, 'unit', 'u2')!)
    expect(read).toMatchObject({ fact: 'A', tally: { n: 2, factor: 1500 } })
    expect(readingsOf(board, entriesOf(facts), board.plan.ways[2]!, 0)).toMatchObject([{ fact: 'CX', tally: { n: 0 } }])
    const names = factNames(edition, board.plan)
    expect(names.get('check A')!.grades.get('N')).toEqual({ zh: '否', en: '' })
    expect(names.get('check B')!.grades.size).toBe(0)
    expect(names.get('review gap/1/K3/materials')!.grades.size).toBe(2)
    expect(names.get('review gap/1/K3/opinion')!.grades.size).toBe(0)
  })
  it('breaks down by unit with coverage, and without a scope of its own by the plain rate', () => {
    const { board } = world('district')
    const rows = (weights: Parameters<typeof breakdown>[1]['weights'], kind: 'unit' | 'street') =>
      breakdown(board, { weights }, kind).map(({ group, got, of, rate, scoped, places: all, seen }) => [
        group.id,
        got,
        of,
        rate,
        scoped,
        all,
        seen,
      ])
    expect(rows(edition.weights, 'unit')).toEqual([
      ['u1', 128, 200, 6400, 6400, 1, 1],
      ['u2', 155, 200, 7750, 7750, 2, 2],
    ])
    const scoped = {
      ...edition.weights,
      scopes: [{ scope: 'street' as const, weights: { onsite: 85, survey: 15 }, provenance: 'own' as const }],
    }
    expect(rows(scoped, 'street')).toEqual([['s', 225, 300, 7500, 6813, 3, 3]])
  })
  it('shows groups that were only asked, and groups nobody looked at', () => {
    const ground = [...places, place('m3', 'T1', 'u3'), { ...place('far', null, null), street: 'far' }]
    const board = makeBoard(planOf(edition), groundOf(ground))
    const facts = makeFacts()
    for (const it of [saw('answer', 'Q', 'far', 1000), saw('check', 'A', 'm1', null)])
      for (const entry of observe(facts, it)) put(board, entry)
    expect(breakdown(board, edition, 'street')).toMatchObject([
      { places: 0, rate: 10_000 },
      { seen: 1, places: 4, rate: undefined, na: 140 },
    ])
    expect(breakdown(board, edition, 'unit').map(({ group, n, seen }) => [group.id, n, seen])).toEqual([
      ['u1', 0, 1],
      ['u2', 0, 0],
      ['u3', 0, 0],
    ])
    expect(groupGaps(board, 'unit')).toEqual([])
    addSums(facts, 'check', 'A', 'm3', amountsOf({ factor: 0, exempt: false, times: 2, value: null }))
    addSums(facts, 'check', 'A', 'm3', amountsOf({ factor: 0, exempt: false, times: 1, value: null }), -1)
    expect(orderedCells(facts)).toContainEqual(['check A', 'm3', 1, 0, 1, 0, 0, 0, 0, 0])
  })
  it('sorts what lost the same by what is short, then by name', () => {
    const even = ['d', 'b', 'a', 'c'].map((unit) => place(`m${unit}`, 'T1', unit))
    const board = makeBoard(planOf(edition, 'district'), groundOf(even))
    const facts = makeFacts()
    for (const { id } of even) for (const entry of observe(facts, saw('check', 'A', id, 0))) put(board, entry)
    for (const entry of observe(facts, saw('check', 'B', 'mc', 0))) put(board, entry)
    for (const entry of observe(facts, saw('answer', 'Q', null, 0))) put(board, entry)
    for (const entry of observe(facts, saw('statistic', 'STAT', null, null, { value: 0 }))) put(board, entry)
    expect(groupGaps(board, 'unit').map(({ group, lost, short }) => [group.id, lost, short])).toEqual([
      ['c', 30, 2],
      ['a', 25, 1],
      ['b', 25, 1],
      ['d', 25, 1],
    ])
    expect(wayGaps(board).map(({ way }) => way)).toEqual(['K1/onsite', 'K3/statistics', 'K3/survey', 'K2/onsite'])
  })
  it('counts whole days of the city', () => {
    expect(windowOf('2026-01-01', '2026-01-31', {})).toEqual({
      from: '2025-12-31T16:00:00.000Z',
      to: '2026-01-31T16:00:00.000Z',
      kinds: null,
      rounds: null,
    })
    expect(windowOf('2026-01-01', '2026-01-01', { kinds: ['mock', 'daily', 'mock'], rounds: [] })).toMatchObject({
      kinds: ['daily', 'mock'],
      rounds: null,
    })
    expect(windowOf('2026-01-01', '2026-01-01', { kinds: [], rounds: ['b', 'a', 'b'] as RoundId[] })).toMatchObject({
      kinds: null,
      rounds: ['a', 'b'],
    })
  })
  it('keeps places and facts in one fixed order', () => {
    expect(orderedPlaces(places)).toEqual(orderedPlaces(places.toReversed()))
    expect(placesFrom(orderedPlaces(places.toReversed()))).toEqual(places.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    expect(placesFrom([['x']])).toEqual([{ id: 'x', type: null, district: null, street: null, community: null, unit: null }])
    const { facts } = world()
    const other = makeFacts()
    for (const it of observations.toReversed()) observe(other, it)
    observe(other, saw('check', 'A', null, 0))
    observe(other, saw('check', 'A', null, 0), -1)
    expect(orderedCells(other)).toEqual(orderedCells(facts))
    expect(recordsOf(facts, 'statistic', 'STAT').map(({ value }) => value)).toEqual([60_000_000])
    expect(recordsOf(facts, 'statistic', 'NONE')).toEqual([])
    const lone = groundOf([
      { id: 'p', type: 'T1', district: null, street: null, community: null, unit: null },
      { id: 'c', type: null, district: null, street: null, community: null, unit: null },
    ])
    expect(lone.places.get('c')!.own).toBe(0)
    expect(findGroup(lone, 'street', 'none')).toBeUndefined()
  })
  it('grows its columns as places come', () => {
    const counts = makeCounts(1)
    for (let key = 0; key < 100; key++) add(counts, key, amountsOf({ factor: 1000, exempt: false, times: key, value: null }))
    expect(tallyAt(counts, 99)).toMatchObject({ n: 99, passes: 99 })
    expect(tallyAt(counts, 100)).toBeUndefined()
  })
})
