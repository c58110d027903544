/**
 * Draws the parts of a partition as polygons. The lines between grids are thinned once and used by every level, so that a
 * street's edge is exactly the edges of its communities: no overlap, no gap, at any level.
 */
import type { Place } from '../src/base/place.ts'
import { ringArea, type Shape } from '../src/city/geometry.ts'
import type { Cells } from './cells.ts'
import { placeOf, type Spot } from './layout.ts'

/** A line between two grids, from one meeting point of three to the next. The part `left` lies left of its way. */
interface Arc {
  readonly left: number
  readonly right: number
  readonly line: Line
}

/** Places from one corner to another; corners are told apart by number, as two may round to the same place. */
interface Line {
  readonly start: number
  readonly end: number
  readonly places: readonly Place[]
}

/** Douglas-Peucker: keeps the ends, drops what is nearer than `tolerance` metres to the line. */
function thin(line: readonly Spot[], tolerance: number): Spot[] {
  const [first, last] = [line[0]!, line.at(-1)!]
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]]
  const length = Math.hypot(dx, dy)
  const off = ([x, y]: Spot) =>
    length === 0 ? Math.hypot(x - first[0], y - first[1]) : Math.abs(dy * (x - first[0]) - dx * (y - first[1])) / length
  let farthest = 0
  for (let index = 1; index < line.length - 1; index++) if (off(line[index]!) > off(line[farthest]!)) farthest = index
  if (farthest === 0 || off(line[farthest]!) <= tolerance) return [first, last]
  return [...thin(line.slice(0, farthest + 1), tolerance).slice(0, -1), ...thin(line.slice(farthest), tolerance)]
}

/** All arcs between different grids, and around the city. */
export function arcsOf(cells: Cells, grid: Int32Array): Arc[] {
  const ways = new Map<number, { to: number; left: number; right: number }[]>()
  for (const { from, to, a, b } of cells.steps) {
    const [left, right] = [grid[from]!, grid[to]!]
    if (left === right) continue
    ways.set(a, [...(ways.get(a) ?? []), { to: b, left, right }])
  }
  const isNode = (corner: number) => ways.get(corner)!.length > 2
  const arcs: Arc[] = []
  const done = new Set<string>()
  const follow = (start: number, way: { to: number; left: number; right: number }): void => {
    const corners = [start, way.to]
    while (!isNode(corners.at(-1)!) && corners.at(-1) !== start)
      corners.push(ways.get(corners.at(-1)!)!.find(({ to, left }) => to !== corners.at(-2) && left === way.left)!.to)
    for (let index = 1; index < corners.length; index++) done.add(`${corners[index - 1]} ${corners[index]}`)
    // the line is walked once from its smaller end, so that both sides get the same thinned line
    if (way.left < way.right) return
    const spots = corners.map((corner) => cells.corners[corner]!)
    const half = Math.floor(spots.length / 2)
    const line =
      start === corners.at(-1) ? [...thin(spots.slice(0, half + 1), 11).slice(0, -1), ...thin(spots.slice(half), 11)] : thin(spots, 11)
    arcs.push({ left: way.left, right: way.right, line: { start, end: corners.at(-1)!, places: line.map(placeOf) } })
  }
  for (const [corner, list] of ways) if (isNode(corner)) for (const way of list) follow(corner, way)
  for (const [corner, list] of ways) for (const way of list) if (!done.has(`${corner} ${way.to}`)) follow(corner, way)
  return arcs
}

/** The shape of each part when grids are gathered by `partOf` (grid number to part number; -1 stays outside). */
export function shapesOf(arcs: readonly Arc[], partOf: (grid: number) => number, count: number): Shape[] {
  const borders: Line[][] = Array.from({ length: count }, () => [])
  for (const { left, right, line } of arcs) {
    const [leftPart, rightPart] = [left < 0 ? -1 : partOf(left), right < 0 ? -1 : partOf(right)]
    if (leftPart === rightPart) continue
    if (leftPart >= 0) borders[leftPart]!.push(line)
    if (rightPart >= 0) borders[rightPart]!.push({ start: line.end, end: line.start, places: line.places.toReversed() })
  }
  return borders.map((lines) => shapeOf(ringsFrom(lines)))
}

/** Lines put end to end until they close. */
function ringsFrom(lines: readonly Line[]): Place[][] {
  const starts = new Map(lines.map((line) => [line.start, line]))
  const rings: Place[][] = []
  for (const first of lines) {
    if (!starts.delete(first.start)) continue
    const places = [...first.places]
    for (let end = first.end; end !== first.start; ) {
      const next = starts.get(end)
      if (!next) throw new Error(`A border does not close at ${places.at(-1)!.join()}`)
      starts.delete(end)
      places.push(...next.places)
      end = next.end
    }
    rings.push(places.filter((place, index) => index === 0 || place.join() !== places[index - 1]!.join()))
  }
  return rings
}

/** Outer ring first (counter-clockwise), then holes. */
function shapeOf(rings: readonly Place[][]): Shape {
  const ranked = rings.toSorted((a, b) => Math.abs(ringArea(b)) - Math.abs(ringArea(a)))
  const outers = ranked.filter((ring) => ringArea(ring) > 0)
  if (outers.length !== 1) throw new Error(`A part of the city is in ${outers.length} pieces`)
  return { type: 'Polygon', coordinates: ranked }
}
