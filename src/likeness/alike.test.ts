import { describe, expect, it } from 'vitest'
import type { Place } from '../base/place.ts'
import { alikeTo, boxAround, nearest, ruleFor, shippedRules, spellingsOf } from './alike.ts'

const at = '2026-11-20T04:00:00.000Z'
const earlier = (days: number) => new Date(Date.parse(at) - days * 86_400_000).toISOString()
const here: Place = [116.1, 39.1]
/** So many metres north of here. */
const north = (metres: number): Place => [116.1, 39.1 + metres / 111_195.08]
const rule = { radiusM: 50, days: 30 }

describe('ruleFor', () => {
  it('takes the longest beginning, the city’s own before the shipped', () => {
    expect(ruleFor([], 'C01-02').class).toBe('C')
    expect(ruleFor([], 'X1').class).toBe('')
    expect(ruleFor([], null).class).toBe('')
    const own = { class: 'C', radiusM: 5, days: 1 }
    expect(ruleFor([own], 'C01-02')).toBe(own)
    expect(ruleFor([own, { class: 'C01', radiusM: 6, days: 1 }], 'C01-02').radiusM).toBe(6)
    expect(shippedRules.some(({ class: type }) => type === '')).toBe(true)
  })
})

describe('alikeTo', () => {
  it('measures metres and days, either way in time, and ends at the edge', () => {
    const about = { place: here, reportedAt: at }
    expect(alikeTo(about, { place: north(49.6), reportedAt: earlier(2.5) }, rule)).toEqual({ metres: 50, days: 2 })
    expect(alikeTo(about, { place: north(10), reportedAt: earlier(-30) }, rule)).toEqual({ metres: 10, days: 30 })
    expect(alikeTo(about, { place: north(51), reportedAt: at }, rule)).toBeUndefined()
    expect(alikeTo(about, { place: here, reportedAt: earlier(30.1) }, rule)).toBeUndefined()
  })
  it('is asked within a box that holds the whole circle', () => {
    const [west, south, east, up] = boxAround(here, 50)
    expect(north(50)[1]).toBeLessThan(up)
    expect(south).toBeLessThan(here[1])
    expect(alikeTo({ place: here, reportedAt: at }, { place: [east, here[1]], reportedAt: at }, rule)).toBeUndefined()
    expect(alikeTo({ place: here, reportedAt: at }, { place: [west, here[1]], reportedAt: at }, rule)).toBeUndefined()
    expect(boxAround([0, 90], 50)[2]).toBeLessThan(180)
  })
})

describe('nearest', () => {
  it('gives the nearest first, of equals the newest, with what they carried', () => {
    const others = [
      { id: 'far', place: north(40), reportedAt: at },
      { id: 'old', place: north(10), reportedAt: earlier(9) },
      { id: 'gone', place: north(90), reportedAt: at },
      { id: 'new', place: north(10), reportedAt: earlier(1) },
    ]
    expect(nearest({ place: here, reportedAt: at }, others, rule).map(({ id, days }) => [id, days])).toEqual([
      ['new', 1],
      ['old', 9],
      ['far', 0],
    ])
  })
})

describe('spellingsOf', () => {
  it('knows an event with and without its letter', () => {
    expect(spellingsOf('E02-99')).toEqual(['E02-99', '02-99'])
    expect(spellingsOf('02-99')).toEqual(['02-99', 'E02-99'])
  })
})
