/** The calls of the calendar, and working hours as people write them. */
import { calendarApi } from '../../../calendar/calendar.api.ts'
import type { Hours, SeasonHours } from '../../../calendar/hours.ts'
import { calls } from '../../call.ts'

/** Hours, holidays, and when something would be due. */
export const calendar = calls('calendar', calendarApi)

/** "08:00-12:00 14:00-18:00". */
export const written = (work: SeasonHours['work']): string => work.map(([from, to]) => `${from}-${to}`).join(' ')

/** The stretches of a text; undefined when it cannot be read. */
export function readStretches(text: string): SeasonHours['work'] | undefined {
  const parts = text
    .normalize('NFKC')
    .replace(/[–—~～至]/g, '-')
    .replace(/\s*-\s*/g, '-')
    .split(/[\s,，、;；]+/)
    .filter((part) => part !== '')
  const stretches = parts.map((part) =>
    /^(\d{1,2}:\d\d)-(\d{1,2}:\d\d)$/
      .exec(part)
      ?.slice(1)
      .map((time) => time.padStart(5, '0')),
  )
  return parts.length > 0 && stretches.every((one) => one !== undefined) ? (stretches as SeasonHours['work']) : undefined
}

/** The season that is not the whole year: summer. */
export const summerOf = ({ seasons }: Hours): SeasonHours | undefined => (seasons.length > 1 ? seasons[0] : undefined)
