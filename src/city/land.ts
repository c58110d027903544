/** The land of a city in memory: every coordinate finds its grid, community, street and district here. */
import type { AreaId, GridId, UnitId } from '../base/ids.ts'
import type { Place } from '../base/place.ts'
import type { Level } from './area.ts'
import type { Shape } from './geometry.ts'
import { makeLocator } from './locate.ts'

/** What a place lies in; `unit` answers for the grid. Everything is null outside the city. */
export interface Spot {
  readonly district: AreaId | null
  readonly street: AreaId | null
  readonly community: AreaId | null
  readonly grid: GridId | null
  readonly unit: UnitId | null
}

/** The shapes of a city, ready to be asked. */
export interface Land {
  /** What a place (WGS-84) lies in. */
  locate(place: Place): Spot
  /** What a place lies in by the outlines of areas alone, whatever the grids say. */
  areaAt(place: Place): Spot
  /** What an area lies in, itself included: all that is known of a place where only its area was named. */
  over(area: AreaId): Spot
  /** The same as `locate` for many places. */
  locateAll(places: readonly Place[]): Spot[]
  /** True inside the city's outline, or inside any of its areas when it has none. */
  has(place: Place): boolean
  /** The 15 digits of a grid. */
  codeOf(grid: GridId | null): string | null
  /** How many unit grids the city has. */
  readonly grids: number
  /** What its shapes keep in memory. */
  readonly bytes: number
}

/** An area of the tree, with its shape when it has one. */
export interface LandArea {
  readonly id: AreaId
  readonly parentId: AreaId | null
  readonly level: Level
  readonly shape?: Shape | null
}

/** A unit grid with its shape. */
export interface LandGrid {
  readonly id: GridId
  readonly areaId: AreaId
  readonly code?: string
  readonly shape: Shape
  readonly unitId: UnitId | null
}

const nowhere: Spot = { district: null, street: null, community: null, grid: null, unit: null }
const finestFirst = ['community', 'street', 'district', 'city'] as const

/** The land of areas and grids. A place on a border lies in the shape with the lowest code: sort by code before. */
export function landFrom(areas: readonly LandArea[], grids: readonly LandGrid[]): Land {
  const byId = new Map(areas.map((area) => [area.id, area]))
  const above = (id: AreaId): Spot => {
    const found: Partial<Record<Level, AreaId>> = {}
    for (let area = byId.get(id); area; area = area.parentId === null ? undefined : byId.get(area.parentId)) found[area.level] = area.id
    return { ...nowhere, district: found.district ?? null, street: found.street ?? null, community: found.community ?? null }
  }
  const gridLocator = makeLocator(grids.map(({ shape }) => shape))
  const codes = new Map(grids.map(({ id, code }) => [id, code ?? null]))
  const ofGrid = grids.map((grid): Spot => ({ ...above(grid.areaId), grid: grid.id, unit: grid.unitId }))
  const byLevel = finestFirst.map((level) => {
    const list = areas.flatMap(({ id, level: own, shape }) => (own === level && shape ? [{ id, shape }] : []))
    return { spots: list.map(({ id }) => above(id)), locator: makeLocator(list.map(({ shape }) => shape)) }
  })
  const areaAt = (place: Place): Spot | undefined => {
    for (const { spots, locator } of byLevel) {
      const index = locator.find(place)
      if (index >= 0) return spots[index]
    }
    return undefined
  }
  const spotAt = (place: Place, grid = gridLocator.find(place)): Spot | undefined => (grid >= 0 ? ofGrid[grid] : areaAt(place))
  return {
    locate: (place) => spotAt(place) ?? nowhere,
    areaAt: (place) => areaAt(place) ?? nowhere,
    over: above,
    locateAll: (places) => {
      const found = gridLocator.findAll(Float64Array.from(places.flat()))
      return places.map((place, index) => spotAt(place, found[index]) ?? nowhere)
    },
    has: (place) => spotAt(place) !== undefined,
    codeOf: (grid) => (grid === null ? null : (codes.get(grid) ?? null)),
    grids: grids.length,
    bytes: byLevel.reduce((sum, { locator }) => sum + locator.bytes, gridLocator.bytes),
  }
}
