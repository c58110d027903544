/** Tiles of the web map: which box a tile shows, and where in it a place is drawn. */
import { z } from 'zod'
import type { Box, Place } from '../base/place.ts'

/** Zoom, column from the west, row from the north. */
export interface Tile {
  readonly z: number
  readonly x: number
  readonly y: number
}

const count = z.coerce.number().int().min(0)
/** A tile as an address names it; what lies beyond the edge of the world is none. */
export const TileAt = z.object({ z: count.max(22), x: count, y: count }).refine(({ z: zoom, x, y }) => x < 2 ** zoom && y < 2 ** zoom)

/** Units along the side of a vector tile. */
export const extent = 4096

const lngAt = (column: number, z: number): number => (column / 2 ** z) * 360 - 180
const latAt = (row: number, z: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / 2 ** z))) * 180) / Math.PI

/** The box of a tile, a little wider on every side so that symbols at its edge are whole. `margin` in shares of its side. */
export function boxOfTile({ z, x, y }: Tile, margin = 0): Box {
  return [Math.max(-180, lngAt(x - margin, z)), latAt(y + 1 + margin, z), Math.min(180, lngAt(x + 1 + margin, z)), latAt(y - margin, z)]
}

/** Where a place is drawn in a tile, in units of its side. */
export function inTile([lng, lat]: Place, { z, x, y }: Tile): [number, number] {
  const sine = Math.sin((lat * Math.PI) / 180)
  const across = ((lng + 180) / 360) * 2 ** z - x
  const down = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z - y
  return [Math.round(across * extent), Math.round(down * extent)]
}

/**
 * How many low bits of a cell are left out when a tile of this zoom gathers points: squares of 1/16 of its side become one
 * symbol. From zoom 15 on nothing is gathered.
 */
export const gatherBits = (z: number): number => (z >= 15 ? 0 : 2 * Math.max(0, 24 - z - 4))
