/** A share in percent (亮灯率 ≥ 95 %): how many of how many. The two numbers are kept, not only what they come to. */
import { z } from 'zod'
import { mulDiv } from '../../base/points.ts'
import { answerKind, Count, wholeIn } from './kind.ts'
import { judge } from './limit.ts'

export const rate = answerKind({
  as: 'rate',
  ask: z.object({ partly: z.string().optional() }),
  answer: z.object({ as: z.literal('rate'), part: Count, whole: Count.min(1) }),
  decides: false,
  read: ({ part, whole }, { ask, limit }) => {
    if (part > whole) return { why: 'partOverWhole' }
    const value = mulDiv(part, 100_000_000, whole)
    return { value, verdict: judge(value, limit, ask.partly) }
  },
  fromCells: (cells) => {
    const [part, whole] = [wholeIn(cells('part')), wholeIn(cells('whole'))]
    return part === undefined || whole === undefined ? undefined : { as: 'rate', part, whole }
  },
})
