/** Calls of retention: how long what is kept, and what each night removed. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { PersonId } from '../base/ids.ts'
import { Instant } from '../base/time.ts'
import { keptKinds, KeptKindId, retentionActions, RetentionLine } from './retention.ts'

/** One kind of personal data with its period. `basis` is null while the usual legal basis holds. */
export const RetentionRule = z.object({
  kind: KeptKindId,
  days: z.int(),
  usual: z.int(),
  from: z.enum([...new Set(Object.values(keptKinds).map(({ from }) => from))]),
  does: z.enum(retentionActions),
  basis: z.string().nullable(),
  changedAt: Instant.nullable(),
})
export type RetentionRule = z.infer<typeof RetentionRule>

/** What one run removed. Nobody: the night. */
export const RetentionRun = z.object({
  id: z.uuid(),
  at: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  report: z.array(RetentionLine),
})
export type RetentionRun = z.infer<typeof RetentionRun>

export const retentionApi = contract({
  list: {
    method: 'GET',
    path: '/retention',
    may: 'privacy.manage',
    says: 'retention.list',
    returns: z.object({ items: z.array(RetentionRule), runs: z.array(RetentionRun) }),
  },
  set: {
    method: 'PUT',
    path: '/retention/:kind',
    may: 'privacy.manage',
    says: 'retention.set',
    params: z.object({ kind: KeptKindId }),
    body: z.object({ days: z.int().min(1).max(3650), basis: z.string().trim().min(4).max(500) }),
    returns: z.object({ items: z.array(RetentionRule) }),
  },
  run: {
    method: 'POST',
    path: '/retention/run',
    may: 'privacy.manage',
    says: 'retention.run',
    body: z.object({ id: z.uuid() }),
    returns: z.object({ report: z.array(RetentionLine) }),
  },
})
