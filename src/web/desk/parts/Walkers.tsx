/** Who walks: the people of a unit, to be ticked, each with their part of the load and the street they know; and where all set out. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Place } from '../../../base/place.ts'
import { Checkbox, NumberField } from '../../../ui/Fields.tsx'
import { MapView } from '../../../ui/MapView.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useCityMap } from '../rounds/calls.ts'
import { city, useStreets } from './places.ts'

/** Somebody who walks, as the calls take them in. */
export interface Chosen {
  readonly person: string
  readonly load: number
  readonly areaId?: string
  readonly from?: Place
}

interface WalkersProps {
  readonly unit: string
  readonly chosen: readonly Chosen[]
  readonly onChange: (people: Chosen[]) => void
}

/** The list; each person once, whatever posts they hold. */
export function Walkers({ unit, chosen, onChange }: WalkersProps) {
  const { t } = useWords()
  const { data } = useQuery(city.listPosts.ask({ query: { unit: unit as never, limit: 200 } }))
  const people = useMemo(
    () => [...new Map((data?.items ?? []).flatMap(({ holder }) => (holder ? [[holder.id as string, holder.name] as const] : [])))],
    [data],
  )
  const set = (person: string, part: Partial<Chosen>) => onChange(chosen.map((one) => (one.person === person ? { ...one, ...part } : one)))
  const from = chosen[0]?.from
  if (data && people.length === 0) return <Note tone="amber">{t('rounds.nobody')}</Note>
  return (
    <>
      <fieldset className="stack-s">
        <legend className="field-label">{t('rounds.walkers')}</legend>
        {people.map(([id, name]) => {
          const it = chosen.find(({ person }) => person === id)
          return (
            <div key={id} className="stack-s">
              <Checkbox
                isSelected={it !== undefined}
                onChange={(isOn) =>
                  onChange(isOn ? [...chosen, { person: id, load: 1, ...(from ? { from } : {}) }] : chosen.filter((one) => one !== it))
                }
              >
                {name}
              </Checkbox>
              {it && chosen.length > 1 && <PartOf name={name} it={it} onChange={(part) => set(id, part)} />}
            </div>
          )
        })}
      </fieldset>
      {chosen.length > 0 && (
        <StartPlace
          place={from}
          onChange={(place) => onChange(chosen.map(({ from: _before, ...one }) => (place ? { ...one, from: place } : one)))}
        />
      )}
    </>
  )
}

/** How much of the whole somebody takes, and where they know their way. */
function PartOf({ name, it, onChange }: { name: string; it: Chosen; onChange: (part: Partial<Chosen>) => void }) {
  const { t } = useWords()
  return (
    <div className="grid">
      <NumberField
        label={t('rounds.load', { name })}
        value={it.load}
        onChange={(load) => onChange({ load: load ?? 1 })}
        min={1}
        max={10}
        step={1}
      />
      <ComboBox
        label={t('rounds.ownStreet', { name })}
        value={it.areaId ?? null}
        onChange={(areaId) => onChange({ areaId: areaId ?? undefined } as Partial<Chosen>)}
        options={useStreets()}
      />
    </div>
  )
}

const degrees = { maximumFractionDigits: 6, useGrouping: false } as const

/** Where the walks begin: pointed at on the map, or typed as numbers by whoever has no pointer. Left open, each begins where it is shortest. */
function StartPlace({ place, onChange }: { place: Place | undefined; onChange: (place: Place | undefined) => void }) {
  const { t } = useWords()
  const map = useCityMap()
  const [isOpen, setOpen] = useState(place !== undefined)
  const middle: Place = place ?? (map?.box ? [(map.box[0] + map.box[2]) / 2, (map.box[1] + map.box[3]) / 2] : [0, 0])
  const six = (value: number) => Math.round(value * 1e6) / 1e6
  return (
    <div className="stack-s">
      <Checkbox
        isSelected={isOpen}
        onChange={(isOn) => {
          setOpen(isOn)
          if (!isOn) onChange(undefined)
        }}
      >
        {t('rounds.startHere')}
      </Checkbox>
      {isOpen && map && (
        <>
          <MapView
            label={t('rounds.start')}
            box={map.box}
            attribution={map.attribution}
            tiles={map.tiles}
            heightRem={14}
            chosen={place ? { id: 'start', place } : null}
            onPlace={([lng, lat]) => onChange([six(lng), six(lat)])}
          />
          <div className="grid">
            <NumberField
              label={t('rounds.column.lng')}
              value={place?.[0] ?? null}
              onChange={(lng) => onChange([lng ?? middle[0], middle[1]])}
              min={-180}
              max={180}
              step={0.000001}
              format={degrees}
            />
            <NumberField
              label={t('rounds.column.lat')}
              value={place?.[1] ?? null}
              onChange={(lat) => onChange([middle[0], lat ?? middle[1]])}
              min={-90}
              max={90}
              step={0.000001}
              format={degrees}
            />
          </div>
        </>
      )}
    </div>
  )
}
