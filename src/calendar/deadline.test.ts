/** Deadlines: limits of both clocks, pauses, extensions, lights, and the year that nobody has published yet. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { workingClock } from './clock.ts'
import { deadlineOf, type Pause, spentBetween } from './deadline.ts'
import { lightOf } from './light.ts'
import { Limit } from './limit.ts'
import { findShipped, Holidays, newestShipped, shipped } from './holidays.ts'
import { Hours, usualHours } from './hours.ts'
import { fromYearlyFiles } from './yearly.ts'

const by = { zone: 'Asia/Shanghai', hours: usualHours, holidays: newestShipped }
const limit = (amount: number, unit: Limit['unit'], clock: Limit['clock'] = 'working', season: Limit['season'] = null): Limit => ({
  amount,
  unit,
  clock,
  season,
})
/** A moment by the wall of the city. */
const at = (wall: string) => new Date(Date.parse(`${wall}+08:00`)).toISOString()

describe('a deadline', () => {
  const due = (start: string, it: Limit, pauses: Pause[] = [], extensions: Limit[] = []) =>
    deadlineOf({ start: at(start), limit: it, pauses, extensions, by }).dueAt

  it('of working time comes in working hours, one of natural time whenever it comes', () => {
    expect(due('2026-09-30T17:00', limit(4, 'hour'))).toBe(at('2026-10-08T11:00'))
    expect(due('2026-09-30T17:00', limit(1, 'day'))).toBe(at('2026-10-08T17:00'))
    expect(due('2026-09-30T17:00', limit(2, 'hour', 'natural'))).toBe(at('2026-09-30T19:00'))
    expect(due('2026-09-30T17:00', limit(1, 'day', 'natural'))).toBe(at('2026-10-01T17:00'))
    expect(due('2026-09-30T17:50', limit(15, 'minute', 'natural'))).toBe(at('2026-09-30T18:05'))
  })

  it('of the planting season waits for it', () => {
    expect(due('2026-08-03T09:00', limit(1, 'day', 'working', 'planting'))).toBe(at('2026-10-15T18:00'))
    expect(due('2026-08-03T09:00', limit(1, 'day', 'natural', 'planting'))).toBe(at('2026-10-16T00:00'))
    const bare = { ...by, hours: { ...usualHours, planting: [] } }
    expect(deadlineOf({ start: at('2026-08-03T09:00'), limit: limit(1, 'day', 'natural', 'planting'), by: bare }).dueAt).toBe(
      at('2026-08-04T09:00'),
    )
  })

  it('stands still in a pause and goes on after it', () => {
    const pause = { from: at('2026-11-18T10:00'), to: at('2026-11-20T10:00') }
    expect(due('2026-11-18T09:00', limit(4, 'hour'), [pause])).toBe(at('2026-11-20T15:00'))
    // A pause inside a pause is one pause; one that has ended before the start or begins after all is done is none.
    const inner = { from: at('2026-11-19T10:00'), to: at('2026-11-19T11:00') }
    const before = { from: at('2026-11-17T10:00'), to: at('2026-11-17T11:00') }
    const after = { from: at('2026-11-23T10:00'), to: null }
    expect(due('2026-11-18T09:00', limit(4, 'hour'), [inner, pause, before, after])).toBe(at('2026-11-20T15:00'))
    expect(due('2026-11-18T09:00', limit(4, 'hour'), [{ ...pause, to: null }])).toBeNull()
    // One that runs already when the clock starts holds it at once; two that overlap hold it to the later end.
    const early = { from: at('2026-11-18T08:30'), to: at('2026-11-18T10:00') }
    expect(due('2026-11-18T09:00', limit(1, 'hour'), [early])).toBe(at('2026-11-18T11:00'))
    expect(due('2026-11-18T09:00', limit(1, 'hour'), [early, { from: at('2026-11-18T09:30'), to: at('2026-11-18T10:30') }])).toBe(
      at('2026-11-18T11:30'),
    )
    expect(due('2026-11-18T09:00', limit(1, 'hour'), [early, { from: at('2026-11-18T11:00'), to: null }])).toBe(at('2026-11-18T11:00'))
    expect(spentBetween(at('2026-11-18T09:00'), at('2026-11-20T11:00'), limit(4, 'hour'), by, [pause, after])).toBe(2 * 3_600_000)
  })

  it('names its calendar, and the years that nobody has published', () => {
    const { calendar, unpublished } = deadlineOf({ start: at('2026-12-31T17:00'), limit: limit(2, 'day'), by })
    expect([calendar, unpublished]).toEqual(['cn-2026', [2027]])
    expect(deadlineOf({ start: at('2027-01-05T17:00'), limit: limit(2, 'day', 'natural'), by }).unpublished).toEqual([])
    expect(
      deadlineOf({ start: at('2027-01-05T17:00'), limit: limit(2, 'day'), pauses: [{ from: at('2027-01-05T17:30'), to: null }], by }),
    ).toEqual({
      dueAt: null,
      warnAt: null,
      calendar: 'cn-2026',
      unpublished: [],
    })
  })

  it('is moved by a pause by exactly the working time of the pause', () => {
    const moment = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2027-06-01') })
    const clock = workingClock(by)
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 3e9 }),
        (start, hours, later, long) => {
          const from = start + later
          const pause = { from: new Date(from).toISOString(), to: new Date(from + long).toISOString() }
          const of = (pauses: Pause[]) =>
            Date.parse(deadlineOf({ start: new Date(start).toISOString(), limit: limit(hours, 'hour'), pauses, by }).dueAt!)
          const [plain, moved] = [of([]), of([pause])]
          expect(clock.spent(plain, moved)).toBe(from < plain ? clock.spent(from, from + long) : 0)
          expect(spentBetween(new Date(start).toISOString(), new Date(moved).toISOString(), limit(hours, 'hour'), by, [pause])).toBe(
            hours * 3_600_000,
          )
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('lights', () => {
  const { dueAt, warnAt } = deadlineOf({ start: at('2026-11-18T08:00'), limit: limit(10, 'hour'), by })

  it('are yellow from 80 % and red from 100 %', () => {
    expect([warnAt, dueAt]).toEqual([at('2026-11-18T18:00'), at('2026-11-19T10:00')])
    const light = (wall: string) => lightOf({ dueAt, warnAt }, at(wall))
    expect(['2026-11-18T17:59', '2026-11-18T18:00', '2026-11-19T09:59', '2026-11-19T10:00'].map(light)).toEqual([
      'green',
      'yellow',
      'yellow',
      'red',
    ])
    expect(lightOf({ dueAt, warnAt, paused: true }, at('2026-11-19T10:00'))).toBe('paused')
    expect(lightOf({ dueAt: null, warnAt: null }, at('2026-11-19T10:00'))).toBe('none')
    expect(lightOf({ dueAt, warnAt: null }, at('2026-11-19T09:59'))).toBe('green')
  })
})

describe('an extension', () => {
  const whole = limit(3, 'day')

  it('moves the deadline by its own time', () => {
    expect(deadlineOf({ start: at('2026-11-18T09:00'), limit: whole, extensions: [limit(4, 'hour')], by }).dueAt).toBe(
      at('2026-11-23T15:00'),
    )
  })
})

describe('calendars', () => {
  it('that ship keep their versions apart, and every year its notice', () => {
    expect(new Set(shipped.map(({ version }) => version)).size).toBe(shipped.length)
    for (const { years } of shipped) expect(years.filter(({ notices }) => notices.length === 0)).toEqual([])
    expect([findShipped(newestShipped.version), findShipped('none')]).toEqual([newestShipped, undefined])
  })

  it('are read from yearly files, days in a row as one stretch', () => {
    const day = (date: string, isOffDay = true, name = '春节') => ({ date, isOffDay, name })
    const read = fromYearlyFiles([
      { year: 2031, days: [] },
      {
        year: 2030,
        papers: ['https://example.org/2030'],
        days: [day('2030-02-04'), day('2030-02-03'), day('2030-02-09', false), day('2030-02-05', true, '立春')],
      },
    ])
    expect(read.version).toBe('cn-2030')
    expect(read.years[0]!.days).toEqual([
      { name: '春节', from: '2030-02-03', to: '2030-02-04' },
      { name: '立春', from: '2030-02-05', to: '2030-02-05' },
      { name: '春节', from: '2030-02-09', to: '2030-02-09', work: true },
    ])
    expect(Holidays.safeParse({ ...read, version: 'No Such' }).success).toBe(false)
    expect(fromYearlyFiles([], 'empty').years).toEqual([])
  })

  it('hours are in order and fill the year', () => {
    const hours = (work: string[][], from = '01-01') => Hours.safeParse({ weekdays: [1], seasons: [{ from, to: '12-31', work }] }).success
    expect([
      hours([['08:00', '12:00']]),
      hours([['12:00', '08:00']]),
      hours([
        ['08:00', '12:00'],
        ['11:00', '13:00'],
      ]),
      hours([['08:00', '12:00']], '02-01'),
    ]).toEqual([true, false, false, false])
  })
})
