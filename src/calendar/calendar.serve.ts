/** Handlers of the calendar: hours, holidays, and when something would be due. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { dayOf, type Instant } from '../base/time.ts'
import { saveZone } from '../city/zone.sql.ts'
import { calendarApi, type HolidayCalendar, type WorkingHours } from './calendar.api.ts'
import { addCalendar, addHours, hasUnit, listCalendars, listHours } from './calendar.sql.ts'
import { deadlineOf } from './deadline.ts'
import { findShipped, type Holidays, type HolidayYear, isPublished } from './holidays.ts'
import { type Hours, usualHours } from './hours.ts'
import { currentOf, readTime } from './timekeeping.serve.ts'
import { getZone } from '../city/zone.sql.ts'

const happened = (db: Db, who: Who, at: Instant, kind: string, thing: string, data: Record<string, unknown>) =>
  appendEvents(db, who.city, [{ id: v7() as EventId, kind, thing, at, by: who.person, version: 1, data }])

async function getHours(db: Db, city: CityId): Promise<WorkingHours> {
  const rows = await listHours(db, city)
  const own = rows.find(({ unitId }) => unitId === null)?.hours ?? null
  const units = rows.flatMap(({ unitId, unitZh, unitEn, hours, at }) =>
    unitId === null || hours === null ? [] : [{ unit: { id: unitId, title: { zh: unitZh ?? '', en: unitEn ?? '' } }, hours, at }],
  )
  return { zone: await getZone(db, city), city: own ?? usualHours, own: own !== null, units }
}

/** *Refuses:* 404 for a unit that the city does not have. */
async function setHours(db: Db, who: Who, at: Instant, it: { id: string; unit: UnitId | null; hours: Hours | null }): Promise<void> {
  if (it.unit !== null && !(await hasUnit(db, who.city, it.unit))) throw new Problem('api.notFound', 404)
  if (await addHours(db, who.city, { ...it, at, by: who.person }))
    await happened(db, who, at, 'calendar.hoursSet', it.id, { unit: it.unit, hours: it.hours })
}

/** The year after this one is published in November; until December nobody need miss it. */
async function getHolidays(db: Db, city: CityId, at: Instant): Promise<HolidayCalendar> {
  const { calendars } = await readTime(db, city)
  const current = currentOf(calendars)
  const [year, month] = [Number(dayOf(at).slice(0, 4)), dayOf(at).slice(5, 7)]
  return {
    version: current.version,
    source: current.source,
    versions: calendars.map(({ version }) => version),
    years: current.years.toSorted((a, b) => b.year - a.year),
    missing: [year, ...(month === '12' ? [year + 1] : [])].filter((one) => !isPublished(current, one)),
  }
}

interface Brought {
  readonly id: string
  readonly version: string
  readonly source: string
  readonly years: readonly HolidayYear[]
}

/** *Refuses:* 409 `calendar.known`: a version is never changed; 422 `calendar.days` where a stretch ends before it begins. */
async function bring(db: Db, who: Who, at: Instant, it: Brought): Promise<void> {
  const before = await listCalendars(db, who.city)
  if (before.some(({ id }) => id === it.id)) return
  if (findShipped(it.version) || before.some(({ version }) => version === it.version))
    throw new Problem('calendar.known', 409, { version: it.version })
  const faults = it.years.flatMap(({ year, days }) =>
    days
      .filter(({ from, to }) => from > to || Math.abs(Number(from.slice(0, 4)) - year) > 1)
      .map(({ name }) => ({ at: `${year}`, says: 'fault.calendarDays', details: { name } })),
  )
  if (faults.length > 0) throw new Problem('calendar.days', 422, {}, faults)
  const current = currentOf((await readTime(db, who.city)).calendars)
  const fresh = new Set(it.years.map(({ year }) => year))
  const years = [...current.years.filter(({ year }) => !fresh.has(year)), ...it.years].sort((a, b) => a.year - b.year)
  const holidays: Holidays = { ...current, version: it.version, source: it.source || current.source, years }
  await addCalendar(db, who.city, { id: it.id, holidays, at, by: who.person })
  await happened(db, who, at, 'calendar.brought', it.id, { version: it.version, years: [...fresh] })
}

export const calendarHandlers = handlers(calendarApi, {
  getHours: async (ask) => getHours(ask.db, whoOf(ask).city),
  setHours: async (ask) => {
    await setHours(ask.db, whoOf(ask), ask.at, ask.body)
    return getHours(ask.db, whoOf(ask).city)
  },
  setZone: async (ask) => {
    const who = whoOf(ask)
    await saveZone(ask.db, who.city, ask.body.zone)
    await happened(ask.db, who, ask.at, 'calendar.zoneSet', v7(), ask.body)
    return getHours(ask.db, who.city)
  },
  getHolidays: async (ask) => getHolidays(ask.db, whoOf(ask).city, ask.at),
  bringHolidays: async (ask) => {
    await bring(ask.db, whoOf(ask), ask.at, ask.body)
    return getHolidays(ask.db, whoOf(ask).city, ask.at)
  },
  findDeadline: async (ask) => {
    const { from = ask.at, of = null, amount, unit, clock, season = null } = ask.query
    const time = await readTime(ask.db, whoOf(ask).city)
    try {
      return deadlineOf({ start: from, limit: { amount, unit, clock, season }, by: time.of(of) })
    } catch (error) {
      // Of hours that are never worked, and beyond the years that can be counted.
      if (error instanceof RangeError) throw new Problem('calendar.tooFar', 422)
      throw error
    }
  },
})
