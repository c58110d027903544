/**
 * Lays the real street network out as a city of six quarters: three north of a river that share their avenues, and the same
 * three turned half round south of it. Then everything is bent a little and put down in open sea, so that the map looks like a city and
 * judges no place that exists. Units in here are metres from the middle of the city, x east, y north.
 */
import { readFileSync } from 'node:fs'
import type { Place } from '../src/base/place.ts'
import { type Chance, chanceOf } from './random.ts'

/** Metres east and north of the middle. */
export type Spot = readonly [number, number]

/** A street section. `street` numbers the street it belongs to across the city; null when it has no name. */
export interface Road {
  readonly kind: string
  readonly street: string | null
  readonly line: readonly Spot[]
}

/** The bare map: streets, the river's middle line, and the edge of the city. */
export interface Layout {
  readonly roads: readonly Road[]
  readonly river: readonly Spot[]
  readonly edge: readonly Spot[]
}

/** Half the width of the river, metres. */
export const riverHalf = 70

const origin: Place = [123.9, 30.9]
const metresPerLat = 111_195
const metresPerLng = metresPerLat * Math.cos((origin[1] * Math.PI) / 180)

/** Degrees from metres, rounded to about 0.1 m. */
export const placeOf = ([x, y]: Spot): Place => [
  Math.round((origin[0] + x / metresPerLng) * 1e6) / 1e6,
  Math.round((origin[1] + y / metresPerLat) * 1e6) / 1e6,
]

/** Metres from degrees. */
export const spotOf = ([lng, lat]: Place): Spot => [(lng - origin[0]) * metresPerLng, (lat - origin[1]) * metresPerLat]

type Tile = readonly { kind: string; street: number | null; line: Spot[] }[]

interface RoadFile {
  features: { properties: { kind: string; street: number | null }; geometry: { coordinates: Place[] } }[]
}

/** The real network in metres from its south-west corner. */
function readTile(): Tile {
  const { features } = JSON.parse(readFileSync(new URL('data/roads.geojson', import.meta.url), 'utf8')) as RoadFile
  const all = features.flatMap(({ geometry }) => geometry.coordinates)
  const west = Math.min(...all.map(([lng]) => lng))
  const south = Math.min(...all.map(([, lat]) => lat))
  const perLng = metresPerLat * Math.cos((30.636 * Math.PI) / 180)
  const spot = ([lng, lat]: Place): Spot => [(lng - west) * perLng, (lat - south) * metresPerLat]
  return features.map(({ properties, geometry }) => ({ ...properties, line: geometry.coordinates.map(spot) }))
}

type Turn = (spot: Spot) => Spot

/** The middle of the city in the tile's own metres; the six quarters are named by where they end up. */
const middle: Spot = [2910, 40]
const asIs: Turn = (spot) => spot
/** Turned half round about the middle of the slanted avenue, so that the two quarters share it. */
const acrossAvenue: Turn = ([x, y]) => [2300 - x, 4100 - y]
/** Mirrored at the eastern avenue, so that side streets go on. */
const acrossEast: Turn = ([x, y]) => [6740 - x, y]
/** The southern bank is the northern one turned half round. */
const south =
  (turn: Turn): Turn =>
  (spot) => {
    const [x, y] = turn(spot)
    return [2 * middle[0] - x, 2 * middle[1] - y]
  }

const quarters: Record<string, Turn> = {
  northWest: acrossAvenue,
  north: asIs,
  northEast: acrossEast,
  southEast: south(acrossAvenue),
  south: south(asIs),
  southWest: south(acrossEast),
}

/** Bends the plane softly, so that no two quarters look alike, and turns it by seven degrees. */
export function bend([x, y]: Spot): Spot {
  const bentX = x + 230 * Math.sin(y / 830 + 0.8) + 130 * Math.sin(x / 700 + y / 1500)
  const bentY = y + 210 * Math.sin(x / 910 + 2.1) + 110 * Math.sin(y / 760 - x / 1300)
  const [cos, sin] = [Math.cos(0.122), Math.sin(0.122)]
  return [bentX * cos - bentY * sin, bentX * sin + bentY * cos]
}

const centred = ([x, y]: Spot): Spot => [x - middle[0], y - middle[1]]
const minor = new Set(['residential', 'unclassified', 'living_street', 'service', 'tertiary'])

/** One quarter, without some of its small streets: each quarter misses others. */
function quarterOf(tile: Tile, name: string, turn: Turn, chance: Chance): Road[] {
  const gone = new Set<number>()
  for (const { kind, street } of tile) if (street !== null && minor.has(kind) && chance.yes(0.035)) gone.add(street)
  return tile
    .filter(({ street, kind }) => !(street !== null && gone.has(street) && minor.has(kind)))
    .map(({ kind, street, line }) => ({
      kind,
      street: street === null ? null : `${name} ${street}`,
      line: line.map((spot) => centred(turn(spot))),
    }))
}

/** Bridges: streets that end at one bank, joined to one that ends nearly opposite. */
function bridgesOf(roads: readonly Road[]): Road[] {
  const ends = roads.filter(({ kind }) => !kind.endsWith('_link')).flatMap(({ line }) => [line[0]!, line.at(-1)!])
  const bank = (side: 1 | -1) => ends.filter(([x, y]) => y * side > 0 && y * side < 200 && Math.abs(x) < 2500)
  const bridges: Road[] = []
  for (const from of bank(1)) {
    const to = bank(-1).find(([x]) => Math.abs(x - from[0]) < 90)
    const near = bridges.some(({ line }) => Math.abs(line[0]![0] - from[0]) < 250)
    if (to && !near) bridges.push({ kind: 'primary', street: `bridge ${bridges.length}`, line: [from, to] })
  }
  return bridges
}

/** Lines with a point at least every 120 m, so that bending leaves no corners. */
const fine = (line: readonly Spot[]): Spot[] =>
  line.flatMap((spot, index) => {
    const before = line[index - 1]
    if (!before) return [spot]
    const parts = Math.max(1, Math.ceil(Math.hypot(spot[0] - before[0], spot[1] - before[1]) / 120))
    return Array.from({ length: parts }, (_, part): Spot => {
      const share = (part + 1) / parts
      return [before[0] + (spot[0] - before[0]) * share, before[1] + (spot[1] - before[1]) * share]
    })
  })

/** The layout of a seed. */
export function layOut(seed: number): Layout {
  const tile = readTile()
  const roads = Object.entries(quarters).flatMap(([name, turn]) => quarterOf(tile, name, turn, chanceOf(seed, `roads ${name}`)))
  const all = [...roads, ...bridgesOf(roads)].map((road) => ({ ...road, line: fine(road.line).map(bend) }))
  const river = fine([
    [-4600, 30],
    [4600, -30],
  ]).map(bend)
  return { roads: all, river, edge: edge().map(bend) }
}

/** The edge of the city: a leaning rectangle with round corners around the quarters, a point every 60 m or so. */
function edge(): Spot[] {
  const round = (value: number) => Math.sign(value) * Math.abs(value) ** 0.5
  return Array.from({ length: 480 }, (_, index) => {
    const angle = (index / 480) * 2 * Math.PI
    const y = 4150 * round(Math.sin(angle))
    return [3850 * round(Math.cos(angle)) - 0.3 * y, y]
  })
}
