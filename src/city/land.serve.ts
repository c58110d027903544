/**
 * Keeps the land of cities in memory: built on first use and again when a city's map version changed. The version is
 * unique, so it is the key, and every process notices by itself.
 */
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { findMapVersion, listAreas, listAreaShapes, listGridShapes } from './areas.sql.ts'
import { type Land, landFrom } from './land.ts'

const kept = new Map<string, Promise<Land>>()
const mostKept = 50

/** The land of a city as it is now; of no city, nothing. */
export async function landOf(db: Db, city: CityId): Promise<Land> {
  const version = await findMapVersion(db, city)
  if (version === undefined) return landFrom([], [])
  let land = kept.get(version)
  if (!land) {
    land = buildLand(db, city)
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!)
    kept.set(version, land)
    land.catch(() => kept.delete(version))
  }
  return land
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
