import { expect, it } from 'vitest'
import { formatMillionths, mulDiv, parseMillionths, formatHundredths } from './points.ts'

it('rounds half up, also where the product is no safe integer', () => {
  const big = Number.MAX_SAFE_INTEGER
  expect([mulDiv(1, 1, 2), mulDiv(-1, 1, 2), mulDiv(2, 2, 3)]).toEqual([1, 0, 1])
  expect([mulDiv(big, 3, 3), mulDiv(big, 2, 4), mulDiv(-big, 3, 7)]).toEqual([big, 4_503_599_627_370_496, -3_860_228_252_031_853])
})

it('reads and writes millionths with their sign', () => {
  expect(['-1.5', ' 12 ', '0.0000010', '1e3'].map(parseMillionths)).toEqual([-1_500_000, 12_000_000, 1, undefined])
  expect([-1_500_000, 12_000_000, 1].map(formatMillionths)).toEqual(['-1.5', '12', '0.000001'])
})

it('writes scores with two digits, also below nought', () => {
  expect([3970, 5, 0, -1250].map(formatHundredths)).toEqual(['39.70', '0.05', '0.00', '-12.50'])
})
