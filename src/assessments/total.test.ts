/** The steps from points to the announced figure: converted, weighed, deducted, barred. */
import { describe, expect, it } from 'vitest'
import { smallEdition } from '../../test/smallCity.ts'
import type { Gate, Veto } from '../standards/edition.ts'
import { cycleTotal } from './cycle.ts'
import { gateStates } from './gates.ts'
import type { Points, Score } from './score.ts'
import { byMethod, scopeScore } from './scope.ts'
import { totalOf } from './total.ts'
import { consequencesOf } from './vetoes.ts'

const points = (got: number, of: number, bonus = 0): Points => ({ got, of, full: of, open: 0, na: 0, bonus })

describe('the cycle', () => {
  it('weighs the years 15, 25, 60', () => {
    expect(cycleTotal([15, 25, 60], [8000, 9000, 9500])).toMatchObject({ total: 9150, soFar: 9150 })
  })
  it('weighs what is known so far and gives no total', () => {
    expect(cycleTotal([15, 25, 60], [8000, 9000, undefined])).toMatchObject({ total: undefined, soFar: 8625 })
    expect(cycleTotal([15, 25, 60], [])).toMatchObject({ total: undefined, soFar: undefined })
  })
})

describe('the total', () => {
  const weights = { scopes: [], frameworks: [{ standard: 'minors', percent: 20, provenance: 'own' as const }], alternatives: [] }
  const total = (it: Points, deducted: number, minors?: number) =>
    totalOf({ total: 10_000 as never, weights }, it, { deducted, scoreOf: () => minors })
  it('converts, adds the bonus, deducts, and weighs other standards in', () => {
    expect(total(points(3500, 4000, 120), 300, 8500)).toMatchObject({ converted: 8750, bonus: 120, deducted: 300, own: 8570, final: 8556 })
  })
  it('never falls below zero, and guesses nothing', () => {
    expect(total(points(10, 4000), 300, 8500).own).toBe(0)
    expect(total(points(3500, 4000), 0)).toMatchObject({ own: 8750, final: undefined })
    expect(total(points(0, 0), 0, 8500)).toMatchObject({ converted: undefined, own: undefined, final: undefined })
    expect(
      totalOf({ total: 10_000 as never, weights: smallEdition.weights }, points(3500, 4000), { deducted: 0, scoreOf: () => undefined })
        .final,
    ).toBe(8750)
  })
})

describe('weights of methods for a finer scope', () => {
  it('weighs a street 85 and 15, on 100', () => {
    expect(scopeScore({ onsite: 85, survey: 15 }, { onsite: points(300, 400), survey: points(9, 10) })).toEqual({ score: 7725, open: [] })
  })
  it('leaves methods nobody has observed out, and names them', () => {
    expect(scopeScore({ onsite: 85, survey: 15 }, { onsite: points(300, 400), survey: points(0, 0) })).toEqual({
      score: 7500,
      open: ['survey'],
    })
    expect(scopeScore({ onsite: 85 }, {})).toEqual({ score: undefined, open: ['onsite'] })
  })
  it('sums the points of a method over the tree', () => {
    const way = (got: number) => ({ ...points(got, 10), id: 'w', method: 'onsite' }) as Score['ways'][number]
    const leaf: Score = { id: 'l', ...points(3, 20), parts: [], ways: [way(1), way(2)] }
    expect(byMethod({ id: '', ...points(6, 40), parts: [leaf, leaf], ways: [] }).onsite).toMatchObject({ got: 6, of: 40 })
  })
})

describe('the negative list and preconditions', () => {
  const vetoes = [
    {
      id: 'N1',
      effects: [
        { when: 'nominee', action: 'deduct', points: 300 },
        { when: 'title', action: 'stop', months: 12 },
      ],
    },
    { id: 'N2', effects: [{ when: 'nominee', action: 'deduct' }] },
  ] as unknown as Veto[]
  it('deducts from a nominee once per event, and only names what a person must decide', () => {
    expect(consequencesOf(vetoes, ['N1', 'N1', 'N2', 'N9'], 'nominee').deducted).toBe(600)
    expect(consequencesOf(vetoes, ['N1'], 'title')).toEqual({
      deducted: 0,
      consequences: [{ veto: 'N1', action: 'stop', months: 12, points: 0 }],
    })
    expect(consequencesOf(vetoes, ['N1'], 'beforeApplication').consequences).toEqual([])
  })
  it('judges a gate by declaration or by the total of another standard', () => {
    const gates = [
      { id: 'G1', effect: 'blockApplication', minScore: { standard: 'minors', min: 8500 } },
      { id: 'G2', effect: 'blockTitle' },
    ] as unknown as Gate[]
    const states = (minors: number | undefined, declared: boolean | undefined) =>
      gateStates(gates, { totalOf: () => minors, declared: () => declared }).map(({ state }) => state)
    expect(states(8500, true)).toEqual(['met', 'met'])
    expect(states(8499, false)).toEqual(['failed', 'failed'])
    expect(states(undefined, undefined)).toEqual(['unknown', 'unknown'])
  })
})
