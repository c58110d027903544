import { describe, expect, it } from 'vitest'
import { assign, lengthOf, shareOut, type Stop, walkingOrder } from './walk.ts'

/** A stream of numbers that is the same on every run. */
function chance(seed: number): () => number {
  let state = seed
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
}
const someStops = (count: number, seed: number): Stop[] => {
  const random = chance(seed)
  return Array.from({ length: count }, (_, index) => ({ id: String(index), place: [116 + random() / 10, 39 + random() / 10] }))
}

/** The shortest of all orders. */
function shortest(stops: readonly Stop[]): number {
  let best = Number.POSITIVE_INFINITY
  const visit = (walk: Stop[], left: Stop[]): void => {
    if (lengthOf(walk) >= best) return
    if (left.length === 0) best = lengthOf(walk)
    for (const next of left)
      visit(
        [...walk, next],
        left.filter((stop) => stop !== next),
      )
  }
  visit([], [...stops])
  return best
}

describe('the walking order', () => {
  it('is within a twentieth of the shortest of all, on average, and never a fifth longer', () => {
    const ratios = Array.from({ length: 30 }, (_, seed) => {
      const stops = someStops(8, seed + 1)
      return lengthOf(walkingOrder(stops)) / shortest(stops)
    })
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeLessThan(1.05)
    expect(Math.max(...ratios)).toBeLessThan(1.2)
  })
  it('keeps every stop once, from where one stands', () => {
    const stops = someStops(60, 7)
    expect(
      walkingOrder(stops)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(stops.map(({ id }) => id).toSorted())
    expect(walkingOrder(stops.slice(0, 2))).toEqual(stops.slice(0, 2))
    expect(walkingOrder(stops, stops[5]!.place)).toHaveLength(60)
  })
})

describe('assigning', () => {
  const stop = (id: string, areas?: string[], not?: string[]): Stop => ({
    id,
    place: [116, 39],
    ...(areas ? { areas } : {}),
    ...(not ? { not } : {}),
  })
  const shown = (stops: readonly Stop[], walkers: readonly { id: string; load: number; area?: string }[]) => {
    const { shares, left } = assign(stops, walkers)
    return [...[...shares].map(([id, share]) => `${id}:${share.map((one) => one.id).join('')}`), left.map(({ id }) => id).join('')]
  }
  it('gives a stop to those who have its area, else to those who have none, else to all', () => {
    const stops = [stop('1', ['east']), stop('2', ['west']), stop('3')]
    expect(
      shown(stops, [
        { id: 'a', load: 1, area: 'east' },
        { id: 'b', load: 1 },
      ]),
    ).toEqual(['a:1', 'b:23', ''])
    expect(shown(stops, [{ id: 'a', load: 1, area: 'east' }])).toEqual(['a:123', ''])
  })
  it('keeps those away who must not look, and says what nobody may look at', () => {
    const walkers = ['a', 'b', 'c'].map((id) => ({ id, load: 1, area: id === 'c' ? 'x' : 'y' }))
    expect(shown([stop('1', ['x'], ['c']), stop('2', ['y'], ['a', 'b', 'c'])], walkers)).toEqual(['a:1', 'b:', 'c:', '2'])
  })
  it('puts more than anybody walks in a day into an order without crossings', () => {
    const many = someStops(400, 11)
    const walk = walkingOrder(many)
    expect(new Set(walk).size).toBe(400)
    expect(lengthOf(walk)).toBeLessThan(lengthOf(many) / 8)
  })
})

describe('sharing out', () => {
  it('goes by what each can do, leaves nobody out and nothing over', () => {
    const stops = someStops(100, 3)
    const shares = shareOut(stops, [
      { id: 'a', load: 1 },
      { id: 'b', load: 1 },
      { id: 'c', load: 2 },
    ])
    expect([...shares.values()].map(({ length }) => length)).toEqual([25, 25, 50])
    expect(new Set([...shares.values()].flat()).size).toBe(100)
  })
  it('keeps shares together: the walks are far shorter than those of shares drawn by lot', () => {
    const stops = someStops(90, 5)
    const walkers = ['a', 'b', 'c'].map((id) => ({ id, load: 1 }))
    const walked = [...shareOut(stops, walkers).values()].reduce((sum, share) => sum + lengthOf(walkingOrder(share)), 0)
    const byLot = walkers.reduce((sum, _, turn) => sum + lengthOf(walkingOrder(stops.filter((_stop, index) => index % 3 === turn))), 0)
    expect(walked).toBeLessThan(byLot * 0.85)
  })
  it('does not hang on the order in which stops are named, not even where they stand at the same place', () => {
    const stops: Stop[] = ['d', 'b', 'c', 'a'].map((id) => ({ id, place: [116, id < 'c' ? 39 : 39.1] }))
    const walkers = ['x', 'y'].map((id) => ({ id, load: 1 }))
    expect(walkingOrder(stops)).toEqual(walkingOrder(stops.toReversed()))
    expect(shareOut(stops, walkers)).toEqual(shareOut(stops.toReversed(), walkers))
  })
  it('gives everything to one, and nothing to nobody', () => {
    expect(shareOut(someStops(3, 1), [{ id: 'a', load: 1 }]).get('a')).toHaveLength(3)
    expect(
      shareOut(
        [],
        [
          { id: 'a', load: 1 },
          { id: 'b', load: 1 },
        ],
      ).get('b'),
    ).toEqual([])
    expect(shareOut(someStops(3, 1), [])).toEqual(new Map())
  })
})
