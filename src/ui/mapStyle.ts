/** How the map looks: quiet land and roads, borders as lines, points on top in the one blue. Values come from the tokens. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Language } from '../base/text.ts'

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const rem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

/** The kinds of road, broad ones first, with their width in pixels at zoom 16. */
const roads: readonly (readonly [string, number])[] = [
  ['motorway', 14],
  ['trunk', 14],
  ['primary', 12],
  ['secondary', 10],
  ['tertiary', 8],
]

const width = (factor: number, extra: number): unknown => [
  'interpolate',
  ['exponential', 1.6],
  ['zoom'],
  9,
  ['+', extra * 0.6, ['*', factor * 0.04, roadWidth]],
  16,
  ['+', extra, ['*', factor, roadWidth]],
]
const roadWidth = ['match', ['get', 'kind'], ...roads.flat(), 5]

/** The style with base map and areas; points are added by the engine. */
export function mapStyle({ base, areas, language }: { base: string; areas: string; language: Language }): StyleSpecification {
  const name = language === 'en' ? ['case', ['!=', ['coalesce', ['get', 'en'], ''], ''], ['get', 'en'], ['get', 'zh']] : ['get', 'zh']
  return {
    version: 8,
    sources: {
      base: { type: 'vector', tiles: [base], maxzoom: 16 },
      areas: { type: 'vector', tiles: [areas], maxzoom: 16 },
      chosen: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': token('--map-land') } },
      { id: 'green', type: 'fill', source: 'base', 'source-layer': 'green', paint: { 'fill-color': token('--map-green') } },
      { id: 'water', type: 'fill', source: 'base', 'source-layer': 'water', paint: { 'fill-color': token('--map-water') } },
      ...roadLayers(),
      ...borderLayers(),
      ...nameLayers(name),
      {
        id: 'chosen',
        type: 'circle',
        source: 'chosen',
        paint: { 'circle-radius': 11, 'circle-color': 'transparent', 'circle-stroke-width': 3, 'circle-stroke-color': token('--blue-ink') },
      },
    ] as LayerSpecification[],
  }
}

const roadLayers = (): unknown[] => [
  {
    id: 'road-edges',
    type: 'line',
    source: 'base',
    'source-layer': 'roads',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': token('--map-road-edge'), 'line-width': width(1, 2) },
  },
  {
    id: 'roads',
    type: 'line',
    source: 'base',
    'source-layer': 'roads',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': token('--map-road'), 'line-width': width(1, 0) },
  },
]

const borderLayers = (): unknown[] =>
  [
    { id: 'grid', from: 15, width: 0.5, dash: [2, 3] },
    { id: 'community', from: 13, width: 0.75, dash: [3, 2] },
    { id: 'street', from: 10, width: 1, dash: [6, 2] },
    { id: 'district', from: 0, width: 2, dash: [1, 0] },
  ].map((border) => ({
    id: border.id,
    type: 'line',
    source: 'areas',
    'source-layer': border.id,
    minzoom: border.from,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': token('--map-line'), 'line-width': border.width, 'line-dasharray': border.dash },
  }))

/** Names come from a layer of their own, one place each, so that a name is not repeated in every tile. */
function nameLayers(name: unknown): unknown[] {
  const size = rem()
  const paint = { 'text-color': token('--map-ink'), 'text-halo-color': token('--map-halo'), 'text-halo-width': 1.5 }
  const label = (level: string, from: number, to: number, factor: number) => ({
    id: `name-${level}`,
    type: 'symbol',
    source: 'areas',
    'source-layer': 'labels',
    minzoom: from,
    maxzoom: to,
    filter: ['==', ['get', 'level'], level],
    layout: { 'text-field': name, 'text-size': factor * size, 'text-max-width': 8 },
    paint,
  })
  return [
    {
      id: 'name-roads',
      type: 'symbol',
      source: 'base',
      'source-layer': 'roads',
      minzoom: 14,
      layout: { 'text-field': name, 'text-size': 0.75 * size, 'symbol-placement': 'line', 'symbol-spacing': 400 },
      paint: { ...paint, 'text-halo-width': 1 },
    },
    label('community', 14, 18.1, 0.75),
    label('street', 11.5, 15, 0.8125),
    label('district', 7, 12.5, 1),
  ]
}

/** Single points, and from afar how many there are. */
export const pointLayers = (): LayerSpecification[] => [
  {
    id: 'points-one',
    type: 'circle',
    source: 'points',
    'source-layer': 'points',
    filter: ['!', ['has', 'count']],
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, 3, 16, 7],
      'circle-color': token('--chart-1'),
      'circle-stroke-color': token('--surface'),
      'circle-stroke-width': 1.5,
    },
  },
  {
    id: 'points-many',
    type: 'circle',
    source: 'points',
    'source-layer': 'points',
    filter: ['has', 'count'],
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['sqrt', ['get', 'count']], 1, 5, 3, 9, 20, 26],
      'circle-color': token('--blue'),
      'circle-opacity': 0.88,
      'circle-stroke-color': token('--surface'),
      'circle-stroke-width': 1.5,
    },
  },
  {
    id: 'points-count',
    type: 'symbol',
    source: 'points',
    'source-layer': 'points',
    // Small heaps are dots: a number on each would hide the city.
    filter: ['>=', ['coalesce', ['get', 'count'], 0], 5],
    layout: { 'text-field': ['to-string', ['get', 'count']], 'text-size': 0.6875 * rem(), 'text-allow-overlap': true },
    paint: { 'text-color': token('--on-blue') },
  },
]

/** How lines of walkers are dashed, in widths of the line. */
const dashes = [
  [1, 0],
  [3, 1.5],
  [1, 1.5],
  [4, 1, 1, 1],
] as const

/** The colours of charts by number, as the look of the page has them now. */
function tonesNow(): ExpressionSpecification {
  const tone = (n: number) => token(`--chart-${n}`)
  return ['match', ['coalesce', ['get', 'tone'], 1], 2, tone(2), 3, tone(3), 4, tone(4), 5, tone(5), 6, tone(6), tone(1)]
}

const walkLine = (dash: readonly number[], index: number): LayerSpecification => ({
  id: `walk-lines-${index}`,
  type: 'line',
  source: 'walks',
  filter: ['all', ['==', ['geometry-type'], 'LineString'], ['==', ['get', 'dash'], index]],
  paint: { 'line-color': token('--blue-ink'), 'line-width': 2, 'line-opacity': 0.7, 'line-dasharray': [...dash] },
})

/** Walks as lines, with stops full where somebody was and hollow where nobody was yet, numbered where they have numbers. */
export const walkLayers = (): LayerSpecification[] => [
  ...dashes.map(walkLine),
  {
    id: 'walk-stops',
    type: 'circle',
    source: 'walks',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': 5,
      'circle-color': ['case', ['get', 'done'], tonesNow(), token('--surface')],
      'circle-stroke-color': tonesNow(),
      'circle-stroke-width': 2.5,
    },
  },
  {
    id: 'walk-steps',
    type: 'symbol',
    source: 'walks',
    filter: ['has', 'step'],
    layout: {
      'text-field': ['to-string', ['get', 'step']],
      'text-size': 0.75 * rem(),
      'text-anchor': 'left',
      'text-offset': [0.7, 0],
      'text-optional': true,
    },
    paint: { 'text-color': token('--map-ink'), 'text-halo-color': token('--map-halo'), 'text-halo-width': 1.5 },
  },
]
