/**
 * The land of a city in memory: every coordinate finds its grid, community, street and district here. Built on first use
 * and again when the city's map version changed; the version is unique, so it is the key of the memory.
 */
import type { AreaId, CityId, GridId, UnitId } from '../base/ids.ts'
import type { Place } from '../base/place.ts'
import type { Db } from '../base/sql.ts'
import { findMapVersion, listAreaShapes, listAreas, listGridShapes } from './areas.sql.ts'
import type { Level } from './area.ts'
import { makeLocator } from './locate.ts'

/** What a place lies in; `unit` answers for the grid. Everything is null outside the city. */
export interface Spot {
  readonly district: AreaId | null
  readonly street: AreaId | null
  readonly community: AreaId | null
  readonly grid: GridId | null
  readonly unit: UnitId | null
}

export interface Land {
  /** What a place (WGS-84) lies in. */
  locate(place: Place): Spot
  /** True inside the city's outline, or inside any of its areas when it has none. */
  has(place: Place): boolean
}

const kept = new Map<string, Promise<Land>>()
const mostKept = 50

/** The land of a city as it is now. */
export async function landOf(db: Db, city: CityId): Promise<Land> {
  const version = await findMapVersion(db, city)
  if (version === undefined) return { locate: () => nowhere, has: () => false }
  let land = kept.get(version)
  if (!land) {
    land = buildLand(db, city)
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!)
    kept.set(version, land)
    land.catch(() => kept.delete(version))
  }
  return land
}

const nowhere: Spot = { district: null, street: null, community: null, grid: null, unit: null }

async function buildLand(db: Db, city: CityId): Promise<Land> {
  const names = await listAreas(db, city, { limit: 100_000 })
  const shapes = await listAreaShapes(db, city)
  const grids = await listGridShapes(db, city)
  const areas = new Map(names.map((area) => [area.id, area]))
  const gridLocator = makeLocator(grids.map(({ shape }) => shape))
  const byLevel = (level: Level) => {
    const list = shapes.filter((area) => area.level === level)
    return { list, locator: makeLocator(list.map(({ shape }) => shape)) }
  }
  const finest = [byLevel('community'), byLevel('street'), byLevel('district'), byLevel('city')]
  const above = (id: AreaId): Spot => {
    const found: Record<string, AreaId> = {}
    for (let area = areas.get(id); area; area = area.parentId === null ? undefined : areas.get(area.parentId)) found[area.level] = area.id
    return { ...nowhere, district: found['district'] ?? null, street: found['street'] ?? null, community: found['community'] ?? null }
  }
  const areaAt = (place: Place): AreaId | undefined => {
    for (const { list, locator } of finest) {
      const index = locator.find(place)
      if (index >= 0) return list[index]!.id
    }
    return undefined
  }
  return {
    locate: (place) => {
      const grid = grids[gridLocator.find(place)]
      if (grid) return { ...above(grid.areaId), grid: grid.id, unit: grid.unitId }
      const area = areaAt(place)
      return area === undefined ? nowhere : above(area)
    },
    has: (place) => gridLocator.find(place) >= 0 || areaAt(place) !== undefined,
  }
}
