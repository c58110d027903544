/** A test by telephone (投诉电话是否有人接听): was it answered, after how many seconds, at which try. The number dialled is not kept. */
import { z } from 'zod'
import { Instant } from '../../base/time.ts'
import { answerKind, millionths, wholeIn } from './kind.ts'
import { judge } from './limit.ts'

const yes = new Set(['是', '已接通', '接通', 'yes', 'y', '1', 'true'])
const no = new Set(['否', '未接通', '无人接听', 'no', 'n', '0', 'false'])

export const phone = answerKind({
  as: 'phone',
  ask: z.object({
    /** How often to try before it counts as not answered. */
    tries: z.int().min(1).max(9).optional(),
    partly: z.string().optional(),
  }),
  answer: z.object({
    as: z.literal('phone'),
    answered: z.boolean(),
    /** From dialling to the answer. */
    seconds: z.int().min(0).max(3600).optional(),
    tries: z.int().min(1).max(9).default(1),
    calledAt: Instant.optional(),
  }),
  decides: true,
  read: ({ answered, seconds, tries }, { ask, limit }) => {
    if (!answered) return tries < (ask.tries ?? 1) ? { why: 'triesFew' } : { value: null, verdict: 'missed' }
    if (seconds === undefined) return limit ? { why: 'phoneSeconds' } : { value: null, verdict: 'met' }
    return { value: millionths(seconds), verdict: judge(millionths(seconds), limit, ask.partly) ?? 'met' }
  },
  fromCells: (cells, { ask }) => {
    const said = cells('answered').trim().toLowerCase()
    if (no.has(said)) return { as: 'phone', answered: false, tries: ask.tries ?? 1 }
    if (!yes.has(said)) return undefined
    const seconds = wholeIn(cells('value'))
    return { as: 'phone', answered: true, tries: 1, ...(seconds === undefined ? {} : { seconds }) }
  },
})
