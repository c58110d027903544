/**
 * Cities above and below in one installation: a city publishes figures of a month to the one above, which sees the figures and
 * no case, unless the city shares its cases and for as long as it does.
 */
import { z } from 'zod'
import { bookOf, contract, orders, Paging, page, searched } from '../api/contract.ts'
import { CaseId, CityId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'

/** A month: 2026-11. */
export const Period = z.string().regex(/^\d{4}-\d{2}$/)

/** What a city publishes. Points in hundredths, the share done in time in thousandths. */
export const Rollup = z.object({
  period: Period,
  score: z.int().nullable(),
  total: z.int().nullable(),
  reported: z.int(),
  dispatched: z.int(),
  rectified: z.int(),
  closed: z.int(),
  overdue: z.int(),
  onTime: z.int().nullable(),
  publishedAt: Instant,
})
export type Rollup = z.infer<typeof Rollup>

const CityName = z.object({ id: CityId, code: z.string(), title: Text })

/** A city below, with what it published for a month. */
export const Below = z.object({ city: CityName, rollup: Rollup.nullable(), sharesCases: z.boolean() })
export type Below = z.infer<typeof Below>

/** A decision to let another city read. */
export const Share = z.object({
  id: z.uuid(),
  with: CityName,
  what: z.enum(['cases']),
  reason: z.string(),
  fromAt: Instant,
  endedAt: Instant.nullable(),
})
export type Share = z.infer<typeof Share>

/** A case as a city above reads it. */
export const SharedCase = z.object({
  id: CaseId,
  no: z.string(),
  state: z.string(),
  text: z.string(),
  class: z.string().nullable(),
  reportedAt: Instant,
  dueAt: Instant.nullable(),
  closedAt: Instant.nullable(),
})
export type SharedCase = z.infer<typeof SharedCase>

const listSharedCases = {
  method: 'GET',
  path: '/below/:city/cases',
  may: 'below.read',
  says: 'neighbours.sharedCases',
  params: z.object({ city: z.coerce.number().pipe(CityId) }),
  query: Paging.extend({
    state: z.string().max(40).optional(),
    ...searched,
    sort: orders(['reported', 'no', 'state', 'due'], '-reported'),
  }),
  returns: page(SharedCase),
} as const

export const neighboursApi = contract({
  listBelow: {
    method: 'GET',
    path: '/below',
    may: 'below.read',
    says: 'neighbours.below',
    query: z.object({ period: Period }),
    returns: z.object({ items: z.array(Below) }),
  },
  listSharedCases,
  exportSharedCases: bookOf(listSharedCases),
  getAbove: {
    method: 'GET',
    path: '/above',
    may: 'above.publish',
    says: 'neighbours.above',
    returns: z.object({ parent: CityName.nullable(), rollups: z.array(Rollup), shares: z.array(Share) }),
  },
  setAbove: {
    method: 'PUT',
    path: '/above',
    may: 'above.publish',
    says: 'neighbours.setAbove',
    body: z.object({ parent: z.string().max(64).nullable() }),
    returns: z.object({ parent: CityName.nullable() }),
  },
  /** Works the figures of a month out and publishes them; again, as long as the month is the current one or the last. */
  publish: {
    method: 'POST',
    path: '/above/rollups',
    may: 'above.publish',
    says: 'neighbours.publish',
    body: z.object({ period: Period }),
    returns: Rollup,
  },
  share: {
    method: 'POST',
    path: '/above/shares',
    may: 'above.publish',
    says: 'neighbours.share',
    body: z.object({ id: z.uuid(), what: z.enum(['cases']), reason: z.string().trim().min(1).max(1000) }),
    returns: Share,
  },
  endShare: {
    method: 'POST',
    path: '/above/shares/:id/end',
    may: 'above.publish',
    says: 'neighbours.endShare',
    params: z.object({ id: z.uuid() }),
    body: z.object({}),
    returns: Share,
  },
})

/** The first day of a month, and of the one after it. */
export const daysOf = (period: string): readonly [Day, Day] => {
  const [year, month] = period.split('-').map(Number) as [number, number]
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
  return [`${period}-01`, `${next}-01`]
}
