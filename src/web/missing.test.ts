import { expect, it } from 'vitest'
import { fill } from './missing.ts'

/** An array as an old browser has it: only what it had then. */
function old(items: number[]) {
  const prototype: Record<string, unknown> = { slice: () => items.slice() }
  const lacking = fill(prototype)
  const call = (name: string, ...how: unknown[]) => (prototype[name] as (...how: unknown[]) => unknown).apply(items, how)
  return { lacking, call }
}

it('does each as the browsers that have it do, and changes nothing in place', () => {
  const items = [3, 1, 2]
  const { lacking, call } = old(items)
  expect(lacking).toEqual(['at', 'findLast', 'toReversed', 'toSorted', 'toSpliced', 'with'])
  expect([call('at', -1), call('at', 0), call('at', 9)]).toEqual([items.at(-1), items.at(0), items.at(9)])
  expect(call('findLast', (item: number) => item > 1)).toBe(items.findLast((item) => item > 1))
  expect(call('findLast', (item: number) => item > 9)).toBe(undefined)
  expect(call('toReversed')).toEqual(items.toReversed())
  expect(call('toSorted')).toEqual(items.toSorted())
  expect(call('toSpliced', 1, 1, 7, 8)).toEqual(items.toSpliced(1, 1, 7, 8))
  expect(call('with', -1, 9)).toEqual([3, 1, 9])
  expect(items).toEqual([3, 1, 2])
})

it('leaves a browser alone that has them', () => expect(fill(Array.prototype)).toEqual([]))
