/**
 * A list of things that must be in place (无障碍厕位、扶手、坡道 …): each is there, missing, or does not apply here. The number is
 * the share in place. Without a limit all must be there; one that is a must turns "mostly" into "not".
 */
import { z } from 'zod'
import { mulDiv } from '../../base/points.ts'
import { Text } from '../../base/text.ts'
import { answerKind } from './kind.ts'
import { judge } from './limit.ts'

/** One thing of the list; `must` where its lack alone fails the place. */
export const Facility = z.object({ id: z.string().min(1).max(64), title: Text, must: z.boolean().optional() })
export type Facility = z.infer<typeof Facility>

const bare = (text: string) => text.normalize('NFKC').replace(/\s/gu, '').toLowerCase()

/** A list of things that must be there. */
export const facilities = answerKind({
  as: 'facilities',
  ask: z.object({ items: z.array(Facility).max(60).optional(), partly: z.string().optional() }),
  answer: z.object({ as: z.literal('facilities'), items: z.record(z.string(), z.enum(['yes', 'no', 'na'])) }),
  decides: true,
  read: ({ items }, { ask, limit }) => {
    const list = ask.items ?? []
    if (list.some(({ id }) => items[id] === undefined)) return { why: 'itemsOpen' }
    const applies = list.filter(({ id }) => items[id] !== 'na')
    const missing = applies.filter(({ id }) => items[id] === 'no')
    if (applies.length === 0) return { value: null, verdict: 'met' }
    const value = mulDiv(applies.length - missing.length, 100_000_000, applies.length)
    if (missing.some(({ must }) => must === true)) return { value, verdict: 'missed' }
    return { value, verdict: judge(value, limit, ask.partly) ?? (missing.length === 0 ? 'met' : 'partly') }
  },
  fromCells: (cells, { ask }) => {
    const text = cells('missing').trim()
    if (text === '') return undefined
    const named = new Set(text.split(/[、,;\uff0c\uff1b]+/u).map(bare))
    const isNamed = ({ id, title }: Facility) => [id, title.zh, title.en].some((word) => word !== '' && named.has(bare(word)))
    return { as: 'facilities', items: Object.fromEntries((ask.items ?? []).map((item) => [item.id, isNamed(item) ? 'no' : 'yes'])) }
  },
})
