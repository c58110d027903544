/**
 * Share of good answers (问卷比例). share = answers with the full factor ÷ answers that count; with a threshold, 1 when the
 * share reaches it, else share ÷ threshold. "Don't know" and refusals carry no factor and are out of both.
 * Example: 160 of 200 satisfied, threshold 90 % → 80 ÷ 90 = 0.8889; of 0.95 points that is 0.84.
 * Source: questionnaire thresholds of the 2011 edition (domain notes S16).
 */
import { z } from 'zod'
import { Percent, milliPercent } from './decimal.ts'
import { rule, wholeOrNothing } from './rule.ts'

export const surveyShare = rule({
  name: 'surveyShare',
  version: 1,
  reads: 'grades',
  params: z.object({ threshold: Percent.refine((text) => Number(text) > 0).optional() }),
  share: ({ n, passes }, { threshold = '100' }) => {
    const put = { n, passes, threshold }
    const [num, den] = [passes * 100_000, n * milliPercent(threshold)]
    return num >= den ? wholeOrNothing(true, put) : { num, den, put }
  },
})
