/** Scores of a finer scope weigh the methods anew: a street by field 85 and questionnaire 15 (weights are data, parts). */
import type { Method } from '../standards/terms.ts'
import type { Points, Score } from './score.ts'

/** Points by method, summed over the tree. */
export type ByMethod = Partial<Record<Method, Points>>

/** The points of each method of a score. */
export function byMethod(score: Score, into: ByMethod = {}): ByMethod {
  for (const way of score.ways) {
    const sum = into[way.method] ?? { got: 0, of: 0, full: 0, open: 0, na: 0, bonus: 0 }
    into[way.method] = {
      got: sum.got + way.got,
      of: sum.of + way.of,
      full: sum.full + way.full,
      open: sum.open + way.open,
      na: sum.na + way.na,
      bonus: sum.bonus + way.bonus,
    }
  }
  for (const part of score.parts) byMethod(part, into)
  return into
}

/** A score on 100 by weights of methods, in hundredths, and the methods nobody has observed yet (left out of the weights). */
export function scopeScore(weights: Partial<Record<Method, number>>, methods: ByMethod): { score: number | undefined; open: Method[] } {
  let [num, den, parts] = [0n, 1n, 0n]
  const open: Method[] = []
  for (const [method, weight] of Object.entries(weights) as [Method, number][]) {
    const points = methods[method]
    if (points === undefined || points.of === 0) {
      open.push(method)
      continue
    }
    num = num * BigInt(points.of) + BigInt(weight) * BigInt(points.got) * den
    den *= BigInt(points.of)
    parts += BigInt(weight)
  }
  if (parts === 0n) return { score: undefined, open }
  const over = den * parts
  return { score: Number((2n * 10_000n * num + over) / (2n * over)), open }
}
