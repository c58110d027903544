/**
 * Two devices on one visit: what the second one brings is merged fact by fact. Nothing is lost and nothing counts twice; where the
 * answers differ, the first one stands and the second one waits for a person.
 */
import type { GradedResult } from './visit.ts'

/** An answer that the visit has already. */
export interface Standing {
  readonly id: string
  readonly fact: string
  readonly grade: string | null
  readonly value: number | null
}

/** What becomes of the answers that came. */
export interface Merged {
  /** To facts that nobody had answered. */
  readonly added: GradedResult[]
  /** The same answer to an answered fact, and what came before: nothing to do. */
  readonly same: GradedResult[]
  /** Another answer to an answered fact, with the one that stands. */
  readonly rivals: { readonly result: GradedResult; readonly against: string }[]
}

/**
 * Merges answers into a visit. `standing` are its answers that no correction has replaced, `known` the ids of all that ever
 * came, rivals included: a repeat changes nothing.
 */
export function mergeResults(standing: readonly Standing[], known: ReadonlySet<string>, results: readonly GradedResult[]): Merged {
  const merged: Merged = { added: [], same: [], rivals: [] }
  const byFact = new Map(standing.map((it) => [it.fact, it]))
  for (const result of results) {
    const first = byFact.get(result.fact)
    if (known.has(result.id)) merged.same.push(result)
    else if (!first) merged.added.push(result)
    else if (isEqual(first, result)) merged.same.push(result)
    else merged.rivals.push({ result, against: first.id })
  }
  return merged
}

/** A photo or note more is no other answer, but it is not dropped either: then it is a rival to look at. */
const isEqual = (first: Standing, { grade, value, photos, note }: GradedResult) =>
  first.grade === grade && first.value === value && photos.length === 0 && note === ''
