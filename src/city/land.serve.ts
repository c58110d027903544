/**
 * Keeps the land of cities in memory: built on first use and again when a city's map version changed. The version is
 * unique, so it is the key, and every process notices by itself. A grid takes about 2 kB; what was asked for longest ago goes
 * when all together take too much, so that a server of 300 cities keeps those that are at work.
 */
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { findMapVersion, listAreas, listAreaShapes, listGridShapes } from './areas.sql.ts'
import { type Land, landFrom } from './land.ts'

interface Kept {
  readonly land: Promise<Land>
  bytes: number
  /** Once it is built. */
  built?: Land
}
const kept = new Map<string, Kept>()
/**
 * The version that each city had when it was last asked. Two databases in one process may share the entry of a number: no version is
 * that of two cities, so whoever compares it with its own finds another one and asks.
 */
const versions = new Map<CityId, string>()
const mostBytes = 512 * 2 ** 20
/** What a city takes besides its shapes. */
const leastBytes = 2 ** 20

/** The land of a city as it is now; of no city, nothing. */
export async function landOf(db: Db, city: CityId): Promise<Land> {
  const version = await findMapVersion(db, city)
  if (version === undefined) return landFrom([], [])
  versions.set(city, version)
  const held = kept.get(version)
  if (!held) return keep(version, buildLand(db, city))
  kept.delete(version)
  kept.set(version, held)
  return held.land
}

/** The land of a city as it was when it was last asked for, if it is still at hand: good only while that is its version. */
export function landAtHand(city: CityId): { readonly land: Land; readonly version: string } | undefined {
  const version = versions.get(city)
  const land = version === undefined ? undefined : kept.get(version)?.built
  return version === undefined || land === undefined ? undefined : { land, version }
}

/** Keeps a land that is being built; its bytes count from when they are known. */
async function keep(version: string, building: Promise<Land>): Promise<Land> {
  const entry: Kept = { land: building, bytes: leastBytes }
  kept.set(version, entry)
  try {
    const land = await building
    entry.bytes += land.bytes
    entry.built = land
    let sum = [...kept.values()].reduce((all, { bytes }) => all + bytes, 0)
    for (const [key, other] of kept) {
      if (sum <= mostBytes || other === entry) break
      kept.delete(key)
      sum -= other.bytes
    }
    return land
  } catch (error) {
    kept.delete(version)
    throw error
  }
}

/** The land as it stands in this transaction, kept nowhere. */
export async function buildLand(db: Db, city: CityId): Promise<Land> {
  const shapes = new Map((await listAreaShapes(db, city)).map(({ id, shape }) => [id, shape]))
  const { items: areas } = await listAreas(db, city, {}, { sort: 'code', limit: 100_000 })
  return landFrom(
    areas.map((area) => ({ ...area, shape: shapes.get(area.id) ?? null })),
    await listGridShapes(db, city),
  )
}
