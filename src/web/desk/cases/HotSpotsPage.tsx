/** Hot spots (高发区域): where and when cases heap up, as a list and on the map. */
import './cases.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { HotSpot } from '../../../cases/places/places.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Link } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { NumberField } from '../../../ui/Fields.tsx'
import { Card, Note, PageHeader } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKinds } from '../../kinds.ts'
import { useUnits } from '../parts/places.ts'
import { CaseMap } from './CaseMap.tsx'
import { places } from './placeCalls.ts'

const none = { class: '', unit: '', from: '', to: '', withinM: '', least: '' }

/** The page. */
export function HotSpotsPage() {
  const { t, day } = useWords()
  const [at, setAt] = useAddress(none)
  const [chosen, setChosen] = useState<HotSpot | null>(null)
  const asked = Object.fromEntries(Object.entries(at).filter(([, value]) => value !== ''))
  const found = useQuery(places.hotSpots.ask({ query: asked }))
  const columns = useColumns()
  const { withinM: _within, least: _least, ...narrowed } = at
  const shown = found.data ? { ...narrowed, from: found.data.from, to: found.data.to } : narrowed
  return (
    <div className="page">
      <PageHeader title={t('hotSpots.title')} crumbs={[{ label: t('nav.cases'), href: '/cases' }]} subtitle={t('hotSpots.are')} />
      <Card>
        <Choices at={at} setAt={setAt} />
      </Card>
      <Answer of={found}>
        {(it) => (
          <>
            <p>{t('hotSpots.summary', { from: day(it.from), to: day(it.to), cases: it.cases, heaps: it.items.length, alone: it.alone })}</p>
            {it.cut && <Note tone="amber">{t('hotSpots.cut', { cases: it.cases })}</Note>}
            <div className="case-panes case-panes-map">
              <Card flush>
                <DataTable
                  label={t('hotSpots.title')}
                  rows={it.items}
                  idOf={(row) => row.newest}
                  columns={columns}
                  {...(chosen ? { openId: chosen.newest } : {})}
                  onOpen={setChosen}
                  empty={
                    <EmptyState icon="map" title={t('hotSpots.none')}>
                      {t('hotSpots.noneHelp')}
                    </EmptyState>
                  }
                />
              </Card>
              <CaseMap label={t('hotSpots.map')} filter={shown} fresh={0} open={chosen?.newest ?? ''} place={chosen?.place} />
            </div>
          </>
        )}
      </Answer>
    </div>
  )
}

type At = typeof none

function Choices({ at, setAt }: { at: At; setAt: (change: Partial<At>) => void }) {
  const { t, read } = useWords()
  const { classes } = useKinds()
  const units = useUnits()
  const numeric = (value: string) => (value === '' ? null : Number(value))
  return (
    <div className="grid">
      <ComboBox
        key={`class ${classes.length}`}
        label={t('cases.class')}
        value={at.class || null}
        onChange={(next) => setAt({ class: next ?? '' })}
        options={classes.map(({ id, title }) => ({ value: id, label: read(title), note: id }))}
      />
      <ComboBox
        key={`unit ${units.length}`}
        label={t('cases.unit')}
        value={at.unit || null}
        onChange={(next) => setAt({ unit: next ?? '' })}
        options={units}
      />
      <DatePicker label={t('cases.from')} value={at.from} onChange={(from) => setAt({ from })} />
      <DatePicker label={t('cases.to')} value={at.to} onChange={(to) => setAt({ to })} />
      <NumberField
        label={t('hotSpots.within')}
        value={numeric(at.withinM) ?? 100}
        min={10}
        max={2000}
        onChange={(value) => setAt({ withinM: value === null ? '' : String(value) })}
      />
      <NumberField
        label={t('hotSpots.least')}
        value={numeric(at.least) ?? 5}
        min={2}
        max={1000}
        onChange={(value) => setAt({ least: value === null ? '' : String(value) })}
      />
    </div>
  )
}

/** The three hours and the day of the week that most cases of a heap came in. */
function usePeak(): (spot: HotSpot) => string {
  const { t, language } = useWords()
  // 2024-01-01 was a Monday.
  const dayName = (index: number) =>
    new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + index))
  return ({ weekdays, hours }) => {
    const day = weekdays.indexOf(Math.max(...weekdays))
    const sums = hours.map((_, hour) => hours.slice(hour, hour + 3).reduce((sum, count) => sum + count, 0)).slice(0, 22)
    const from = sums.indexOf(Math.max(...sums))
    return t('hotSpots.peak', { day: dayName(day), from, to: from + 3 })
  }
}

function useColumns(): Column<HotSpot>[] {
  const { t, read, number, moment } = useWords()
  const { className } = useKinds()
  const peak = usePeak()
  return [
    {
      id: 'where',
      title: t('hotSpots.where'),
      minRem: 9,
      cell: (row) => <Link href={`/cases/${row.newest}`}>{row.street ? read(row.street.title) : t('hotSpots.unplaced')}</Link>,
    },
    { id: 'cases', title: t('hotSpots.cases'), number: true, cell: (row) => number(row.cases) },
    { id: 'open', title: t('hotSpots.open'), number: true, cell: (row) => number(row.open) },
    { id: 'radius', title: t('hotSpots.radius'), number: true, cell: (row) => `${number(row.radiusM)} m` },
    { id: 'when', title: t('hotSpots.when'), nowrap: true, cell: peak },
    {
      id: 'classes',
      title: t('hotSpots.classes'),
      minRem: 10,
      cell: (row) =>
        row.classes
          .slice(0, 2)
          .map((it) => `${className(it.class)} ${it.cases}`)
          .join(t('hotSpots.between')),
    },
    { id: 'last', title: t('hotSpots.last'), nowrap: true, optional: true, cell: (row) => moment(row.lastAt) },
  ]
}
