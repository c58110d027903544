/**
 * Perceptual hashes: 64 signs of the lowest frequencies of a picture (DCT), so that pictures that look alike differ in few
 * bits. Each photo keeps six, of the whole and of five parts, and is asked for in eighteen ways: turned, mirrored, cut, negative.
 */
import { drawn, innerOf, type Turn, turns, type Window, whole } from './grey.ts'

/** 64 bits as two unsigned numbers of 32. */
export type Hash = readonly [high: number, low: number]

/** What a photo keeps a hash of. */
export const keptWindows: readonly Window[] = [
  whole,
  [0.125, 0.125, 0.75, 0.75],
  [0, 0, 0.75, 0.75],
  [0.25, 0, 0.75, 0.75],
  [0, 0.25, 0.75, 0.75],
  [0.25, 0.25, 0.75, 0.75],
]

/** Where the middle three quarters of a photo lie in one that was cut out of it by a little, wherever it was cut. */
export const finer: readonly Window[] = [
  [0.105, 0.105, 0.79, 0.79],
  ...[0.05, 0.117].flatMap((x) => [0.05, 0.117].map((y): Window => [x, y, 0.833, 0.833])),
]

/** What is asked for besides the whole: strips that another shape of frame leaves, and the same parts. */
const askedWindows: readonly Window[] = [
  [0, 0.06, 1, 0.88],
  [0.06, 0, 0.88, 1],
  [0, 0.125, 1, 0.75],
  [0.125, 0, 0.75, 1],
  ...keptWindows.slice(1),
  ...finer,
]

/** One way of asking: which part, turned how, as a negative or not. */
export interface Asked {
  readonly window: Window
  readonly turn: Turn
  readonly negative: boolean
  readonly hash: Hash
}

/** The hashes a photo keeps, in the order of `keptWindows`. */
export const hashesOf = (grey: Uint8Array): Hash[] => keptWindows.map((window) => hashOf(drawn(grey, window, cells)))

/** The ways in which a photo is looked for among the others. */
export function askedOf(grey: Uint8Array): Asked[] {
  const turned = (Object.keys(turns) as Turn[]).map((turn) => ({
    window: whole,
    turn,
    negative: false,
    hash: hashOf(drawn(grey, whole, cells, turn)),
  }))
  const [high, low] = turned[0]!.hash
  const negative = { window: whole, turn: 'upright' as const, negative: true, hash: [~high >>> 0, ~low >>> 0] as const }
  const inner = innerOf(grey)
  const parts = (inner ? [inner, ...askedWindows] : askedWindows).map((window) => ({
    window,
    turn: 'upright' as const,
    negative: false,
    hash: hashOf(drawn(grey, window, cells)),
  }))
  return [...turned, negative, ...parts]
}

const cells = 32
const lowest = 9

/** cos((2x + 1) u π / 64) for the lowest frequencies. */
const waves = Array.from({ length: lowest }, (_, u) =>
  Float64Array.from({ length: cells }, (_, x) => Math.cos(((2 * x + 1) * u * Math.PI) / 64)),
)

/** The 64 lowest frequencies but the mean, from coarse to fine. */
const order = Array.from({ length: lowest * lowest }, (_, at) => [Math.floor(at / lowest), at % lowest] as const)
  .filter(([v, u]) => v + u > 0)
  .sort(([v1, u1], [v2, u2]) => v1 + u1 - (v2 + u2) || v1 - v2)
  .slice(0, 64)

function hashOf(picture: Float64Array): Hash {
  // Rows first, then the columns of what is left.
  const rows = Array.from({ length: lowest }, (_, u) =>
    Float64Array.from({ length: cells }, (_, y) => dot(waves[u]!, (x) => picture[y * cells + x]!)),
  )
  const words: [number, number] = [0, 0]
  order.forEach(([v, u], bit) => {
    if (dot(waves[v]!, (y) => rows[u]![y]!) > 0) words[bit >> 5]! |= 1 << (bit & 31)
  })
  return [words[0] >>> 0, words[1] >>> 0]
}

function dot(wave: Float64Array, value: (at: number) => number): number {
  let sum = 0
  for (let at = 0; at < cells; at++) sum += wave[at]! * value(at)
  return sum
}

/** Bits set in 32. */
export function bitsIn(word: number): number {
  let it = word - ((word >>> 1) & 0x55555555)
  it = (it & 0x33333333) + ((it >>> 2) & 0x33333333)
  return Math.imul((it + (it >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** In how many of 64 bits two hashes differ. */
export const distanceOf = ([high, low]: Hash, [high2, low2]: Hash): number => bitsIn(high ^ high2) + bitsIn(low ^ low2)

/** Hashes as bytes, and back; the order of the words is that of the machine's files, little end first. */
export function bytesOf(hashes: readonly Hash[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(hashes.length * 8))
  hashes.flat().forEach((word, at) => view.setUint32(at * 4, word, true))
  return new Uint8Array(view.buffer)
}

/** The hashes in bytes that `bytesOf` made. */
export function hashesIn(bytes: Uint8Array): Hash[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.byteLength >> 3 }, (_, at) => [view.getUint32(at * 8, true), view.getUint32(at * 8 + 4, true)] as const)
}
