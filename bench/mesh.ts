/**
 * Twenty thousand unit grids that share every border, and places of every kind among them: inside, outside, one step of a double
 * beside a border, exactly on it, exactly on a corner. Corners lie on whole 2^-20 degrees, so that a place half way along a line
 * lies on it exactly and not nearly.
 */
import type { Place } from '../src/base/place.ts'
import type { Shape } from '../src/city/geometry.ts'

/** Numbers in [0, 1) from a seed, always the same. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const parts = 6
const step = 2 ** -20
const across = 1200
const [west, south] = [113, 35]

/** The corner of a side's part, bent a little by its own number, the same for both grids that have it. */
function cornerAt(column: number, row: number): Place {
  const roll = dice(column * 1_000_003 + row * 7919)
  const bend = () => Math.round((roll() - 0.5) * 0.3 * (across / parts))
  const at = (unit: number) => Math.round((unit * across) / parts) + bend()
  return [west + at(column) * step, south + at(row) * step]
}

/** The ring of a grid, its corners and the bends of its sides. */
function ringOf(column: number, row: number): Place[] {
  const [left, bottom] = [column * parts, row * parts]
  const side = Array.from({ length: parts }, (_, index) => index)
  const ring = [
    ...side.map((it) => cornerAt(left + it, bottom)),
    ...side.map((it) => cornerAt(left + parts, bottom + it)),
    ...side.map((it) => cornerAt(left + parts - it, bottom + parts)),
    ...side.map((it) => cornerAt(left, bottom + parts - it)),
  ]
  return [...ring, ring[0]!]
}

/** Grids row by row. */
export const meshOf = (columns: number, rows: number): Shape[] =>
  Array.from({ length: columns * rows }, (_, index) => ({
    type: 'Polygon',
    coordinates: [ringOf(index % columns, Math.floor(index / columns))],
  }))

/** Places: 90 % anywhere in a box that is a little wider than the grids, the rest on corners, on lines, and hard beside them. */
export function placesOf(shapes: readonly Shape[], columns: number, rows: number, count: number): Float64Array {
  const roll = dice(42)
  const places = new Float64Array(2 * count)
  const [width, height] = [columns * across * step, rows * across * step]
  for (let index = 0; index < count; index++) {
    const kind = index % 20
    let place: Place = [west + (roll() * 1.02 - 0.01) * width, south + (roll() * 1.02 - 0.01) * height]
    if (kind < 2) {
      const ring = (shapes[Math.floor(roll() * shapes.length)] as { coordinates: Place[][] }).coordinates[0]!
      const line = Math.floor(roll() * (ring.length - 1))
      const [[ax, ay], [bx, by]] = [ring[line]!, ring[line + 1]!]
      place = kind === 0 ? [ax, ay] : [(ax + bx) / 2, (ay + by) / 2]
      if (kind === 1 && roll() < 0.3) place = [place[0] + (roll() < 0.5 ? -1 : 1) * 2 ** -46, place[1]]
    }
    places[2 * index] = place[0]
    places[2 * index + 1] = place[1]
  }
  return places
}
