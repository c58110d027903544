/** The drawn points of a sample on the map: coloured by stratum, each walk a line in its order. The table beside it says the same in words. */
import './samples.css'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Box, Place } from '../../../base/place.ts'
import { lengthOf } from '../../../inspections/walk.ts'
import type { Sample, SamplePoint } from '../../../samples/sample.ts'
import { MapView, type Walk } from '../../../ui/MapView.tsx'
import { Card } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKinds } from '../../kinds.ts'
import { useCityMap } from '../rounds/calls.ts'
import { samples } from './calls.ts'

/** So many strata have a colour of their own; the rest share the grey one. */
const coloured = [1, 2, 3, 4, 6] as const
const grey = 5
/** Lines of walkers: whole, and dashed in these ways, again from the first. */
const dashes = ['0', '6 3', '2 3', '8 2 2 2'] as const

const mostShown = 1000

interface Walker {
  readonly id: string
  readonly name: string
  readonly dash: number
  readonly stops: readonly SamplePoint[]
}

/** The card; nothing while there is no map of the city. */
export function SampleMap({ it }: { it: Sample }) {
  const { t } = useWords()
  const map = useCityMap()
  const [only, setOnly] = useState('')
  const { data } = useQuery(samples.listPoints.ask({ params: { id: it.id }, query: { drawn: 'true', sort: 'step', limit: mostShown } }))
  const points = useMemo(() => data?.items ?? [], [data])
  const [lit, setLit] = useState('')
  const tones = useMemo(() => tonesOf(points, lit), [points, lit])
  const walkers = useMemo(() => walkersOf(points), [points])
  const names = useStratumNames(points, it.plan.by)
  const walks = useMemo(() => walksOf(points, walkers, tones, only), [points, walkers, tones, only])
  if (!map || points.length === 0) return null
  return (
    <Card title={t('samples.map')}>
      <div className="stack">
        <Choices walkers={walkers} names={names} only={only} setOnly={setOnly} lit={lit} setLit={setLit} />
        <MapView
          label={t('samples.map')}
          box={boxOf(points) ?? map.box}
          attribution={map.attribution}
          tiles={map.tiles}
          walks={walks}
          heightRem={20}
        />
        <p className="small quiet">{t(data?.next === undefined ? 'samples.mapHelp' : 'samples.mapHelpMany', { shown: points.length })}</p>
        <Strata points={points} tones={tones} names={names} />
        <WalkList walkers={walkers} unit={it.unit.title} />
      </div>
    </Card>
  )
}

interface ChoicesProps {
  readonly walkers: readonly Walker[]
  readonly names: ReadonlyMap<string, string>
  readonly only: string
  readonly setOnly: (walker: string) => void
  readonly lit: string
  readonly setLit: (stratum: string) => void
}

