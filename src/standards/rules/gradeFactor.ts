/**
 * Grade with a factor (A/B/C 等级折算). share = Σ factor ÷ (n × 1000), factors in thousandths. `take` says which reviews are
 * put in when counting: `latest` only the last one of each subject, which replaces those before; `mean` all of them
 * (several departments giving their opinion).
 * Example: graded C, then B (0.6) after more proof came in, latest → 600 ÷ 1000 = 0.6; of 0.95 points that is 0.57.
 * Source: long-standing form of the assessment, factors illustrative (domain notes 1.5).
 */
import { z } from 'zod'
import { rule } from './rule.ts'

export const gradeFactor = rule({
  name: 'gradeFactor',
  version: 1,
  reads: 'grades',
  params: z.object({ take: z.enum(['latest', 'mean']).default('latest') }),
  share: ({ n, factor }, { take }) => ({ num: factor, den: n * 1000, put: { take, n, factor } }),
})
