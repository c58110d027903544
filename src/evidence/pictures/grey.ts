/**
 * A photo as the house remembers it: 48 by 48 shades of grey, upright, whatever its shape was. Small enough for a million of
 * them, fine enough to tell two pictures of the same cabinet apart. Windows of it are looked at turned, mirrored and cut.
 */

/** Sides of the remembered picture. */
export const side = 48

/** A part of a picture: left, top, width and height, each as a share of the whole. */
export type Window = readonly [x: number, y: number, w: number, h: number]

/** The whole picture. */
export const whole: Window = [0, 0, 1, 1]

/** The eight ways in which a square picture can be turned and mirrored. */
export const turns = {
  upright: (u: number, v: number) => [u, v],
  mirrored: (u: number, v: number) => [1 - u, v],
  flipped: (u: number, v: number) => [u, 1 - v],
  halfTurn: (u: number, v: number) => [1 - u, 1 - v],
  transposed: (u: number, v: number) => [v, u],
  quarterTurn: (u: number, v: number) => [v, 1 - u],
  threeQuarterTurn: (u: number, v: number) => [1 - v, u],
  transverse: (u: number, v: number) => [1 - v, 1 - u],
} as const satisfies Record<string, (u: number, v: number) => readonly [number, number]>
export type Turn = keyof typeof turns

/** The four samples of a cell, so that a smaller picture is no worse for it. */
const samples = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const

/** A window of a picture drawn anew with `size` cells a side, turned. Values between pixels are blended. */
export function drawn(grey: Uint8Array, [x, y, w, h]: Window, size: number, turn: Turn = 'upright'): Float64Array {
  const out = new Float64Array(size * size)
  const turned = turns[turn]
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      let sum = 0
      for (const [dx, dy] of samples) {
        const [u, v] = turned((column + dx) / size, (row + dy) / size)
        sum += shade(grey, (x + u * w) * side - 0.5, (y + v * h) * side - 0.5)
      }
      out[row * size + column] = sum / samples.length
    }
  return out
}

const edge = side - 1.001

/** The shade at a place between pixels. */
function shade(grey: Uint8Array, px: number, py: number): number {
  const x = Math.max(0, Math.min(edge, px))
  const y = Math.max(0, Math.min(edge, py))
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [fx, fy] = [x - left, y - top]
  const at = top * side + left
  return grey[at]! * (1 - fx) * (1 - fy) + grey[at + 1]! * fx * (1 - fy) + grey[at + side]! * (1 - fx) * fy + grey[at + side + 1]! * fx * fy
}

/** How alike two drawings are, from -1 (negative) over 0 to 1; brightness and contrast do not count. 0 where one is all of one shade. */
export function alike(one: Float64Array, other: Float64Array): number {
  const count = one.length
  let [sumA, sumB] = [0, 0]
  for (let at = 0; at < count; at++) {
    sumA += one[at]!
    sumB += other[at]!
  }
  const [meanA, meanB] = [sumA / count, sumB / count]
  let [both, squareA, squareB] = [0, 0, 0]
  for (let at = 0; at < count; at++) {
    const [a, b] = [one[at]! - meanA, other[at]! - meanB]
    both += a * b
    squareA += a * a
    squareB += b * b
  }
  const norm = Math.sqrt(squareA * squareB)
  return norm < 1e-6 ? 0 : both / norm
}
