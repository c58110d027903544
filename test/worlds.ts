/** Random editions with places and observations, and the board that comes of them: for what must hold for every score. */
import { type Board, makeBoard, put, tallyOn } from '../src/assessments/board.ts'
import { makeFacts, observe } from '../src/assessments/facts.ts'
import { groundOf } from '../src/assessments/ground.ts'
import { planOf } from '../src/assessments/plan.ts'
import { type Score, score, type WayScore } from '../src/assessments/score.ts'
import type { Edition } from '../src/standards/edition.ts'
import { randomEdition, randomObservations, randomPlaces, type TestObservation, type TestPlace } from './editions.ts'

/** A score with all its parts. */
export const flat = (node: Score): (Score | WayScore)[] => [...node.parts.flatMap(flat), ...node.ways, node]

/** The board after observations came in any order, and the corrected ones were taken back. */
export function boardOf(edition: Edition, places: readonly TestPlace[], observations: readonly TestObservation[]): Board {
  const board = makeBoard(planOf(edition), groundOf(places))
  const facts = makeFacts()
  const byId = new Map(observations.map((it) => [it.id, it]))
  for (const it of observations) for (const entry of observe(facts, it)) put(board, entry)
  for (const { supersedes } of observations) {
    const old = supersedes === null ? undefined : byId.get(supersedes)
    if (old) for (const entry of observe(facts, old, -1)) put(board, entry)
  }
  return board
}
/** The score of a group of places, all of them by default. */
export const scoreOf = (board: Board, group = 0): Score => score(board.plan, (column) => tallyOn(board, group, column))
/** The same world for the same seed. */
export const worldOf = (seed: number) => {
  const edition = randomEdition(seed)
  const places = randomPlaces(seed)
  return { edition, places, observations: randomObservations(seed, edition, places) }
}
