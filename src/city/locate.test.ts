import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { Place } from '../base/place.ts'
import { crosses, hasPlace, type Shape } from './geometry.ts'
import { makeLocator } from './locate.ts'

/** A mesh of bent cells: every corner shared, every border walked by both neighbours, in either direction. */
function mesh(side: number, bend: (column: number, row: number) => Place): Shape[] {
  const cells: Shape[] = []
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const ring = [bend(column, row), bend(column + 1, row), bend(column + 1, row + 1), bend(column, row + 1), bend(column, row)]
      cells.push({ type: 'Polygon', coordinates: [(row + column) % 2 === 0 ? ring : ring.toReversed()] })
    }
  return cells
}

const side = 12
const bent = mesh(side, (column, row) => [
  113 + column * 0.01 + Math.sin(row * 7 + column) * 0.002,
  35 + row * 0.01 + Math.cos(column * 5 + row) * 0.002,
])
const located = makeLocator(bent)
const byHand = (shapes: readonly Shape[], place: Place) => shapes.findIndex((shape) => hasPlace(shape, place))

/** The sign of a turn without any rounding: doubles are fractions of whole numbers. */
function exactTurn(places: readonly Place[]): number {
  const whole = (value: number): bigint => {
    let exponent = 0
    let scaled = value
    while (!Number.isInteger(scaled)) {
      scaled *= 2
      exponent++
    }
    return BigInt(scaled) << BigInt(1100 - exponent)
  }
  const [[ax, ay], [bx, by], [cx, cy]] = places.map(([x, y]) => [whole(x), whole(y)]) as [bigint, bigint][] as [
    [bigint, bigint],
    [bigint, bigint],
    [bigint, bigint],
  ]
  const turn = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
  return turn > 0n ? 1 : turn < 0n ? -1 : 0
}

