/**
 * Behaviours counted for some minutes (5 分钟内闯红灯次数). The start is kept as a moment, not as ticks, so that the watch goes on
 * when the screen turns dark; one that was broken off is no answer.
 */
import { z } from 'zod'
import { Text } from '../../base/text.ts'
import { Instant } from '../../base/time.ts'
import { answerKind, Count, millionths, wholeIn } from './kind.ts'
import { judge } from './limit.ts'

/** One behaviour to count. */
export const Behaviour = z.object({ id: z.string().min(1).max(64), title: Text })
export type Behaviour = z.infer<typeof Behaviour>

/** Stands for "the behaviour that the check asks about" where an edition names none. */
export const anyBehaviour = 'all'

/** How long to watch when an edition does not say. */
export const watchMinutes = 5

/** Behaviours counted for some minutes. */
export const timed = answerKind({
  as: 'timed',
  ask: z.object({
    minutes: z.int().min(1).max(120).optional(),
    behaviours: z.array(Behaviour).max(12).optional(),
    partly: z.string().optional(),
  }),
  answer: z.object({
    as: z.literal('timed'),
    startedAt: Instant.optional(),
    /** How long it was watched. */
    seconds: z.int().min(0).max(86_400),
    tally: z.record(z.string(), Count),
  }),
  decides: false,
  read: ({ seconds, tally }, { ask, limit }) => {
    if (seconds < (ask.minutes ?? watchMinutes) * 60) return { why: 'watchShort' }
    const known = new Set(ask.behaviours?.map(({ id }) => id) ?? [anyBehaviour])
    if (Object.keys(tally).some((id) => !known.has(id))) return { why: 'behaviourUnknown' }
    const value = millionths(Object.values(tally).reduce((sum, n) => sum + n, 0))
    return { value, verdict: judge(value, limit, ask.partly) }
  },
  fromCells: (cells, { ask }) => {
    const count = wholeIn(cells('value'))
    if (count === undefined) return undefined
    const id = ask.behaviours?.[0]?.id ?? anyBehaviour
    return { as: 'timed', seconds: (ask.minutes ?? watchMinutes) * 60, tally: { [id]: count } }
  },
})
