/** What a way reads within a group of places, fact by fact: the numbers between a rule and the single observations. */
import type { Tally } from '../standards/rules/rule.ts'
import { type Board, columnsFed, type Entry, groupsCounted } from './board.ts'
import { add, makeCounts, tallyAt } from './counts.ts'
import { factKey, type PlannedWay } from './plan.ts'

/** One fact with its tally; zero when it was never observed there. */
export interface Reading {
  readonly fact: string
  readonly tally: Tally
}

/** The facts of a way with their tallies within a group. */
export function readingsOf(board: Board, entries: Iterable<Entry>, way: PlannedWay, group: number): Reading[] {
  const at = new Map(way.facts.map((fact, index) => [factKey(way.kind, fact), index]))
  const counts = makeCounts(way.facts.length + 1)
  for (const entry of entries) {
    const index = at.get(entry.key)
    if (index === undefined || !groupsCounted(board, entry).includes(group) || !columnsFed(board, entry).includes(way.at)) continue
    add(counts, index, entry.amounts, entry.from)
  }
  return way.facts.map((fact, index) => ({ fact, tally: tallyAt(counts, index) ?? { n: 0, factor: 0, misses: 0, passes: 0, na: 0 } }))
}
