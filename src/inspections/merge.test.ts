/** Two devices on one visit, by rule. */
import { expect, it } from 'vitest'
import { mergeResults } from './merge.ts'
import { meantAt } from './fill.ts'
import type { GradedResult } from './visit.ts'

const result = (id: string, fact: string, grade: string, more: Partial<GradedResult> = {}) =>
  ({ id, fact, grade, factor: 1000, value: null, note: '', photos: [], ...more }) as unknown as GradedResult

it('adds what is new, leaves what is the same, and keeps what differs for a person', () => {
  const standing = [{ id: 'a', fact: 'SIGN', grade: 'Y', value: null }]
  const known = new Set(['a', 'r'])
  const came = [
    result('a', 'SIGN', 'Y'),
    result('b', 'SIGN', 'Y'),
    result('c', 'SIGN', 'N'),
    result('d', 'SIGN', 'Y', { note: '另见' }),
    result('r', 'SIGN', 'N'),
    result('e', 'LAMP', 'Y'),
  ]
  const { added, same, rivals } = mergeResults(standing, known, came)
  expect(added.map(({ id }) => id)).toEqual(['e'])
  expect(same.map(({ id }) => id)).toEqual(['a', 'b', 'r'])
  expect(rivals.map(({ result, against }) => [result.id, against])).toEqual([
    ['c', 'a'],
    ['d', 'a'],
  ])
})

it('reads what a wrong clock meant, for refusing only', () => {
  expect(meantAt('2026-11-22T00:10:00.000Z', -600_000)).toBe('2026-11-22T00:00:00.000Z')
  expect(meantAt('2026-11-22T00:10:00.000Z', null)).toBe('2026-11-22T00:10:00.000Z')
})
