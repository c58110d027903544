/**
 * The second method, independent of the hash: two remembered pictures are laid over each other, the frames moved until they
 * fit best, and compared in their edges and block by block. Two different cabinets of the same make pass the hash; they do
 * not pass this. Thresholds were measured on labelled pairs: docs/evidence.md.
 */
import { alike, drawn, side, type Turn, type Window } from './grey.ts'
import type { Asked } from './hash.ts'

/** How two pictures were found to be one. */
export interface Likeness {
  /** In thousandths: how alike the edges are, the least alike block, and the fifth least alike. */
  readonly edges: number
  readonly worst: number
  readonly fifth: number
  readonly turn: Turn
  readonly negative: boolean
  /** How much of the older picture the newer one shows, in per cent of its area. */
  readonly shownPercent: number
}

/** True when two pictures are one: edges fit, or every block does (blurred), or all but a few do (something was laid over it). */
export const isSame = ({ edges, worst, fifth }: Pick<Likeness, 'edges' | 'worst' | 'fifth'>): boolean =>
  edges >= 900 || worst >= 750 || fifth >= 980

/** Two pictures and the windows in which the hash found them alike. */
export interface Pair {
  readonly older: Uint8Array
  readonly newer: Uint8Array
  readonly window: Window
  readonly asked: Omit<Asked, 'hash'>
}

const cells = 32
const steps = [0.08, 0.04, 0.02, 0.01, 0.005]
const smallest = 0.3

/** Lays one picture over the other. Undefined where one has nothing to compare: all of one shade. */
export function likenessOf({ older, newer, window, asked }: Pair): Likeness | undefined {
  if (isFlat(older) || isFlat(newer)) return undefined
  const sign = asked.negative ? -1 : 1
  const fit = (a: Window, b: Window) => sign * alike(drawn(older, a, cells), drawn(newer, b, cells, asked.turn))
  const [seen, shown] = settle([window, asked.window], fit)
  const one = drawn(older, seen, cells)
  const other = drawn(newer, shown, cells, asked.turn).map((value) => sign * value)
  const blocks = blocksOf(one, other).sort((a, b) => a - b)
  return {
    edges: thousandths(alike(edgesOf(one), edgesOf(other))),
    worst: thousandths(blocks[0]!),
    fifth: thousandths(blocks[4]!),
    turn: asked.turn,
    negative: asked.negative,
    shownPercent: Math.min(100, Math.round((100 * areaOf(seen)) / areaOf(shown))),
  }
}

const areaOf = ([, , w, h]: Window) => w * h
const thousandths = (value: number) => Math.round(value * 1000)

/** A picture whose shades hardly differ: a hash of it is chance. */
export function isFlat(grey: Uint8Array): boolean {
  const count = side * side
  let [sum, squares] = [0, 0]
  for (const value of grey) {
    sum += value
    squares += value * value
  }
  return squares / count - (sum / count) ** 2 < 9
}

type Both = readonly [Window, Window]

/** Moves the edges of both windows by smaller and smaller steps, as long as the fit grows. */
function settle(from: Both, fit: (a: Window, b: Window) => number): Both {
  let best = from
  let height = fit(...best)
  for (const step of steps)
    for (let again = true, round = 0; again && round < 6; round++) {
      again = false
      for (const next of movesOf(best, step)) {
        const value = fit(...next)
        if (value <= height + 1e-4) continue
        ;[best, height, again] = [next, value, true]
      }
    }
  return best
}

function* movesOf(both: Both, step: number): Generator<Both> {
  for (const which of [0, 1] as const)
    for (const axis of [0, 1, 2, 3] as const)
      for (const by of [-step, step]) {
        const moved = moveOf(both[which], axis, by)
        if (moved) yield which === 0 ? [moved, both[1]] : [both[0], moved]
      }
}

/** A window moved sideways or down, or made wider or higher about its middle; undefined where it leaves the picture. */
function moveOf(window: Window, axis: 0 | 1 | 2 | 3, by: number): Window | undefined {
  const it: [number, number, number, number] = [...window]
  it[axis] += axis < 2 ? by : by * 2
  if (axis >= 2) it[axis - 2]! -= by
  const [x, y, w, h] = it
  const inside = x > -0.001 && y > -0.001 && x + w < 1.001 && y + h < 1.001
  return inside && w >= smallest && h >= smallest ? it : undefined
}

/** What changes from one cell to its neighbours. */
function edgesOf(picture: Float64Array): Float64Array {
  const inner = cells - 2
  return Float64Array.from({ length: inner * inner }, (_, at) => {
    const here = (Math.floor(at / inner) + 1) * cells + (at % inner) + 1
    return 4 * picture[here]! - picture[here - 1]! - picture[here + 1]! - picture[here - cells]! - picture[here + cells]!
  })
}

const blockCells = 8

/** How alike each of sixteen blocks is. */
function blocksOf(one: Float64Array, other: Float64Array): number[] {
  const across = cells / blockCells
  return Array.from({ length: across * across }, (_, block) => {
    const from = Math.floor(block / across) * blockCells * cells + (block % across) * blockCells
    const cut = (picture: Float64Array) =>
      Float64Array.from(
        { length: blockCells * blockCells },
        (_, at) => picture[from + Math.floor(at / blockCells) * cells + (at % blockCells)]!,
      )
    return alike(cut(one), cut(other))
  })
}
