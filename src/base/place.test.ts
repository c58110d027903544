import { expect, it } from 'vitest'
import { boxOf } from './place.ts'

it('reads a box out of an address; what is missing is no number', () => {
  expect(boxOf('116,39.5,117,40')).toEqual([116, 39.5, 117, 40])
  expect(boxOf('')).toEqual([0, Number.NaN, Number.NaN, Number.NaN])
})
