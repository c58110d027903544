/** Cells as ranges: a box on the map is a few intervals of Morton codes, so the ordinary index of the column serves it. */
import { type Box, cellOf } from '../base/place.ts'

type Range = readonly [number, number]

const depth = 24
const most = 24

/** Cells of a square of side 2^-level as one interval, from its south-west cell. */
const intervalOf = (west: number, south: number, level: number): Range => {
  const size = 4 ** (depth - level)
  const first = cellOf([west + 1e-9, south + 1e-9])
  const start = first - (first % size)
  return [start, start + size - 1]
}

interface Square {
  readonly west: number
  readonly south: number
  readonly level: number
}

/**
 * Intervals that cover a box, at most two dozen, merged where they touch. They may cover a little more than the box; the
 * exact edges are checked beside them. Squares are cut as long as that makes them fit better and there are few.
 */
export function rangesOf([west, south, east, north]: Box): Range[] {
  let squares: Square[] = [{ west: -180, south: -90, level: 0 }]
  const meets = ({ west: w, south: s, level }: Square) => {
    const [width, height] = [360 / 2 ** level, 180 / 2 ** level]
    return w <= east && w + width >= west && s <= north && s + height >= south
  }
  for (let level = 0; level < depth; level++) {
    const [width, height] = [180 / 2 ** level, 90 / 2 ** level]
    const finer = squares.flatMap((square) =>
      [0, 1, 2, 3]
        .map((part) => ({ west: square.west + (part & 1) * width, south: square.south + (part >> 1) * height, level: level + 1 }))
        .filter(meets),
    )
    if (finer.length > most) break
    squares = finer
  }
  const ranges = squares.map(({ west: w, south: s, level }) => intervalOf(w, s, level)).toSorted((a, b) => a[0] - b[0])
  const merged: [number, number][] = []
  for (const [from, to] of ranges) {
    const last = merged.at(-1)
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}
