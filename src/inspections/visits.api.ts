/** The list of visits, apart from the other calls of the field: the first page shows it, and needs nothing of checks for it. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, YesNo } from '../api/contract.ts'
import { AreaId, PointId, RoundId } from '../base/ids.ts'
import { Day } from '../base/time.ts'
import { VisitHead } from './visitHead.ts'

/** What a list of visits can be narrowed to. Days are the city's. */
export const VisitFilter = z.object({
  point: PointId.optional(),
  type: z.string().max(64).optional(),
  street: AreaId.optional(),
  round: RoundId.optional(),
  from: Day.optional(),
  to: Day.optional(),
  /** Only visits with at least one miss. */
  failed: YesNo.optional(),
  /** Only visits with answers of two devices that differ and wait for a person. */
  rivals: YesNo.optional(),
  /** Part of the point's name or code. */
  text: z.string().max(100).optional(),
})
export type VisitFilter = z.infer<typeof VisitFilter>

/** Last visited first when nothing else is asked. */
const listVisits = {
  method: 'GET',
  path: '/visits',
  may: 'inspections.read',
  within: 'rule',
  says: 'inspections.listVisits',
  query: Paging.extend(VisitFilter.shape).extend({ sort: orders(['visited', 'recorded'], '-visited') }),
  returns: page(VisitHead),
} as const

/** Two of the calls of the field; they are listed and served with the others. */
export const visitsApi = contract({ listVisits, exportVisits: bookOf(listVisits) })