describe('finding the shape of a place', () => {
  it('answers as going through all shapes by hand does, anywhere and on every border', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const anywhere = fc.tuple(share, share).map(([x, y]): Place => [112.99 + x * 0.14, 34.99 + y * 0.14])
    const border = fc.tuple(fc.nat(bent.length - 1), fc.nat(3), share).map(([cell, line, along]): Place => {
      const ring = (bent[cell] as { coordinates: Place[][] }).coordinates[0]!
      const [[ax, ay], [bx, by]] = [ring[line]!, ring[line + 1]!]
      return [ax + (bx - ax) * along, ay + (by - ay) * along]
    })
    fc.assert(
      fc.property(fc.oneof(anywhere, border), (place) => {
        expect(located.find(place)).toBe(byHand(bent, place))
      }),
      { numRuns: 20_000 },
    )
  })

  it('gives every place of the mesh to exactly one shape: also every corner, and the outer border', () => {
    for (const shape of bent)
      for (const corner of (shape as { coordinates: Place[][] }).coordinates[0]!) {
        const all = bent.flatMap((it, index) => (hasPlace(it, corner) ? [index] : []))
        expect(located.find(corner)).toBe(Math.min(...all))
      }
    expect(located.find([112.9, 35])).toBe(-1)
    expect(located.find([Number.NaN, 35])).toBe(-1)
  })

  it('answers many at once as it answers one by one, also what is no number', () => {
    const many = fc.array(fc.oneof(fc.constant(Number.NaN), fc.double({ min: 34.9, max: 113.2 })), { minLength: 4, maxLength: 400 })
    fc.assert(
      fc.property(many, fc.infiniteStream(fc.double({ min: 0, max: 0.13, noNaN: true })), (odd, near) => {
        const places = Float64Array.from([
          ...odd.slice(0, 2 * Math.floor(odd.length / 2)),
          ...Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? 113 : 35) + near.next().value),
        ])
        const one = Array.from({ length: places.length / 2 }, (_, index) => located.at(places[2 * index]!, places[2 * index + 1]!))
        expect([...located.findAll(places)]).toEqual(one)
      }),
      { numRuns: 50 },
    )
  })

  it('sees the side of a line exactly, however close the place is', () => {
    const near = fc.integer({ min: -3, max: 3 })
    const degrees = fc.double({ min: 110, max: 120, noNaN: true })
    const step = 2 ** -46
    fc.assert(
      fc.property(
        degrees,
        degrees,
        degrees,
        degrees,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        near,
        (ax, ay, bx, by, along, off) => {
          fc.pre(ay !== by)
          const place: Place = [ax + (bx - ax) * along + off * step, ay + (by - ay) * along]
          fc.pre(place[1] > Math.min(ay, by) && place[1] < Math.max(ay, by))
          const turn = exactTurn([by > ay ? [ax, ay] : [bx, by], by > ay ? [bx, by] : [ax, ay], place])
          const expected = turn === 0 ? -1 : turn > 0 ? 1 : 0
          expect(crosses(...place, ax, ay, bx, by)).toBe(expected)
          expect(crosses(...place, bx, by, ax, ay)).toBe(expected)
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('takes the earlier of overlapping shapes, sees holes and several parts, and has the border of a hole', () => {
    const box = (west: number, south: number, size: number): Place[] => [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ]
    const ring: Shape = { type: 'Polygon', coordinates: [box(0, 0, 3), box(1, 1, 1)] }
    const pair: Shape = { type: 'MultiPolygon', coordinates: [[box(2, 0, 3)], [box(10, 10, 1)]] }
    const both = makeLocator([ring, pair])
    expect(both.find([2.5, 0.5])).toBe(0)
    expect(both.find([1.5, 1.5])).toBe(-1)
    expect(both.find([1, 1.5])).toBe(0)
    expect(both.find([4, 1])).toBe(1)
    expect(both.find([10.5, 10.5])).toBe(1)
    expect(both.find([8, 8])).toBe(-1)
  })
})

describe('shapes with straight sides', () => {
  const ring: Place[] = [
    [0, 0],
    [9, 0],
    [9, 9],
    [6, 9],
    [6, 3],
    [3, 3],
    [3, 9],
    [0, 9],
    [0, 0],
  ]
  const bay: Shape = { type: 'Polygon', coordinates: [ring] }
  const others = [100, 101, 102].map(
    (west): Shape => ({
      type: 'Polygon',
      coordinates: [
        [
          [west / 10, 0],
          [west / 10 + 0.1, 0],
          [west / 10 + 0.1, 0.1],
          [west / 10, 0.1],
          [west / 10, 0],
        ],
      ],
    }),
  )
  const place = makeLocator([bay, ...others])

  it('do not hold what lies in their bay, and hold their sides and corners', () => {
    for (let x = -0.5; x <= 9.5; x += 0.25)
      for (let y = -0.5; y <= 9.5; y += 0.25) expect([x, y, place.find([x, y])]).toEqual([x, y, hasPlace(bay, [x, y]) ? 0 : -1])
    expect(place.find([4.5, 6])).toBe(-1)
    expect(place.find([4.5, 3])).toBe(0)
  })

  it('tell a place on a line along the row from one beside it, and from one at its end', () => {
    expect(crosses(1, 0, 0, 0, 3, 0)).toBe(-1)
    expect(crosses(4, 0, 0, 0, 3, 0)).toBe(0)
    expect(crosses(-1, 0, 0, 0, 3, 0)).toBe(0)
    expect(crosses(3, 2, 3, 2, 5, 9)).toBe(-1)
    expect(crosses(5, 9, 3, 2, 5, 9)).toBe(-1)
    // The lower end of a line counts and the upper does not, so that a corner between two lines is crossed once.
    expect(crosses(1, 2, 3, 2, 5, 9)).toBe(1)
    expect(crosses(1, 9, 3, 2, 5, 9)).toBe(0)
  })
})
