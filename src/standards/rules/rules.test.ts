/** Every rule on its worked example and at its edges; the list is complete when a newcomer without an example fails here. */
import { describe, expect, it } from 'vitest'
import { mulDiv } from '../../base/points.ts'
import { Rule, ruleVersions, rules, shareOf } from './index.ts'
import type { Tally } from './rule.ts'

type Named = Record<string, unknown>
const none: Tally = { n: 0, factor: 0, misses: 0, passes: 0, na: 0 }
/** Tally of plain grades given as factors in thousandths. */
const graded = (...factors: number[]): Tally => ({
  n: factors.length,
  factor: factors.reduce((sum, factor) => sum + factor, 0),
  misses: factors.filter((factor) => factor === 0).length,
  passes: factors.filter((factor) => factor === 1000).length,
  na: 0,
})
const times = (count: number, factor: number): number[] => Array.from({ length: count }, () => factor)
const valued = (value: number, values?: number): Tally => ({ ...graded(1000), value, values })

/** Points earned of `points` hundredths, rounded half up as the fold does. */
function earned(named: Named, tally: Tally, points: number): number {
  const { num, den } = shareOf(Rule.parse(named), tally)
  expect(Number(num)).toBeGreaterThanOrEqual(0)
  expect(BigInt(num)).toBeLessThanOrEqual(BigInt(den))
  if (typeof num === 'number') return mulDiv(points, num, Number(den))
  return Number((2n * BigInt(points) * num + BigInt(den)) / (2n * BigInt(den)))
}

const examples: [string, Named, Tally, number, number][] = [
  ['allOrNothing', { name: 'allOrNothing' }, graded(...times(4, 1000), 0), 95, 0],
  ['allOrNothing kept', { name: 'allOrNothing' }, graded(...times(5, 1000)), 95, 95],
  ['bonus', { name: 'bonus', percentEach: '40' }, graded(1000, 1000, 1000), 200, 200],
  ['bonus, part', { name: 'bonus', percentEach: '40' }, graded(1000, 1000), 200, 160],
  ['bonus by a reported number', { name: 'bonus', percentEach: '12.5' }, valued(2_000_000), 200, 50],
  ['bonus never below zero', { name: 'bonus', percentEach: '40' }, valued(-2_000_000), 200, 0],
  ['conformityRate', { name: 'conformityRate' }, graded(...times(7, 1000), 500, 500, 0), 218, 174],
  [
    'deductPerMiss',
    { name: 'deductPerMiss', percentPerMiss: '2', byPointType: { busStop: '4' } },
    { ...graded(0, 0, 0), missesBy: { busStop: 2 } },
    145,
    131,
  ],
  [
    'deductPerMiss, types without misses',
    { name: 'deductPerMiss', percentPerMiss: '2', byPointType: { road: '4' } },
    graded(0, 1000),
    100,
    98,
  ],
  ['deductPerMiss never below zero', { name: 'deductPerMiss', percentPerMiss: '40' }, graded(0, 0, 0), 145, 0],
  ['gradeFactor', { name: 'gradeFactor' }, graded(600), 95, 57],
  ['gradeFactor, mean', { name: 'gradeFactor', take: 'mean' }, graded(1000, 600), 100, 80],
  [
    'numericThresholds',
    {
      name: 'numericThresholds',
      steps: [
        { op: '>=', value: '43', percent: '100' },
        { op: '>=', value: '41', percent: '60' },
      ],
    },
    valued(41_200_000),
    500,
    300,
  ],
  [
    'numericThresholds, no step',
    { name: 'numericThresholds', steps: [{ op: '>', value: '43', percent: '100' }] },
    valued(43_000_000),
    500,
    0,
  ],
  [
    'numericThresholds, at most',
    { name: 'numericThresholds', steps: [{ op: '<=', value: '5.6', percent: '100' }] },
    valued(5_600_000),
    500,
    500,
  ],
  [
    'numericThresholds, less',
    {
      name: 'numericThresholds',
      steps: [
        { op: '<', value: '5.6', percent: '100' },
        { op: '=', value: '5.6', percent: '50' },
      ],
    },
    valued(5_600_000),
    500,
    250,
  ],
  [
    'numericThresholds, mean of measurements',
    { name: 'numericThresholds', steps: [{ op: '>=', value: '2', percent: '100' }] },
    valued(5_000_000, 3),
    500,
    0,
  ],
  ['piecewiseLinear', { name: 'piecewiseLinear', full: '98', slope: '2', floor: '50' }, valued(87_500_000), 2500, 1975],
  ['piecewiseLinear, bulletin 83.33', { name: 'piecewiseLinear', full: '98', slope: '2', floor: '50' }, valued(83_330_000), 2500, 1767],
  ['piecewiseLinear, bulletin 75', { name: 'piecewiseLinear', full: '98', slope: '2', floor: '50' }, valued(75_000_000), 2500, 1350],
  ['piecewiseLinear, bulletin 71.43', { name: 'piecewiseLinear', full: '98', slope: '2', floor: '50' }, valued(71_430_000), 2500, 1250],
  ['piecewiseLinear, on time 89.82', { name: 'piecewiseLinear', full: '95', slope: '5', floor: '0' }, valued(89_820_000), 2000, 1482],
  ['piecewiseLinear, on time 66.67', { name: 'piecewiseLinear', full: '95', slope: '5', floor: '0' }, valued(66_670_000), 2000, 0],
  ['piecewiseLinear, of grades', { name: 'piecewiseLinear', full: '95', slope: '5', floor: '0' }, graded(...times(9, 1000), 0), 2000, 1500],
  ['piecewiseLinear, full', { name: 'piecewiseLinear', full: '95', slope: '5', floor: '0' }, valued(95_000_000), 2000, 2000],
  ['ratioCapped', { name: 'ratioCapped', target: '4' }, valued(3_000_000), 95, 71],
  ['ratioCapped, capped', { name: 'ratioCapped', target: '4' }, valued(5_000_000), 95, 95],
  ['ratioCapped, mean of measurements', { name: 'ratioCapped', target: '4' }, valued(5_000_000, 2), 100, 63],
  ['ratioCapped, never below zero', { name: 'ratioCapped', target: '4' }, valued(-5_000_000), 95, 0],
  ['surveyMean', { name: 'surveyMean' }, { n: 100, factor: 86_000, misses: 0, passes: 50, na: 0 }, 200, 172],
  [
    'surveyMean, threshold reached',
    { name: 'surveyMean', threshold: '80' },
    { n: 100, factor: 86_000, misses: 0, passes: 50, na: 0 },
    200,
    200,
  ],
  ['surveyShare', { name: 'surveyShare', threshold: '90' }, { n: 200, factor: 160_000, misses: 40, passes: 160, na: 7 }, 95, 84],
  ['surveyShare, reached', { name: 'surveyShare', threshold: '90' }, { n: 10, factor: 9000, misses: 1, passes: 9, na: 0 }, 95, 95],
  ['surveyShare, no threshold', { name: 'surveyShare' }, { n: 10, factor: 9000, misses: 1, passes: 9, na: 0 }, 100, 90],
  ['thresholdShare', { name: 'thresholdShare', percent: '80' }, valued(60_000_000), 190, 143],
  ['thresholdShare, reached by grades', { name: 'thresholdShare', percent: '80' }, graded(1000, 1000, 1000, 1000, 0), 190, 190],
  ['thresholdShare, nothing below', { name: 'thresholdShare', percent: '80', below: 'nothing' }, valued(79_999_999), 190, 0],
  ['thresholdShare, never below zero', { name: 'thresholdShare', percent: '80' }, valued(-1), 190, 0],
]

