/** Where lines cross that should not: a ring that cuts itself, or two areas that overlap. */
import Flatbush from 'flatbush'
import type { Place } from '../base/place.ts'
import { ringsOf, type Shape } from './geometry.ts'

type Line = readonly [Place, Place]

const side = ([px, py]: Place, [qx, qy]: Place, [x, y]: Place): number => Math.sign((qx - px) * (y - py) - (qy - py) * (x - px))
const isSame = ([ax, ay]: Place, [bx, by]: Place): boolean => ax === bx && ay === by
const isOn = ([a, b]: Line, place: Place): boolean =>
  side(a, b, place) === 0 &&
  Math.min(a[0], b[0]) <= place[0] &&
  place[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= place[1] &&
  place[1] <= Math.max(a[1], b[1])

/** True when two lines have more in common than an end of both. */
function isCrossed(one: Line, two: Line): boolean {
  const [a, b] = one
  const [c, d] = two
  const touches = [c, d].filter((end) => isOn(one, end) && !isSame(end, a) && !isSame(end, b)).length
  const touched = [a, b].filter((end) => isOn(two, end) && !isSame(end, c) && !isSame(end, d)).length
  if (touches + touched > 0) return true
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}

/** A place where two of the lines cross, overlap, or touch other than end to end; undefined when none do. */
export function findCrossing(lines: readonly Line[]): Place | undefined {
  if (lines.length < 2) return undefined
  const tree = new Flatbush(lines.length)
  for (const [[ax, ay], [bx, by]] of lines) tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))
  tree.finish()
  for (const [index, line] of lines.entries()) {
    const [[ax, ay], [bx, by]] = line
    for (const other of tree.search(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)))
      if (other > index && isCrossed(line, lines[other]!)) return lines[other]![0]
  }
  return undefined
}

/** The lines of a shape's rings. */
export const linesOf = (shape: Shape): Line[] =>
  ringsOf(shape).flatMap((ring) => ring.slice(1).map((to, index): Line => [ring[index]!, to]))

/** Why a shape is no good: lines that cross, a line walked twice, or a ring that meets itself in a point; with the place. */
export interface Flaw {
  readonly why: 'crossing' | 'twice' | 'touch'
  readonly place: Place
}

/** What is wrong with a shape by the rules of RFC 7946 and OGC simple features; undefined when nothing is. */
export function findFlaw(shape: Shape): Flaw | undefined {
  const walked = new Set<string>()
  for (const [from, to] of linesOf(shape)) {
    const key = [from.join(), to.join()].toSorted().join(' ')
    if (walked.has(key)) return { why: 'twice', place: from }
    walked.add(key)
  }
  for (const ring of ringsOf(shape)) {
    const met = new Set<string>()
    for (const place of ring.slice(1)) {
      if (met.has(place.join())) return { why: 'touch', place }
      met.add(place.join())
    }
  }
  const place = findCrossing(linesOf(shape))
  return place && { why: 'crossing', place }
}
