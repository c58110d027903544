/** The map for phones that will have no network: many tiles at once, the same as `map.serve.ts` gives one by one. */
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { areaTile, baseTile } from './map.serve.ts'
import { findMap } from './map.sql.ts'
import type { Tile } from './tiles.ts'

/** What the map of these tiles is, with every tile that shows something, by `layer/z/x/y`, as base64. */
export async function packMapOf(
  db: Db,
  city: CityId,
  tiles: readonly Tile[],
): Promise<{ version: string; attribution: string; tiles: [string, string][] }> {
  const map = await findMap(db, city)
  if (!map) throw new Problem('api.notFound', 404)
  const packed: [string, string][] = []
  for (const [layer, make] of [
    ['base', baseTile],
    ['areas', areaTile],
  ] as const) {
    for (const tile of tiles) {
      const { content } = await make(db, city, tile)
      if (content.length > 0) packed.push([`${layer}/${tile.z}/${tile.x}/${tile.y}`, Buffer.from(content).toString('base64')])
    }
  }
  return { version: map.mapVersion, attribution: map.attribution, tiles: packed }
}

const samples = 12

/** About how large that will be: a few tiles are made and weighed, the rest is taken to be like them. */
export async function mapSizeOf(db: Db, city: CityId, tiles: readonly Tile[]): Promise<{ version: string; bytes: number }> {
  const step = Math.max(1, Math.floor(tiles.length / samples))
  const some = tiles.filter((_, index) => index % step === 0)
  const { version, tiles: made } = await packMapOf(db, city, some)
  const bytes = made.reduce((sum, [, body]) => sum + body.length, 0)
  return { version, bytes: Math.round((bytes / Math.max(1, some.length)) * tiles.length) }
}
