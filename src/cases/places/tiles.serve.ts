/**
 * Tiles of cases under the filter of the list, every case counted: from afar the heaps that are kept, or for a filter that is not kept
 * count of its cells out of an index, as the exact total of the list is; near by the rows.
 */
import type { Db } from '../../base/sql.ts'
import { type Drawn, pointTile } from '../../city/tile.serve.ts'
import { boxOfTile, type Tile } from '../../city/tiles.ts'
import type { CaseFilter } from '../cases.api.ts'
import { casesWhere, type Reader } from '../queues.sql.ts'
import type { Box, Place } from '../../base/place.ts'
import { listLateHeaps } from './late.sql.ts'
import {
  countInSquares,
  countSquares,
  facetOf,
  finer,
  type Heap,
  levels,
  listCaseSpots,
  listHeaps,
  middleOf,
  placeOfHeap,
} from './squares.sql.ts'

/** Heaps are an eighth of a tile wide; near by, where single cases are to be seen, a thirty-second. */
const sideOf = (z: number): number => z + 3
const nearFrom = 15

/** Every square belongs to the one tile that has its middle, so that no case is in two tiles and none in none. */
function isIn([lng, lat]: readonly [number, number], tile: Tile): boolean {
  const [west, south, east, north] = boxOfTile(tile)
  return lng >= west && lng < east && lat > south && lat <= north
}

/** The box of a tile and half a square to its north and south, where its squares may reach over its edges. */
function boxOfSquares(tile: Tile, side: number): Box {
  const [west, south, east, north] = boxOfTile(tile)
  const half = 90 / 2 ** side
  return [west, south - half, east, north + half]
}

interface Gathered {
  readonly place: Place
  readonly cases: number
}

/** Counts of fine squares as heaps of 4^-side, each in the middle of what it holds. */
function heapsOf(parts: readonly { readonly square: number; readonly cases: number }[], tile: Tile, side: number): Gathered[] {
  const heaps = Map.groupBy(parts, ({ square }) => Math.floor(square / 4 ** finer))
  return [...heaps].flatMap(([square, list]) => {
    if (!isIn(middleOf(square, side), tile)) return []
    let [cases, lng, lat] = [0, 0, 0]
    for (const part of list) {
      const [x, y] = middleOf(part.square, side + finer)
      ;[cases, lng, lat] = [cases + part.cases, lng + x * part.cases, lat + y * part.cases]
    }
    return [{ place: [lng / cases, lat / cases], cases }]
  })
}

const heapTags = (cases: number) => ({ count: cases })

interface Asked {
  readonly filter: CaseFilter
  readonly tile: Tile
}

/** What is kept count of for a tile, and what its heaps are drawn from; undefined where rows must be counted. */
async function keptHeaps(db: Db, reader: Reader, at: string, { filter, tile }: Asked): Promise<Heap[] | undefined> {
  const { overdue = false, ...others } = filter
  const facet = facetOf(overdue ? others : filter)
  if (facet === undefined || tile.z >= nearFrom || (overdue && (facet.stage ?? facet.state) !== undefined)) return undefined
  await countSquares(db, reader.city)
  const side = sideOf(tile.z)
  const squares = { box: boxOfSquares(tile, side), level: levels.find((it) => it >= side)!, side }
  if (!overdue) return listHeaps(db, reader.city, facet, squares)
  return listLateHeaps(db, reader.city, { ...facet, where: await casesWhere(db, reader, at, others), at }, squares)
}

/** What a tile shows. */
export async function drawCases(db: Db, reader: Reader, at: string, { filter, tile }: Asked): Promise<Drawn[]> {
  const side = sideOf(tile.z)
  const heaps = await keptHeaps(db, reader, at, { filter, tile })
  if (heaps)
    return heaps
      .filter(({ square }) => isIn(middleOf(square, side), tile))
      .map((heap) => ({ place: placeOfHeap(heap), tags: heapTags(heap.cases) }))
  const where = await casesWhere(db, reader, at, filter)
  if (tile.z < nearFrom) {
    const parts = await countInSquares(db, reader.city, where, { box: boxOfSquares(tile, side), side: side + finer })
    return heapsOf(parts, tile, side).map(({ place, cases }) => ({ place, tags: heapTags(cases) }))
  }
  const bits = 2 * Math.max(0, 24 - (tile.z + 5))
  const spots = await listCaseSpots(db, reader.city, where, { box: boxOfTile(tile), bits })
  return spots.map(({ cases, lng, lat, id, no, state }) => ({ place: [lng, lat], tags: cases > 1 ? heapTags(cases) : { id, no, state } }))
}

/** One tile. */
export const caseTile = async (db: Db, reader: Reader, at: string, asked: Asked): Promise<Uint8Array> =>
  pointTile(await drawCases(db, reader, at, asked), asked.tile)
