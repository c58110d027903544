import { describe, expect, it } from 'vitest'
import { addDays, Day, dayOf, daysBetween, Instant, minuteOf, movedBy, withSeconds } from './time.ts'

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

  it('moves an instant, and leaves the years of four digits for no clock', () => {
    expect(movedBy('2026-11-22T00:10:00.000Z', -600_000)).toBe('2026-11-22T00:00:00.000Z')
    for (const far of [Number.MAX_SAFE_INTEGER, 1e12]) expect(movedBy('9999-12-31T00:00:00.000Z', far)).toBe('9999-12-31T23:59:59.999Z')
    expect(movedBy('0001-01-01T00:00:00.000Z', -Number.MAX_SAFE_INTEGER)).toBe('0001-01-01T00:00:00.000Z')
  })

  it('says an instant to the minute of the city, and gives a time its seconds', () => {
    expect(minuteOf('2026-11-21T16:05:59.000Z')).toBe('2026-11-22 00:05')
    expect(['2026-11-22T01:02Z', '2026-11-22T01:02+08:00', '2026-11-22T01:02:03Z', 'soon'].map(withSeconds)).toEqual([
      '2026-11-22T01:02:00Z',
      '2026-11-22T01:02:00+08:00',
      '2026-11-22T01:02:03Z',
      'soon',
    ])
  })

  it('accepts only UTC instants and real days', () => {
    expect(Instant.safeParse('2026-11-22T01:02:03.000Z').success).toBe(true)
    expect(Instant.safeParse('2026-11-22T01:02:03+08:00').success).toBe(false)
    expect(Day.safeParse('2026-02-30').success).toBe(false)
  })
})
