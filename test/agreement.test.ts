/** Two implementations of the score that share no code agree on 10,000 random editions and inputs, to the hundredth. */
import { expect, it } from 'vitest'
import { type Board, makeBoard, put, tallyOn } from '../src/assessments/board.ts'
import { makeFacts, observe } from '../src/assessments/facts.ts'
import { findGroup, groundOf } from '../src/assessments/ground.ts'
import { planOf } from '../src/assessments/plan.ts'
import { type Score, score, type WayScore } from '../src/assessments/score.ts'
import type { Edition } from '../src/standards/edition.ts'
import { randomEdition, randomObservations, randomPlaces, type TestObservation, type TestPlace } from './editions.ts'
import { plainScore } from './plainScore.ts'

const flat = (node: Score): (Score | WayScore)[] => [...node.parts.flatMap(flat), ...node.ways, node]

/** The board after observations came in any order, and the corrected ones were taken back. */
function boardOf(edition: Edition, places: readonly TestPlace[], observations: readonly TestObservation[]): Board {
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
const scoreOf = (board: Board, group = 0): Score => score(board.plan, (column) => tallyOn(board, group, column))
const worldOf = (seed: number) => {
  const edition = randomEdition(seed)
  const places = randomPlaces(seed)
  return { edition, places, observations: randomObservations(seed, edition, places) }
}

it('agrees with the second implementation on 10,000 random editions, for the city and for parts of it', () => {
  const differ: unknown[] = []
  for (let seed = 1; seed <= 10_000; seed++) {
    const { edition, places, observations } = worldOf(seed)
    const board = boardOf(edition, places, observations)
    const groups = [
      { group: 0, within: null },
      ...(seed % 5 === 0
        ? [{ group: findGroup(board.ground, 'district', 'd1')!, within: { has: (p: TestPlace) => p.district === 'd1', own: 'd1' } }]
        : []),
    ]
    for (const { group, within } of groups) {
      const plain = new Map(plainScore(edition, observations, places, within).map((node) => [node.id, node]))
      for (const { id, got, of, full, open, na, bonus } of flat(scoreOf(board, group)))
        if (JSON.stringify({ id, got, of, full, open, na, bonus }) !== JSON.stringify(plain.get(id)))
          differ.push({ seed, group, first: { id, got, of, full, open, na, bonus }, second: plain.get(id) })
    }
  }
  expect(differ.slice(0, 3)).toEqual([])
}, 300_000)
