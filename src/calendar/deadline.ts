/**
 * Limits and what becomes of them: when a thing is due, and how much of its time is spent. Pure; time comes in. Which light it
 * shows stands in light.ts; how much more time may be asked for, and how often, is the procedure's (`bounds` of its steps).
 */
import { z } from 'zod'
import { Instant } from '../base/time.ts'
import { warnFrom } from './light.ts'
import type { Deadline, Limit } from './limit.ts'
import { type Clock, naturalClock, type Timekeeping, unpublishedYears, workingClock } from './clock.ts'

/** Time that does not count; without an end the clock still stands. */
export const Pause = z.object({ from: Instant, to: Instant.nullable() })
export type Pause = z.infer<typeof Pause>

/** What a deadline is computed from. */
export interface Promised {
  readonly start: Instant
  readonly limit: Limit
  /** What was granted on top of the limit, on the same clock. */
  readonly extensions?: readonly Limit[]
  readonly pauses?: readonly Pause[]
  readonly by: Timekeeping
}

const kept = new WeakMap<Timekeeping, Map<string, Clock>>()

/** The clock of a limit; kept as long as the hours and the calendar are. */
export function clockOf(limit: Pick<Limit, 'clock' | 'season'>, by: Timekeeping): Clock {
  if (limit.clock === 'natural' && limit.season === null) return naturalClock
  const key = `${limit.clock} ${limit.season ?? ''}`
  let mine = kept.get(by)
  if (mine === undefined) kept.set(by, (mine = new Map()))
  let clock = mine.get(key)
  if (clock === undefined) mine.set(key, (clock = makeClock(limit, by)))
  return clock
}

/** A natural limit within a season runs through all hours of its days. */
function makeClock(limit: Pick<Limit, 'clock' | 'season'>, by: Timekeeping): Clock {
  const only = limit.season === null || by.hours.planting.length === 0 ? undefined : by.hours.planting
  if (limit.clock === 'working') return workingClock(by, only)
  return only === undefined ? naturalClock : workingClock({ ...by, hours: { ...by.hours, ...allDay } }, only)
}
const allDay = {
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  holidays: true,
  seasons: [{ name: '', from: '01-01', to: '12-31', work: [['00:00', '24:00'] as [string, string]] }],
}

const minute = 60_000

/** A limit in milliseconds of its clock. A working day is as long as the hours say, by custom eight hours. */
export function lengthOf({ amount, unit, clock }: Limit, by: Timekeeping): number {
  const day = clock === 'working' ? by.hours.dayMinutes * minute : 1440 * minute
  return amount * { minute, hour: 60 * minute, day }[unit]
}

const toMs = (at: Instant): number => Date.parse(at)
const toInstant = (ms: number): Instant => new Date(ms).toISOString()

/** Pauses in order, those that overlap made one; an open one ends never. */
function inOrder(pauses: readonly Pause[]): { from: number; to: number }[] {
  const sorted = pauses.map(({ from, to }) => ({ from: toMs(from), to: to === null ? Infinity : toMs(to) })).sort((a, b) => a.from - b.from)
  const merged: { from: number; to: number }[] = []
  for (const pause of sorted) {
    const last = merged.at(-1)
    if (last !== undefined && pause.from <= last.to) last.to = Math.max(last.to, pause.to)
    else merged.push({ ...pause })
  }
  return merged
}

/** The moment at which the clock has run for `length`, pauses left out; null when it stands before that. */
function runFor(clock: Clock, start: number, length: number, pauses: readonly { from: number; to: number }[]): number | null {
  let [at, left] = [start, length]
  for (const { from, to } of pauses) {
    if (to <= at) continue
    const before = from <= at ? 0 : clock.spent(at, from)
    // A pause that begins when all is spent moves nothing.
    if (left <= before) break
    if (to === Infinity) return null
    left -= before
    at = to
  }
  return clock.add(at, left)
}

/** When it is due. *Refuses:* nothing; RangeError when the hours never come. */
export function deadlineOf({ start, limit, extensions = [], pauses = [], by }: Promised): Deadline {
  const clock = clockOf(limit, by)
  const length = [limit, ...extensions].reduce((sum, one) => sum + lengthOf(one, by), 0)
  const still = inOrder(pauses)
  const due = runFor(clock, toMs(start), length, still)
  const warn = due === null ? null : runFor(clock, toMs(start), Math.floor(length * warnFrom), still)
  const natural = clock === naturalClock
  return {
    dueAt: due === null ? null : toInstant(due),
    warnAt: warn === null ? null : toInstant(warn),
    calendar: by.holidays.version,
    unpublished: natural || due === null ? [] : unpublishedYears(by, toMs(start), due),
  }
}

/** Milliseconds that a limit's clock ran between two moments, pauses left out. */
export function spentBetween(from: Instant, to: Instant, limit: Limit, by: Timekeeping, pauses: readonly Pause[] = []): number {
  const clock = clockOf(limit, by)
  const [start, end] = [toMs(from), toMs(to)]
  const paused = inOrder(pauses).reduce((sum, pause) => {
    const [a, b] = [Math.max(pause.from, start), Math.min(pause.to, end)]
    return a < b ? sum + clock.spent(a, b) : sum
  }, 0)
  return clock.spent(start, end) - paused
}
