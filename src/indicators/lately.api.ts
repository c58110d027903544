/** The call behind a headline figure: one rate of late, and the same of as many days before. Of the city, or of one unit. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { UnitId } from '../base/ids.ts'
import { Day } from '../base/time.ts'
import { Figure } from './figure.ts'

/** A figure over the cases that were reported on these days. */
export const Period = z.object({ from: Day, to: Day, figure: Figure })
export type Period = z.infer<typeof Period>

export const latelyApi = contract({
  getLately: {
    method: 'GET',
    path: '/indicators/:id/lately',
    may: 'cases.read',
    says: 'indicators.lately',
    /** One over cases; of whistles there is none. */
    params: z.object({ id: z.string().max(64) }),
    query: z.object({ days: z.coerce.number().int().min(1).max(366).default(90), unit: UnitId.optional() }),
    returns: z.object({ now: Period, before: Period }),
  },
})
