/**
 * Handlers of the map: vector tiles made in process from our own data. Base and areas are cut once per map version and kept;
 * points are read from the cell index for each tile, so they are never stale.
 */
import { GeoJSONVT, type GeoJSONVTTile } from '@maplibre/geojson-vt'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { listAreaShapes, listGridShapes } from './areas.sql.ts'
import { labelOf } from './geometry.ts'
import { mapApi } from './map.api.ts'
import { findMap, listMapLayers } from './map.sql.ts'
import { wishOf } from './points.serve.ts'
import { listSpots, type SpotRow } from './points.sql.ts'
import { encodeTile, pointTile, tileFile as file } from './tile.serve.ts'
import { boxOfTile, extent, gatherBits, type Tile } from './tiles.ts'

type Layers = ReadonlyMap<string, GeoJSONVT>

/** Cut maps by version; a version is never reused, so what is kept is never wrong. */
const kept = new Map<string, Promise<Layers>>()
const mostKept = 40

async function layersOf(db: Db, city: CityId, name: string, build: () => Promise<Layers>): Promise<{ layers: Layers; version: string }> {
  const map = await findMap(db, city)
  if (!map) throw new Problem('api.notFound', 404)
  const key = `${map.mapVersion} ${name}`
  let layers = kept.get(key)
  if (!layers) {
    layers = build()
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!)
    kept.set(key, layers)
    layers.catch(() => kept.delete(key))
  }
  return { layers: await layers, version: map.mapVersion }
}

const cut = (features: readonly object[], tolerance: number): GeoJSONVT =>
  new GeoJSONVT({ type: 'FeatureCollection', features } as GeoJSON.FeatureCollection, { maxZoom: 16, tolerance, buffer: 128, extent })

async function buildBase(db: Db, city: CityId): Promise<Layers> {
  return new Map((await listMapLayers(db, city)).map(({ layer, content }) => [layer, cut(content.features, 3)]))
}

async function buildAreas(db: Db, city: CityId): Promise<Layers> {
  const areas = await listAreaShapes(db, city)
  const grids = await listGridShapes(db, city)
  const named = areas.map(({ id, level, code, nameZh, nameEn, shape }) => ({
    level,
    shape,
    properties: { id, level, code, zh: nameZh, en: nameEn },
  }))
  const feature = (properties: object, geometry: object) => ({ type: 'Feature', properties, geometry })
  const ofLevel = (level: string) =>
    cut(
      named.filter((area) => area.level === level).map(({ properties, shape }) => feature(properties, shape)),
      2,
    )
  const labels = named.map(({ properties, shape }) => feature(properties, { type: 'Point', coordinates: labelOf(shape) }))
  const cells = grids.map(({ id, code, shape }) => feature({ id, level: 'grid', code }, shape))
  return new Map([
    ...['city', 'district', 'street', 'community'].map((level) => [level, ofLevel(level)] as const),
    ['grid', cut(cells, 2)],
    ['labels', cut(labels, 0)],
  ])
}

/** Communities and grids are left out from afar, where they would only be a grey mist. */
const leastZoom: Record<string, number> = { community: 12, grid: 13 }

function tileOf(layers: Layers, { z, x, y }: Tile): Uint8Array {
  const shown: Record<string, GeoJSONVTTile> = {}
  for (const [name, index] of layers) {
    const tile = z >= (leastZoom[name] ?? 0) ? index.getTile(z, x, y) : null
    if (tile) shown[name] = tile
  }
  return encodeTile(shown)
}

const spotsTile = (spots: readonly SpotRow[], tile: Tile): Uint8Array =>
  pointTile(
    spots.map(({ points, lng, lat, id, code, type, nameZh, nameEn, unitId }) => ({
      place: [lng, lat],
      tags:
        points > 1
          ? { count: points }
          : { id: id ?? '', code: code ?? '', type: type ?? '', zh: nameZh ?? '', en: nameEn ?? '', unit: unitId ?? '' },
    })),
    tile,
  )

/** A tile of roads, water and green, with the version of the map. */
export async function baseTile(db: Db, city: CityId, tile: Tile): Promise<{ content: Uint8Array; version: string }> {
  const { layers, version } = await layersOf(db, city, 'base', () => buildBase(db, city))
  return { content: tileOf(layers, tile), version }
}

/** A tile of districts, streets, communities and grids. */
export async function areaTile(db: Db, city: CityId, tile: Tile): Promise<{ content: Uint8Array; version: string }> {
  const { layers, version } = await layersOf(db, city, 'areas', () => buildAreas(db, city))
  return { content: tileOf(layers, tile), version }
}

export const mapHandlers = handlers(mapApi, {
  getMap: async (ask) => {
    const map = await findMap(ask.db, whoOf(ask).city)
    if (!map) throw new Problem('api.notFound', 404)
    const { west, south, east, north } = map
    const known = west !== null && south !== null && east !== null && north !== null
    const box: [number, number, number, number] | null = known ? [west, south, east, north] : null
    return { box, version: map.mapVersion, attribution: map.attribution }
  },
  baseTile: async (ask) => {
    const { content, version } = await baseTile(ask.db, whoOf(ask).city, ask.params)
    return file(content, ask.query.v === version)
  },
  areaTile: async (ask) => {
    const { content, version } = await areaTile(ask.db, whoOf(ask).city, ask.params)
    return file(content, ask.query.v === version)
  },
  pointTile: async (ask) => {
    const wish = { ...wishOf(ask.query), box: boxOfTile(ask.params) }
    return file(spotsTile(await listSpots(ask.db, whoOf(ask).city, wish, gatherBits(ask.params.z)), ask.params), false)
  },
  listShapes: async (ask) => {
    const areas = await listAreaShapes(ask.db, whoOf(ask).city, ask.query.level, ask.query.parent)
    return {
      type: 'FeatureCollection' as const,
      features: areas.map(({ id, code, nameZh, nameEn, unitId, shape }) => ({
        type: 'Feature' as const,
        id,
        properties: { code, zh: nameZh, en: nameEn, unit: unitId },
        geometry: shape,
      })),
    }
  },
})
