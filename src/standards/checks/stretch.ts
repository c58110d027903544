/**
 * Spacing along a walked stretch (每 200 米一处、走 500 米): where it began and ended, and how far from the start each thing stood.
 * "At most 200 m" reads the longest gap, both ends included; "at least 10 m" the shortest between two neighbours.
 */
import { z } from 'zod'
import { Place } from '../../base/place.ts'
import { answerKind, Metres, millionths, Seen, wholeIn } from './kind.ts'
import { judge } from './limit.ts'

/** A thing found on the way. */
export const StretchMark = z.object({ atM: Metres, place: Place.optional() })
export type StretchMark = z.infer<typeof StretchMark>

/** The gaps between neighbours, and to the two ends when these count. */
export function gapsOf(marks: readonly number[], lengthM: number, withEnds: boolean): number[] {
  const sorted = [...marks].sort((a, b) => a - b)
  const stops = withEnds ? [0, ...sorted, lengthM] : sorted
  return stops.slice(1).map((stop, index) => stop - stops[index]!)
}

/** Spacing along a walked stretch. */
export const stretch = answerKind({
  as: 'stretch',
  ask: z.object({
    /** How far to walk. */
    stretchM: Metres.min(1).optional(),
    partly: z.string().optional(),
  }),
  answer: z.object({
    as: z.literal('stretch'),
    lengthM: Metres.min(1),
    from: Seen,
    to: Seen,
    marks: z.array(StretchMark).max(500),
  }),
  decides: false,
  read: ({ lengthM, marks }, { ask, limit }) => {
    if (lengthM < (ask.stretchM ?? 1)) return { why: 'stretchShort' }
    if (marks.some(({ atM }) => atM > lengthM)) return { why: 'markOutside' }
    const apart = limit?.op === '>=' || limit?.op === '>'
    const gaps = gapsOf(
      marks.map(({ atM }) => atM),
      lengthM,
      !apart,
    )
    // One thing alone, or none, stands too near to nothing.
    if (gaps.length === 0) return { value: null, verdict: 'met' }
    const value = millionths(apart ? Math.min(...gaps) : Math.max(...gaps))
    return { value, verdict: judge(value, limit, ask.partly) }
  },
  fromCells: (cells) => {
    const lengthM = wholeIn(cells('length'))
    if (lengthM === undefined) return undefined
    const marks = cells('marks')
      .split(/[^\d]+/u)
      .filter((text) => text !== '')
    return { as: 'stretch', lengthM, marks: marks.map((text) => ({ atM: Number(text) })) }
  },
})
