/**
 * The map: our own tiles, no glyph server, no outside host. The engine and its worker are loaded when the first map is shown.
 * A map is never the only way: the list beside it says the same.
 */
import './map.css'
import { useEffect, useRef, useState } from 'react'
import type { Box, Place } from '../base/place.ts'
import { useWorn } from './look.ts'
import type { DrawnMap } from './mapEngine.ts'
import { EmptyState, Loading } from './States.tsx'
import { useWords } from './words.tsx'

/** Where tiles come from: addresses with `{z}/{x}/{y}`. */
export interface MapTiles {
  /** Roads, water, green. */
  readonly base: string
  /** Districts, streets, communities, grids and their names. */
  readonly areas: string
  /** Points, and from afar their clusters. */
  readonly points?: string
}

/** A walk on the map: its line, and its stops with what was visited. */
export interface Walk {
  readonly line: readonly Place[]
  /** How the line is dashed, 0 (whole) to 3: by which one walker's is told from another's. */
  readonly dash?: number
  readonly stops: readonly WalkStop[]
}

/** A stop: hollow while nobody was there. */
export interface WalkStop {
  readonly place: Place
  readonly done: boolean
  /** One of the colours of charts, from 1. */
  readonly tone?: number
  /** Its number in the walk, written beside it. */
  readonly step?: number
}

export interface MapViewProps {
  /** What the map shows; read out. */
  readonly label: string
  readonly box: Box | null
  readonly tiles: MapTiles
  readonly attribution: string
  readonly chosen?: { readonly id: string; readonly place: Place } | null
  readonly walks?: readonly Walk[]
  readonly onPoint?: (id: string) => void
  /** A place where nothing is drawn was pointed at. */
  readonly onPlace?: (place: Place) => void
  /** The part in view changed by the reader's hand. */
  readonly onMove?: (box: Box) => void
  readonly heightRem?: number
}

/** A map of the city. */
export function MapView(props: MapViewProps) {
  const { language } = useWords()
  const worn = useWorn()
  const { base, areas } = props.tiles
  // Another look, language or city is another map.
  return <Drawing key={[worn, language, base, areas, props.box].join(' ')} {...props} />
}

function Drawing(props: MapViewProps) {
  const { t, language } = useWords()
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<DrawnMap | null>(null)
  const newest = useRef({ props, language, words: { title: t('ui.map'), zoomIn: t('ui.zoomIn'), zoomOut: t('ui.zoomOut') } })
  const [state, setState] = useState<'loading' | 'ready' | 'impossible'>('loading')
  const { tiles, chosen, walks } = props
  useEffect(() => {
    newest.current = { ...newest.current, props }
  })
  useEffect(() => {
    let isGone = false
    const draw = async () => {
      const { drawMap } = await import('./mapEngine.ts')
      if (isGone || !place.current) return
      const { words } = newest.current
      const first = newest.current.props
      drawn.current = drawMap(place.current, {
        box: first.box,
        tiles: first.tiles,
        language: newest.current.language,
        words,
        onPoint: (id) => newest.current.props.onPoint?.(id),
        onMove: (moved) => newest.current.props.onMove?.(moved),
        onPlace: (pointed) => newest.current.props.onPlace?.(pointed),
        onReady: () => setState('ready'),
      })
      if (drawn.current) {
        drawn.current.choose(newest.current.props.chosen ?? null)
        drawn.current.showWalks(newest.current.props.walks ?? [])
      } else setState('impossible')
    }
    void draw()
    return () => {
      isGone = true
      drawn.current?.close()
      drawn.current = null
    }
  }, [])
  useEffect(() => drawn.current?.showPoints(tiles.points), [tiles.points])
  useEffect(() => drawn.current?.choose(chosen ?? null), [chosen])
  useEffect(() => drawn.current?.showWalks(walks ?? []), [walks])
  return (
    <section className="map" aria-label={props.label} style={{ height: props.heightRem === undefined ? '100%' : `${props.heightRem}rem` }}>
      {state === 'loading' && <Loading lines={3} label={t('ui.mapLoading')} />}
      {state === 'impossible' && (
        <EmptyState icon="map" title={t('ui.mapImpossible')}>
          {t('ui.mapImpossibleHelp')}
        </EmptyState>
      )}
      <div ref={place} className="map-place" hidden={state === 'impossible'} />
      {props.attribution !== '' && <p className="map-source">{props.attribution}</p>}
    </section>
  )
}
