/**
 * Chance with a seed: the same seed gives the same city on every machine. Nothing in the demo asks the machine for
 * randomness or for the time. Generator: sfc32 (Chris Doty-Humphrey, public domain); names are spread by FNV-1a.
 */

/** A stream of chance. Streams of different names are independent, so adding one thing does not reshuffle the others. */
export interface Chance {
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number, `from` ≤ n < `to`. */
  int(from: number, to: number): number
  /** True with this probability. */
  yes(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** A copy in random order. */
  shuffled<Item>(items: readonly Item[]): Item[]
  /** Normal with mean 0 and deviation 1 (Box-Muller). */
  normal(): number
  /** A UUIDv7 whose time part is `ms`; its other bits are drawn from this stream. */
  id(ms: number): string
}

const fnv = (text: string, start: number): number => {
  let hash = start
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619)
  return hash >>> 0
}

/** The stream called `name` of a seed. */
export function chanceOf(seed: number, name: string): Chance {
  let a = fnv(name, 2_166_136_261)
  let b = fnv(name, 40_389)
  let c = seed | 0
  let d = 1
  const word = (): number => {
    const sum = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let warm = 0; warm < 15; warm++) word()
  const next = () => word() / 4_294_967_296
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from))
  const hex = (value: number, digits: number) => value.toString(16).padStart(8, '0').slice(-digits)
  return {
    next,
    int,
    yes: (probability) => next() < probability,
    pick: (items) => items[int(0, items.length)]!,
    shuffled: (items) => {
      const copy = [...items]
      for (let last = copy.length - 1; last > 0; last--) {
        const other = int(0, last + 1)
        ;[copy[last], copy[other]] = [copy[other]!, copy[last]!]
      }
      return copy
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    id: (ms) => {
      const time = Math.floor(ms).toString(16).padStart(12, '0')
      const variant = ((word() & 0x3fff) | 0x8000).toString(16)
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(word(), 3)}-${variant}-${hex(word(), 8)}${hex(word(), 4)}`
    },
  }
}
