/**
 * Reads GeoJSON as a table: one row per feature, its properties as columns, a point's place as `lng` and `lat`; other
 * geometries stay with their cell, whose text only tells what it is.
 */
import { Problem } from '../base/problem.ts'
import { type Book, type Cell, type Limits, type Tell, told } from './sheet.ts'

interface Feature {
  readonly properties?: Readonly<Record<string, unknown>> | null
  readonly geometry?: { readonly type?: unknown; readonly coordinates?: unknown } | null
}

/** The features of a file. *Refuses:* `sheets.broken` for text that is no JSON, `sheets.noFeatures` for JSON without features. */
export function readGeojson(bytes: Uint8Array, name: string, limits: Limits, tell?: Tell): Book {
  const features = featuresOf(parse(bytes))
  const keys = [...new Set(features.flatMap(({ properties }) => Object.keys(properties ?? {})))]
  if (features.length > limits.rows || keys.length > limits.columns)
    throw new Problem('sheets.tooMany', 422, { sheet: name, rows: limits.rows, columns: limits.columns, cells: limits.cells })
  const head = [...keys, 'lng', 'lat', 'geometry'].map((text): Cell => ({ text }))
  const rows = Array.from(told(features, tell), ({ properties, geometry }) => [
    ...keys.map((key) => cellOf(properties?.[key])),
    ...placeCells(geometry),
  ])
  return {
    kind: 'geojson',
    sheets: [{ name, rows: [head, ...rows], hidden: false, hiddenRows: [], hiddenColumns: [] }],
    notes: [],
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8').decode(bytes))
  } catch {
    throw new Problem('sheets.broken', 422)
  }
}

/** A collection, one feature, or a bare geometry. */
function featuresOf(json: unknown): Feature[] {
  const { type, features } = (json ?? {}) as { type?: unknown; features?: unknown }
  if (type === 'FeatureCollection' && Array.isArray(features))
    return features.filter((it) => typeof it === 'object' && it !== null) as Feature[]
  if (type === 'Feature') return [json as Feature]
  if (['Point', 'Polygon', 'MultiPolygon'].includes(String(type))) return [{ geometry: json as Feature['geometry'] & object }]
  throw new Problem('sheets.noFeatures', 422)
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'number') return { text: String(value), number: value }
  if (value === null || value === undefined) return { text: '' }
  return { text: typeof value === 'string' ? value : JSON.stringify(value).slice(0, 500) }
}

/** A point as two numbers; of a line or an area its kind and size, with the geometry itself beside. */
function placeCells(geometry: Feature['geometry']): Cell[] {
  const blank: Cell = { text: '' }
  if (!geometry) return [blank, blank, blank]
  const { type, coordinates } = geometry
  if (type === 'Point' && Array.isArray(coordinates)) return [cellOf(coordinates[0]), cellOf(coordinates[1]), blank]
  return [blank, blank, { text: `${String(type)} (${countPlaces(coordinates)})`, geometry }]
}

function countPlaces(coordinates: unknown): number {
  if (!Array.isArray(coordinates)) return 0
  return typeof coordinates[0] === 'number' ? 1 : coordinates.reduce((sum: number, part) => sum + countPlaces(part), 0)
}
