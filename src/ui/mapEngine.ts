/** MapLibre with our tiles and tokens. Loaded by `MapView` and by nothing else. */
import 'maplibre-gl/dist/maplibre-gl.css'
import { Map as LibreMap, type MapMouseEvent, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Box, Place } from '../base/place.ts'
import type { Language } from '../base/text.ts'
import type { MapTiles, Walk } from './MapView.tsx'
import { mapStyle, pointLayers, walkLayers } from './mapStyle.ts'

export interface MapWishes {
  readonly box: Box | null
  readonly tiles: MapTiles
  readonly language: Language
  readonly words: { readonly title: string; readonly zoomIn: string; readonly zoomOut: string }
  readonly onPoint: (id: string) => void
  readonly onMove: (box: Box) => void
  /** A place where nothing is drawn was pointed at. */
  readonly onPlace: (place: Place) => void
  readonly onReady: () => void
}

/** A map on the page. */
export interface DrawnMap {
  showPoints(tiles: string | undefined): void
  showWalks(walks: readonly Walk[]): void
  choose(point: { readonly id: string; readonly place: Place } | null): void
  close(): void
}

// Without this the worker is looked for beside the bundle, where it is not, and the map waits for ever.
setWorkerUrl(workerUrl)
const absolute = (tiles: string) => `${location.origin}${tiles}`

/** Draws the map; null where the browser cannot (no WebGL 2). */
export function drawMap(place: HTMLElement, wishes: MapWishes): DrawnMap | null {
  const map = openMap(place, wishes)
  if (!map) return null
  const state: { points: string | undefined; chosen: { id: string; place: Place } | null; walks: readonly Walk[]; isLoaded: boolean } = {
    points: wishes.tiles.points,
    chosen: null,
    walks: [],
    isLoaded: false,
  }
  const showPoints = () => {
    for (const { id } of pointLayers()) if (map.getLayer(id)) map.removeLayer(id)
    if (map.getSource('points')) map.removeSource('points')
    if (state.points === undefined) return
    map.addSource('points', { type: 'vector', tiles: [absolute(state.points)], maxzoom: 16, promoteId: 'id' })
    // Above the names: a number that a name covers cannot be read, and a name finds no room where a number stands.
    for (const layer of pointLayers()) map.addLayer(layer)
  }
  const choose = () => {
    const source = map.getSource('chosen') as { setData?: (data: unknown) => void } | undefined
    const features = state.chosen ? [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: state.chosen.place } }] : []
    source?.setData?.({ type: 'FeatureCollection', features })
    if (state.chosen && !map.getBounds().contains(state.chosen.place as [number, number]))
      map.easeTo({ center: state.chosen.place as [number, number], zoom: Math.max(map.getZoom(), 14) })
  }
  map.on('load', () => {
    state.isLoaded = true
    showPoints()
    choose()
    drawWalks(map, state.walks)
    wishes.onReady()
  })
  listen(map, wishes)
  return {
    showPoints: (tiles) => {
      if (tiles === state.points && state.isLoaded && map.getSource('points')) return
      state.points = tiles
      if (state.isLoaded) showPoints()
    },
    showWalks: (walks) => {
      state.walks = walks
      if (state.isLoaded) drawWalks(map, walks)
    },
    choose: (point) => {
      state.chosen = point
      if (state.isLoaded) choose()
    },
    close: () => map.remove(),
  }
}

/** Lines first, their stops on top. */
function drawWalks(map: LibreMap, walks: readonly Walk[]): void {
  const feature = (geometry: object, properties: object = {}) => ({ type: 'Feature', properties, geometry })
  const features = walks.flatMap(({ line, dash = 0, stops }) => [
    ...(line.length < 2 ? [] : [feature({ type: 'LineString', coordinates: line }, { dash })]),
    ...stops.map(({ place, ...rest }) => feature({ type: 'Point', coordinates: place }, rest)),
  ])
  const data = { type: 'FeatureCollection', features } as never
  const known = map.getSource('walks') as { setData?: (data: unknown) => void } | undefined
  if (known) known.setData?.(data)
  else if (features.length > 0) {
    map.addSource('walks', { type: 'geojson', data })
    for (const layer of walkLayers()) map.addLayer(layer)
  }
}

function openMap(place: HTMLElement, { box, tiles, language, words }: MapWishes): LibreMap | null {
  try {
    const map = new LibreMap({
      container: place,
      style: mapStyle({ base: absolute(tiles.base), areas: absolute(tiles.areas), language }),
      ...(box ? { bounds: box as [number, number, number, number], fitBoundsOptions: { padding: 16 } } : {}),
      attributionControl: false,
      localIdeographFontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font'),
      maxZoom: 18,
      // Who wishes for less movement gets names that stand at once, and not a third of a second of frames each time.
      ...(matchMedia('(prefers-reduced-motion: reduce)').matches ? { fadeDuration: 0 } : {}),
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      locale: { 'Map.Title': words.title, 'NavigationControl.ZoomIn': words.zoomIn, 'NavigationControl.ZoomOut': words.zoomOut },
    })
    map.touchZoomRotate.disableRotation()
    map.addControl(new NavigationControl({ showCompass: false }), 'top-left')
    map.addControl(new ScaleControl({}), 'bottom-left')
    return map
  } catch {
    return null
  }
}

function listen(map: LibreMap, { onPoint, onMove, onPlace }: MapWishes): void {
  map.on('click', (event: MapMouseEvent) => {
    const layers = ['points-one', 'points-many'].filter((id) => map.getLayer(id))
    const [hit] = map.queryRenderedFeatures(
      [
        [event.point.x - 6, event.point.y - 6],
        [event.point.x + 6, event.point.y + 6],
      ],
      { layers },
    )
    if (!hit) return onPlace([event.lngLat.lng, event.lngLat.lat])
    if (hit.layer.id === 'points-one') onPoint(String(hit.properties['id']))
    else map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2 })
  })
  for (const id of ['points-one', 'points-many']) {
    map.on('mouseenter', id, () => void (map.getCanvas().style.cursor = 'pointer'))
    map.on('mouseleave', id, () => void (map.getCanvas().style.cursor = ''))
  }
  map.on('moveend', (event) => {
    if (!('originalEvent' in event) || !event.originalEvent) return
    const bounds = map.getBounds()
    onMove([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()])
  })
}
