/**
 * Cuts the city into some twenty thousand small cells (Voronoi), from which areas are put together later. Cells stand in
 * pairs along both sides of every street, the river and the city's edge, so the lines between areas follow them. Two
 * neighbours share the very same line, so whatever is put together has no overlap and no gap.
 */
import { Delaunay } from 'd3-delaunay'
import Flatbush from 'flatbush'
import { type Layout, riverHalf, type Spot } from './layout.ts'
import { chanceOf } from './random.ts'

/** A step from one cell to a neighbour across their common line, which runs between two corners. */
export interface Step {
  readonly from: number
  readonly to: number
  /** Metres between the middles. */
  readonly length: number
  /** Length of the common line, metres. */
  readonly width: number
  /** What lies between: 0 nothing … 5 the river. */
  readonly barrier: number
  /** Numbers of the corners; the cell `from` lies left of the way from `a` to `b`. */
  readonly a: number
  readonly b: number
}

export interface Cells {
  readonly spots: readonly Spot[]
  readonly inside: Uint8Array
  readonly corners: readonly Spot[]
  /** Both directions of every step between two cells of which at least one is inside. */
  readonly steps: readonly Step[]
}

const barriers: Record<string, number> = { river: 5, trunk: 4, primary: 4, secondary: 3, tertiary: 2 }
const spacing = 58
const aside = 20

/** Points in pairs left and right of a line. */
function pairsAlong(line: readonly Spot[], gap: number, every: number): Spot[] {
  const spots: Spot[] = []
  let left = every / 2
  for (let index = 1; index < line.length; index++) {
    const [from, to] = [line[index - 1]!, line[index]!]
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
    const length = Math.hypot(dx, dy)
    for (; left < length; left += every) {
      const [x, y] = [from[0] + (dx * left) / length, from[1] + (dy * left) / length]
      const [nx, ny] = [(-dy / length) * gap, (dx / length) * gap]
      spots.push([x + nx, y + ny], [x - nx, y - ny])
    }
    left -= length
  }
  return spots
}

/** Drops points that come too close to an earlier one. */
function sparse(spots: readonly Spot[], apart: number): Spot[] {
  const kept = new Map<string, Spot[]>()
  const key = (x: number, y: number) => `${Math.floor(x / apart)} ${Math.floor(y / apart)}`
  return spots.filter((spot) => {
    const [x, y] = spot
    for (const dx of [-apart, 0, apart])
      for (const dy of [-apart, 0, apart])
        for (const other of kept.get(key(x + dx, y + dy)) ?? []) if (Math.hypot(other[0] - x, other[1] - y) < apart) return false
    const here = key(x, y)
    kept.set(here, [...(kept.get(here) ?? []), spot])
    return true
  })
}

/** Even-odd. */
function isInside([x, y]: Spot, ring: readonly Spot[]): boolean {
  let inside = false
  for (let index = 0, before = ring.length - 1; index < ring.length; before = index++) {
    const [[ax, ay], [bx, by]] = [ring[index]!, ring[before]!]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}

function spotsOf(layout: Layout, seed: number): Spot[] {
  const chance = chanceOf(seed, 'cells')
  const edge = pairsAlong([...layout.edge, layout.edge[0]!], 26, spacing)
  const river = pairsAlong(layout.river, riverHalf, 70)
  const order = ['trunk', 'primary', 'secondary', 'tertiary']
  const ranked = layout.roads.toSorted((a, b) => ((order.indexOf(a.kind) + 9) % 9) - ((order.indexOf(b.kind) + 9) % 9))
  const streets = ranked.filter(({ kind }) => !kind.endsWith('_link')).flatMap(({ line }) => pairsAlong(line, aside, spacing))
  const xs = layout.edge.map(([x]) => x)
  const ys = layout.edge.map(([, y]) => y)
  const rest: Spot[] = []
  for (let y = Math.min(...ys) - 200; y < Math.max(...ys) + 200; y += 75)
    for (let x = Math.min(...xs) - 200; x < Math.max(...xs) + 200; x += 75)
      rest.push([x + 30 * (chance.next() * 2 - 1), y + 30 * (chance.next() * 2 - 1)])
  return sparse([...edge, ...river, ...streets, ...rest], 33)
}

/** Knows what lies between two spots. */
function barrierFinder(layout: Layout): (from: Spot, to: Spot) => number {
  const parts: [Spot, Spot, number][] = []
  const add = (line: readonly Spot[], barrier: number) =>
    line.forEach((spot, index) => index > 0 && parts.push([line[index - 1]!, spot, barrier]))
  for (const { kind, line, street } of layout.roads) if (street?.startsWith('bridge') !== true) add(line, barriers[kind] ?? 1)
  add(layout.river, 5)
  const index = new Flatbush(parts.length)
  for (const [[ax, ay], [bx, by]] of parts) index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))
  index.finish()
  const side = ([px, py]: Spot, [qx, qy]: Spot, [x, y]: Spot) => (qx - px) * (y - py) - (qy - py) * (x - px)
  return (from, to) => {
    const near = index.search(Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1]))
    let most = 0
    for (const part of near) {
      const [a, b, barrier] = parts[part]!
      if (barrier > most && side(from, to, a) > 0 !== side(from, to, b) > 0 && side(a, b, from) > 0 !== side(a, b, to) > 0) most = barrier
    }
    return most
  }
}

/** The cells of a layout. */
export function cutCells(layout: Layout, seed: number): Cells {
  const spots = spotsOf(layout, seed)
  const delaunay = Delaunay.from(spots as [number, number][])
  const { circumcenters } = delaunay.voronoi()
  const corners = Array.from({ length: circumcenters.length / 2 }, (_, at): Spot => [circumcenters[2 * at]!, circumcenters[2 * at + 1]!])
  const inside = Uint8Array.from(spots, (spot) => (isInside(spot, layout.edge) ? 1 : 0))
  const between = barrierFinder(layout)
  const { halfedges, triangles } = delaunay
  const steps: Step[] = []
  halfedges.forEach((twin, edge) => {
    if (twin < 0) return
    const from = triangles[edge]!
    const to = triangles[edge % 3 === 2 ? edge - 2 : edge + 1]!
    if (!inside[from] && !inside[to]) return
    const [a, b] = [Math.floor(edge / 3), Math.floor(twin / 3)]
    const apart = (p: Spot, q: Spot) => Math.hypot(p[0] - q[0], p[1] - q[1])
    const [p, q] = [spots[from]!, spots[to]!]
    steps.push({ from, to, length: apart(p, q), width: apart(corners[a]!, corners[b]!), barrier: between(p, q), a, b })
  })
  return { spots, inside, corners, steps }
}
