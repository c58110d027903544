/**
 * Where and when something is no finding (豁免): inside the lines that the city drew for stalls, from six in the evening to ten, a
 * stall is none. What was seen is kept all the same; it counts neither for the place nor against it.
 */
import { z } from 'zod'
import { AreaId, PersonId, PointId } from '../base/ids.ts'
import type { Place } from '../base/place.ts'
import { Text } from '../base/text.ts'
import { Day, dayOf, Instant } from '../base/time.ts'
import { hasPlace, Shape } from '../city/geometry.ts'

/** An exemption. */
export const ExemptionId = z.uuid().brand<'ExemptionId'>()
export type ExemptionId = z.infer<typeof ExemptionId>

const Hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
const DayOfYear = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

/** When it holds: hours of the day (over midnight when they end before they begin), days of the week (1 = Monday), days of the year. */
export const ExemptTimes = z.object({
  hours: z
    .array(z.object({ from: Hour, to: Hour }))
    .max(6)
    .optional(),
  days: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
  season: z.object({ from: DayOfYear, to: DayOfYear }).optional(),
})
export type ExemptTimes = z.infer<typeof ExemptTimes>

/** Where it holds: an area with all below it, one point, or a drawn shape. */
export const ExemptWhere = z.discriminatedUnion('in', [
  z.object({ in: z.literal('area'), areaId: AreaId }),
  z.object({ in: z.literal('point'), pointId: PointId }),
  z.object({ in: z.literal('shape'), shape: Shape }),
])
export type ExemptWhere = z.infer<typeof ExemptWhere>

/** An exemption as it is drawn up. */
export const NewExemption = z.object({
  id: ExemptionId,
  title: Text,
  /** The paper it rests on. */
  source: z.string().trim().max(500).default(''),
  facts: z.array(z.string().min(1).max(200)).min(1).max(100),
  where: ExemptWhere,
  times: ExemptTimes.default({}),
  fromOn: Day.optional(),
  toOn: Day.optional(),
})
export type NewExemption = z.infer<typeof NewExemption>

/** An exemption in the list. */
export const Exemption = NewExemption.omit({ fromOn: true, toOn: true }).extend({
  fromOn: Day.nullable(),
  toOn: Day.nullable(),
  at: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  endedAt: Instant.nullable(),
  /** The name of its area or point, where it has one. */
  place: Text.nullable(),
})
export type Exemption = z.infer<typeof Exemption>

/** What an inspector is shown of it, also without a network. */
export const ExemptHere = z.object({
  id: ExemptionId,
  title: Text,
  source: z.string(),
  times: ExemptTimes,
  fromOn: Day.nullable(),
  toOn: Day.nullable(),
})
export type ExemptHere = z.infer<typeof ExemptHere>

/** The place that is looked at. */
export interface ExemptPlace {
  readonly pointId: PointId
  readonly place: Place
  readonly areas: readonly string[]
}

/** True when an exemption speaks of a place. */
export function covers({ where }: Pick<Exemption, 'where'>, { pointId, place, areas }: ExemptPlace): boolean {
  if (where.in === 'point') return where.pointId === pointId
  return where.in === 'area' ? areas.includes(where.areaId) : hasPlace(where.shape, place)
}

/** Those of a list that speak of a fact at a place, whatever the time. */
export const exemptionsOf = (list: readonly Exemption[], fact: string, place: ExemptPlace): ExemptHere[] =>
  list
    .filter((it) => it.facts.includes(fact) && covers(it, place))
    .map(({ id, title, source, times, fromOn, toOn }) => ({ id, title, source, times, fromOn, toOn }))

const dayMs = 86_400_000
const minutesOf = (hour: string) => Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3))

/** True at a moment: of the hours that run over midnight the night belongs to the day on which it began. */
export function holdsAt({ times, fromOn, toOn }: Pick<ExemptHere, 'times' | 'fromOn' | 'toOn'>, at: Instant): boolean {
  const local = new Date(Date.parse(at) + 480 * 60_000)
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes()
  const onDay = (before: 0 | 1) => isDay({ times, fromOn, toOn }, dayOf(new Date(Date.parse(at) - before * dayMs).toISOString()))
  if (times.hours === undefined || times.hours.length === 0) return onDay(0)
  return times.hours.some(({ from, to }) => {
    const [start, end] = [minutesOf(from), minutesOf(to)]
    if (start < end) return minute >= start && minute < end && onDay(0)
    return (minute >= start && onDay(0)) || (minute < end && onDay(1))
  })
}

function isDay({ times, fromOn, toOn }: Pick<ExemptHere, 'times' | 'fromOn' | 'toOn'>, on: Day): boolean {
  if ((fromOn !== null && on < fromOn) || (toOn !== null && on > toOn)) return false
  const weekday = new Date(`${on}T00:00:00Z`).getUTCDay() || 7
  if (times.days !== undefined && !times.days.includes(weekday)) return false
  if (times.season === undefined) return true
  const { from, to } = times.season
  const day = on.slice(5)
  return from <= to ? day >= from && day <= to : day >= from || day <= to
}

/** "18:00-22:00" and the like, for lists and reasons; empty for any time. */
export const hoursText = ({ hours }: ExemptTimes): string => (hours ?? []).map(({ from, to }) => `${from}-${to}`).join(', ')
