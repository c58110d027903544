/** Cells as ranges: a box on the map is a few intervals of Morton codes, so the ordinary index of the column serves it. */
import type { Box } from '../base/place.ts'

type Range = readonly [number, number]

const depth = 24
const usual = 24
/** Degrees, a tenth of a millimetre: rounding may put a place that lies next to the edge of a square into the other one. */
const slack = 1e-9

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
      if (w <= east + slack && w + width >= west - slack && s <= north + slack && s + height >= south - slack)
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
  return merge(squares.map(({ code }) => rangeAt(code, level, depth)))
}

/** The codes of a finer level, or cells, that a square of a level is made of. */
function rangeAt(code: number, level: number, finer: number): Range {
  const size = 4 ** (finer - level)
  return [code * size, (code + 1) * size - 1]
}

/** Ranges in their order, as one where they touch or overlap. */
function merge(ranges: readonly Range[]): Range[] {
  const merged: [number, number][] = []
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    const last = merged.at(-1)
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

/** Ranges of the squares of a level that cover a box. */
export function squaresAround(box: Box, level: number): Range[] {
  const size = 4 ** (depth - level)
  return merge(rangesOf(box).map(([from, to]) => [Math.floor(from / size), Math.floor(to / size)]))
}

/** What a box is made of. */
export interface Cover {
  /** Squares that lie wholly inside, as ranges of their codes by level: every case in them is in the box. */
  readonly inside: readonly (readonly [level: number, from: number, to: number])[]
  /** Cells at the edge: what lies in them may be in the box. No cell is in both. */
  readonly edge: readonly Range[]
}

/** Whether a square lies in a box by more than rounding can move a place. Beyond the edges of the world there is nothing. */
const isInside = ({ west, south }: Square, box: Box, width: number, height: number): boolean =>
  (west >= box[0] + slack || box[0] <= -180) &&
  (south >= box[1] + slack || box[1] <= -90) &&
  (west + width <= box[2] - slack || box[2] >= 180) &&
  (south + height <= box[3] - slack || box[3] >= 90)

/** A box out of squares of the given levels, the coarsest that fit, and an edge of at most so many squares. */
export function coverOf(box: Box, levels: readonly number[], most: number): Cover {
  const inside = new Map(levels.map((level) => [level, [] as Range[]]))
  const whole: Range[] = []
  let squares: Square[] = [{ west: -180, south: -90, code: 0 }]
  let level = 0
  while (level < depth) {
    const [width, height] = [180 / 2 ** level, 90 / 2 ** level]
    const finer = quartersOf(squares, box, width, height)
    const cut = finer.filter((square) => !isInside(square, box, width, height))
    if (cut.length + whole.length > most) break
    level++
    const at = levels.find((it) => it >= level)
    for (const square of finer)
      if (isInside(square, box, width, height)) {
        if (at === undefined) whole.push(rangeAt(square.code, level, depth))
        else inside.get(at)!.push(rangeAt(square.code, level, at))
      }
    squares = cut
  }
  return {
    inside: [...inside].flatMap(([at, list]) => merge(list).map(([from, to]) => [at, from, to] as const)),
    edge: merge([...whole, ...squares.map(({ code }) => rangeAt(code, level, depth))]),
  }
}
