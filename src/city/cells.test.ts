import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellOf, type Place } from '../base/place.ts'
import { coverOf, rangesOf } from './cells.ts'

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

  it('is squares that lie wholly inside and an edge, every place of it in one of the two', () => {
    fc.assert(
      fc.property(
        fc.tuple(lng, lat),
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.array(fc.tuple(fc.double({ min: -0.5, max: 1.5, noNaN: true }), fc.double({ min: -0.5, max: 1.5, noNaN: true })), {
          minLength: 20,
        }),
        ([west, south], size, shares) => {
          const box = [west, south, Math.min(180, west + size), Math.min(90, south + size)] as const
          const { inside, edge } = coverOf(box, [8, 11, 14], 96)
          for (const [x, y] of shares) {
            const place: Place = [
              Math.max(-180, Math.min(180, west + (box[2] - west) * x)),
              Math.max(-90, Math.min(90, south + (box[3] - south) * y)),
            ]
            const isIn = place[0] >= box[0] && place[0] <= box[2] && place[1] >= box[1] && place[1] <= box[3]
            const cell = cellOf(place)
            const squares = inside.filter(([level, from, to]) => {
              const code = Math.floor(cell / 4 ** (24 - level))
              return from <= code && code <= to
            }).length
            const edges = edge.filter(([from, to]) => from <= cell && cell <= to).length
            expect(squares + edges).toBeLessThanOrEqual(1)
            if (squares > 0) expect(isIn).toBe(true)
            if (isIn) expect(squares + edges).toBe(1)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is all squares where it is the world', () => {
    expect(coverOf([-180, -90, 180, 90], [11], 96)).toEqual({ inside: [[11, 0, 4 ** 11 - 1]], edge: [] })
  })
})
