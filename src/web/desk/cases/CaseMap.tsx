/** The cases of the list on the map: the same filter, drawn from tiles, anew whenever a case changed. The list beside it is its equal. */
import { useQuery } from '@tanstack/react-query'
import type { CaseId } from '../../../base/ids.ts'
import type { Place } from '../../../base/place.ts'
import { mapApi } from '../../../city/map.api.ts'
import { MapView } from '../../../ui/MapView.tsx'
import { calls } from '../../call.ts'
import { useWords } from '../../../ui/words.tsx'
import { cases } from './calls.ts'
import { places } from './placeCalls.ts'

const maps = calls('map', mapApi)
const zero = { z: 0, x: 0, y: 0 }
/** `/0/0/0` of an address as the place holder of tiles. */
const template = (href: string) => href.replace('/0/0/0', '/{z}/{x}/{y}')

interface CaseMapProps {
  readonly label: string
  /** The filter of the list; empty texts narrow nothing. */
  readonly filter: object
  /** Another number is another state of the cases: the tiles are asked for again. */
  readonly fresh: number
  readonly open: string
  /** Shown instead of an open case. */
  readonly place?: Place | undefined
  readonly onOpen?: (id: string) => void
}

/** The map. */
export function CaseMap({ label, filter, fresh, open, place, onOpen }: CaseMapProps) {
  const { t } = useWords()
  const { data: city } = useQuery({ ...maps.getMap.ask({}), staleTime: 600_000 })
  const opened = useQuery({ ...cases.get.ask({ params: { id: open as CaseId } }), enabled: open !== '' })
  const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))
  const where = place ?? (open === '' ? null : (opened.data?.place ?? null))
  const tiles = template(places.tile.href({ params: zero, query: asked as never }))
  if (!city) return null
  return (
    <div className="case-map">
      <MapView
        label={label}
        box={city.box}
        attribution={city.attribution}
        tiles={{
          base: template(maps.baseTile.href({ params: zero, query: { v: city.version } })),
          areas: template(maps.areaTile.href({ params: zero, query: { v: city.version } })),
          points: `${tiles}#${fresh}`,
        }}
        chosen={where ? { id: open, place: where } : null}
        onPoint={(id) => onOpen?.(id)}
      />
      <p className="quiet small">{t('cases.mapHelp')}</p>
    </div>
  )
}
