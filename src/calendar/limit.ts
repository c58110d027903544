/** The shapes of limits and deadlines alone, for pages and calls: who only shows them need not carry the holidays of twenty years. */
import { z } from 'zod'
import { Instant } from '../base/time.ts'

/** What time is counted: natural time runs day and night (紧急工作时), working time in working hours alone (工作时). */
export const clocks = ['natural', 'working'] as const

/** A time limit. The limit belongs to the filing condition, not to the class. */
export const Limit = z.object({
  amount: z.int().min(1).max(10_000),
  unit: z.enum(['minute', 'hour', 'day']),
  clock: z.enum(clocks),
  /** Counts on the days of this season alone. */
  season: z.literal('planting').nullable().default(null),
})
export type Limit = z.infer<typeof Limit>

/** When a thing is due, and by which calendar that was found. */
export const Deadline = z.object({
  /** Null while the clock stands. */
  dueAt: Instant.nullable(),
  /** When the light turns yellow: 80 % of the time is spent. Null while the clock stands. */
  warnAt: Instant.nullable(),
  /** Version of the calendar. */
  calendar: z.string(),
  /** Years on the way whose holidays were not published: Monday to Friday was assumed. */
  unpublished: z.array(z.int()),
})
export type Deadline = z.infer<typeof Deadline>
