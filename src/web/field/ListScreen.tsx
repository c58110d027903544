/** Today's points: found by name, code or street, those left first asked for. Only the rows in view are drawn, whatever their number. */
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue, useMemo, useState } from 'react'
import { metresBetween } from '../../city/metres.ts'
import type { Place } from '../../base/place.ts'
import type { PackType } from '../../field/pack.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useWords } from '../../ui/words.tsx'
import { useDay } from './day.ts'
import type { ListedPoint, Mark } from './keep.ts'
import { aboutOf, tagOf } from './said.ts'
import { goTo, pathOf } from './where.ts'

const rowPx = 72

/** The list. */
export function ListScreen() {
  const { t, number } = useWords()
  const { points, marks, frame } = useDay()
  const [text, setText] = useState('')
  const [onlyLeft, setOnlyLeft] = useState(false)
  const wanted = useDeferredValue(text.trim().toLowerCase())
  const types = useMemo(() => new Map((frame?.types ?? []).map((type) => [type.id, type])), [frame])
  const [here, setHere] = useState<Place>()
  const [isUnknown, setIsUnknown] = useState(false)
  const found = useMemo(
    () => points.filter((point) => matches(point, wanted) && !(onlyLeft && marks.get(point.id)?.state === 'finished')),
    [points, wanted, onlyLeft, marks],
  )
  const shown = useMemo(() => (here ? nearestFirst(found, here) : found), [found, here])
  const byDistance = () => {
    setIsUnknown(false)
    if (here) return setHere(undefined)
    const unknown = () => setIsUnknown(true)
    const wish = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 }
    navigator.geolocation.getCurrentPosition(({ coords }) => setHere([coords.longitude, coords.latitude]), unknown, wish)
  }
  const done = useMemo(() => [...marks.values()].filter(({ state }) => state === 'finished').length, [marks])
  return (
    <>
      <h1 className="unseen">{t('fieldApp.points')}</h1>
      <div className="field-tools">
        <div className="field-done">
          <span>
            <strong>{number(done)}</strong>/{number(points.length)}
          </span>
          <progress max={Math.max(1, points.length)} value={done} aria-label={t('fieldApp.done', { done, all: points.length })} />
        </div>
        <label className="field-search">
          <Icon name="search" />
          <span className="unseen">{t('fieldApp.search')}</span>
          <input type="search" value={text} onChange={({ target }) => setText(target.value)} placeholder={t('fieldApp.search')} />
        </label>
        <button type="button" className="field-chip" aria-pressed={onlyLeft} onClick={() => setOnlyLeft(!onlyLeft)}>
          {t('fieldApp.onlyLeft')}
        </button>
        <button type="button" className="field-chip" aria-pressed={here !== undefined} onClick={byDistance}>
          {t('fieldApp.byDistance')}
        </button>
        {isUnknown && <p role="alert">{t('fieldApp.mineUnknown')}</p>}
      </div>
      {shown.length === 0 ? <p className="field-empty">{t('fieldApp.noPoints')}</p> : <Rows points={shown} {...{ marks, types, here }} />}
    </>
  )
}

const nearestFirst = (points: readonly ListedPoint[], here: Place) =>
  points
    .map((point) => ({ point, metres: metresBetween(here, point.place) }))
    .toSorted((a, b) => a.metres - b.metres)
    .map(({ point }) => point)

const matches = ({ title, code, address, street }: ListedPoint, wanted: string) =>
  wanted === '' ||
  [title.zh, title.en, code, address, street?.zh ?? '', street?.en ?? ''].some((word) => word.toLowerCase().includes(wanted))

interface RowsProps {
  readonly points: readonly ListedPoint[]
  readonly marks: ReadonlyMap<string, Mark>
  readonly types: ReadonlyMap<string, PackType>
  /** Where the reader stands, when the list goes by distance. */
  readonly here: Place | undefined
}

function Rows({ points, marks, types, here }: RowsProps) {
  // The library keeps its own state, which the compiler of React cannot follow; this component is drawn anew whenever that changes.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useWindowVirtualizer({ count: points.length, estimateSize: () => rowPx, overscan: 8, scrollMargin: 0 })
  return (
    <ul className="field-list" style={{ height: `${virtual.getTotalSize()}px` }}>
      {virtual.getVirtualItems().map(({ index, start, key }) => {
        const point = points[index]!
        return (
          <li
            key={key}
            data-index={index}
            ref={virtual.measureElement}
            style={{ transform: `translateY(${start}px)` }}
            aria-setsize={points.length}
            aria-posinset={index + 1}
          >
            <Row {...{ point, here }} mark={marks.get(point.id)} type={types.get(point.type)} />
          </li>
        )
      })}
    </ul>
  )
}

interface RowProps {
  readonly point: ListedPoint
  readonly mark: Mark | undefined
  readonly type: PackType | undefined
  readonly here: Place | undefined
}

function Row({ point, mark, type, here }: RowProps) {
  const words = useWords()
  const { state, text } = tagOf(mark, type, words)
  return (
    <a
      className="field-row"
      href={pathOf({ screen: 'point', point: point.id })}
      onClick={(event) => {
        event.preventDefault()
        goTo({ screen: 'point', point: point.id })
      }}
    >
      <span className="grow">
        <span className="field-row-name">{words.read(point.title)}</span>
        <span className="field-row-about">
          {here && <strong>{words.t('fieldApp.metresAway', { metres: words.number(metresBetween(here, point.place)) })}</strong>}
          {aboutOf(point, type, words)}
        </span>
      </span>
      <span className={`field-tag field-tag-${state}`}>{text}</span>
    </a>
  )
}
