/** The two clocks: hand-made days, and what must be true of all, in three zones of the machine. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWorked, naturalClock, type Timekeeping, unpublishedYears, workingClock } from './clock.ts'
import { newestShipped } from './holidays.ts'
import { Hours, usualHours } from './hours.ts'
import { daysOf, momentOf, wallOf, Zone } from './zone.ts'

const china: Timekeeping = { zone: 'Asia/Shanghai', hours: usualHours, holidays: newestShipped }
const hour = 3_600_000
/** What the wall of the city shows. */
const at = (wall: string, zone = china.zone) => momentOf(zone, Date.parse(`${wall}Z`))
const shows = (ms: number, zone = china.zone) => new Date(wallOf(zone, ms)).toISOString().slice(0, 16)

describe('working time', () => {
  const clock = workingClock(china)
  const check = (from: string, hours: number, to: string) => expect(shows(clock.add(at(from), hours * hour))).toBe(to)

  it('runs from eight to twelve and from two to six', () => {
    check('2026-11-18T09:00', 2, '2026-11-18T11:00')
    check('2026-11-18T09:00', 3, '2026-11-18T12:00')
    check('2026-11-18T09:00', 4, '2026-11-18T15:00')
    check('2026-11-18T13:00', 1, '2026-11-18T15:00')
    check('2026-11-18T22:00', 1, '2026-11-19T09:00')
    check('2026-11-18T09:00', 8, '2026-11-19T09:00')
    check('2026-11-18T13:00', 0, '2026-11-18T14:00')
  })

  it('leaves out weekends, and holidays with their notice', () => {
    check('2026-11-20T17:00', 2, '2026-11-23T09:00')
    // The National Day of 2026: free from 1 to 7 October, worked on Saturday the 10th.
    check('2026-09-30T17:00', 2, '2026-10-08T09:00')
    check('2026-10-09T17:00', 2, '2026-10-10T09:00')
    check('2026-10-10T17:00', 2, '2026-10-12T09:00')
  })

  it('comes to the next year, whose first days its own notice frees', () => {
    check('2025-12-31T17:00', 2, '2026-01-04T09:00')
    check('2026-12-31T17:00', 2, '2027-01-01T09:00')
    expect(unpublishedYears(china, at('2025-12-31T17:00'), at('2026-01-04T09:00'))).toEqual([])
    expect(unpublishedYears(china, at('2026-12-31T17:00'), at('2028-01-01T09:00'))).toEqual([2027, 2028])
  })

  it('goes back the way it came', () => {
    expect(shows(clock.subtract(at('2026-11-23T09:00'), 2 * hour))).toBe('2026-11-20T17:00')
    expect(shows(clock.subtract(at('2026-11-18T12:00'), 4 * hour))).toBe('2026-11-18T08:00')
    expect(shows(clock.subtract(at('2026-01-04T09:00'), 2 * hour))).toBe('2025-12-31T17:00')
    expect(clock.spent(at('2026-11-23T09:00'), at('2026-11-20T17:00'))).toBe(-2 * hour)
  })

  it('keeps summer hours in summer, and the week of a unit', () => {
    const hours = Hours.parse({
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      holidays: true,
      seasons: [
        {
          from: '06-01',
          to: '09-30',
          work: [
            ['07:30', '11:30'],
            ['15:00', '19:00'],
          ],
        },
        { from: '01-01', to: '12-31', work: [['00:00', '24:00']] },
      ],
    })
    const market = workingClock({ ...china, hours })
    expect(shows(market.add(at('2026-07-04T11:00'), hour))).toBe('2026-07-04T15:30')
    expect(market.spent(at('2026-10-01T00:00'), at('2026-10-04T00:00'))).toBe(72 * hour)
    expect(isWorked(hours, newestShipped, '2026-10-01')).toBe(true)
    expect(isWorked(usualHours, newestShipped, '2026-10-01')).toBe(false)
  })

  it('says that hours which never come are none', () => {
    const never = workingClock(china, [{ from: '02-30', to: '02-30' }])
    expect(() => never.add(at('2026-11-18T09:00'), hour)).toThrow('no working time')
    expect(() => never.subtract(at('2026-11-18T09:00'), hour)).toThrow('no working time')
  })

  it('runs within a season alone when it should', () => {
    const spring = workingClock(china, [{ from: '03-01', to: '04-30' }])
    expect(shows(spring.add(at('2026-11-18T09:00'), 8 * hour))).toBe('2027-03-01T18:00')
    const winter = workingClock(china, [{ from: '12-15', to: '01-15' }])
    expect(shows(winter.add(at('2026-02-18T09:00'), hour))).toBe('2026-12-15T09:00')
  })
})

