/**
 * Deduction per miss (每缺一项扣分). share = max(0, 100 − Σ percent × misses) ÷ 100; the percentage may differ by point type.
 * Percent of the points of the way, per observation with factor 0.
 * Example: 2 bus stops (4 % each) and 1 road (2 %) without announcements → (100 − 10) ÷ 100 = 0.9; of 1.45 points 1.31.
 * Source: index copy with formulas (domain notes S22).
 */
import { z } from 'zod'
import { Percent, milliPercent } from './decimal.ts'
import { rule } from './rule.ts'

const whole = 100_000

export const deductPerMiss = rule({
  name: 'deductPerMiss',
  version: 1,
  reads: 'grades',
  params: z.object({ percentPerMiss: Percent, byPointType: z.record(z.string(), Percent).optional() }),
  share: ({ misses, missesBy = {} }, { percentPerMiss, byPointType = {} }) => {
    const special = Object.entries(byPointType).map(([type, percent]) => ({ times: missesBy[type] ?? 0, percent: milliPercent(percent) }))
    const rest = misses - special.reduce((sum, { times }) => sum + times, 0)
    const lost = special.reduce((sum, { times, percent }) => sum + times * percent, rest * milliPercent(percentPerMiss))
    return { num: Math.max(0, whole - lost), den: whole, put: { misses, percentPerMiss, lost: lost / 1000 } }
  },
})
