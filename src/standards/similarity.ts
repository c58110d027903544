/**
 * How alike two Chinese sentences are: the Dice coefficient of their character bigrams, 2 × shared ÷ all. Small enough to be
 * explained to the person who decides: "主次干道整洁有序" and "主次干道环境整洁" share 主次 次干 干道 整洁.
 */
import { mulDiv } from '../base/points.ts'

/** Below this many thousandths two texts are not called the same, and a person has to say it. */
export const alikeFrom = 600

/** The bigrams of a text, each with how often; punctuation, spaces and width of letters do not count. */
export function bigramsOf(text: string): ReadonlyMap<string, number> {
  const letters = Array.from(
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, ''),
  )
  const grams = new Map<string, number>()
  if (letters.length === 1) grams.set(letters[0]!, 1)
  for (let index = 0; index + 1 < letters.length; index++) {
    const gram = letters[index]! + letters[index + 1]!
    grams.set(gram, (grams.get(gram) ?? 0) + 1)
  }
  return grams
}

const sizeOf = (grams: ReadonlyMap<string, number>): number => {
  let size = 0
  for (const times of grams.values()) size += times
  return size
}

/** Likeness in thousandths: 1000 = the same letters in the same order of pairs, 0 = nothing shared. */
export function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0
  for (const [gram, times] of a) shared += Math.min(times, b.get(gram) ?? 0)
  const size = sizeOf(a) + sizeOf(b)
  return size === 0 ? 0 : mulDiv(2000, shared, size)
}

/** A pair of texts that are alike. */
export interface Pair {
  readonly from: number
  readonly to: number
  readonly likeness: number
}

/**
 * The best pairs between two lists, each text used once, best first; only pairs at or above `least`. Shared bigrams are
 * counted through an index by bigram, so that texts with nothing in common never meet. Among equals the pair nearest in
 * reading order wins.
 */
export function bestPairs(from: readonly string[], to: readonly string[], least = alikeFrom): Pair[] {
  const pairs = pairsAtLeast(from.map(bigramsOf), to.map(bigramsOf), least)
  pairs.sort((a, b) => b.likeness - a.likeness || Math.abs(a.from - a.to) - Math.abs(b.from - b.to) || a.from - b.from || a.to - b.to)
  const usedFrom = new Set<number>()
  const usedTo = new Set<number>()
  return pairs.filter((pair) => {
    if (usedFrom.has(pair.from) || usedTo.has(pair.to)) return false
    usedFrom.add(pair.from)
    usedTo.add(pair.to)
    return true
  })
}

type Grams = ReadonlyMap<string, number>

function pairsAtLeast(from: readonly Grams[], to: readonly Grams[], least: number): Pair[] {
  const holders = holdersOf(to)
  const sizes = to.map(sizeOf)
  const shared = new Int32Array(to.length)
  const pairs: Pair[] = []
  from.forEach((grams, index) => {
    const met: number[] = []
    for (const [gram, times] of grams) {
      const list = holders.get(gram) ?? []
      for (let at = 0; at < list.length; at += 2) {
        const other = list[at]!
        if (shared[other] === 0) met.push(other)
        shared[other]! += Math.min(times, list[at + 1]!)
      }
    }
    const size = sizeOf(grams)
    for (const other of met) {
      // Most have far too little in common; the exact rounding is only worth doing near the mark.
      if (2000 * shared[other]! >= (least - 1) * (size + sizes[other]!)) {
        const alike = mulDiv(2000, shared[other]!, size + sizes[other]!)
        if (alike >= least) pairs.push({ from: index, to: other, likeness: alike })
      }
      shared[other] = 0
    }
  })
  return pairs
}

/** Who holds a bigram, and how often: index and times by turns, flat because there are many. */
function holdersOf(texts: readonly Grams[]): ReadonlyMap<string, readonly number[]> {
  const holders = new Map<string, number[]>()
  texts.forEach((grams, index) => {
    for (const [gram, times] of grams) {
      const list = holders.get(gram)
      if (list) list.push(index, times)
      else holders.set(gram, [index, times])
    }
  })
  return holders
}
