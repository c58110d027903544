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

/** Shades that a frame of one colour may differ by: saving a picture again blurs it. */
const frameShades = 12
/** A picture that is less than this much of its frame shows too little. */
const leastInner = 12

/**
 * What a frame of one shade leaves of a picture: the photo on the screen of a phone, or with a border about it. Undefined where
 * there is no frame.
 */
export function innerOf(grey: Uint8Array): Window | undefined {
  const across = trimmed((line, at) => grey[at * side + line]!)
  const down = trimmed((line, at) => grey[line * side + at]!)
  if (across[1] - across[0] < leastInner || down[1] - down[0] < leastInner) return undefined
  const [w, h] = [across[1] - across[0], down[1] - down[0]]
  return w === side && h === side ? undefined : [across[0] / side, down[0] / side, w / side, h / side]
}

/** From which line to which a picture is more than frame; the line at the seam is half of each. */
function trimmed(shadeAt: (line: number, at: number) => number): [from: number, to: number] {
  const isFrame = (line: number) => {
    let [least, most] = [255, 0]
    for (let at = 0; at < side; at++) {
      least = Math.min(least, shadeAt(line, at))
      most = Math.max(most, shadeAt(line, at))
    }
    return most - least <= frameShades
  }
  let [from, to] = [0, side]
  while (from < side && isFrame(from)) from++
  while (to > from && isFrame(to - 1)) to--
  return [from, to]
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
