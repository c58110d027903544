/**
 * Mean of answers (问卷均值). share = Σ factor ÷ (n × 1000) over the answers that count; with a threshold, 1 when the mean
 * reaches it, else mean ÷ threshold. Factors in thousandths of the answer scale.
 * Example: 50 × very satisfied (1), 30 × satisfied (0.8), 20 × so-so (0.6) → 86000 ÷ 100000 = 0.86; of 2.00 points 1.72.
 * Source: five-level questionnaires of the garden city (domain notes S63), factors illustrative.
 */
import { z } from 'zod'
import { Percent, milliPercent } from './decimal.ts'
import { rule, wholeOrNothing } from './rule.ts'

export const surveyMean = rule({
  name: 'surveyMean',
  version: 1,
  reads: 'grades',
  params: z.object({ threshold: Percent.refine((text) => Number(text) > 0).optional() }),
  share: ({ n, factor }, { threshold = '100' }) => {
    const put = { n, factor, threshold }
    const [num, den] = [factor * 100, n * milliPercent(threshold)]
    return num >= den ? wholeOrNothing(true, put) : { num, den, put }
  },
})
