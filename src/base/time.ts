/**
 * Instants are UTC ISO strings (`…At`), calendar days are city dates (`…On`). Time comes in as an argument;
 * only `server/clock.ts` and the browser's clock ask the machine.
 */
import { z } from 'zod'

/**
 * A moment, UTC: "2026-11-22T01:02:03.000Z". However many digits of a second were sent, it has three from here on, as the
 * database gives it back: cursors, folds and comparisons of text rely on it.
 */
export const Instant = z.iso.datetime({ offset: false }).overwrite((text) => {
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? text : new Date(ms).toISOString()
})
export type Instant = z.infer<typeof Instant>

/** A time of day with a zone whose seconds were left out gets them: W3C's note on dates, which Open311 names, allows it. */
export const withSeconds = (text: string): string => text.replace(/^(.{10}T\d\d:\d\d)(?=Z|[+-])/, '$1:00')

/** A day of the city's calendar: "2026-11-22". */
export const Day = z.iso.date()
export type Day = z.infer<typeof Day>

/** The city's day of an instant. Chinese cities keep one zone, UTC+8, without summer time. */
export function dayOf(at: Instant, offsetMinutes = 480): Day {
  return new Date(Date.parse(at) + offsetMinutes * 60_000).toISOString().slice(0, 10)
}

/** "2026-11-22 09:30": an instant as a sentence says it, by the city's clock. */
export const minuteOf = (at: Instant, offsetMinutes = 480): string =>
  new Date(Date.parse(at) + offsetMinutes * 60_000).toISOString().slice(0, 16).replace('T', ' ')

const [firstMs, lastMs] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')]

/** An instant moved by milliseconds, as far as years have four digits: beyond these, texts would no longer compare as times do. */
export const movedBy = (at: Instant, ms: number): Instant =>
  new Date(Math.min(Math.max(Date.parse(at) + ms, firstMs), lastMs)).toISOString()

/** `on` moved by whole days. */
export function addDays(on: Day, days: number): Day {
  return new Date(Date.parse(`${on}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whole days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / 86_400_000)
}
