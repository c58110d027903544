/**
 * The clocks of a case: when each ran, rested and stopped, and when its time is over. Kept as the stretches in which it ran, so
 * that whatever counts working time can count it again; how long a stretch is, is asked of a `Timing`.
 */
import { z } from 'zod'
import { Instant } from '../base/time.ts'
import { warnFrom } from '../calendar/light.ts'
import type { ClockOrder, ClockRule, Procedure } from './procedure/procedure.ts'

/** A clock of a case. `spans` are the stretches in which it ran, the last one open while it runs. */
export const Clock = z.object({
  state: z.enum(['running', 'paused', 'stopped']),
  spans: z.array(z.tuple([Instant, Instant.nullable()])),
  dueAt: Instant.nullable(),
})
export type Clock = z.infer<typeof Clock>

/** An order as an event carries it: what, and the time limit that it leads to where one is known. */
export const Ordered = z.object({ do: z.enum(['start', 'stop', 'pause', 'resume']), dueAt: Instant.nullable() })
export type Ordered = z.infer<typeof Ordered>

/** How time is counted: natural, or in the working hours of a unit. Milliseconds. */
export interface Timing {
  /** The instant that many milliseconds after another. */
  readonly after: (from: Instant, ms: number, counts: ClockRule['counts']) => Instant
  /** How many lie between two instants; never negative. */
  readonly between: (from: Instant, to: Instant, counts: ClockRule['counts']) => number
}

/** Every hour counts. */
export const naturalTiming: Timing = {
  after: (from, ms) => new Date(Date.parse(from) + ms).toISOString(),
  between: (from, to) => Math.max(0, Date.parse(to) - Date.parse(from)),
}

/** A time limit moved to where the same time is left as when the clock was stopped; a limit that was over stays. */
export const movedLimit = (dueAt: Instant, pausedAt: Instant, at: Instant, counts: ClockRule['counts'], timing: Timing): Instant =>
  dueAt <= pausedAt ? dueAt : timing.after(at, timing.between(pausedAt, dueAt, counts), counts)

/** When the light of a limit turns yellow; a limit that was over when it was set is yellow at once. */
export const warningOf = (from: Instant, dueAt: Instant, counts: ClockRule['counts'], timing: Timing): Instant =>
  timing.after(from, Math.floor(timing.between(from, dueAt, counts) * warnFrom), counts)

/** When a clock stopped running; null while it runs or has never run. */
export const restedAt = ({ state, spans }: Clock): Instant | null => (state === 'paused' ? (spans.at(-1)?.[1] ?? null) : null)

/** What the orders of a way mean for the clocks of a case at an instant: those that change nothing are left out. */
export function orderClocks(
  procedure: Procedure,
  clocks: Readonly<Record<string, Clock>>,
  orders: Readonly<Record<string, ClockOrder>>,
  at: Instant,
  timing: Timing,
): Record<string, Ordered> {
  const dueOf = (clock: string, order: ClockOrder): Instant | null => {
    const rule = procedure.clocks.find((one) => one.clock === clock)
    const it = clocks[clock]
    if (order === 'start') return rule?.minutes ? timing.after(at, rule.minutes * 60_000, rule.counts) : null
    const rested = it && restedAt(it)
    if (order !== 'resume' || !it?.dueAt || !rested) return it?.dueAt ?? null
    return movedLimit(it.dueAt, rested, at, rule?.counts ?? 'natural', timing)
  }
  const means = (clock: string, order: ClockOrder): boolean => {
    const state = clocks[clock]?.state
    if (order === 'start') return state !== 'running'
    if (order === 'resume') return state === 'paused'
    return order === 'pause' ? state === 'running' : state === 'running' || state === 'paused'
  }
  return Object.fromEntries(
    Object.entries(orders)
      .filter(([clock, order]) => means(clock, order))
      .map(([clock, order]) => [clock, { do: order, dueAt: dueOf(clock, order) }]),
  )
}

/** The clocks after orders; `dueAt` of the case is the limit of the clock that keeps none of its own. */
export function turnClocks(
  clocks: Readonly<Record<string, Clock>>,
  orders: Readonly<Record<string, Ordered>>,
  at: Instant,
): Record<string, Clock> {
  const turned = { ...clocks }
  for (const [clock, order] of Object.entries(orders)) turned[clock] = turn(clocks[clock], order, at)
  return turned
}

function turn(it: Clock | undefined, { do: order, dueAt }: Ordered, at: Instant): Clock {
  const spans = it?.spans ?? []
  const closed = spans.map(([from, to]): [Instant, Instant | null] => [from, to ?? at])
  if (order === 'start' || order === 'resume') return { state: 'running', spans: [...closed, [at, null]], dueAt }
  return { state: order === 'pause' ? 'paused' : 'stopped', spans: closed, dueAt }
}

/** How long a clock ran until now, and how long it rested in between, in milliseconds. */
export function spentOn({ spans }: Clock, at: Instant, counts: ClockRule['counts'], timing: Timing): { ran: number; rested: number } {
  const ran = spans.reduce((sum, [from, to]) => sum + timing.between(from, to ?? at, counts), 0)
  const first = spans[0]?.[0]
  const last = spans.at(-1)?.[1] ?? at
  return { ran, rested: first === undefined ? 0 : Math.max(0, timing.between(first, last, counts) - ran) }
}
