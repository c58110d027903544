/** Cells as ranges: a box on the map is a few intervals of Morton codes, so the ordinary index of the column serves it. */
import type { Box } from '../base/place.ts'

type Range = readonly [number, number]

const depth = 24
const usual = 24

/** A square by its south-west corner; `code` numbers the squares of its level as their cells go. */
interface Square {
  readonly west: number
  readonly south: number
  readonly code: number
}

/** The quarters of squares that meet a box; `width` and `height` are theirs. */
function quartersOf(squares: readonly Square[], [west, south, east, north]: Box, width: number, height: number): Square[] {
  const quarters: Square[] = []
  for (const square of squares)
    for (let part = 0; part < 4; part++) {
      const [w, s] = [square.west + (part & 1) * width, square.south + (part >> 1) * height]
      if (w <= east && w + width >= west && s <= north && s + height >= south)
        quarters.push({ west: w, south: s, code: square.code * 4 + part })
    }
  return quarters
}

/**
 * Intervals that cover a box, from at most so many squares, merged where they touch. They may cover a little more than the box; the
 * exact edges are checked beside them. Squares are cut as long as that makes them fit better and there are few: the more there may be,
 * the less lies outside.
 */
export function rangesOf(box: Box, most = usual): Range[] {
  let squares: Square[] = [{ west: -180, south: -90, code: 0 }]
  let level = 0
  for (; level < depth; level++) {
    const finer = quartersOf(squares, box, 180 / 2 ** level, 90 / 2 ** level)
    if (finer.length > most) break
    squares = finer
  }
  const size = 4 ** (depth - level)
  const codes = squares.map(({ code }) => code).toSorted((a, b) => a - b)
  const merged: [number, number][] = []
  for (const code of codes) {
    const last = merged.at(-1)
    if (last && code * size === last[1] + 1) last[1] += size
    else merged.push([code * size, (code + 1) * size - 1])
  }
  return merged
}
