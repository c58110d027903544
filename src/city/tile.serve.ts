/** Vector tiles as files: the one place where layers are written in the format of the maps. */
import type { GeoJSONVTFeature, GeoJSONVTTile } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import type { Download } from '../api/download.serve.ts'
import type { Place } from '../base/place.ts'
import { extent, inTile, type Tile } from './tiles.ts'

const yearSeconds = 365 * 24 * 3600
const mediaType = 'application/vnd.mapbox-vector-tile'

/** Layers as a tile. */
export const encodeTile = (layers: Record<string, GeoJSONVTTile>): Uint8Array => fromGeojsonVt(layers, { version: 2, extent })

/** Asked for by its version, a tile may be kept for good; asked for without, it is fresh. */
export const tileFile = (content: Uint8Array, keep: boolean): Download => ({
  name: 'tile.mvt',
  mediaType,
  content,
  inline: true,
  ...(keep ? { keepSeconds: yearSeconds } : {}),
})

/** What is drawn at a place. */
export interface Drawn {
  readonly place: Place
  readonly tags: Readonly<Record<string, string | number>>
}

/** Places as the layer `points` of a tile; one beyond its edge is drawn on the edge, because maps leave it out otherwise. */
export function pointTile(drawn: readonly Drawn[], tile: Tile): Uint8Array {
  const inside = (value: number) => Math.max(0, Math.min(extent - 1, value))
  const features = drawn.map(({ place, tags }): GeoJSONVTFeature => {
    const [x, y] = inTile(place, tile)
    return { type: 1, geometry: [[inside(x), inside(y)]], tags }
  })
  return encodeTile({ points: { features, transformed: true, source: null, ...tile } as unknown as GeoJSONVTTile })
}
