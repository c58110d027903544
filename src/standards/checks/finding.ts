/**
 * What else was found, freely, each with its class of case. "Nothing found" is an answer of its own and must be given. Words
 * about it stand in the note, which the law may ask to forget.
 */
import { z } from 'zod'
import { answerKind, millionths, Seen } from './kind.ts'
import { judge } from './limit.ts'

/** One thing found: the code of its class of case, and where. */
export const FreeFinding = z.object({ class: z.string().min(1).max(32), place: Seen })
export type FreeFinding = z.infer<typeof FreeFinding>

const nothing = new Set(['无', '未发现', 'none', '0'])

/** Whatever else was found, by class. */
export const finding = answerKind({
  as: 'finding',
  ask: z.object({
    /** Only classes whose code begins so are offered. */
    classes: z.array(z.string().min(1).max(32)).max(60).optional(),
    partly: z.string().optional(),
  }),
  answer: z.object({ as: z.literal('finding'), found: z.array(FreeFinding).max(50) }),
  decides: true,
  read: ({ found }, { ask, limit }) => {
    const value = millionths(found.length)
    return { value, verdict: judge(value, limit, ask.partly) ?? (found.length === 0 ? 'met' : 'missed') }
  },
  fromCells: (cells) => {
    const text = cells('class').trim()
    if (text === '') return undefined
    if (nothing.has(text.toLowerCase())) return { as: 'finding', found: [] }
    const codes = text.split(/[、,;\uff0c\uff1b\s]+/u).filter((code) => code !== '')
    return { as: 'finding', found: codes.map((code) => ({ class: code })) }
  },
})
