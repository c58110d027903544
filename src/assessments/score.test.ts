/** What must hold for every score, tried on random editions. `test/agreement.test.ts` has the second implementation. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boardOf, flat, scoreOf, worldOf } from '../../test/worlds.ts'
import { makeBoard, put, tallyOn } from './board.ts'
import { entriesOf, makeFacts, observe } from './facts.ts'
import { converted, rescore } from './score.ts'

const world = fc.integer({ min: 0, max: 2 ** 31 - 1 }).map(worldOf)

describe('a score', () => {
  it('sums: children to parents, parts to the whole, within bounds', () => {
    fc.assert(
      fc.property(world, ({ edition, places, observations }) => {
        for (const node of flat(scoreOf(boardOf(edition, places, observations)))) {
          expect(node.got).toBeGreaterThanOrEqual(0)
          expect(node.got).toBeLessThanOrEqual(node.of)
          expect(node.of + node.open + node.na).toBe(node.full)
          if (!('parts' in node)) continue
          for (const name of ['got', 'of', 'full', 'open', 'na', 'bonus'] as const)
            expect([...node.parts, ...node.ways].reduce((sum, part) => sum + part[name], 0)).toBe(node[name])
        }
      }),
    )
  })

  it('does not depend on the order of the observations', () => {
    const shuffled = world.chain((it) =>
      fc.tuple(fc.constant(it), fc.shuffledSubarray(it.observations, { minLength: it.observations.length })),
    )
    fc.assert(
      fc.property(shuffled, ([{ edition, places, observations }, other]) => {
        expect(scoreOf(boardOf(edition, places, other))).toEqual(scoreOf(boardOf(edition, places, observations)))
      }),
    )
  })

  it('never falls when one more pass is observed', () => {
    fc.assert(
      fc.property(world, fc.constantFrom('F1', 'F2', 'F3'), fc.nat(), ({ edition, places, observations }, fact, where) => {
        const board = boardOf(edition, places, observations)
        const before = scoreOf(board)
        const points = places.filter(({ type }) => type !== null)
        const place = points[where % points.length]!.id
        const pass = {
          id: 'new',
          seq: 999,
          kind: 'check' as const,
          fact,
          place,
          factor: 1000,
          exempt: false,
          times: 1,
          value: null,
          at: '2026-12-01T00:00:00.000Z',
        }
        for (const entry of observe(makeFacts(), pass)) put(board, entry)
        const after = scoreOf(board)
        expect(after.got).toBeGreaterThanOrEqual(before.got)
        expect(after.bonus).toBeGreaterThanOrEqual(before.bonus)
        if (after.of === before.of && before.of > 0) expect(converted(after, 10_000)!).toBeGreaterThanOrEqual(converted(before, 10_000)!)
      }),
    )
  })

  it('is renewed along the touched paths as if it were made anew', () => {
    fc.assert(
      fc.property(world, ({ edition, places, observations }) => {
        const board = boardOf(edition, places, [])
        const facts = makeFacts()
        let live = scoreOf(board)
        for (const it of observations) {
          const touched = new Set(observe(facts, it).flatMap((entry) => put(board, entry)))
          live = rescore(board.plan, live, touched, (column) => tallyOn(board, 0, column))
        }
        expect(live).toEqual(scoreOf(board))
        const again = makeBoard(board.plan, board.ground)
        for (const entry of entriesOf(facts)) put(again, entry)
        expect(scoreOf(again)).toEqual(live)
      }),
    )
  })

  it('leaves what is not applicable everywhere out of both sides, and says so', () => {
    fc.assert(
      fc.property(world, ({ edition, places, observations }) => {
        const none = observations.map((it) => ({ ...it, factor: null, value: null }))
        const whole = scoreOf(boardOf(edition, places, none))
        expect(whole).toMatchObject({ got: 0, of: 0 })
        expect(whole.na + whole.open).toBe(whole.full)
        expect(converted(whole, 10_000)).toBeUndefined()
        for (const node of flat(whole)) if ('because' in node) expect(node.because.state).toBe(node.counted.na > 0 ? 'na' : 'open')
      }),
    )
  })
})
