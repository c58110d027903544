/** A place on the map, for what no point of the register has: pointed at, or typed as numbers by whoever has no pointer. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Place } from '../../../base/place.ts'
import { mapApi } from '../../../city/map.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { NumberField } from '../../../ui/Fields.tsx'
import { MapView } from '../../../ui/MapView.tsx'
import { Card } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import { PlaceFacts } from './PlaceFacts.tsx'

const maps = calls('map', mapApi)
const zero = { z: 0, x: 0, y: 0 }
const template = (href: string) => href.replace('/0/0/0', '/{z}/{x}/{y}')
const degrees = { maximumFractionDigits: 6, useGrouping: false } as const

/** The map and the two numbers; both say the same place. */
export function PlacePicker({ onTake }: { onTake: (place: Place) => void }) {
  const { t } = useWords()
  const { data: city } = useQuery({ ...maps.getMap.ask({}), staleTime: 600_000 })
  const [lng, setLng] = useState<number | null>(null)
  const [lat, setLat] = useState<number | null>(null)
  const place: Place | null = lng === null || lat === null ? null : [lng, lat]
  const point = (to: Place) => {
    setLng(Math.round(to[0] * 1e6) / 1e6)
    setLat(Math.round(to[1] * 1e6) / 1e6)
  }
  return (
    <Card title={t('cases.byMap')}>
      <div className="stack">
        <p className="quiet">{t('cases.byMapHelp')}</p>
        {city && (
          <MapView
            label={t('cases.byMap')}
            box={city.box}
            attribution={city.attribution}
            heightRem={26}
            tiles={{
              base: template(maps.baseTile.href({ params: zero, query: { v: city.version } })),
              areas: template(maps.areaTile.href({ params: zero, query: { v: city.version } })),
            }}
            chosen={place && { id: 'here', place }}
            onPlace={point}
          />
        )}
        <div className="grid">
          <NumberField label={t('cases.lng')} value={lng} onChange={setLng} min={-180} max={180} step={0.000001} format={degrees} />
          <NumberField label={t('cases.lat')} value={lat} onChange={setLat} min={-90} max={90} step={0.000001} format={degrees} />
        </div>
        {place && <PlaceFacts place={place} type="" />}
        <div className="row">
          <Button kind="primary" isDisabled={place === null} onPress={() => place && onTake(place)}>
            {t('cases.takePlace')}
          </Button>
        </div>
      </div>
    </Card>
  )
}
