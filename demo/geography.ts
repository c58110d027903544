/**
 * The land of the demo city: areas with codes and shapes, unit grids, streets with names, water and parks. Codes follow
 * the form of the statistical ones (6 + 3 + 3, grids + 3) in a range that no province uses.
 */
import { type Place } from '../src/base/place.ts'
import type { Text } from '../src/base/text.ts'
import { areaOf, labelOf, type Shape } from '../src/city/geometry.ts'
import { type Cells, cutCells } from './cells.ts'
import { type Layout, layOut, placeOf, riverHalf, type Spot, spotOf } from './layout.ts'
import { cityName, districtNames, makeNames, type Names } from './names.ts'
import { type Partition, partition } from './partition.ts'
import { chanceOf } from './random.ts'
import { arcsOf, shapesOf } from './shapes.ts'

export interface Area {
  readonly id: string
  readonly parentId: string | null
  readonly level: 'city' | 'district' | 'street' | 'community'
  readonly code: string
  readonly name: Text
  readonly shape: Shape
}

export interface Grid {
  readonly id: string
  readonly code: string
  readonly areaId: string
  readonly shape: Shape
  readonly areaM2: number
}

/** A street of the map; `line` in degrees. */
export interface NamedRoad {
  readonly kind: string
  readonly name: Text | null
  readonly line: readonly Place[]
  readonly spots: readonly Spot[]
}

export interface Geography {
  readonly areas: readonly Area[]
  readonly grids: readonly Grid[]
  readonly roads: readonly NamedRoad[]
  readonly water: readonly { name: Text; shape: Shape }[]
  readonly parks: readonly { name: Text; shape: Shape }[]
  readonly names: Names
}

/** How many parts of each level. */
export const counts = { districts: 4, streets: 20, communities: 153, grids: 421 }
/** Six digits, province part 99: no such province exists. */
export const divisionCode = '990100'
/** Ids of master data carry this moment, long before any demo is loaded. */
export const foundedMs = Date.UTC(2020, 0, 1)

/** From west to east in rows from north to south, as grid codes run. */
function inReadingOrder(shapes: readonly Shape[], members: readonly number[]): number[] {
  const at = (index: number) => labelOf(shapes[index]!)
  const row = (index: number) => Math.round(at(index)[1] / 0.006)
  return members.toSorted((a, b) => row(b) - row(a) || at(a)[0] - at(b)[0])
}

const three = (value: number) => String(value).padStart(3, '0')

/** Which part of the level above each part belongs to. */
function parentsOf(part: Int32Array, above: Int32Array, count: number): Int32Array {
  const parents = new Int32Array(count)
  part.forEach((index, cell) => index >= 0 && (parents[index] = above[cell]!))
  return parents
}

interface Level {
  readonly shapes: readonly Shape[]
  readonly parents: Int32Array
}

function levelsOf(cells: Cells, parts: Partition): Record<keyof Partition | 'city', Level> {
  const arcs = arcsOf(cells, parts.grid)
  const level = (name: keyof Partition, count: number, above: Int32Array): Level => {
    const partOfGrid = parentsOf(parts.grid, parts[name], counts.grids)
    return { shapes: shapesOf(arcs, (grid) => partOfGrid[grid]!, count), parents: parentsOf(parts[name], above, count) }
  }
  const whole = parts.district.map((district) => Math.min(district, 0))
  return {
    city: { shapes: shapesOf(arcs, () => 0, 1), parents: new Int32Array(1) },
    district: level('district', counts.districts, whole),
    street: level('street', counts.streets, parts.district),
    community: level('community', counts.communities, parts.street),
    grid: level('grid', counts.grids, parts.community),
  }
}

