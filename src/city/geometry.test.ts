import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { metresBetween } from './metres.ts'
import type { Place } from '../base/place.ts'
import { fromWgs84 } from './coordinates.ts'
import { findCrossing, findFlaw } from './crossing.ts'
import { areaOf, hasPlace, labelOf, type Shape } from './geometry.ts'
import { makeLocator } from './locate.ts'
import { mend } from './mend.ts'

const square = (west: number, south: number, size: number): Shape => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
})

describe('geometry', () => {
  it('measures on the ellipsoid: a degree square at the equator and at 60° north', () => {
    // Known: 12 308.8 km² for the first degree cell of WGS-84
    expect(areaOf(square(0, 0, 1)) / 1e6).toBeCloseTo(12_308.8, 0)
    expect(areaOf(square(10, 60, 1)) / 1e6).toBeGreaterThan(6080)
    expect(areaOf(square(10, 60, 1)) / 1e6).toBeLessThan(6140)
  })

  it('gives a place on a shared line to one of two neighbours, never to none', () => {
    const line: Place[] = [
      [0.1, 0],
      [0.1337, 0.2],
      [0.07, 0.55],
      [0.12, 1],
    ]
    const west: Shape = { type: 'Polygon', coordinates: [[[0, 0], ...line, [0, 1], [0, 0]]] }
    const east: Shape = { type: 'Polygon', coordinates: [[[1, 0], [1, 1], ...line.toReversed(), [1, 0]]] }
    const both = makeLocator([west, east])
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), share, (part, along) => {
        const [[ax, ay], [bx, by]] = [line[part]!, line[part + 1]!]
        const place: Place = [ax + (bx - ax) * along, ay + (by - ay) * along]
        if (place[1] === 0 || place[1] === 1) return
        expect(hasPlace(west, place) || hasPlace(east, place)).toBe(true)
        expect(both.find(place)).toBe(hasPlace(west, place) ? 0 : 1)
      }),
      { numRuns: 5000 },
    )
  })

  it('leaves holes out and puts labels inside', () => {
    const ring: Shape = { type: 'Polygon', coordinates: [...square(0, 0, 3).coordinates, ...square(1, 1, 1).coordinates] as Place[][] }
    expect(hasPlace(ring, [1.5, 1.5])).toBe(false)
    expect(hasPlace(ring, [0.5, 1.5])).toBe(true)
    expect(areaOf(ring)).toBeCloseTo(areaOf(square(0, 0, 3)) - areaOf(square(1, 1, 1)), -3)
    expect(hasPlace(ring, labelOf(ring))).toBe(true)
  })
})

describe('mending', () => {
  const bow: Place[] = [
    [0, 0],
    [0.01, 0.01],
    [0.01, 0],
    [0, 0.01],
    [0, 0],
  ]

  it('finds lines that cross, are walked twice, or meet in a point', () => {
    expect(findFlaw(square(0, 0, 1))).toBeUndefined()
    expect(findFlaw({ type: 'Polygon', coordinates: [bow] })).toMatchObject({ why: 'crossing' })
    const spike: Place[] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [2, 2],
      [1, 1],
      [0, 1],
      [0, 0],
    ]
    expect(findFlaw({ type: 'Polygon', coordinates: [spike] })).toMatchObject({ why: 'twice' })
    const eight: Place[] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [2, 1],
      [2, 2],
      [1, 2],
      [1, 1],
      [0, 1],
      [0, 0],
    ]
    expect(findFlaw({ type: 'Polygon', coordinates: [eight] })).toMatchObject({ why: 'touch', place: [1, 1] })
  })

  it('takes a spike off, closes a ring, and keeps the area', () => {
    const open = [
      [0, 0],
      [1, 0],
      [1, 1],
      [2, 2],
      [1, 1],
      [0, 1],
    ]
    const mended = mend({ type: 'Polygon', coordinates: [open] }, 'WGS-84')
    expect(mended).toMatchObject({ flaw: { why: 'twice' } })
    if ('why' in mended) return
    expect(findFlaw(mended.shape)).toBeUndefined()
    expect(areaOf(mended.shape)).toBeCloseTo(areaOf(square(0, 0, 1)), -3)
  })

  it('refuses what would become another place, what is no polygon, and what is nowhere', () => {
    expect(mend({ type: 'Polygon', coordinates: [bow] }, 'WGS-84')).toEqual({ why: 'broken' })
    expect(mend({ type: 'Point', coordinates: [0, 0] }, 'WGS-84')).toEqual({ why: 'notPolygon' })
    expect(
      mend(
        {
          type: 'Polygon',
          coordinates: [
            [
              [500, 0],
              [1, 0],
              [1, 1],
              [500, 0],
            ],
          ],
        },
        'WGS-84',
      ),
    ).toEqual({ why: 'impossible' })
    expect(
      mend(
        {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [0, 0],
              [0, 0],
            ],
          ],
        },
        'WGS-84',
      ),
    ).toEqual({ why: 'broken' })
    expect(mend(null, 'WGS-84')).toEqual({ why: 'notPolygon' })
  })

  it('converts from the declared system', () => {
    const place: Place = [104.06, 30.66]
    const shifted = square(104.06, 30.66, 0.01).coordinates.map((ring) => (ring as Place[]).map((corner) => fromWgs84(corner, 'GCJ-02')))
    const mended = mend({ type: 'Polygon', coordinates: shifted }, 'GCJ-02')
    if ('why' in mended) throw new Error(mended.why)
    expect(metresBetween((mended.shape.coordinates[0] as Place[])[0]!, place)).toBeLessThan(0.1)
  })
})

it('finds where one line ends on another, and nothing among less than two lines or no shapes', () => {
  const bar: [Place, Place] = [
    [0, 0],
    [2, 0],
  ]
  expect(
    findCrossing([
      bar,
      [
        [1, 0],
        [1, 1],
      ],
    ]),
  ).toBeDefined()
  expect([findCrossing([]), findCrossing([bar])]).toEqual([undefined, undefined])
  expect(makeLocator([]).find([0, 0])).toBe(-1)
})
