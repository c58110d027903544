/** The map of the day without a network: where the points are, which are done, and a way from one to the next. The list says the same. */
import { useEffect, useMemo, useRef } from 'react'
import { wayOf } from '../../field/way.ts'
import { useWords } from '../../ui/words.tsx'
import { useDay } from './day.ts'
import type { FieldMap, Spot } from './fieldMap.ts'
import { goTo } from './where.ts'

/** More stops than this are no walk of a day: the way is drawn through the next ones. */
const mostOnWay = 300

/** The map. */
export function MapScreen() {
  const { t, language } = useWords()
  const { frame, points, marks } = useDay()
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<FieldMap | null>(null)
  const map = frame?.map
  const spots = useMemo(
    () => points.map(({ id, place }): Spot => ({ id, place, state: (marks.get(id)?.answered ?? 0) === 0 ? 'new' : marks.get(id)!.state })),
    [points, marks],
  )
  const way = useMemo(
    () => wayOf(points.filter(({ id }) => marks.get(id)?.state !== 'finished').slice(0, mostOnWay)).map((stop) => stop.place),
    [points, marks],
  )
  const newest = useRef({ spots, way })
  useEffect(() => {
    newest.current = { spots, way }
    drawn.current?.show(spots, way)
  }, [spots, way])
  useEffect(() => {
    let isGone = false
    const draw = async () => {
      const { drawFieldMap } = await import('./fieldMap.ts')
      if (isGone || !place.current || !map) return
      const { box, maxZoom } = map
      const words = {
        nearer: t('fieldApp.nearer'),
        farther: t('fieldApp.farther'),
        mine: t('fieldApp.mine'),
        mineUnknown: t('fieldApp.mineUnknown'),
      }
      drawn.current = drawFieldMap(place.current, { box, maxZoom, language, words, onPoint: (point) => goTo({ screen: 'point', point }) })
      drawn.current?.show(newest.current.spots, newest.current.way)
    }
    void draw()
    return () => {
      isGone = true
      drawn.current?.close()
      drawn.current = null
    }
  }, [map, language, t])
  return (
    <div className="field-map">
      <h1 className="unseen">{t('fieldApp.map')}</h1>
      {map ? <div ref={place} className="field-map-place" /> : <p className="field-empty">{t('fieldApp.noMap')}</p>}
      {map && <p className="map-source">{map.attribution}</p>}
    </div>
  )
}
