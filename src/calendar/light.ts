/** The light of a limit (绿灯、黄灯、红灯): yellow from 80 % of its time, red from 100 %. Small on purpose: every list of cases reads it. */
import { z } from 'zod'
import type { Instant } from '../base/time.ts'

/** The share of the time at which the light turns yellow. */
export const warnFrom = 0.8

/** 绿灯, 黄灯, 红灯; `paused` while the clock stands, `none` without a limit. */
export const lights = ['none', 'green', 'yellow', 'red', 'paused'] as const
export const Light = z.enum(lights)
export type Light = z.infer<typeof Light>

/**
 * The light of a deadline at a moment: yellow from 80 % of the time, red from 100 %. For what is done, `at` is when it was.
 * A deadline without `warnAt` (kept before there were lights) turns from green to red.
 */
export function lightOf(it: { dueAt: Instant | null; warnAt: Instant | null; paused?: boolean }, at: Instant): Light {
  if (it.paused === true) return 'paused'
  if (it.dueAt === null) return 'none'
  if (Date.parse(at) >= Date.parse(it.dueAt)) return 'red'
  return it.warnAt !== null && Date.parse(at) >= Date.parse(it.warnAt) ? 'yellow' : 'green'
}
