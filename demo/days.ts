/** The demo's year: the twelve months that end today, and what was going on when. */
import { addDays, type Day, daysBetween, type Instant } from '../src/base/time.ts'

/** Rounds and campaigns, in days before today. */
export const plan = {
  start: 365,
  firstMock: { from: 252, to: 243 },
  secondMock: { from: 133, to: 124 },
  /** Everybody gets ready for the announced assessment, then falls back. */
  preparing: 104,
  announced: { from: 76, to: 70 },
  reboundUntil: 24,
  survey: { from: 152, to: 143 },
} as const

/** The days of the year, oldest first; the last one is today. */
export const daysOf = (today: Day): Day[] => Array.from({ length: plan.start + 1 }, (_, index) => addDays(today, index - plan.start))

/** How many days before today. */
export const agoOf = (day: Day, today: Day): number => daysBetween(day, today)

/** A moment of the city's day (UTC+8), in minutes since midnight. */
export const momentOf = (day: Day, minutes: number): Instant =>
  new Date(Date.parse(`${day}T00:00:00Z`) + (minutes - 480) * 60_000).toISOString()

/** Saturday and Sunday. Holidays are left to the calendars of the city. */
export const isWeekend = (day: Day): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

/** How much more effort than usual is made on a day: it rises towards the announced assessment and falls below usual after it. */
export function effortOf(day: Day, today: Day): number {
  const ago = agoOf(day, today)
  if (ago > plan.preparing || ago < plan.reboundUntil) return 0
  if (ago > plan.announced.from) return (0.9 * (plan.preparing - ago)) / (plan.preparing - plan.announced.from)
  if (ago >= plan.announced.to) return 1
  return (-1.15 * (ago - plan.reboundUntil)) / (plan.announced.to - plan.reboundUntil)
}

/** What the season does to a fact: heat to markets, toilets and rubbish; the weeks around the spring festival to streets. */
export function seasonOf(day: Day, fact: string): number {
  const month = Number(day.slice(5, 7))
  const perishes = /^(MKT|TOI|WST|FOD|ENV-EXPOSED|ENV-LITTER|ENV-SEWAGE)/.test(fact)
  if (perishes && month >= 6 && month <= 8) return -0.35
  const date = day.slice(5)
  if (/^(ENV-LITTER|ORD|WST)/.test(fact) && date >= '01-20' && date <= '02-15') return -0.5
  return isWeekend(day) && /^(ORD|ENV|TRA|FAC-PARK)/.test(fact) ? -0.35 : 0
}
