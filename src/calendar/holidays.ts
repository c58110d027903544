/**
 * Statutory holidays with their make-up days (调休), as the State Council publishes them year by year. Data with a version, not
 * code: every computed deadline names the version it was computed with, so that a later notice moves no promise silently.
 */
import { z } from 'zod'
import { Day } from '../base/time.ts'
import china2026 from './library/cn-2026.json' with { type: 'json' }

/** Some days in a row: a holiday, or with `work` days of a weekend that are worked in its stead. */
const Stretch = z.object({ name: z.string().max(60), from: Day, to: Day, work: z.literal(true).optional() })

/** The days that one year's notice names. They may lie in the December before it. */
export const HolidayYear = z.object({
  year: z.int().min(1950).max(2200),
  /** Where the notice can be read. */
  notices: z.array(z.url()).default([]),
  days: z.array(Stretch).max(200),
})
export type HolidayYear = z.infer<typeof HolidayYear>

/** A published calendar: everything known when it was made. */
export const Holidays = z.object({
  format: z.literal('mingcheng.holidays/1'),
  version: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,39}$/),
  source: z.string().max(300),
  licence: z.string().max(300).default(''),
  years: z.array(HolidayYear).max(300),
})
export type Holidays = z.infer<typeof Holidays>

/** The calendars that come with the house, oldest first. An old one is never taken away: deadlines name it. */
export const shipped: readonly Holidays[] = [Holidays.parse(china2026)]

/** What a city uses that has brought no newer one. */
export const newestShipped: Holidays = shipped.at(-1)!

/** The calendar of a version that comes with the house. */
export const findShipped = (version: string): Holidays | undefined => shipped.find((one) => one.version === version)

interface Read {
  readonly off: ReadonlyMap<Day, boolean>
  readonly published: ReadonlySet<number>
}
const read = new WeakMap<Holidays, Read>()

function readOf(holidays: Holidays): Read {
  let known = read.get(holidays)
  if (known === undefined) {
    const off = new Map(
      holidays.years.flatMap(({ days }) => days.flatMap(({ from, to, work }) => daysFrom(from, to).map((day) => [day, work !== true]))),
    )
    known = { off, published: new Set(holidays.years.filter(({ days }) => days.length > 0).map(({ year }) => year)) }
    read.set(holidays, known)
  }
  return known
}

function daysFrom(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${to}T00:00:00Z`); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

/** What the notice says of a day: true is free, false is worked in another's stead, undefined is a day like any other. */
export const isFree = (holidays: Holidays, day: Day): boolean | undefined => readOf(holidays).off.get(day)

/** True when the year's notice is in the calendar. Without it only weekends are free, and whoever computes says so. */
export const isPublished = (holidays: Holidays, year: number): boolean => readOf(holidays).published.has(year)
