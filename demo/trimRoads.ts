/**
 * Made `data/roads.geojson` once, from a street network in GeoJSON (path as argument): one feature per street section
 * whatever its directions, the class, and a number instead of the name, because the demo judges no real street.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface Section {
  properties: { name: string | null; type: string | null; from: string; to: string }
  geometry: { coordinates: [number, number][] }
}

const [, , source] = process.argv
if (source === undefined) throw new Error('Give the path of the street network (GeoJSON) as the first argument.')
const { features } = JSON.parse(readFileSync(source, 'utf8')) as { features: Section[] }

/** The source leaves the inside of every crossing empty; here each section reaches the middle of its crossings. */
const ends = new Map<string, [number, number][]>()
const touch = (junction: string, place: [number, number]) => void ends.set(junction, [...(ends.get(junction) ?? []), place])
for (const { properties, geometry } of features) {
  touch(properties.from, geometry.coordinates[0]!)
  touch(properties.to, geometry.coordinates.at(-1)!)
}
const middle = (junction: string): [number, number] => {
  const places = ends.get(junction)!
  const mean = (axis: 0 | 1) => Math.round((places.reduce((sum, place) => sum + place[axis], 0) / places.length) * 1e6) / 1e6
  return [mean(0), mean(1)]
}

const names = [...new Set(features.map(({ properties }) => properties.name ?? ''))].sort()
const seen = new Set<string>()
const lines: string[] = []
for (const { properties, geometry } of features) {
  const ends = [properties.from, properties.to].sort().join(' ')
  if (properties.type === null || seen.has(ends)) continue
  seen.add(ends)
  const street = names.indexOf(properties.name ?? '')
  const kind = properties.type.replace('highway.', '')
  lines.push(
    JSON.stringify({
      type: 'Feature',
      properties: { kind, street: properties.name === null ? null : street },
      geometry: { type: 'LineString', coordinates: [middle(properties.from), ...geometry.coordinates.slice(1, -1), middle(properties.to)] },
    }),
  )
}
const head = '{"type":"FeatureCollection","licence":"ODbL-1.0","attribution":"© OpenStreetMap contributors","features":[\n'
writeFileSync(new URL('data/roads.geojson', import.meta.url), `${head}${lines.join(',\n')}\n]}\n`)
