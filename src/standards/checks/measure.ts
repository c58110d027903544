/** A measured value with its unit (噪声 ≤ 60 分贝), against the limit of the edition. Exact decimals, as text. */
import { z } from 'zod'
import { parseMillionths } from '../../base/points.ts'
import { answerKind } from './kind.ts'
import { judge } from './limit.ts'

export const measure = answerKind({
  as: 'measure',
  ask: z.object({ partly: z.string().optional() }),
  answer: z.object({ as: z.literal('measure'), reading: z.string().min(1).max(24) }),
  decides: false,
  read: ({ reading }, { ask, limit }) => {
    const value = parseMillionths(reading)
    return value === undefined ? { why: 'valueNotNumber' } : { value, verdict: judge(value, limit, ask.partly) }
  },
  fromCells: (cells) => (cells('value').trim() === '' ? undefined : { as: 'measure', reading: cells('value').trim() }),
})
