/**
 * Number against thresholds (指标值分档). The first step whose comparison holds gives its percent of the points; none: 0.
 * Value: the statistic, or the mean of what was measured, in the unit of the steps; without one the way is open.
 * Example: greening coverage 41.2 %, steps ≥ 43 → 100 %, ≥ 41 → 60 % → 0.6; of 5.00 points that is 3.00.
 * Source: form of the garden- and sanitary-city indicators (domain notes 5.1, 5.2).
 */
import { z } from 'zod'
import { formatMillionths, mulDiv } from '../../base/points.ts'
import { Decimal, Percent, millionths, milliPercent } from './decimal.ts'
import { rule } from './rule.ts'

const holds: Record<string, (a: bigint, b: bigint) => boolean> = {
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '<': (a, b) => a < b,
  '=': (a, b) => a === b,
}

export const numericThresholds = rule({
  name: 'numericThresholds',
  version: 1,
  reads: 'values',
  params: z.object({
    steps: z.array(z.object({ op: z.enum(['>=', '>', '<=', '<', '=']), value: Decimal, percent: Percent })).min(1),
  }),
  share: ({ value = 0, values = 1 }, { steps }) => {
    const step = steps.find(({ op, value: at }) => holds[op]!(BigInt(value), BigInt(millionths(at)) * BigInt(values)))
    const percent = step?.percent ?? '0'
    return {
      num: milliPercent(percent),
      den: 100_000,
      put: { value: formatMillionths(mulDiv(value, 1, values)), step: step ? `${step.op} ${step.value}` : '', percent },
    }
  },
})
