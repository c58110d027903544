/**
 * By what time a city and its units are promised things: zone, hours and calendar from the database, and the clocks made of them.
 * Clocks are tables of sums; they are kept as long as what they were made of stays the same.
 */
import type { CityId, UnitId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import type { Instant } from '../base/time.ts'
import { getZone } from '../city/zone.sql.ts'
import { listCalendars, listHours } from './calendar.sql.ts'
import type { Timekeeping } from './clock.ts'
import { clockOf } from './deadline.ts'
import { type Holidays, newestShipped, shipped } from './holidays.ts'
import { type Hours, usualHours } from './hours.ts'

/** Everything a city keeps time by. */
export interface CityTime {
  /** Of a unit; of the city when there is none, or it keeps none of its own. */
  readonly of: (unit: UnitId | null) => Timekeeping
  /** The calendar of a version, if it is known: what an older promise was computed by. */
  readonly calendarOf: (version: string) => Holidays | undefined
  readonly calendars: readonly Holidays[]
}

const lastYear = ({ years }: Holidays): number => Math.max(0, ...years.filter(({ days }) => days.length > 0).map(({ year }) => year))

/** The calendar in use: the one that reaches furthest; of two that reach as far, the one brought last. */
export const currentOf = (calendars: readonly Holidays[]): Holidays =>
  calendars.reduce((best, one) => (lastYear(one) >= lastYear(best) ? one : best), newestShipped)

/** Asks the database what the city keeps time by. */
export async function readTime(db: Db, city: CityId): Promise<CityTime> {
  const [zone, hours, brought] = await Promise.all([getZone(db, city), listHours(db, city), listCalendars(db, city)])
  const calendars = [...shipped, ...brought.map(({ id, holidays }) => keptCalendar(id, holidays))]
  const holidays = currentOf(calendars)
  const own = new Map(hours.map((row) => [row.unitId as string | null, row]))
  return {
    calendars,
    calendarOf: (version) => calendars.find((one) => one.version === version),
    of: (unit) => {
      const row = [own.get(unit), own.get(null)].find((one) => one !== undefined && one.hours !== null)
      return kept(`${city} ${zone} ${row?.id ?? ''}`, { zone, hours: row?.hours ?? usualHours, holidays })
    },
  }
}

/** Rows are facts: the same id is the same hours and the same calendar for ever. */
const timekeepings = new Map<string, Timekeeping>()
const calendarsRead = new Map<string, Holidays>()
const mostKept = 500

function keptCalendar(key: string, holidays: Holidays): Holidays {
  const known = calendarsRead.get(key)
  if (known !== undefined) return known
  if (calendarsRead.size >= mostKept) calendarsRead.clear()
  calendarsRead.set(key, holidays)
  return holidays
}

function kept(key: string, made: { zone: string; hours: Hours; holidays: Holidays }): Timekeeping {
  const known = timekeepings.get(key)
  if (known !== undefined && known.holidays === made.holidays) return known
  if (timekeepings.size >= mostKept) timekeepings.clear()
  timekeepings.set(key, made)
  return made
}

/** Counts time for the clocks of a case: natural, or in the working hours that it was made of. */
export interface CountedTime {
  readonly after: (from: Instant, ms: number, counts: 'natural' | 'working') => Instant
  /** Never negative. */
  readonly between: (from: Instant, to: Instant, counts: 'natural' | 'working') => number
}

/** The two clocks as the steps of a case ask them. */
export function countedTime(by: Timekeeping): CountedTime {
  const clock = (counts: 'natural' | 'working') => clockOf({ clock: counts, season: null }, by)
  return {
    after: (from, ms, counts) => new Date(clock(counts).add(Date.parse(from), ms)).toISOString(),
    between: (from, to, counts) => Math.max(0, clock(counts).spent(Date.parse(from), Date.parse(to))),
  }
}
