/**
 * What a score stands on: which edition, which observations, up to which fact, by which formulas. With the basis a score can
 * be made again on any machine, in any year, to the hundredth.
 */
import { z } from 'zod'
import { EditionId, RoundId } from '../base/ids.ts'
import { addDays, Day, Instant } from '../base/time.ts'
import { RoundKind } from '../inspections/round.ts'
import { SubjectKind } from '../standards/terms.ts'

/** Which observations count: by when they were made (from ≤ at < to), and of which rounds (null = all, and those of none). */
export const Window = z.object({
  from: Instant,
  to: Instant,
  kinds: z.array(RoundKind).nullable(),
  rounds: z.array(RoundId).nullable(),
})
export type Window = z.infer<typeof Window>

/** Everything a score was made from. */
export const Basis = z.object({
  format: z.literal('mingcheng.basis/1'),
  edition: z.object({ id: EditionId, standard: z.string(), edition: z.string(), hash: z.string() }),
  /** The kind of subject assessed; criteria for others are left out. Null = all criteria. */
  subject: SubjectKind.nullable(),
  window: Window,
  /** Facts with a higher number came later and do not count. */
  upTo: z.int(),
  /** Standing of the subject, by which the negative list is read. */
  standing: z.enum(['nominee', 'title', 'beforeApplication']),
  /** Editions of other standards that are weighed in. */
  beside: z.array(z.object({ id: EditionId, standard: z.string(), edition: z.string(), hash: z.string() })),
  /** Version of every formula. Weights are part of the edition and fixed by its hash. */
  rules: z.record(z.string(), z.int()),
  /** SHA-256 over where every place belonged; kept with it, since places may be moved later. */
  groundHash: z.string(),
  /** SHA-256 over the ordered sums that went in. */
  inputHash: z.string(),
})
export type Basis = z.infer<typeof Basis>

/** A window of whole days of the city (UTC+8), both included. */
export function windowOf(
  from: Day,
  to: Day,
  { kinds, rounds }: { kinds?: readonly RoundKind[] | undefined; rounds?: readonly RoundId[] | undefined },
): Window {
  return {
    from: startOfDay(from),
    to: startOfDay(addDays(to, 1)),
    kinds: kinds === undefined || kinds.length === 0 ? null : [...new Set(kinds)].sort(),
    rounds: rounds === undefined || rounds.length === 0 ? null : [...new Set(rounds)].sort(),
  }
}

/** The first instant of a day of the city. */
export const startOfDay = (day: Day): Instant => new Date(Date.parse(`${day}T00:00:00Z`) - 480 * 60_000).toISOString()
