/** Where one case lies: a small map with its pin, and the same place as numbers for whoever reads no map. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Box, Place } from '../../../base/place.ts'
import { mapApi } from '../../../city/map.api.ts'
import { MapView } from '../../../ui/MapView.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'

const maps = calls('map', mapApi)
const zero = { z: 0, x: 0, y: 0 }
const template = (href: string) => href.replace('/0/0/0', '/{z}/{x}/{y}')

/** Some three hundred metres to each side: the next streets and their names. */
const around = 0.003
const boxAround = ([lng, lat]: Place): Box => [lng - around, lat - around, lng + around, lat + around]

/** The map and the numbers. */
export function CaseSpot({ id, place, address }: { id: string; place: Place; address: string }) {
  const { t } = useWords()
  const { data: city } = useQuery({ ...maps.getMap.ask({}), staleTime: 600_000 })
  const [lng, lat] = place
  const [box, chosen] = useMemo(() => [boxAround([lng, lat]), { id, place: [lng, lat] as Place }] as const, [id, lng, lat])
  return (
    <div className="stack-s">
      {city && (
        <MapView
          label={t('cases.spot', { address: address || t('cases.spotHere') })}
          box={box}
          attribution={city.attribution}
          heightRem={14}
          tiles={{
            base: template(maps.baseTile.href({ params: zero, query: { v: city.version } })),
            areas: template(maps.areaTile.href({ params: zero, query: { v: city.version } })),
          }}
          chosen={chosen}
        />
      )}
      <p className="small quiet">{t('cases.spotAt', { lng: lng.toFixed(6), lat: lat.toFixed(6) })}</p>
    </div>
  )
}
