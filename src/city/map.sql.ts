/** SQL of the base map. */
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'

const MapRow = z.object({
  west: z.number().nullable(),
  south: z.number().nullable(),
  east: z.number().nullable(),
  north: z.number().nullable(),
  mapVersion: z.uuid(),
  attribution: z.string(),
})

/** The extent of a city's map, its version, and whom it is owed to. */
export const findMap = (db: Db, city: CityId) =>
  db.find(MapRow, sql`select west, south, east, north, map_version, attribution from cities where city_id = ${city}`)

const Feature = z.object({
  type: z.literal('Feature'),
  properties: z.record(z.string(), z.unknown()).nullable(),
  geometry: z.object({ type: z.string(), coordinates: z.array(z.unknown()) }),
})

/** GeoJSON features, as a layer keeps them. */
export const Features = z.object({ type: z.literal('FeatureCollection'), features: z.array(Feature) })
export type Features = z.infer<typeof Features>

const LayerRow = z.object({ layer: z.string(), content: Features })

/** The layers of the base map. */
export const listMapLayers = (db: Db, city: CityId) =>
  db.all(LayerRow, sql`select layer, content from map_layers where city_id = ${city} order by layer`)
