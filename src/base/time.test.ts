import { describe, expect, it } from 'vitest'
import { addDays, Day, dayOf, daysBetween, Instant } from './time.ts'

/** Minutes behind UTC of the zones the suite runs in, in winter; a proof that the zone of the run is what its name says. */
const offsets: Record<string, number> = { 'Asia/Shanghai': -480, UTC: 0, 'America/St_Johns': 210 }

describe('city days', () => {
  it('runs in the zone that was asked for', () => {
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
    expect(new Date('2026-01-15T12:00:00Z').getTimezoneOffset()).toBe(offsets[zone])
  })

  it.each([
    ['2026-11-21T15:59:59.999Z', '2026-11-21'],
    ['2026-11-21T16:00:00.000Z', '2026-11-22'],
    ['2024-02-28T16:00:00.000Z', '2024-02-29'],
  ])('%s is the day %s in a Chinese city', (at, on) => {
    expect(dayOf(at)).toBe(on)
  })

  it('knows a moment by three digits of a second, however many were sent', () => {
    expect(['2026-11-22T01:02:03Z', '2026-11-22T01:02:03.123456Z'].map((text) => Instant.parse(text))).toEqual([
      '2026-11-22T01:02:03.000Z',
      '2026-11-22T01:02:03.123Z',
    ])
    for (const text of ['2026-11-22', '2026-02-30T00:00:00Z', '2026-11-22T01:02:03+08:00', ''])
      expect(Instant.safeParse(text).success).toBe(false)
  })

  it('takes another offset where a city has one', () => expect(dayOf('2026-11-21T18:00:00.000Z', 345)).toBe('2026-11-21'))

  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-12-31', 1, '2027-01-01'],
  ])('%s moved by %i days is %s', (on, days, moved) => {
    expect(addDays(on, days)).toBe(moved)
    expect(daysBetween(on, moved)).toBe(days)
  })

  it('accepts only UTC instants and real days', () => {
    expect(Instant.safeParse('2026-11-22T01:02:03.000Z').success).toBe(true)
    expect(Instant.safeParse('2026-11-22T01:02:03+08:00').success).toBe(false)
    expect(Day.safeParse('2026-02-30').success).toBe(false)
  })
})
