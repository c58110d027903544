/**
 * Areas and grids as GeoJSON polygons, and the little geometry they need. No spatial extension of the database: shapes
 * are stored as they are, and questions about them are answered in process on every engine alike.
 */
import { orient2d } from 'robust-predicates'
import { z } from 'zod'
import { type Box, Place } from '../base/place.ts'

const Ring = z.array(Place).min(4)

/** A polygon or several, WGS-84, as RFC 7946 has it: rings closed, the first of each polygon outside, the others holes. */
export const Shape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring).min(1) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring).min(1)).min(1) }),
])
export type Shape = z.infer<typeof Shape>

/** The polygons of a shape, each a list of rings. */
export const polygonsOf = (shape: Shape): readonly (readonly Place[])[][] =>
  shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates

/** Every ring of a shape. */
export const ringsOf = (shape: Shape): (readonly Place[])[] => polygonsOf(shape).flat()

/** West, south, east, north of a shape. */
export function boxOf(shape: Shape): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of ringsOf(shape))
    for (const [lng, lat] of ring) {
      west = Math.min(west, lng)
      south = Math.min(south, lat)
      east = Math.max(east, lng)
      north = Math.max(north, lat)
    }
  return [west, south, east, north]
}

const rad = Math.PI / 180
const authalicRadius = 6_371_007.181
const eccentricity = 0.0818191908426215

/** Sine of the authalic latitude: on that sphere areas are those of the ellipsoid WGS-84. */
function authalicSine(lat: number): number {
  const q = (sine: number) => {
    const e = eccentricity * sine
    return (1 - eccentricity ** 2) * (sine / (1 - e * e) - Math.log((1 - e) / (1 + e)) / (2 * eccentricity))
  }
  return q(Math.sin(lat * rad)) / q(1)
}

/** Square metres between a ring and the equator, positive when it runs counter-clockwise. */
export function ringArea(ring: readonly Place[]): number {
  let sum = 0
  for (let index = 1; index < ring.length; index++) {
    const [fromLng, fromLat] = ring[index - 1]!
    const [toLng, toLat] = ring[index]!
    sum += (fromLng - toLng) * rad * (authalicSine(fromLat) + authalicSine(toLat))
  }
  return (sum * authalicRadius ** 2) / 2
}

/** Square metres of a shape on the ellipsoid; sides taken as straight in equal-area projection (fine below some 10 km). */
export const areaOf = (shape: Shape): number =>
  polygonsOf(shape).reduce(
    (sum, [outer, ...holes]) => sum + Math.abs(ringArea(outer!)) - holes.reduce((all, hole) => all + Math.abs(ringArea(hole)), 0),
    0,
  )

/**
 * Where a line lies as seen from a place that looks east: 1 it is crossed, 0 it is not, -1 the place stands on it. The sign is
 * exact, whichever end is named first: two neighbours who share the line see the same.
 */
export function crosses(lng: number, lat: number, ax: number, ay: number, bx: number, by: number): -1 | 0 | 1 {
  if ((ay < lat && by < lat) || (ay > lat && by > lat) || (ax < lng && bx < lng)) return 0
  if (ay === by) return Math.min(ax, bx) <= lng && lng <= Math.max(ax, bx) ? -1 : 0
  if ((ax === lng && ay === lat) || (bx === lng && by === lat)) return -1
  if (ay > lat === by > lat) return 0
  if (ax > lng && bx > lng) return 1
  const turn = orient2d(ax, ay, bx, by, lng, lat)
  if (turn === 0) return -1
  return turn > 0 === by > ay ? 0 : 1
}

/** True when a place lies in a shape (even-odd) or on its border: shapes are closed. Exact. */
export function hasPlace(shape: Shape, [lng, lat]: Place): boolean {
  let inside = false
  for (const ring of ringsOf(shape))
    for (let index = 1; index < ring.length; index++) {
      const [[ax, ay], [bx, by]] = [ring[index - 1]!, ring[index]!]
      const crossed = crosses(lng, lat, ax, ay, bx, by)
      if (crossed < 0) return true
      if (crossed > 0) inside = !inside
    }
  return inside
}

/** A place well inside a shape, for its label: the middle of the longest stretch on the height of its middle. */
export function labelOf(shape: Shape): Place {
  const [west, south, , north] = boxOf(shape)
  let best: Place = [west, south]
  let widest = -1
  for (const share of [0.5, 0.38, 0.62, 0.25, 0.75]) {
    const lat = south + (north - south) * share
    const cuts = ringsOf(shape)
      .flatMap((ring) => ring.slice(1).map((to, index) => [ring[index]!, to] as const))
      .filter(([[, ay], [, by]]) => ay > lat !== by > lat)
      .map(([[ax, ay], [bx, by]]) => ((bx - ax) * (lat - ay)) / (by - ay) + ax)
      .toSorted((a, b) => a - b)
    for (let index = 1; index < cuts.length; index += 2) {
      const width = cuts[index]! - cuts[index - 1]!
      if (width > widest * 1.15) [widest, best] = [width, [(cuts[index]! + cuts[index - 1]!) / 2, lat]]
    }
  }
  return best
}
