/**
 * Conformity rate (符合率). share = Σ factor ÷ (n × 1000): factors in thousandths over applicable observations; with a
 * 2-grade scale this is conforming ÷ applicable, with a 3-grade scale 基本符合 counts by its factor.
 * Example: 7 × 符合, 2 × 基本符合 (0.5), 1 × 不符合 → 8000 ÷ 10000 = 0.8; of 2.18 points that is 1.74.
 * Source: public task tables and mock tests (domain notes S23, S37).
 */
import { z } from 'zod'
import { rule } from './rule.ts'

export const conformityRate = rule({
  name: 'conformityRate',
  version: 1,
  reads: 'grades',
  params: z.object({}),
  share: ({ n, factor }) => ({ num: factor, den: n * 1000, put: { n, factor } }),
})
