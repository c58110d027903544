import { expect, it } from 'vitest'
import { cells, figureOf, filledBut, fixings, implementations } from './completeness.ts'

it('adds five fixings and six implementations up from seven cells', () => {
  const figure = figureOf([
    { n: 3, filled: filledBut([]) },
    { n: 2, filled: filledBut(['leader', 'effect']) },
    { n: 1, filled: filledBut(cells) },
  ])
  expect(figure).toMatchObject({
    duties: 6,
    complete: 3,
    fixings: { filled: 3 * 5 + 2 * 4, of: 30 },
    implementations: { filled: 3 * 6 + 2 * 5, of: 36 },
    cells: { leader: { filled: 3, of: 6 }, unit: { filled: 5, of: 6 }, effect: { filled: 3, of: 6 } },
  })
})

it('is neither complete nor incomplete when there is nothing to share out', () => {
  expect(figureOf([])).toMatchObject({ duties: 0, complete: 0, fixings: { filled: 0, of: 0 } })
})

it('has every cell in a list', () => {
  expect([fixings.length, implementations.length]).toEqual([5, 6])
  expect(new Set([...fixings, ...implementations])).toEqual(new Set(cells))
})
