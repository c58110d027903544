/** The offline map: our own tiles from the device, today's points by state, and the way between them. Loaded by `MapScreen` alone. */
import 'maplibre-gl/dist/maplibre-gl.css'
import { addProtocol, GeolocateControl, type GeoJSONSource, Map as LibreMap, NavigationControl, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Place } from '../../base/place.ts'
import type { Language } from '../../base/text.ts'
import { mapStyle } from '../../ui/mapStyle.ts'
import { database } from './keep.ts'

/** A point on the map. */
export interface Spot {
  readonly id: string
  readonly place: Place
  readonly state: 'new' | 'open' | 'finished'
}

/** What the map is drawn from. */
export interface MapWishes {
  readonly box: readonly [number, number, number, number]
  readonly maxZoom: number
  readonly language: Language
  readonly onPoint: (id: string) => void
  /** What the buttons of the map are called. */
  readonly words: { readonly nearer: string; readonly farther: string; readonly mine: string; readonly mineUnknown: string }
}

/** A map on the page. */
export interface FieldMap {
  show(spots: readonly Spot[], way: readonly Place[]): void
  close(): void
}

setWorkerUrl(workerUrl)
addProtocol('pack', async ({ url }) => {
  const tile = await (await database()).get('tiles', url.slice('pack://'.length))
  return { data: tile ? tile.slice().buffer : new ArrayBuffer(0) }
})

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const collection = (features: object[]) => ({ type: 'FeatureCollection', features }) as unknown as GeoJSON.FeatureCollection

/** Draws the map; null where the browser cannot. */
export function drawFieldMap(place: HTMLElement, { box, maxZoom, language, onPoint, words }: MapWishes): FieldMap | null {
  const style = mapStyle({ base: 'pack://base/{z}/{x}/{y}', areas: 'pack://areas/{z}/{x}/{y}', language })
  for (const source of Object.values(style.sources)) if (source.type === 'vector') Object.assign(source, { minzoom: 8, maxzoom: maxZoom })
  let map: LibreMap
  try {
    map = new LibreMap({
      container: place,
      style,
      bounds: box as [number, number, number, number],
      attributionControl: false,
      localIdeographFontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font'),
      maxZoom: 18,
      dragRotate: false,
      pitchWithRotate: false,
      locale: {
        'NavigationControl.ZoomIn': words.nearer,
        'NavigationControl.ZoomOut': words.farther,
        'GeolocateControl.FindMyLocation': words.mine,
        'GeolocateControl.LocationNotAvailable': words.mineUnknown,
      },
    })
  } catch {
    return null
  }
  map.touchZoomRotate.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'top-left')
  // The device knows where it is without a network, too.
  map.addControl(new GeolocateControl({ positionOptions: { enableHighAccuracy: true }, trackUserLocation: true }), 'top-left')
  let shown: { spots: readonly Spot[]; way: readonly Place[] } = { spots: [], way: [] }
  const put = () => {
    const spots = shown.spots.map(({ id, place, state }) => ({
      type: 'Feature',
      properties: { id, state },
      geometry: { type: 'Point', coordinates: place },
    }))
    const way = shown.way.length < 2 ? [] : [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: shown.way } }]
    void map.getSource<GeoJSONSource>('spots')?.setData(collection(spots))
    void map.getSource<GeoJSONSource>('way')?.setData(collection(way))
  }
  map.on('load', () => {
    addSpots(map)
    put()
    place.dataset['ready'] = 'yes'
  })
  map.on('click', 'spots', ({ features }) => onPoint(String(features?.[0]?.properties['id'])))
  return {
    show: (spots, way) => {
      shown = { spots, way }
      put()
    },
    close: () => map.remove(),
  }
}

function addSpots(map: LibreMap): void {
  for (const id of ['way', 'spots']) map.addSource(id, { type: 'geojson', data: collection([]) })
  map.addLayer({
    id: 'way',
    type: 'line',
    source: 'way',
    paint: { 'line-color': token('--blue'), 'line-width': 2, 'line-dasharray': [2, 1.5], 'line-opacity': 0.7 },
  })
  map.addLayer({
    id: 'spots',
    type: 'circle',
    source: 'spots',
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, 4, 16, 11],
      'circle-color': ['match', ['get', 'state'], 'finished', token('--green'), 'open', token('--amber'), token('--blue')],
      'circle-stroke-color': token('--surface'),
      'circle-stroke-width': 2,
    },
  })
}
