/** Points (点位): list and map of the same filter side by side; a point opens in place of the list and stays marked on the map. */
import './points.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PointId } from '../../../base/ids.ts'
import type { Place } from '../../../base/place.ts'
import { mapApi } from '../../../city/map.api.ts'
import { pointsApi } from '../../../city/points.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { MapView } from '../../../ui/MapView.tsx'
import { PageHeader } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import { useMay } from '../../me.ts'
import { PointDetail } from './PointDetail.tsx'
import { PointFilters } from './PointFilters.tsx'
import { PointList } from './PointList.tsx'

const maps = calls('map', mapApi)
const points = calls('points', pointsApi)

/** What the address says about this page. */
export const pointDefaults = { text: '', type: '', district: '', street: '', unit: '', sort: 'code', point: '', box: '' }
export type PointAddress = typeof pointDefaults

/** The page. */
export function PointsPage() {
  const { t, number } = useWords()
  const [at, setAt] = useAddress(pointDefaults)
  const [isMap, setMap] = useState(false)
  const mayImport = useMay('imports.run')
  const { point, sort: _sort, box, ...filter } = at
  const counts = useQuery(points.countPoints.ask({ query: filter as never }))
  return (
    <div className="page points">
      <PageHeader
        title={t('nav.points')}
        subtitle={
          counts.data
            ? t('points.subtitle', { total: number(counts.data.total), types: number(counts.data.types.length) })
            : t('ui.loading')
        }
        actions={
          <>
            <span className="points-turn">
              <Button icon={isMap ? 'list' : 'map'} onPress={() => setMap(!isMap)}>
                {isMap ? t('points.asList') : t('points.asMap')}
              </Button>
            </span>
            {mayImport && (
              <LinkButton icon="import" href="/imports/new?kind=points">
                {t('points.import')}
              </LinkButton>
            )}
          </>
        }
      />
      <PointFilters at={at} setAt={setAt} counts={counts.data?.types ?? []} />
      <div className={`points-panes${point === '' ? '' : ' points-opened'}${isMap ? ' points-on-map' : ''}`}>
        <div className="points-list">
          <PointList at={at} setAt={setAt} filter={{ ...filter, box }} />
        </div>
        {point !== '' && (
          <aside className="points-detail" aria-label={t('points.detail')}>
            <PointDetail key={point} id={point as PointId} onClose={() => setAt({ point: '' })} />
          </aside>
        )}
        <PointMap filter={filter} at={at} setAt={setAt} />
      </div>
    </div>
  )
}

interface MapProps {
  readonly filter: object
  readonly at: PointAddress
  readonly setAt: (change: Partial<PointAddress>, push?: boolean) => void
}

/** `/0/0/0` of an address as the place holder of tiles. */
const template = (href: string) => href.replace('/0/0/0', '/{z}/{x}/{y}')
const zero = { z: 0, x: 0, y: 0 }

function PointMap({ filter, at, setAt }: MapProps) {
  const { t } = useWords()
  const { data: city } = useQuery({ ...maps.getMap.ask({}), staleTime: 600_000 })
  const opened = useQuery({ ...points.getPoint.ask({ params: { id: at.point as PointId } }), enabled: at.point !== '' })
  const place: Place | undefined = at.point === '' ? undefined : opened.data?.place
  return (
    <div className="points-map">
      {city && (
        <MapView
          label={t('points.mapLabel')}
          box={city.box}
          attribution={city.attribution}
          tiles={{
            base: template(maps.baseTile.href({ params: zero, query: { v: city.version } })),
            areas: template(maps.areaTile.href({ params: zero, query: { v: city.version } })),
            points: template(maps.pointTile.href({ params: zero, query: filter })),
          }}
          chosen={place ? { id: at.point, place } : null}
          onPoint={(id) => setAt({ point: id }, true)}
          onMove={(moved) => {
            if (at.box !== '') setAt({ box: moved.map((edge) => edge.toFixed(5)).join() })
          }}
        />
      )}
    </div>
  )
}
