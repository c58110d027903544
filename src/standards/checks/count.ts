/** Counting (公益广告不少于 2 处): how many there are, against the limit of the edition. */
import { z } from 'zod'
import { answerKind, Count, millionths, wholeIn } from './kind.ts'
import { judge } from './limit.ts'

export const count = answerKind({
  as: 'count',
  ask: z.object({
    /** The limit that still counts as mostly conforming (基本符合). */
    partly: z.string().optional(),
  }),
  answer: z.object({ as: z.literal('count'), count: Count }),
  decides: false,
  read: ({ count }, { ask, limit }) => ({ value: millionths(count), verdict: judge(millionths(count), limit, ask.partly) }),
  fromCells: (cells) => {
    const count = wholeIn(cells('value'))
    return count === undefined ? undefined : { as: 'count', count }
  },
})
