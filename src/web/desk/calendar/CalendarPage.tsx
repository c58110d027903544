/** By what time promises are kept: working hours of the city and its units, holidays, and a place to try a limit. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type HolidayCalendar, type WorkingHours } from '../../../calendar/calendar.api.ts'
import { clocks } from '../../../calendar/limit.ts'
import { type Hours } from '../../../calendar/hours.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import { DataTable } from '../../../ui/DataTable.tsx'
import { NumberField } from '../../../ui/Fields.tsx'
import { Card, Note, PageHeader } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { BringYear } from './BringYear.tsx'
import { calendar, written } from './calls.ts'
import { HoursDialog, type Edited } from './HoursDialog.tsx'

/** The page. */
export function CalendarPage() {
  const { t } = useWords()
  const hours = useQuery(calendar.getHours.ask({}))
  const holidays = useQuery(calendar.getHolidays.ask({}))
  return (
    <div className="page">
      <PageHeader title={t('nav.calendar')} subtitle={t('calendar.is')} />
      <div className="grid-2">
        <Answer of={hours}>{(found) => <HoursCard found={found} />}</Answer>
        <Try />
      </div>
      <Answer of={holidays} lines={6}>
        {(found) => <HolidaysCard found={found} />}
      </Answer>
    </div>
  )
}

function HoursCard({ found }: { found: WorkingHours }) {
  const { t, read } = useWords()
  const mayEdit = useMay('city.edit')
  const [edited, setEdited] = useState<Edited>()
  return (
    <Card
      title={t('calendar.city')}
      actions={
        mayEdit && (
          <>
            <Button small icon="edit" onPress={() => setEdited({ unit: null, hours: found.city, own: found.own })}>
              {t('calendar.edit')}
            </Button>
            <Button small icon="add" onPress={() => setEdited({ unit: '', hours: found.city, own: false })}>
              {t('calendar.addUnit')}
            </Button>
          </>
        )
      }
    >
      <p className="quiet">{t('calendar.zone', { zone: found.zone })}</p>
      <HoursLines hours={found.city} />
      <h3>{t('calendar.units')}</h3>
      {found.units.length === 0 && <p className="quiet">{t('calendar.noUnits')}</p>}
      {found.units.map(({ unit, hours }) => (
        <div key={unit.id} className="stack-s">
          <div className="row">
            <strong>{read(unit.title)}</strong>
            {mayEdit && (
              <Button small onPress={() => setEdited({ unit: unit.id, hours, own: true, name: read(unit.title) })}>
                {t('calendar.edit')}
              </Button>
            )}
          </div>
          <HoursLines hours={hours} />
        </div>
      ))}
      {edited && <HoursDialog edited={edited} onClose={() => setEdited(undefined)} />}
    </Card>
  )
}

function HoursLines({ hours }: { hours: Hours }) {
  const { t } = useWords()
  return (
    <ul>
      {hours.seasons.map(({ from, to, work }) => (
        <li key={`${from} ${to}`}>
          {from === '01-01' && to === '12-31' ? t('calendar.wholeYear') : t('calendar.season', { from, to })} {written(work)}
        </li>
      ))}
      <li>
        {t('calendar.days', { days: hours.weekdays.join(' ') })}
        {hours.holidays && ` · ${t('calendar.holidaysWorked')}`}
      </li>
    </ul>
  )
}

/** What a limit that begins now would come to. */
function Try() {
  const { t, moment } = useWords()
  const [amount, setAmount] = useState<number | null>(4)
  const [unit, setUnit] = useState<'hour' | 'day'>('hour')
  const [clock, setClock] = useState<(typeof clocks)[number]>('working')
  const asked = useQuery({ ...calendar.findDeadline.ask({ query: { amount: amount ?? 1, unit, clock } }), enabled: amount !== null })
  return (
    <Card title={t('calendar.try')}>
      <div className="stack">
        <div className="grid">
          <NumberField label={t('calendar.amount')} value={amount} onChange={setAmount} min={1} max={1000} step={1} />
          <Select
            label={t('calendar.unitOf')}
            value={unit}
            onChange={setUnit}
            options={(['hour', 'day'] as const).map((value) => ({ value, label: t(`calendar.unitOf.${value}`) }))}
          />
          <Select
            label={t('calendar.clock')}
            value={clock}
            onChange={setClock}
            options={clocks.map((value) => ({ value, label: t(`classes.clock.${value}`) }))}
          />
        </div>
        <Answer of={asked} lines={1}>
          {({ dueAt, warnAt, calendar: version, unpublished }) => (
            <>
              <p aria-live="polite">{t('calendar.dueAt', { due: moment(dueAt), warn: moment(warnAt), version })}</p>
              {unpublished.length > 0 && (
                <Note tone="amber">{t('classes.unpublished', { years: unpublished.join(t('procedure.comma')) })}</Note>
              )}
            </>
          )}
        </Answer>
      </div>
    </Card>
  )
}

type Year = HolidayCalendar['years'][number]

function HolidaysCard({ found }: { found: HolidayCalendar }) {
  const { t, day } = useWords()
  const mayEdit = useMay('city.edit')
  const [isOpen, setOpen] = useState(false)
  const span = ({ name, from, to }: Year['days'][number]) => `${name} ${day(from)}${from === to ? '' : `–${day(to)}`}`
  const listed = (year: Year, work: boolean) =>
    year.days
      .filter((one) => (one.work === true) === work)
      .map(span)
      .join(t('ui.semicolon'))
  return (
    <Card
      title={t('calendar.holidays')}
      actions={
        mayEdit && (
          <Button small icon="add" onPress={() => setOpen(true)}>
            {t('calendar.bringYear')}
          </Button>
        )
      }
    >
      <p className="quiet">
        {t('calendar.version', { version: found.version })} · {found.source}
      </p>
      {found.missing.length > 0 && <Note tone="amber">{t('calendar.missing', { years: found.missing.join(t('procedure.comma')) })}</Note>}
      <DataTable
        few
        label={t('calendar.holidays')}
        rows={found.years}
        idOf={({ year }) => String(year)}
        columns={[
          {
            id: 'year',
            title: t('calendar.year'),
            nowrap: true,
            cell: ({ year, notices }) => (notices[0] ? <Link href={notices[0]}>{year}</Link> : year),
          },
          { id: 'free', title: t('calendar.free'), minRem: 18, cell: (year) => listed(year, false) },
          { id: 'made', title: t('calendar.made'), minRem: 12, cell: (year) => listed(year, true) },
        ]}
      />
      {isOpen && <BringYear year={(found.years[0]?.year ?? 2026) + 1} onClose={() => setOpen(false)} />}
    </Card>
  )
}
