import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metresBetween } from './metres.ts'
import type { Place } from '../base/place.ts'
import { fromWgs84, inWgs84, toWgs84 } from './coordinates.ts'
import { crsNames } from './crs.ts'

/** A place that public conversion tools agree on: Tian'anmen-like coordinates in three systems. */
const known: Record<'WGS-84' | 'GCJ-02' | 'BD-09', Place> = {
  'WGS-84': [116.404, 39.915],
  'GCJ-02': [116.41024449916938, 39.91640428150164],
  'BD-09': [116.41662724378733, 39.922699552216216],
}

describe('coordinates', () => {
  it.each(['GCJ-02', 'BD-09'] as const)('knows the published pair of %s', (crs) => {
    expect(metresBetween(fromWgs84(known['WGS-84'], crs), known[crs])).toBeLessThan(0.01)
    expect(metresBetween(toWgs84(known[crs], crs), known['WGS-84'])).toBeLessThan(0.01)
  })

  it('comes back within a tenth of a metre, everywhere in China and in every system', () => {
    fc.assert(
      fc.property(fc.double({ min: 73.6, max: 134.7, noNaN: true }), fc.double({ min: 18.2, max: 53.5, noNaN: true }), (lng, lat) => {
        for (const crs of crsNames) expect(metresBetween(toWgs84(fromWgs84([lng, lat], crs), crs), [lng, lat])).toBeLessThan(0.1)
      }),
      { numRuns: 2000 },
    )
  })

  it('moves a place by some hundred metres, which is the trap', () => {
    const place: Place = [104.06, 30.66]
    const moved = metresBetween(fromWgs84(place, 'GCJ-02'), place)
    expect(moved).toBeGreaterThan(300)
    expect(moved).toBeLessThan(700)
  })

  it('shifts nothing outside China', () => {
    expect(fromWgs84([2.35, 48.86], 'GCJ-02')).toEqual([2.35, 48.86])
  })

  it('is brought to ours where a system is declared, and left as it is where none or no place is', () => {
    const place = known['GCJ-02']
    expect(inWgs84({ text: 'x', place, crs: 'GCJ-02' })).toEqual({ text: 'x', place: toWgs84(place, 'GCJ-02'), crs: 'WGS-84' })
    for (const sent of [{ place }, { crs: 'GCJ-02' as const }, {}]) expect(inWgs84(sent)).toBe(sent)
  })
})
