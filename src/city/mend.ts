/**
 * Takes in an outline from outside: converted to WGS-84, closed, without repeated places; what crosses or touches itself is
 * mended by taking the union of its parts, and refused where that fails or would change it.
 */
import polygonClipping from 'polygon-clipping'
import type { Place } from '../base/place.ts'
import { toWgs84 } from './coordinates.ts'
import { type Crs } from './crs.ts'
import { findFlaw, type Flaw } from './crossing.ts'
import { areaOf, polygonsOf, ringArea, type Shape } from './geometry.ts'

/** An outline that may be kept; `flaw` tells what was mended, `change` by what share its area changed thereby. */
export interface Mended {
  readonly shape: Shape
  readonly flaw?: Flaw
  readonly change: number
}

/** Why an outline is refused. */
export interface Unmendable {
  readonly why: 'notPolygon' | 'impossible' | 'broken'
}

const mostChange = 0.01
const round = (value: number) => Math.round(value * 1e7) / 1e7

/** A GeoJSON geometry in a declared system as a shape to keep. */
export function mend(geometry: unknown, crs: Crs): Mended | Unmendable {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown }
  if ((type !== 'Polygon' && type !== 'MultiPolygon') || !Array.isArray(coordinates)) return { why: 'notPolygon' }
  const polygons = (type === 'Polygon' ? [coordinates] : coordinates) as unknown[]
  if (!isPlaces(polygons)) return { why: 'impossible' }
  const parts = polygons
    .map((rings) => rings.map((ring) => tidy(ring, crs)).filter((ring) => ring.length >= 4))
    .filter(({ length }) => length > 0)
  if (parts.length === 0) return { why: 'broken' }
  const shape = shapeOf(parts)
  const flaw = findFlaw(shape)
  if (!flaw) return { shape: turned(shape), change: 0 }
  const better = united(shape)
  if (!better || findFlaw(better)) return { why: 'broken' }
  const change = Math.abs(areaOf(better) / areaOf(shape) - 1)
  return change > mostChange ? { why: 'broken' } : { shape: turned(better), flaw, change }
}

/** True for lists of lists of lists of two possible degrees (a height may follow). */
function isPlaces(polygons: readonly unknown[]): polygons is number[][][][] {
  const isPlace = (place: unknown) =>
    Array.isArray(place) &&
    Number.isFinite(place[0]) &&
    Number.isFinite(place[1]) &&
    Math.abs(place[0] as number) <= 180 &&
    Math.abs(place[1] as number) <= 90
  return polygons.every(
    (rings) => Array.isArray(rings) && rings.length > 0 && rings.every((ring) => Array.isArray(ring) && ring.every(isPlace)),
  )
}

/** A ring in WGS-84, closed, no place twice in a row. */
function tidy(ring: readonly number[][], crs: Crs): Place[] {
  const places = ring.map(([lng, lat]): Place => {
    const [x, y] = toWgs84([lng!, lat!], crs)
    return [round(x), round(y)]
  })
  const kept = places.filter(([lng, lat], index) => index === 0 || lng !== places[index - 1]![0] || lat !== places[index - 1]![1])
  const [first, last] = [kept[0], kept.at(-1)]
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...kept, first] : kept
}

const shapeOf = (parts: Place[][][]): Shape =>
  parts.length === 1 ? { type: 'Polygon', coordinates: parts[0]! } : { type: 'MultiPolygon', coordinates: parts }

function united(shape: Shape): Shape | undefined {
  try {
    const parts = polygonClipping.union(polygonsOf(shape) as unknown as polygonClipping.MultiPolygon)
    const clean = parts
      .map((rings) => rings.map((ring) => tidy(ring, 'WGS-84')).filter((ring) => ring.length >= 4))
      .filter(({ length }) => length > 0)
    return clean.length === 0 ? undefined : shapeOf(clean)
  } catch {
    // the library gives up on some tangles; then the outline is refused by name
    return undefined
  }
}

/** Outer rings counter-clockwise, holes clockwise, as RFC 7946 asks. */
function turned(shape: Shape): Shape {
  const parts = polygonsOf(shape).map((rings) =>
    rings.map((ring, index) => (ringArea(ring) > 0 === (index === 0) ? [...ring] : ring.toReversed())),
  )
  return shapeOf(parts as Place[][][])
}
