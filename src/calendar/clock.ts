/**
 * The two clocks of a case: natural time, which never stops, and working time, which runs in working hours alone. Working time
 * is a table of sums, one row a day and one table a year: a question costs a search in it, however long the limit is.
 *
 * A moment at which work ends is still working time, one at which it begins as well: 12:00 and 14:00 are, 13:00 is not.
 */
import { addDays } from '../base/time.ts'
import { type Holidays, isFree, isPublished } from './holidays.ts'
import { type Hours, isWithin, stretchesOf, type Season } from './hours.ts'
import { dayMs, daysOf, momentOf, type Zone } from './zone.ts'

/** By what time is kept: where, when people work, and which days are free. */
export interface Timekeeping {
  readonly zone: Zone
  readonly hours: Hours
  readonly holidays: Holidays
}

/** A clock. Moments and lengths are milliseconds. */
export interface Clock {
  /** How long it ran between two moments; negative when they are the other way round. */
  readonly spent: (from: number, to: number) => number
  /** The first moment at which it has run for `length` since `at`; for 0, the first at which it runs. */
  readonly add: (at: number, length: number) => number
  /** The last moment from which it runs for `length` until `at`. */
  readonly subtract: (at: number, length: number) => number
}

/** Never stops. */
export const naturalClock: Clock = {
  spent: (from, to) => to - from,
  add: (at, length) => at + length,
  subtract: (at, length) => at - length,
}

/** Beyond this nothing is due: hours that never come are a fault of the table, and would be looked for without end. */
const mostYears = 20

type Stretches = readonly (readonly [number, number])[]

interface YearOfWork {
  /** When each day of the year is worked. */
  readonly days: readonly Stretches[]
  /** Milliseconds worked before each day of the year; the last is the whole year. */
  readonly sums: Float64Array
}

/** A clock that runs in working hours; with `only`, on the days of these seasons alone. */
export function workingClock(by: Timekeeping, only?: readonly Season[]): Clock {
  const { dayAt } = daysOf(by.zone)
  const years = new Map<number, YearOfWork>()
  const yearFor = (year: number): YearOfWork => {
    let known = years.get(year)
    if (known === undefined) years.set(year, (known = workIn(by, year, only)))
    return known
  }
  const whole = (year: number): number => yearFor(year).sums.at(-1)!
  /** How long its year has been worked at a moment. */
  const worked = (at: number) => {
    const { year, day } = dayAt(at)
    const { days, sums } = yearFor(year)
    let length = sums[day]!
    for (const [from, to] of days[day]!) length += Math.min(Math.max(at - from, 0), to - from)
    return { year, length }
  }
  /** The first moment at which a year, and those after it, have been worked for a length above 0. */
  const reach = (first: number, length: number): number => {
    let [year, left] = [first, length]
    for (; left > whole(year); year++) {
      if (year - first > mostYears) throw new RangeError('no working time within reach')
      left -= whole(year)
    }
    return momentOfSum(yearFor(year), left)
  }
  const spent = (from: number, to: number): number => {
    if (from > to) return -spent(to, from)
    const [a, b] = [worked(from), worked(to)]
    let length = b.length - a.length
    for (let { year } = a; year < b.year; year++) length += whole(year)
    return length
  }
  /** The last moment at which no more than a length of a year has been worked. */
  const leave = (year: number, length: number): number => reach(year, length + 1) - 1
  return {
    spent,
    add(at, length) {
      const { year, length: before } = worked(at)
      return length > 0 ? reach(year, before + length) : Math.max(at, leave(year, before))
    },
    subtract(at, length) {
      let { year, length: left } = worked(at)
      const last = year - mostYears
      left -= length
      while (left < 0) {
        year -= 1
        if (year < last) throw new RangeError('no working time within reach')
        left += whole(year)
      }
      return leave(year, left)
    },
  }
}

/** The first moment at which a year has been worked for a length above 0. */
function momentOfSum({ days, sums }: YearOfWork, length: number): number {
  let [low, high] = [0, days.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sums[middle + 1]! < length) low = middle + 1
    else high = middle
  }
  let left = length - sums[low]!
  const stretch = days[low]!.find(([from, to]) => left <= to - from || void (left -= to - from))!
  return stretch[0] + left
}

function workIn(by: Timekeeping, year: number, only: readonly Season[] | undefined): YearOfWork {
  const days = Array.from({ length: daysOf(by.zone).midnights(year).length - 1 }, (_, day) => stretchesIn(by, year, day, only))
  const sums = new Float64Array(days.length + 1)
  days.forEach((stretches, day) => (sums[day + 1] = stretches.reduce((sum, [from, to]) => sum + to - from, sums[day]!)))
  return { days, sums }
}

/** When a day is worked, as moments. On a day that is not 24 hours long the clock on the wall is asked. */
function stretchesIn({ zone, hours, holidays }: Timekeeping, year: number, day: number, only?: readonly Season[]): Stretches {
  const on = addDays(`${year}-01-01`, day)
  if (!isWorked(hours, holidays, on) || (only !== undefined && !only.some((season) => isWithin(season, on)))) return []
  const midnights = daysOf(zone).midnights(year)
  const midnight = midnights[day]!
  const even = midnights[day + 1]! - midnight === dayMs
  const wall = Date.parse(`${on}T00:00:00Z`)
  const moment = (minute: number) => (even ? midnight + minute * 60_000 : momentOf(zone, wall + minute * 60_000))
  return stretchesOf(hours, on).map(([from, to]) => [moment(from), moment(to)])
}

/** True when work is done on the day: make-up days are, holidays are not, and a notice goes before the day of the week. */
export function isWorked(hours: Hours, holidays: Holidays, on: string): boolean {
  const free = isFree(holidays, on)
  if (free === false) return true
  const weekday = ((Math.floor(Date.parse(`${on}T00:00:00Z`) / dayMs) + 3) % 7) + 1
  return (free === undefined || hours.holidays) && hours.weekdays.includes(weekday)
}

/** The years from one moment to another whose holidays nobody has published yet. */
export function unpublishedYears({ zone, holidays }: Timekeeping, from: number, to: number): number[] {
  const { dayAt } = daysOf(zone)
  const last = dayAt(to).year
  const years: number[] = []
  for (let { year } = dayAt(from); year <= last; year++) if (!isPublished(holidays, year)) years.push(year)
  return years
}
