/**
 * Hashes in memory, found by likeness. Cut into bands, two hashes that differ in few bits differ in at most two within one of
 * the bands (multi-index hashing), so only a few buckets are read, never all hashes. What came last is not in the buckets
 * yet and is read through; when that has grown long, everything is sorted in again.
 * *Source:* Norouzi, Punjani, Fleet: Fast Search in Hamming Space with Multi-Index Hashing, 2012.
 */
import { bitsIn, type Hash } from './hash.ts'

/** Hashes in rows counted from 0. */
export interface Bands {
  readonly add: (hash: Hash) => void
  /** Calls `found` for rows that differ in at most `radius` bits, with the distance; a row may be named more than once. */
  readonly each: (hash: Hash, found: (row: number, distance: number) => void) => void
  /** What the arrays take. */
  readonly bytes: () => number
}

/** Where a band lies in 64 bits: from which bit of the low word on, and how many. Bands do not cross more than one border of words. */
interface Band {
  readonly from: number
  readonly masks: readonly number[]
  readonly buckets: number
}

/** Every change of at most two of so many bits. */
const masksOf = (bits: number): number[] => [
  0,
  ...Array.from({ length: bits }, (_, one) => [1 << one, ...Array.from({ length: one }, (_, other) => (1 << one) | (1 << other))]).flat(),
]

const bandsOf = (widths: readonly number[]): Band[] =>
  widths.map((bits, at) => ({ from: widths.slice(0, at).reduce((sum, it) => sum + it, 0), masks: masksOf(bits), buckets: 2 ** bits }))

/** The bits of a band, as a number. */
function cut(high: number, low: number, { from, buckets }: Band): number {
  if (from >= 32) return (high >>> (from - 32)) & (buckets - 1)
  // The shift by 32 that a band at bit 0 would need is none in this language; it has no bits of the high word either.
  return ((low >>> from) | (from === 0 ? 0 : high << (32 - from))) & (buckets - 1)
}

/** The word that has none of the band, or less of it. */
const otherWord = (high: number, low: number, { from }: Band): number => (from >= 32 ? low : high)

/** From so many hashes to a bucket on, their words are kept beside them. */
const crowded = 8

/**
 * Hashes sorted by a band: where each bucket begins, and which rows are in it. Where many share a bucket, `words` holds the
 * word of each that has less of the band, in the same order: read side by side, it turns nearly all of them away before
 * their rows are looked up all over the memory.
 */
interface Sorted {
  readonly begins: Uint32Array
  readonly rows: Uint32Array
  readonly words: Uint32Array | undefined
}

/** How a set of hashes is kept: the widths of its bands, together 64, and how many hashes may stay unsorted beside so many. */
export interface Shape {
  readonly widths: readonly number[]
  readonly radius: number
  readonly loose?: (sorted: number) => number
}

/** No hashes yet. */
export function makeBands({ widths, radius, loose = (sorted) => Math.max(20_000, sorted >> 5) }: Shape): Bands {
  const bands = bandsOf(widths)
  // High and low word side by side: a look at a hash is one trip to the memory.
  let words = new Uint32Array(2048)
  let count = 0
  let sorted = 0
  let tables: readonly Sorted[] = []

  const add = ([high, low]: Hash) => {
    if (count * 2 + 2 > words.length) {
      const larger = new Uint32Array(Math.ceil(words.length * 0.67) * 2)
      larger.set(words)
      words = larger
    }
    words[count * 2] = high
    words[count * 2 + 1] = low
    count += 1
  }
  const each = ([high, low]: Hash, found: (row: number, distance: number) => void) => {
    if (count - sorted > loose(sorted)) {
      tables = bands.map((band) => sortedBy(band, words, count))
      sorted = count
    }
    const look = (row: number) => {
      const distance = bitsIn(words[row * 2]! ^ high) + bitsIn(words[row * 2 + 1]! ^ low)
      if (distance <= radius) found(row, distance)
    }
    for (const [at, { begins, rows, words: near }] of tables.entries()) {
      const band = bands[at]!
      const own = cut(high, low, band)
      const other = otherWord(high, low, band)
      for (const mask of band.masks) {
        const end = begins[(own ^ mask) + 1]!
        for (let place = begins[own ^ mask]!; place < end; place++)
          if (near === undefined || bitsIn(near[place]! ^ other) <= radius) look(rows[place]!)
      }
    }
    for (let row = sorted; row < count; row++) look(row)
  }
  const bytes = () =>
    words.byteLength + tables.reduce((sum, it) => sum + it.begins.byteLength + it.rows.byteLength + (it.words?.byteLength ?? 0), 0)
  return { add, each, bytes }
}

/** A counting sort of the first `count` hashes by one band. */
function sortedBy(band: Band, words: Uint32Array, count: number): Sorted {
  const bucket = (row: number) => cut(words[row * 2]!, words[row * 2 + 1]!, band)
  const begins = new Uint32Array(band.buckets + 1)
  for (let row = 0; row < count; row++) begins[bucket(row) + 1]! += 1
  for (let at = 0; at < band.buckets; at++) begins[at + 1]! += begins[at]!
  const next = begins.slice()
  const rows = new Uint32Array(count)
  for (let row = 0; row < count; row++) rows[next[bucket(row)]!++] = row
  const near = count / band.buckets < crowded ? undefined : rows.map((row) => otherWord(words[row * 2]!, words[row * 2 + 1]!, band))
  return { begins, rows, words: near }
}
