import { describe, expect, it } from 'vitest'
import { linesOf, stepOf, typedTo, wayTo } from './treeLines.ts'

interface Knot {
  readonly id: string
  readonly parts?: readonly Knot[]
}
const tree: readonly Knot[] = [
  {
    id: 'a',
    parts: [
      { id: 'a1', parts: [{ id: 'a1x' }] },
      { id: 'a2', parts: [] },
    ],
  },
  { id: 'b' },
]
const shown = (...open: string[]) => linesOf(tree, new Set(open))

describe('the lines of a tree', () => {
  it('are the roots and what open branches hold, with their place', () => {
    expect(shown().map(({ item }) => item.id)).toEqual(['a', 'b'])
    // A branch that is open under a closed one is not in sight.
    expect(shown('a1').map(({ item }) => item.id)).toEqual(['a', 'b'])
    expect(shown('a', 'a1').map(({ item, level, place, of, above, isBranch }) => [item.id, level, place, of, above, isBranch])).toEqual([
      ['a', 1, 1, 2, -1, true],
      ['a1', 2, 1, 2, 0, true],
      ['a1x', 3, 1, 1, 1, false],
      ['a2', 2, 2, 2, 0, false],
      ['b', 1, 2, 2, -1, false],
    ])
  })

  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 4, 4],
    ['ArrowUp', 0, 0],
    ['End', 1, 4],
    ['Home', 3, 0],
    ['PageDown', 1, 4],
    ['PageUp', 4, 1],
    ['ArrowRight', 0, 1],
    ['ArrowRight', 2, undefined],
    ['ArrowLeft', 2, 1],
    ['ArrowLeft', 3, 0],
    ['ArrowLeft', 4, undefined],
    ['a', 0, undefined],
  ])('%s from line %i leads to %s', (key, at, to) => {
    expect(stepOf(shown('a', 'a1'), { at, key, page: 3 })).toBe(to)
  })

  it('are found by typing, around the end', () => {
    const lines = shown('a')
    const find = (at: number, typed: string) => typedTo(lines, at, typed, ({ id }) => id.toUpperCase())
    expect([find(0, 'b'), find(2, 'a'), find(3, 'a'), find(1, 'a'), find(0, 'z')]).toEqual([3, 2, 0, 1, -1])
  })

  it('name the way to an item', () => {
    expect([wayTo(tree, 'a1x'), wayTo(tree, 'a1'), wayTo(tree, 'b'), wayTo(tree, 'z')]).toEqual([['a', 'a1'], ['a'], [], []])
  })
})
