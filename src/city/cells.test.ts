import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellOf, type Place } from '../base/place.ts'
import { rangesOf } from './cells.ts'

const lng = fc.double({ min: -180, max: 180, noNaN: true })
const lat = fc.double({ min: -90, max: 90, noNaN: true })

describe('cells of a box', () => {
  it('covers every place of the box, whatever its size', () => {
    fc.assert(
      fc.property(
        lng,
        lat,
        fc.double({ min: 1e-5, max: 40, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (west, south, size, share) => {
          const box = [west, south, Math.min(180, west + size), Math.min(90, south + size)] as const
          const place: Place = [west + (box[2] - west) * share, south + (box[3] - south) * (1 - share)]
          const cell = cellOf(place)
          expect(rangesOf(box).some(([from, to]) => from <= cell && cell <= to)).toBe(true)
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('stays a handful of intervals that cover little more than the box', () => {
    const box = [123.87, 30.88, 123.93, 30.92] as const
    const ranges = rangesOf(box)
    expect(ranges.length).toBeLessThanOrEqual(24)
    const covered = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0)
    const needed = ((box[2] - box[0]) / 360) * 2 ** 24 * (((box[3] - box[1]) / 180) * 2 ** 24)
    expect(covered / needed).toBeLessThan(3)
  })
})
