import { describe, expect, it } from 'vitest'
import { mondayOf, stateOf, weekOf } from './burden.ts'

describe('weeks', () => {
  it.each([
    ['2026-11-22', '2026-W47'],
    ['2026-11-23', '2026-W48'],
    // Source: ISO 8601, the week of the year's first Thursday is the first.
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
    ['2021-01-01', '2020-W53'],
  ])('%s lies in %s', (day, week) => {
    expect(weekOf(day)).toBe(week)
    const monday = mondayOf(week)
    expect(monday <= day && weekOf(monday) === week).toBe(true)
    expect(new Date(`${monday}T00:00:00Z`).getUTCDay()).toBe(1)
  })
})

it('warns from four fifths of the budget on, and says over only above it', () => {
  const check = (minutes: number, expected: string) => expect(stateOf(minutes, 1000)).toBe(expected)
  check(799, 'free')
  check(800, 'near')
  check(1000, 'near')
  check(1001, 'over')
  expect(stateOf(0, 0)).toBe('near')
})
