/** Two implementations of the score that share no code agree on 10,000 random editions and inputs, to the hundredth. */
import { expect, it } from 'vitest'
import { findGroup } from '../src/assessments/ground.ts'
import type { TestPlace } from './editions.ts'
import { plainScore } from './plainScore.ts'
import { boardOf, flat, scoreOf, worldOf } from './worlds.ts'

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
