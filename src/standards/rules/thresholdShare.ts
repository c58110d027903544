/**
 * Share against a threshold (达标率). share = 1 when rate ≥ threshold, else rate ÷ threshold (or 0 with `below: nothing`).
 * Rate in percent: the reported figure, else the conformity share of what was observed.
 * Example: 60 % of units at county level or above, threshold 80 % → 60 ÷ 80 = 0.75; of 1.90 points that is 1.43.
 * Source: questionnaire thresholds of the 2011 edition (domain notes S16); the slope below the threshold is reconstructed.
 */
import { z } from 'zod'
import { Percent, milliPercent } from './decimal.ts'
import { rateOf } from './rate.ts'
import { rule, wholeOrNothing } from './rule.ts'

export const thresholdShare = rule({
  name: 'thresholdShare',
  version: 1,
  reads: 'either',
  params: z.object({ percent: Percent.refine((text) => Number(text) > 0), below: z.enum(['ratio', 'nothing']).default('ratio') }),
  share: (tally, { percent, below }) => {
    const rate = rateOf(tally)
    const put = { rate: rate.shown, percent, below }
    const [num, den] = [rate.num * 1000n, rate.den * BigInt(milliPercent(percent))]
    if (num >= den) return wholeOrNothing(true, put)
    return below === 'nothing' || num <= 0n ? wholeOrNothing(false, put) : { num, den, put }
  },
})
