/**
 * Bonus (加分项). share = min(1, each × count ÷ 100): every recognised honour or practice adds a percentage of the bonus
 * points, never more than all of them. Count: the reported number, else how many were accepted with the full factor.
 * Example: 3 accepted practices at 40 % each → min(1, 1.2) = 1; of 2.00 bonus points that is 2.00.
 * Source: own form; editions with characteristic indicators above the total are public (domain notes S13b).
 */
import { z } from 'zod'
import { formatMillionths } from '../../base/points.ts'
import { Percent, milliPercent } from './decimal.ts'
import { rule, wholeOrNothing } from './rule.ts'

export const bonus = rule({
  name: 'bonus',
  version: 1,
  reads: 'either',
  params: z.object({ percentEach: Percent.refine((text) => Number(text) > 0) }),
  share: ({ passes, value }, { percentEach }) => {
    const count = Math.max(0, value ?? passes * 1_000_000)
    const put = { count: formatMillionths(count), percentEach }
    const [num, den] = [BigInt(count) * BigInt(milliPercent(percentEach)), 100_000_000_000n]
    return num >= den ? wholeOrNothing(true, put) : { num, den, put }
  },
})
