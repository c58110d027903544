/** A new case at the desk: first where, by a point of the register or by a place on the map, then what; what is known is shown beside. */
import './cases.css'
import { useQuery } from '@tanstack/react-query'
import type { PointId } from '../../../base/ids.ts'
import { Place } from '../../../base/place.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import { PageHeader } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { PointSearch } from '../inspections/PointSearch.tsx'
import { cases } from './calls.ts'
import { MediaCase } from './MediaCase.tsx'
import { NewCaseForm } from './NewCaseForm.tsx'
import { PlacePicker } from './PlacePicker.tsx'

const nowhere = { point: '', lng: '', lat: '', map: '', source: '' }

/** The page; the place stands in the address (`?point=`, or `?lng=&lat=`), so that other pages can lead here. */
export function NewCasePage() {
  const { t } = useWords()
  const [at, setAt] = useAddress(nowhere)
  const place = at.lng === '' || at.lat === '' ? undefined : Place.safeParse([Number(at.lng), Number(at.lat)]).data
  const isMedia = at.source === 'media'
  const isPlaced = at.point !== '' || place !== undefined
  const suggestion = useQuery({
    ...cases.suggest.ask({ query: at.point === '' ? {} : { point: at.point as PointId } }),
    enabled: isPlaced,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const chooseAgain = () => setAt(nowhere, true)
  return (
    <div className="page">
      <PageHeader
        title={t('cases.new')}
        crumbs={[{ label: t('nav.cases'), href: '/cases' }]}
        subtitle={t('cases.newIs')}
        actions={
          !isPlaced && (
            <>
              <Button icon="map" onPress={() => setAt({ map: at.map === '' ? '1' : '', source: '' }, true)}>
                {t(at.map === '' ? 'cases.byMap' : 'cases.byPoint')}
              </Button>
              <Button icon="file" onPress={() => setAt({ source: isMedia ? '' : 'media', map: '' }, true)}>
                {t(isMedia ? 'cases.newAtDesk' : 'cases.newMedia')}
              </Button>
            </>
          )
        }
      />
      {isMedia ? (
        <MediaCase />
      ) : isPlaced ? (
        <Answer of={suggestion}>
          {(known) => (
            <NewCaseForm
              key={`${at.point} ${at.lng} ${at.lat}`}
              known={at.point === '' ? { ...known, place: place ?? null } : known}
              onOther={chooseAgain}
            />
          )}
        </Answer>
      ) : at.map === '1' ? (
        <PlacePicker onTake={([lng, lat]) => setAt({ lng: lng.toFixed(6), lat: lat.toFixed(6), map: '' }, true)} />
      ) : (
        <PointSearch onTake={(point) => setAt({ point }, true)} />
      )}
    </div>
  )
}
