/**
 * All or nothing (全有或全无). share = 1 when nothing was missed, else 0. A partial factor is not a miss of the thing asked,
 * but it is not the thing either: only full factors keep the points.
 * Example: no banner on the front page of the city's site on one of 5 looks → 0; of 0.95 points that is 0.00.
 * Source: index copy with formulas (domain notes S22).
 */
import { z } from 'zod'
import { rule, wholeOrNothing } from './rule.ts'

export const allOrNothing = rule({
  name: 'allOrNothing',
  version: 1,
  reads: 'grades',
  params: z.object({}),
  share: ({ n, passes }) => wholeOrNothing(passes === n, { n, passes }),
})