describe('rules', () => {
  it.each(examples)('%s', (_name, named, tally, points, expected) => {
    expect(earned(named, tally, points)).toBe(expected)
  })

  it('each has an example and a version', () => {
    expect(new Set(examples.map(([, named]) => named['name']))).toEqual(new Set(Object.keys(rules)))
    expect(ruleVersions()).toEqual(Object.fromEntries(Object.keys(rules).map((name) => [name, 1])))
  })

  it('prints the numbers put in', () => {
    expect(shareOf(Rule.parse({ name: 'piecewiseLinear', full: '98', slope: '2', floor: '50' }), graded(1000, 1000, 0)).put).toEqual({
      rate: '66.666667',
      full: '98',
      slope: '2',
      floor: '50',
    })
    expect(shareOf(Rule.parse({ name: 'allOrNothing' }), none).put).toEqual({ n: 0, passes: 0 })
  })

  it.each([
    { name: 'ratioCapped', target: '0' },
    { name: 'ratioCapped', target: '1,5' },
    { name: 'thresholdShare', percent: '0' },
    { name: 'thresholdShare', percent: '100.001' },
    { name: 'piecewiseLinear', full: '98', slope: '0', floor: '50' },
    { name: 'surveyShare', threshold: '0' },
    { name: 'surveyMean', threshold: '0' },
    { name: 'bonus', percentEach: '0' },
    { name: 'numericThresholds', steps: [] },
    { name: 'unheardOf' },
  ])('refuses parameters without meaning: %o', (named) => {
    expect(Rule.safeParse(named).success).toBe(false)
  })
})
