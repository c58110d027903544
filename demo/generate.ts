/**
 * The demo city of a seed: land, units and people, points. Everything is computed, nothing is fetched, no chance but the
 * seed's; the same seed and day give the same city to the last letter. See README.md beside this file.
 */
import type { Day } from '../src/base/time.ts'
import { type Geography, makeGeography } from './geography.ts'
import { makePoints, type Point } from './places.ts'
import { makeStaff, type Staff } from './units.ts'

export interface City extends Geography, Staff {
  readonly seed: number
  readonly points: readonly Point[]
}

/** The seed of the city that ships. */
export const shippedSeed = 20_031

/** The city of a seed as it stands on `today`. */
export function makeCity(seed: number, today: Day): City {
  const geography = makeGeography(seed)
  const staff = makeStaff(geography, seed, today)
  return { seed, ...geography, ...staff, points: makePoints(geography, staff, seed) }
}
