/** Calls of the calendar: who works when, which days are free, and when something would be due. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { UnitId } from '../base/ids.ts'
import { Instant } from '../base/time.ts'
import { Deadline, Limit } from './limit.ts'
import { HolidayYear } from './holidays.ts'
import { Hours } from './hours.ts'
import { Zone } from './zone.ts'

/** The hours of a unit that keeps its own. */
export const UnitHours = z.object({
  unit: z.object({ id: UnitId, title: z.object({ zh: z.string(), en: z.string() }) }),
  hours: Hours,
  at: Instant,
})
export type UnitHours = z.infer<typeof UnitHours>

/** The zone, the hours of the city (`own`: set by it) and of the units that keep their own. */
export const WorkingHours = z.object({ zone: Zone, city: Hours, own: z.boolean(), units: z.array(UnitHours) })
export type WorkingHours = z.infer<typeof WorkingHours>

/** The calendar in use, the versions there are, and the years that should be published by now and are not. */
export const HolidayCalendar = z.object({
  version: z.string(),
  source: z.string(),
  versions: z.array(z.string()),
  years: z.array(HolidayYear),
  missing: z.array(z.int()),
})
export type HolidayCalendar = z.infer<typeof HolidayCalendar>

export const calendarApi = contract({
  getHours: { method: 'GET', path: '/calendar/hours', may: 'city.read', says: 'calendar.hours', returns: WorkingHours },
  setHours: {
    method: 'PUT',
    path: '/calendar/hours',
    may: 'city.edit',
    says: 'calendar.setHours',
    /** No unit: the city. No hours: a unit follows the city again, the city the usual hours. */
    body: z.object({ id: z.uuid(), unit: UnitId.nullable(), hours: Hours.nullable() }),
    returns: WorkingHours,
  },
  setZone: {
    method: 'PUT',
    path: '/calendar/zone',
    may: 'city.edit',
    says: 'calendar.setZone',
    body: z.object({ zone: Zone }),
    returns: WorkingHours,
  },
  getHolidays: { method: 'GET', path: '/calendar/holidays', may: 'city.read', says: 'calendar.holidays', returns: HolidayCalendar },
  bringHolidays: {
    method: 'POST',
    path: '/calendar/holidays',
    may: 'city.edit',
    says: 'calendar.bring',
    /** Years as they were published: they take the place of those years in the calendar in use, as a version of its own. */
    body: z.object({
      id: z.uuid(),
      version: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,39}$/),
      source: z.string().trim().max(300).default(''),
      years: z.array(HolidayYear).min(1).max(50),
    }),
    returns: HolidayCalendar,
  },
  findDeadline: {
    method: 'GET',
    path: '/calendar/deadline',
    may: 'city.read',
    says: 'calendar.deadline',
    query: z.object({
      from: Instant.optional(),
      amount: z.coerce.number().int().min(1).max(10_000),
      unit: Limit.shape.unit,
      clock: Limit.shape.clock,
      season: z.literal('planting').optional(),
      of: UnitId.optional(),
    }),
    returns: Deadline,
  },
})
