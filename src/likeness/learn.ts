/**
 * Learns from closed cases which words go with which class or unit, and says of a new text what it looks like: multinomial naive
 * Bayes. Its score is a sum of one term per word (how many times as often the word stands in such cases as in all), so the words that
 * decided are the reason itself and no story told afterwards. A person decides; nothing here is ever chosen.
 * Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval (2008), 13.2, with Lidstone smoothing.
 */
import { z } from 'zod'

/** What is learned to tell apart. */
export const targets = ['class', 'unit'] as const
export const Target = z.enum(targets)
export type Target = z.infer<typeof Target>

/** Numbers of words by value. `counts`: of each word, pairs of a value's place in `values` and how often it stood in its cases. */
export const Model = z.object({
  values: z.array(z.object({ value: z.string(), cases: z.int(), words: z.int() })),
  counts: z.record(z.string(), z.array(z.int())),
})
export type Model = z.infer<typeof Model>

/** A closed case as it teaches. */
export interface Lesson {
  readonly value: string
  readonly words: readonly string[]
}

/** Below these nothing is learned: so many cases of a value, so many of all, and two values to tell apart. */
export const leastOf = { value: 5, cases: 50, values: 2 } as const
/** A word that stood in one case alone teaches nothing, and may be a name. */
const leastCasesOfWord = 2
const mostWords = 20_000
const smoothing = 0.3

/** A model, or why there is none yet: how many cases could have taught it. */
export type Learned = { readonly model: Model; readonly cases: number; readonly leftOut: number } | { readonly tooFew: number }

/** Learns. Values with too few cases are left out, and said to be. */
export function learn(lessons: readonly Lesson[]): Learned {
  const byValue = new Map<string, Lesson[]>()
  for (const lesson of lessons) {
    const list = byValue.get(lesson.value)
    if (list) list.push(lesson)
    else byValue.set(lesson.value, [lesson])
  }
  const taught = [...byValue].filter(([, list]) => list.length >= leastOf.value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const cases = taught.reduce((sum, [, list]) => sum + list.length, 0)
  if (cases < leastOf.cases || taught.length < leastOf.values) return { tooFew: cases }
  const kept = wordsWorthKeeping(taught.flatMap(([, list]) => list))
  const counts: Record<string, number[]> = Object.fromEntries([...kept].map((word) => [word, []]))
  const values = taught.map(([value, list], place) => {
    const own = countOf(list.flatMap(({ words }) => words.filter((word) => kept.has(word))))
    for (const [word, count] of own) counts[word]!.push(place, count)
    return { value, cases: list.length, words: [...own.values()].reduce((sum, count) => sum + count, 0) }
  })
  return { model: { values, counts }, cases, leftOut: lessons.length - cases }
}

function countOf(words: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function wordsWorthKeeping(lessons: readonly Lesson[]): Set<string> {
  const inCases = new Map<string, number>()
  for (const { words } of lessons) for (const word of new Set(words)) inCases.set(word, (inCases.get(word) ?? 0) + 1)
  const worth = [...inCases].filter(([, count]) => count >= leastCasesOfWord).toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  return new Set(worth.slice(0, mostWords).map(([word]) => word))
}

/** A word that spoke for a value: how many times as often it stands in its cases as in all cases. */
export const Reason = z.object({ word: z.string(), times: z.number() })
export type Reason = z.infer<typeof Reason>

/** A value that a text looks like, with the words that spoke for it most. */
export interface Likely {
  readonly value: string
  /** Cases of the value that were learned from. */
  readonly cases: number
  readonly reasons: readonly Reason[]
}

/** What a text looks like, the likeliest first. Nothing where no word of it is known: how many cases a class has is no reason. */
export function likely({ values, counts }: Model, words: readonly string[], most = 3): Likely[] {
  const known = [...countOf(words.filter((word) => Object.hasOwn(counts, word)))]
  if (known.length === 0) return []
  const size = Object.keys(counts).length
  const all = values.reduce((sum, value) => sum + value.words, 0)
  const cases = values.reduce((sum, value) => sum + value.cases, 0)
  const terms = known.map(([word, often]) => ({ word, often, at: placesOf(counts[word]!) }))
  const scored = values.map((value, place) => {
    const own = terms.map(({ word, often, at }) => {
      const total = [...at.values()].reduce((sum, count) => sum + count, 0)
      const here = ((at.get(place) ?? 0) + smoothing) / (value.words + smoothing * size)
      const times = here / ((total + smoothing) / (all + smoothing * size))
      return { word, times, weight: often * Math.log(times) }
    })
    return { value, own, score: Math.log(value.cases / cases) + own.reduce((sum, { weight }) => sum + weight, 0) }
  })
  return scored
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ value, own }) => ({ value: value.value, cases: value.cases, reasons: reasonsOf(own) }))
}

/** Pairs of place and count, as they are kept. */
const placesOf = (pairs: readonly number[]): Map<number, number> =>
  new Map(pairs.flatMap((place, index) => (index % 2 === 0 ? [[place, pairs[index + 1]!] as const] : [])))

const mostReasons = 5

/** The words that weighed most, of those that speak for it. */
const reasonsOf = (own: readonly (Reason & { weight: number })[]): Reason[] =>
  own
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
    .slice(0, mostReasons)
    .map(({ word, times }) => ({ word, times: Math.round(times * 10) / 10 }))
