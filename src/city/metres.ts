/** How far it is on the ground. By itself, so that a phone that sorts its list by distance reads no schemas with it. */
import type { Place } from '../base/place.ts'

/** Metres between two places (haversine, mean radius 6 371 008.8 m). */
export function metresBetween(a: Place, b: Place): number {
  const rad = Math.PI / 180
  const dLat = (b[1] - a[1]) * rad
  const dLng = (b[0] - a[0]) * rad
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * rad) * Math.cos(b[1] * rad) * Math.sin(dLng / 2) ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h))
}
