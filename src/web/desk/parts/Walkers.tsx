/** Who walks: people who may, with unit and post, searched for and ticked, each with their part of the load and the street they know; and where all set out. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Walker } from '../../../inspections/round.ts'
import type { Place } from '../../../base/place.ts'
import { Checkbox, NumberField } from '../../../ui/Fields.tsx'
import { MapView } from '../../../ui/MapView.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { SearchField } from '../../../ui/SearchField.tsx'
import { useWords } from '../../../ui/words.tsx'
import { rounds, useCityMap } from '../rounds/calls.ts'
import { useStreets } from './places.ts'

/** Somebody who walks, as the calls take them in. */
export interface Chosen {
  readonly person: string
  readonly load: number
  readonly areaId?: string
  readonly from?: Place
}

interface WalkersProps {
  /** Whose people go; open, everybody who may. */
  readonly unit: string | undefined
  readonly isSample?: boolean
  readonly chosen: readonly Chosen[]
  readonly onChange: (people: Chosen[]) => void
}

/** A list that can be taken in at a look needs no search. */
const few = 8

/** The list; each person once, whatever posts they hold. Who is ticked stays in sight, whatever is searched for. */
export function Walkers({ unit, isSample = false, chosen, onChange }: WalkersProps) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const [ticked, setTicked] = useState<readonly Walker[]>([])
  const query = { ...(unit ? { unit } : {}), ...(isSample ? { sample: 'true' } : {}), ...(text.trim() ? { text: text.trim() } : {}) }
  const { data } = useQuery({ ...rounds.listWalkers.ask({ query: query as never }), placeholderData: keepPreviousData })
  const isTicked = (id: string) => chosen.some(({ person }) => person === id)
  const kept = ticked.filter(({ person }) => isTicked(person.id))
  const found = (data?.items ?? []).filter(({ person }) => !isTicked(person.id))
  const set = (person: string, part: Partial<Chosen>) => onChange(chosen.map((one) => (one.person === person ? { ...one, ...part } : one)))
  const from = chosen[0]?.from
  const tick = (it: Walker, isOn: boolean) => {
    setTicked(isOn ? [...kept, it] : kept)
    onChange(
      isOn
        ? [...chosen, { person: it.person.id, load: 1, ...(from ? { from } : {}) }]
        : chosen.filter(({ person }) => person !== it.person.id),
    )
  }
  if (data && text === '' && kept.length + found.length === 0) return <Note tone="amber">{t('rounds.nobody')}</Note>
  return (
    <>
      {(text !== '' || kept.length + found.length > few) && (
        <SearchField label={t('rounds.searchWalkers')} value={text} onChange={setText} />
      )}
      <fieldset className="stack-s">
        <legend className="field-label">{t('rounds.walkers')}</legend>
        {[...kept, ...found].map((it) => {
          const taken = chosen.find(({ person }) => person === it.person.id)
          return (
            <div key={it.person.id} className="stack-s">
              <Checkbox isSelected={taken !== undefined} onChange={(isOn) => tick(it, isOn)}>
                <Standing it={it} />
              </Checkbox>
              {taken && chosen.length > 1 && <PartOf name={it.person.name} it={taken} onChange={(part) => set(it.person.id, part)} />}
            </div>
          )
        })}
        {data && found.length === 0 && text !== '' && <p className="small quiet">{t('rounds.noWalker')}</p>}
        {data?.more && <p className="small quiet">{t('rounds.moreWalkers')}</p>}
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

/** Name, unit and post: two people may have one name. */
function Standing({ it: { person, unit, post } }: { it: Walker }) {
  const { read } = useWords()
  const where = [read(unit?.title), read(post)].filter((word) => word !== '' && word !== '—').join(' · ')
  return (
    <>
      <span className="strong">{person.name}</span> {where !== '' && <span className="quiet small">{where}</span>}
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