/** The geography of a seed. */
export function makeGeography(seed: number): Geography {
  const layout = layOut(seed)
  const cells = cutCells(layout, seed)
  const levels = levelsOf(cells, partition(cells, counts, seed))
  const names = makeNames(chanceOf(seed, 'names'))
  const ids = chanceOf(seed, 'area ids')
  const areas: Area[] = []
  const add = (area: Omit<Area, 'id'>): string => {
    const id = ids.id(foundedMs)
    areas.push({ id, ...area })
    return id
  }
  const childrenOf = (level: Level, parent: number) =>
    inReadingOrder(
      level.shapes,
      [...level.shapes.keys()].filter((index) => level.parents[index] === parent),
    )
  const grids: Grid[] = []
  const cityId = add({ parentId: null, level: 'city', code: divisionCode, name: cityName, shape: levels.city.shapes[0]! })
  childrenOf(levels.district, 0).forEach((district, districtNo) => {
    const code = String(Number(divisionCode) + 2 + districtNo)
    const districtId = add({
      parentId: cityId,
      level: 'district',
      code,
      name: districtNames[districtNo]!,
      shape: levels.district.shapes[district]!,
    })
    childrenOf(levels.street, district).forEach((street, streetNo) => {
      const streetCode = code + three(streetNo + 1)
      const shape = levels.street.shapes[street]!
      const streetId = add({ parentId: districtId, level: 'street', code: streetCode, name: names.street(), shape })
      childrenOf(levels.community, street).forEach((community, communityNo) => {
        const communityCode = streetCode + three(communityNo + 1)
        const shape = levels.community.shapes[community]!
        const areaId = add({ parentId: streetId, level: 'community', code: communityCode, name: names.community(), shape })
        childrenOf(levels.grid, community).forEach((grid, gridNo) => {
          const shape = levels.grid.shapes[grid]!
          grids.push({ id: ids.id(foundedMs), code: communityCode + three(gridNo + 1), areaId, shape, areaM2: areaOf(shape) })
        })
      })
    })
  })
  return { areas, grids, roads: namedRoads(layout, names), water: waterOf(layout), parks: parksOf(grids, names, seed), names }
}

/** One name for all sections of a street. */
function namedRoads(layout: Layout, names: Names): NamedRoad[] {
  const given = new Map<string, Text>()
  return layout.roads.map(({ kind, street, line }) => {
    if (street !== null && !given.has(street)) given.set(street, names.road(street.startsWith('bridge') ? 'bridge' : kind))
    return { kind, name: street === null ? null : given.get(street)!, line: line.map(placeOf), spots: line }
  })
}

/** The river as a polygon: its middle line, widened; wider here and there. */
function waterOf(layout: Layout): Geography['water'] {
  const bank = (side: 1 | -1): Spot[] =>
    layout.river.map((spot, index) => {
      const [before, after] = [layout.river[Math.max(0, index - 1)]!, layout.river[Math.min(layout.river.length - 1, index + 1)]!]
      const [dx, dy] = [after[0] - before[0], after[1] - before[1]]
      const half = riverHalf + 14 * Math.sin(index / 6 + side)
      const length = Math.hypot(dx, dy)
      return [spot[0] - (side * dy * half) / length, spot[1] + (side * dx * half) / length]
    })
  const ring = [...bank(1), ...bank(-1).toReversed()].map(placeOf)
  return [{ name: { zh: '明溪', en: 'Mingxi River' }, shape: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] } }]
}

/** Some grids hold a park: the grid's own outline drawn in. */
function parksOf(grids: readonly Grid[], names: Names, seed: number): Geography['parks'] {
  const chance = chanceOf(seed, 'parks')
  return chance
    .shuffled(grids)
    .slice(0, 34)
    .map(({ shape }) => {
      const [x, y] = spotOf(labelOf(shape))
      const size = 0.35 + 0.25 * chance.next()
      const ring = (shape.coordinates[0] as Place[]).map((place): Place => {
        const [px, py] = spotOf(place)
        return placeOf([x + (px - x) * size, y + (py - y) * size])
      })
      const { zh, en } = names.venue()
      return { name: { zh: `${zh}公园`, en: `${en.trim()} Park` }, shape: { type: 'Polygon', coordinates: [ring] } }
    })
}
