/**
 * Piecewise linear with cap, slope and floor (分段线性). share in percent = max(floor, 100 − slope × (full − rate)), all
 * points at rate ≥ full. Rate and `full` in percent, slope in percent of the points per percentage point, floor in percent.
 * Example: 25 points, full at 98 %, slope 2 (0.5 points each), floor 50: rate 87.5 % → 100 − 2 × 10.5 = 79 % → 19.75 points.
 * Source: derived from the pairs published in a city's 12345 bulletins (domain notes 4.2, S79).
 */
import { z } from 'zod'
import { Decimal, Percent, millionths, milliPercent } from './decimal.ts'
import { rateOf } from './rate.ts'
import { rule, wholeOrNothing } from './rule.ts'

export const piecewiseLinear = rule({
  name: 'piecewiseLinear',
  version: 1,
  reads: 'either',
  params: z.object({ full: Percent, slope: Decimal.refine((text) => Number(text) > 0), floor: Percent }),
  share: (tally, { full, slope, floor }) => {
    const rate = rateOf(tally)
    const put = { rate: rate.shown, full, slope, floor }
    // 100 − slope × (full − rate), over the common denominator: millionths of slope × thousandths of full × the rate's own
    const den = 100_000_000_000n * rate.den
    const below = BigInt(milliPercent(full)) * rate.den - 1000n * rate.num
    if (below <= 0n) return wholeOrNothing(true, put)
    const num = den - BigInt(millionths(slope)) * below
    const least = BigInt(milliPercent(floor)) * 1_000_000n * rate.den
    return { num: num > least ? num : least, den, put }
  },
})