describe('zones', () => {
  it('know their names', () => {
    expect(Zone.safeParse('Asia/Shanghai').success).toBe(true)
    expect(Zone.safeParse('Mars/Olympus').success).toBe(false)
  })

  it('keep the hours on the wall when clocks are changed', () => {
    const zone = 'America/New_York'
    const day: Hours = {
      ...usualHours,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      seasons: [{ name: '', from: '01-01', to: '12-31', work: [['00:00', '12:00']] }],
    }
    const boston = workingClock({ zone, hours: day, holidays: newestShipped })
    // The second hour of 8 March 2026 does not exist there, that of 1 November comes twice.
    expect(boston.spent(at('2026-03-08T00:00', zone), at('2026-03-09T00:00', zone))).toBe(11 * hour)
    expect(boston.spent(at('2026-11-01T00:00', zone), at('2026-11-02T00:00', zone))).toBe(13 * hour)
    expect(shows(boston.add(at('2026-03-08T00:00', zone), 11 * hour), zone)).toBe('2026-03-08T12:00')
    expect(new Date(momentOf(zone, Date.parse('2026-03-08T12:00Z'))).toISOString()).toBe(
      new Date(momentOf(zone, Date.parse('2026-03-09T12:00Z')) - 86_400_000).toISOString(),
    )
    expect(shows(momentOf(zone, Date.parse('2026-03-08T02:30Z')), zone)).toBe('2026-03-08T03:30')
    // East of Greenwich the new year has come while Greenwich still has the old.
    expect(daysOf(china.zone).dayAt(at('2027-01-01T00:30'))).toEqual({ year: 2027, day: 0 })
    for (const wall of ['2026-03-08T23:59', '2026-11-01T23:30', '2026-12-31T20:00', '2026-01-01T00:00']) {
      const { year, day: index } = daysOf(zone).dayAt(at(wall, zone))
      expect(new Date(Date.UTC(year, 0, 1 + index)).toISOString().slice(0, 10)).toBe(wall.slice(0, 10))
    }
  })
})

/** Hours of every kind: one or two seasons, one to three stretches a day, any week. */
const anyHours = fc
  .record({
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    holidays: fc.boolean(),
    times: fc.array(
      fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 }).map((list) => list.toSorted((a, b) => a - b)),
      { minLength: 1, maxLength: 2 },
    ),
    from: fc.constantFrom('05-01', '06-15', '11-01'),
  })
  .map(({ weekdays, holidays, times, from }) => {
    const time = (quarter: number) => `${String(quarter >> 2).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`
    const work = times.map((list) => Array.from({ length: list.length >> 1 }, (_, i) => [time(list[2 * i]!), time(list[2 * i + 1]!)]))
    const whole = { from: '01-01', to: '12-31', work: work[0] }
    return Hours.parse({ weekdays, holidays, seasons: work.length === 1 ? [whole] : [{ from, to: '10-01', work: work[1] }, whole] })
  })
/** Around the new years in which the notices begin and end, and in between. */
const anyMoment = fc.oneof(...[2006, 2019, 2026].map((year) => fc.integer({ min: Date.UTC(year, 9), max: Date.UTC(year + 1, 3) })))
const anyLength = fc.integer({ min: 0, max: 60 * hour })
const anyZone = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'America/St_Johns', 'Pacific/Apia')

describe('every clock', () => {
  const property = (rule: (by: Timekeeping, start: number, length: number) => void) =>
    fc.assert(
      fc.property(anyZone, anyHours, anyMoment, anyLength, (zone, hours, start, length) =>
        rule({ zone, hours, holidays: newestShipped }, start, length),
      ),
      { numRuns: 40 },
    )

  it('comes back to the start when what was added is taken away', () => {
    property((by, start, length) => {
      const clock = workingClock(by)
      const first = clock.add(start, 0)
      expect(clock.spent(start, first)).toBe(0)
      expect(clock.subtract(clock.add(start, length), length)).toBe(first)
      expect(clock.spent(start, clock.add(start, length))).toBe(length)
    })
    expect(naturalClock.subtract(naturalClock.add(5, 7), 7)).toBe(5)
    expect(naturalClock.spent(5, 7)).toBe(2)
  })

  it('is due within working time, and never a moment later than it must be', () => {
    property((by, start, length) => {
      const clock = workingClock(by)
      const due = clock.add(start, length + 1)
      expect(clock.spent(due - 1, due)).toBe(1)
      const { year, day } = daysOf(by.zone).dayAt(due - 1)
      expect(isWorked(by.hours, by.holidays, new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10))).toBe(true)
    })
  })

  it('agrees with counting minute by minute', () => {
    const clock = workingClock(china)
    const open = (ms: number) => {
      const wall = shows(ms)
      return (
        isWorked(usualHours, newestShipped, wall.slice(0, 10)) &&
        ['08', '09', '10', '11', '14', '15', '16', '17'].includes(wall.slice(11, 13))
      )
    }
    fc.assert(
      fc.property(anyMoment, fc.integer({ min: 1, max: 1500 }), (start, minutes) => {
        const from = start - (start % 60_000)
        const counted = Array.from({ length: minutes }, (_, i) => from + i * 60_000).filter(open).length
        expect(clock.spent(from, from + minutes * 60_000)).toBe(counted * 60_000)
      }),
      { numRuns: 10 },
    )
  })
})
