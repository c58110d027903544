/**
 * Puts cells together: the city into districts, each into streets, each into communities, each into unit grids. Every
 * part grows from a seed cell at the same speed; crossing a street costs time, the wider the more, a river most of all.
 * Seeds move to the middle of their part a few times, so that parts come out alike in size and shape.
 */
import FlatQueue from 'flatqueue'
import type { Cells, Step } from './cells.ts'
import { type Chance, chanceOf } from './random.ts'

/** Part of the city that each cell belongs to, by level; -1 outside the city. Numbers count from 0 across the city. */
export interface Partition {
  readonly district: Int32Array
  readonly street: Int32Array
  readonly community: Int32Array
  readonly grid: Int32Array
}

export interface Counts {
  readonly districts: number
  readonly streets: number
  readonly communities: number
  readonly grids: number
}

/** Extra metres for crossing: nothing, small street, tertiary, secondary, primary, river. */
const tolls: Record<keyof Partition, readonly number[]> = {
  district: [0, 20, 60, 250, 900, 6000],
  street: [0, 30, 90, 300, 600, 4000],
  community: [0, 40, 120, 260, 500, 2000],
  grid: [0, 60, 120, 220, 400, 900],
}

interface Graph {
  readonly cells: Cells
  readonly stepsOf: readonly (readonly Step[])[]
}

/** Grows parts from seeds over `members`; gives the part of each cell, aligned with `members`. */
function grow(graph: Graph, members: readonly number[], seeds: readonly number[], toll: readonly number[]): Map<number, number> {
  const free = new Set(members)
  const part = new Map<number, number>()
  const cost = new Map<number, number>()
  const queue = new FlatQueue()
  seeds.forEach((seed, index) => {
    part.set(seed, index)
    cost.set(seed, 0)
    queue.push(seed, 0)
  })
  const settled = new Set<number>()
  for (let cell = queue.pop(); cell !== undefined; cell = queue.pop()) {
    if (settled.has(cell)) continue
    settled.add(cell)
    for (const { to, length, width, barrier } of graph.stepsOf[cell]!) {
      // a way through a needle's eye would leave a part in two pieces
      if (!free.has(to) || width < 4) continue
      const next = cost.get(cell)! + length + toll[barrier]!
      if (next < (cost.get(to) ?? Infinity)) {
        cost.set(to, next)
        part.set(to, part.get(cell)!)
        queue.push(to, next)
      }
    }
  }
  return part
}

/** Seeds far from each other: each next one is the farthest of some drawn at random. */
function spreadSeeds(graph: Graph, members: readonly number[], count: number, chance: Chance): number[] {
  const { spots } = graph.cells
  const apart = (a: number, b: number) => Math.hypot(spots[a]![0] - spots[b]![0], spots[a]![1] - spots[b]![1])
  const seeds = [chance.pick(members)]
  while (seeds.length < count) {
    const tries = Array.from({ length: 40 }, () => chance.pick(members))
    const room = (cell: number) => Math.min(...seeds.map((seed) => apart(seed, cell)))
    seeds.push(tries.reduce((best, cell) => (room(cell) > room(best) ? cell : best)))
  }
  return seeds
}

/** The member nearest to the middle of a part. */
function middleOf(graph: Graph, members: readonly number[]): number {
  const { spots } = graph.cells
  const mean = (axis: 0 | 1) => members.reduce((sum, cell) => sum + spots[cell]![axis], 0) / members.length
  const [x, y] = [mean(0), mean(1)]
  const far = (cell: number) => Math.hypot(spots[cell]![0] - x, spots[cell]![1] - y)
  return members.reduce((best, cell) => (far(cell) < far(best) ? cell : best))
}

const gathered = (part: Map<number, number>, count: number): number[][] => {
  const lists: number[][] = Array.from({ length: count }, () => [])
  for (const [cell, index] of part) lists[index]!.push(cell)
  return lists
}

/** Splits a part of the city into `count` connected parts; of a few tries the one whose smallest part is largest. */
function split(graph: Graph, members: readonly number[], count: number, toll: readonly number[], chance: Chance): number[][] {
  let best: number[][] = []
  for (let attempt = 0; attempt < 8; attempt++) {
    let seeds = spreadSeeds(graph, members, count, chance)
    let parts: number[][] = []
    for (let turn = 0; turn < 7; turn++) {
      parts = gathered(grow(graph, members, seeds, toll), count)
      seeds = parts.map((part) => middleOf(graph, part))
    }
    const least = (list: readonly number[][]) => Math.min(...list.map(({ length }) => length))
    if (attempt === 0 || least(parts) > least(best)) best = parts
    if (least(best) > (0.45 * members.length) / count) break
  }
  return best
}

/** Shares `total` out by size, at least `least` each, largest remainder first. */
export function shareOut(sizes: readonly number[], total: number, least: number): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0)
  const wish = sizes.map((size) => (size / all) * (total - least * sizes.length))
  const shares = wish.map((value) => least + Math.floor(value))
  const order = wish.map((value, index) => [value % 1, index] as const).toSorted((a, b) => b[0] - a[0])
  const missing = total - shares.reduce((sum, share) => sum + share, 0)
  for (let index = 0; index < missing; index++) shares[order[index]![1]]!++
  return shares
}

/** The partition of the cells of a seed. */
export function partition(cells: Cells, counts: Counts, seed: number): Partition {
  const stepsOf: Step[][] = cells.spots.map(() => [])
  for (const step of cells.steps) if (cells.inside[step.from] && cells.inside[step.to]) stepsOf[step.from]!.push(step)
  const graph: Graph = { cells, stepsOf }
  const city = [...cells.spots.keys()].filter((cell) => cells.inside[cell])
  const next = (parents: readonly number[][], total: number, level: keyof Partition, least: number): number[][] => {
    const shares = shareOut(
      parents.map(({ length }) => length),
      total,
      least,
    )
    return parents.flatMap((members, index) => split(graph, members, shares[index]!, tolls[level], chanceOf(seed, `${level} ${index}`)))
  }
  const districts = next([city], counts.districts, 'district', 1)
  const streets = next(districts, counts.streets, 'street', 2)
  const communities = next(streets, counts.communities, 'community', 4)
  const grids = next(communities, counts.grids, 'grid', 2)
  const numbers = (parts: readonly number[][]) => {
    const of = new Int32Array(cells.spots.length).fill(-1)
    parts.forEach((members, index) => members.forEach((cell) => (of[cell] = index)))
    return of
  }
  return { district: numbers(districts), street: numbers(streets), community: numbers(communities), grid: numbers(grids) }
}
