/**
 * What personal data the house holds, for how long, and what happens then: the data inventory as one table. A city may set
 * other periods; a kind that is not in this table may not be kept at all. Facts that must stay (events, observations) hold
 * ids of people and nothing personal. Names: `retention.kind.<kind>`, purposes `retention.why.<kind>`.
 */
import { z } from 'zod'
import { Instant } from '../base/time.ts'

/** `delete`: the row goes. `blank`: the row stays and loses its personal fields. */
export const retentionActions = ['delete', 'blank'] as const

/** How long one kind is kept, counted from what, and what happens then. */
export interface Kept {
  /** The usual period in days, counted from what `from` says. */
  readonly days: number
  readonly from: 'settled' | 'retired' | 'expired' | 'added' | 'answered'
  readonly does: (typeof retentionActions)[number]
  /** Key of the usual legal basis: `retention.basis.<basis>`. */
  readonly basis: 'pipl19' | 'pipl47' | 'security'
}

/** Every kind of personal data with an end. */
export const keptKinds = {
  caseReporter: { days: 365, from: 'settled', does: 'delete', basis: 'pipl19' },
  complainant: { days: 180, from: 'answered', does: 'delete', basis: 'pipl19' },
  retiredPerson: { days: 180, from: 'retired', does: 'blank', basis: 'pipl47' },
  session: { days: 1, from: 'expired', does: 'delete', basis: 'pipl19' },
  receipt: { days: 30, from: 'added', does: 'delete', basis: 'pipl19' },
  importFile: { days: 30, from: 'added', does: 'blank', basis: 'pipl19' },
} as const satisfies Record<string, Kept>

export type KeptKind = keyof typeof keptKinds
export const keptKindIds = Object.keys(keptKinds) as [KeptKind, ...KeptKind[]]
export const KeptKindId = z.enum(keptKindIds)

/** What one run did to one kind. */
export const RetentionLine = z.object({ kind: KeptKindId, days: z.int(), before: Instant, done: z.int() })
export type RetentionLine = z.infer<typeof RetentionLine>

/** The instant before which a kind's time is over. */
export const limitOf = (at: Instant, days: number): Instant => new Date(Date.parse(at) - days * 86_400_000).toISOString()
