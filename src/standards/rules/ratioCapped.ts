/**
 * Capped ratio (按比例、封顶). share = min(1, actual ÷ target), never below 0. Actual: the reported or measured value (mean
 * over the places where it was measured), in the unit of the target. A grade alone is no number: without one the way is open.
 * Example: 3 broadcasts of a public-service announcement, target 4 → 0.75; of 0.95 points that is 0.71.
 * Source: index copy with formulas, radio ÷ 4 and television ÷ 8 (domain notes S22).
 */
import { z } from 'zod'
import { formatMillionths, mulDiv } from '../../base/points.ts'
import { Decimal, millionths } from './decimal.ts'
import { rule, wholeOrNothing } from './rule.ts'

export const ratioCapped = rule({
  name: 'ratioCapped',
  version: 1,
  reads: 'values',
  params: z.object({ target: Decimal.refine((text) => Number(text) > 0) }),
  share: ({ value: sum = 0, values = 1 }, { target }) => {
    const put = { actual: formatMillionths(mulDiv(sum, 1, values)), target }
    const den = BigInt(millionths(target)) * BigInt(values)
    if (sum >= den) return wholeOrNothing(true, put)
    return sum <= 0 ? wholeOrNothing(false, put) : { num: BigInt(sum), den, put }
  },
})
