/**
 * In time or not, said honestly: what is open past its limit is late already, what rests is neither, and what an appeal has
 * exempted stays visible apart. Every on-time figure of the house counts by this one rule.
 */
import { z } from 'zod'
import type { Instant } from '../base/time.ts'

/** In the order they are looked at. */
export const punctualities = ['exempt', 'unlimited', 'suspended', 'onTime', 'late', 'openOnTime', 'openLate'] as const
export const Punctuality = z.enum(punctualities)
export type Punctuality = z.infer<typeof Punctuality>

/** What the rule looks at. `doneAt`: when what the limit is for was done; null while it is not. */
export interface Timed {
  readonly dueAt: Instant | null
  readonly doneAt: Instant | null
  readonly suspended: boolean
  readonly exempt: boolean
}

/** Where a thing stands at a moment. At the very moment it is due it is still in time. */
export function punctualityOf({ dueAt, doneAt, suspended, exempt }: Timed, at: Instant): Punctuality {
  if (exempt) return 'exempt'
  if (dueAt === null) return 'unlimited'
  if (doneAt === null && suspended) return 'suspended'
  const late = Date.parse(doneAt ?? at) > Date.parse(dueAt)
  if (doneAt === null) return late ? 'openLate' : 'openOnTime'
  return late ? 'late' : 'onTime'
}

/** Counts by punctuality, and the figure of them. */
export interface OnTimeFigure {
  readonly counts: Readonly<Record<Punctuality, number>>
  /** What was in time. */
  readonly inTime: number
  /** What should have been: done, or open past its limit. What is open within it is not due yet. */
  readonly due: number
}

/** The figure of counts: in time ÷ (done + open past the limit). */
export function onTimeOf(counts: Readonly<Record<Punctuality, number>>): OnTimeFigure {
  return { counts, inTime: counts.onTime, due: counts.onTime + counts.late + counts.openLate }
}