/** One walk among several, and one stratum among more than there are colours. */
function Choices({ walkers, names, only, setOnly, lit, setLit }: ChoicesProps) {
  const { t } = useWords()
  const all = { value: '', label: t('ui.all') }
  const strata = [...names].map(([value, label]) => ({ value, label }))
  if (walkers.length < 2 && strata.length <= coloured.length) return null
  return (
    <div className="row">
      {walkers.length > 1 && (
        <Select
          label={t('samples.whoseWalk')}
          value={only}
          onChange={setOnly}
          options={[all, ...walkers.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      {strata.length > coloured.length && (
        <Select label={t('samples.litStratum')} value={lit} onChange={setLit} options={[all, ...strata]} />
      )}
    </div>
  )
}

/** The largest strata have colours of their own; a chosen one alone has. */
function tonesOf(points: readonly SamplePoint[], lit: string): Map<string, number> {
  if (lit !== '') return new Map(points.map(({ stratum }) => [stratum, stratum === lit ? coloured[0] : grey]))
  const counts = new Map<string, number>()
  for (const { stratum } of points) counts.set(stratum, (counts.get(stratum) ?? 0) + 1)
  const order = [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return new Map(order.map(([stratum], index) => [stratum, coloured[index] ?? grey]))
}

function walkersOf(points: readonly SamplePoint[]): Walker[] {
  const found = new Map<string, SamplePoint[]>()
  for (const point of points) if (point.walker) found.set(point.walker.id, [...(found.get(point.walker.id) ?? []), point])
  return [...found].map(([id, stops], index) => ({ id, name: stops[0]!.walker!.name, dash: index % dashes.length, stops }))
}

function walksOf(points: readonly SamplePoint[], walkers: readonly Walker[], tones: ReadonlyMap<string, number>, only: string): Walk[] {
  const stopOf = ({ place, visited, stratum, step }: SamplePoint) => ({
    place,
    done: visited,
    tone: tones.get(stratum)!,
    ...(step === null ? {} : { step }),
  })
  const shown = walkers.filter(({ id }) => only === '' || only === id)
  const left = only === '' ? points.filter(({ walker }) => !walker) : []
  return [
    ...shown.map(({ dash, stops }) => ({ line: stops.map(({ place }) => place), dash, stops: stops.map(stopOf) })),
    { line: [], stops: left.map(stopOf) },
  ]
}

/** The part of the city where the points lie, with some room about it. */
function boxOf(points: readonly { readonly place: Place }[]): Box | null {
  const [lngs, lats] = [points.map(({ place }) => place[0]), points.map(({ place }) => place[1])]
  const [west, south, east, north] = [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)]
  const room = Math.max(0.005, (east - west) / 20, (north - south) / 20)
  return points.length === 0 ? null : [west - room, south - room, east + room, north + room]
}

/** The strata as people say them. */
function useStratumNames(points: readonly SamplePoint[], by: Sample['plan']['by']): Map<string, string> {
  const { read } = useWords()
  const { typeName } = useKinds()
  return new Map(points.map((it) => [it.stratum, stratumName(it, by, typeName, read(it.point.street?.title))]))
}

interface StrataProps {
  readonly points: readonly SamplePoint[]
  readonly tones: ReadonlyMap<string, number>
  readonly names: ReadonlyMap<string, string>
}

/** What each colour means. */
function Strata({ points, tones, names }: StrataProps) {
  const { t, number } = useWords()
  const count = (of: (stratum: string) => boolean) => points.filter(({ stratum }) => of(stratum)).length
  const own = [...tones].filter(([, tone]) => tone !== grey)
  const rest = [...tones].filter(([, tone]) => tone === grey).length
  return (
    <div>
      <h3 className="small quiet">{t('samples.strata')}</h3>
      <ul className="sample-key">
        {own.map(([stratum, tone]) => (
          <li key={stratum}>
            <Dot tone={tone} /> {names.get(stratum)} <span className="quiet">{number(count((one) => one === stratum))}</span>
          </li>
        ))}
        {rest > 0 && (
          <li>
            <Dot tone={grey} /> {t('samples.otherStrata', { rest })}{' '}
            <span className="quiet">{number(count((one) => tones.get(one) === grey))}</span>
          </li>
        )}
      </ul>
    </div>
  )
}

/** A stratum as people say it: the names of the kind and of the street in the place of their codes, other parts as they are. */
function stratumName(
  { stratum, point }: SamplePoint,
  by: Sample['plan']['by'],
  typeName: (type: string) => string,
  street: string,
): string {
  const said = (part: string, index: number) =>
    by[index] === 'type' ? typeName(point.type) : by[index] === 'street' && street !== '' ? street : part
  return stratum.split('/').map(said).join(' / ')
}

const Dot = ({ tone }: { tone: number }) => (
  <svg width="12" height="12" aria-hidden="true">
    <circle cx="6" cy="6" r="5" fill={`var(--chart-${tone})`} />
  </svg>
)

/** Who walks which line, how many points and how far. */
function WalkList({ walkers, unit }: { walkers: readonly Walker[]; unit: Sample['unit']['title'] }) {
  const { t, read, number } = useWords()
  const km = (stops: readonly SamplePoint[]) => lengthOf(stops.map(({ point, place }) => ({ id: point.id, place, areas: [] }))) / 1000
  if (walkers.length === 0)
    return (
      <p className="small quiet">
        {t('samples.notShared')} {t('samples.sharedBy', { unit: read(unit) })}
      </p>
    )
  return (
    <div>
      <h3 className="small quiet">{t('rounds.walks')}</h3>
      <ul className="sample-key">
        {walkers.map(({ id, name, dash, stops }) => (
          <li key={id}>
            <svg width="28" height="12" aria-hidden="true">
              <line x1="0" y1="6" x2="28" y2="6" stroke="var(--blue-ink)" strokeWidth="2" strokeDasharray={dashes[dash]} />
            </svg>{' '}
            {t('rounds.walkOf', { name, points: stops.length, km: number(km(stops), 1) })}
          </li>
        ))}
      </ul>
    </div>
  )
}
