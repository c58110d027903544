/**
 * Working hours: of a city, or of one unit that keeps its own, by season. Source: the default and "one day is eight hours" are
 * what case systems of digital city management use (domain.md 3.5).
 */
import { z } from 'zod'
import type { Day } from '../base/time.ts'

/** Minutes from midnight; written 08:00. 24:00 ends a day. */
export const TimeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)
export type TimeOfDay = z.infer<typeof TimeOfDay>

/** A day of any year: 06-01. */
export const MonthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

/** Part of a year, both days within it; may run over new year. */
export const Season = z.object({ from: MonthDay, to: MonthDay })
export type Season = z.infer<typeof Season>

const Stretch = z.tuple([TimeOfDay, TimeOfDay])

/** The hours of a season. The first season that holds a day gives its hours; the last must hold the whole year. */
export const SeasonHours = Season.extend({ name: z.string().trim().max(40).default(''), work: z.array(Stretch).min(1).max(6) })
export type SeasonHours = z.infer<typeof SeasonHours>

const minutesOf = (time: TimeOfDay): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** True when each stretch begins after the one before it has ended. */
const inOrder = (work: readonly (readonly [TimeOfDay, TimeOfDay])[]): boolean =>
  work.flat().every((time, index, all) => index === 0 || minutesOf(all[index - 1]!) < minutesOf(time))

/** Who works when. */
export const Hours = z.object({
  /** 1 is Monday, 7 Sunday. Days made up for a holiday are worked besides. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
  /** True for those who work through statutory holidays, as a market or a duty office does. */
  holidays: z.boolean().default(false),
  /** Minutes that count as one working day, whatever the season. */
  dayMinutes: z.int().min(60).max(1440).default(480),
  seasons: z
    .array(SeasonHours)
    .min(1)
    .max(6)
    .refine((list) => list.every(({ work }) => inOrder(work)), { params: { says: 'fault.hoursOrder' } })
    .refine((list) => coversYear(list.at(-1)), { params: { says: 'fault.hoursWholeYear' } }),
  /** When trees are planted: limits "within the planting season" run on these days only. */
  planting: z.array(Season).max(4).default([]),
})
export type Hours = z.infer<typeof Hours>

const coversYear = (season: Season | undefined): boolean => season?.from === '01-01' && season.to === '12-31'

/** 08:00–12:00 and 14:00–18:00, Monday to Friday, the whole year; planting in spring and autumn. */
export const usualHours: Hours = {
  weekdays: [1, 2, 3, 4, 5],
  holidays: false,
  dayMinutes: 480,
  seasons: [
    {
      name: '',
      from: '01-01',
      to: '12-31',
      work: [
        ['08:00', '12:00'],
        ['14:00', '18:00'],
      ],
    },
  ],
  planting: [
    { from: '03-01', to: '04-30' },
    { from: '10-15', to: '11-30' },
  ],
}

/** True when the day lies in the season of its year. */
export function isWithin({ from, to }: Season, day: Day): boolean {
  const at = day.slice(5)
  return from <= to ? from <= at && at <= to : from <= at || at <= to
}

/** The working stretches of a day by its season, in minutes from midnight; whether the day is worked at all is another question. */
export const stretchesOf = ({ seasons }: Hours, day: Day): (readonly [number, number])[] =>
  seasons.find((season) => isWithin(season, day))!.work.map(([from, to]) => [minutesOf(from), minutesOf(to)])
