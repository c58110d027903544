/**
 * Places are `[lng, lat]` in WGS-84 / CGCS2000 degrees (RFC 7946). Anything else is converted at the door.
 * A place also has a cell, its 2 × 24 bit Morton code (quadkey), so that a map box is a few index ranges on any engine.
 */
import { z } from 'zod'

/** Longitude and latitude in WGS-84 degrees. */
export const Place = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
export type Place = z.infer<typeof Place>

/** West, south, east, north. */
export type Box = readonly [number, number, number, number]

/** A box as addresses carry it: four numbers with commas between. What is missing is no number. */
export function boxOf(text: string): Box {
  const [west, south = Number.NaN, east = Number.NaN, north = Number.NaN] = text.split(',').map(Number)
  return [west!, south, east, north]
}

const steps = 2 ** 24

/** Interleaves the 24 low bits of `value` with zeros, as a number below 2^48. */
function spread(value: number): number {
  let out = 0
  for (let bit = 0; bit < 24; bit++) if (value & (1 << bit)) out += 4 ** bit
  return out
}

/** The Morton cell of a place, below 2^48, thus a safe integer. Neighbours share prefixes; 1 step ≈ 2.4 m at the equator. */
export function cellOf([lng, lat]: Place): number {
  const x = Math.min(steps - 1, Math.max(0, Math.floor(((lng + 180) / 360) * steps)))
  const y = Math.min(steps - 1, Math.max(0, Math.floor(((lat + 90) / 180) * steps)))
  return spread(x) + 2 * spread(y)
}
