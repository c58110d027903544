/** Calls for the map: our own tiles, made in process; no request leaves the house. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { AreaId, UnitId } from '../base/ids.ts'
import { PointFilter } from './points.api.ts'
import { TileAt } from './tiles.ts'

const tile = '/:z/:x/:y' as const

export const mapApi = contract({
  getMap: {
    method: 'GET',
    path: '/map',
    may: 'city.read',
    says: 'map.get',
    returns: z.object({
      /** West, south, east, north; null for a city without areas. */
      box: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
      /** Put this into the tile calls: tiles of one version never change. */
      version: z.uuid(),
      /** Names whom the base map is owed to, to be shown on it. */
      attribution: z.string(),
    }),
  },
  /** Layers `roads` (kind, zh, en), `water`, `green` (zh, en). */
  baseTile: {
    method: 'GET',
    path: `/tiles/base${tile}`,
    may: 'city.read',
    says: 'map.base',
    params: TileAt,
    query: z.object({ v: z.uuid().optional() }),
    returns: 'file',
  },
  /** Layers `district`, `street`, `community`, `grid` (id, code, zh, en) and `labels` (level, zh, en). */
  areaTile: {
    method: 'GET',
    path: `/tiles/areas${tile}`,
    may: 'city.read',
    says: 'map.areas',
    params: TileAt,
    query: z.object({ v: z.uuid().optional() }),
    returns: 'file',
  },
  /** Layer `points`: single points (id, code, type, zh, en, unit) and, from afar, clusters (count). */
  pointTile: {
    method: 'GET',
    path: `/tiles/points${tile}`,
    may: 'city.read',
    says: 'map.points',
    params: TileAt,
    query: PointFilter.omit({ box: true }),
    returns: 'file',
  },
  /** Outlines as GeoJSON, for a choropleth of one level. */
  listShapes: {
    method: 'GET',
    path: '/map/shapes',
    may: 'city.read',
    says: 'map.shapes',
    query: z.object({ level: z.enum(['city', 'district', 'street', 'community']), parent: AreaId.optional() }),
    returns: z.object({
      type: z.literal('FeatureCollection'),
      features: z.array(
        z.object({
          type: z.literal('Feature'),
          id: AreaId,
          properties: z.object({ code: z.string(), zh: z.string(), en: z.string(), unit: UnitId.nullable() }),
          geometry: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  },
})
