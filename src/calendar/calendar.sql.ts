/** SQL of the calendar: working hours by city and unit, and calendars that the city brought. */
import { z } from 'zod'
import { type CityId, UnitId } from '../base/ids.ts'
import { type Db, json, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { Holidays } from './holidays.ts'
import { Hours } from './hours.ts'

const HoursRow = z.object({
  id: z.uuid(),
  unitId: UnitId.nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  hours: Hours.nullable(),
  at: Instant,
})
export type HoursRow = z.infer<typeof HoursRow>

/** The hours that hold, of the city (no unit) and of each unit that ever set its own. */
export const listHours = (db: Db, city: CityId) =>
  db.all(
    HoursRow,
    sql`select distinct on (w.unit_id) w.id, w.unit_id, u.name_zh as unit_zh, u.name_en as unit_en, w.hours, w.at
        from working_hours w left join units u on u.city_id = w.city_id and u.id = w.unit_id
        where w.city_id = ${city} order by w.unit_id, w.at desc, w.id desc`,
  )

/** Sets hours; the same id again changes nothing. True when it was new. */
export const addHours = async (
  db: Db,
  city: CityId,
  it: { id: string; unit: UnitId | null; hours: Hours | null; at: string; by: string },
): Promise<boolean> =>
  (await db.run(
    sql`insert into working_hours (city_id, id, unit_id, hours, at, by)
        values (${city}, ${it.id}, ${it.unit}, ${it.hours === null ? null : json(it.hours)}, ${it.at}, ${it.by}) on conflict (city_id, id) do nothing`,
  )) > 0

/** True when the city has the unit. */
export const hasUnit = async (db: Db, city: CityId, unit: UnitId): Promise<boolean> =>
  (await db.find(z.object({ id: UnitId }), sql`select id from units where city_id = ${city} and id = ${unit}`)) !== undefined

const CalendarRow = z.object({ id: z.uuid(), version: z.string(), holidays: Holidays })

/** Calendars that the city brought, oldest first. */
export const listCalendars = (db: Db, city: CityId) =>
  db.all(CalendarRow, sql`select id, version, holidays from calendars where city_id = ${city} order by at, id`)

/** Keeps a calendar. A version that is there already stays as it is; false then. */
export const addCalendar = async (db: Db, city: CityId, it: { id: string; holidays: Holidays; at: string; by: string }): Promise<boolean> =>
  (await db.run(
    sql`insert into calendars (city_id, version, id, holidays, at, by)
        values (${city}, ${it.holidays.version}, ${it.id}, ${json(it.holidays)}, ${it.at}, ${it.by}) on conflict do nothing`,
  )) > 0
