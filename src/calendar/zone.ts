/**
 * Days of a city as stretches of real time. The zone is a fact of the city, never of the machine: midnights are asked of the
 * zone's own rules once a year and kept, so that a deadline costs no look into a time zone table.
 */
import { z } from 'zod'

/** Name of a time zone as the world lists them: Asia/Shanghai. */
export const Zone = z.string().refine(isZone)
export type Zone = z.infer<typeof Zone>

/** What every Chinese city keeps. */
export const chinaZone: Zone = 'Asia/Shanghai'

/** A day of 24 hours. */
export const dayMs = 86_400_000

/** True when the world knows the name. */
function isZone(name: string): boolean {
  try {
    return formatOf(name) !== undefined
  } catch {
    return false
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (format === undefined) {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', calendar: 'gregory', era: 'short', ...fields })
    formats.set(zone, format)
  }
  return format
}

/** What the clock on the wall shows in a zone, as if the wall stood in Greenwich. */
export function wallOf(zone: Zone, ms: number): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>
  const whole = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second)
  return whole + (((ms % 1000) + 1000) % 1000)
}

/** The moment at which the wall shows this; of an hour that comes twice, the first; of one that is skipped, the moment after. */
export function momentOf(zone: Zone, wall: number): number {
  const before = wall - (wallOf(zone, wall - dayMs) - (wall - dayMs))
  const after = wall - (wallOf(zone, wall + dayMs) - (wall + dayMs))
  return wallOf(zone, before) === wall ? before : wallOf(zone, after) === wall ? after : Math.max(before, after)
}

/** The days of a zone. */
export interface Days {
  /** The moment of each midnight of a year; the last is that of the next new year. */
  readonly midnights: (year: number) => Float64Array
  /** The year and the day within it (from 0) of a moment. */
  readonly dayAt: (ms: number) => { readonly year: number; readonly day: number }
}

const zones = new Map<Zone, Days>()

/** The days of a zone, remembered year by year. */
export function daysOf(zone: Zone): Days {
  let known = zones.get(zone)
  if (known === undefined) zones.set(zone, (known = makeDays(zone)))
  return known
}

function makeDays(zone: Zone): Days {
  const years = new Map<number, Float64Array>()
  const midnights = (year: number): Float64Array => {
    let known = years.get(year)
    if (known === undefined) years.set(year, (known = midnightsOf(zone, year)))
    return known
  }
  return {
    midnights,
    dayAt(ms) {
      let year = new Date(ms).getUTCFullYear()
      let list = midnights(year)
      if (ms < list[0]!) list = midnights((year -= 1))
      else if (ms >= list.at(-1)!) list = midnights((year += 1))
      let day = Math.min(Math.floor((ms - list[0]!) / dayMs), list.length - 2)
      // Where clocks are changed a day has 23 or 25 hours.
      while (list[day]! > ms) day -= 1
      while (list[day + 1]! <= ms) day += 1
      return { year, day }
    },
  }
}

/** Week by week: where the clock was not changed within one, its midnights lie 24 hours apart, and the zone need not be asked. */
function midnightsOf(zone: Zone, year: number): Float64Array {
  const first = Date.UTC(year, 0, 1)
  const list = new Float64Array((Date.UTC(year + 1, 0, 1) - first) / dayMs + 1)
  for (let from = 0, start = momentOf(zone, first); from < list.length; from += 7) {
    const end = momentOf(zone, first + (from + 7) * dayMs)
    for (let day = from; day < Math.min(from + 7, list.length); day++)
      list[day] = end - start === 7 * dayMs ? start + (day - from) * dayMs : momentOf(zone, first + day * dayMs)
    start = end
  }
  return list
}
