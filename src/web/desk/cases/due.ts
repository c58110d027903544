/** A limit as it is told: its day where it ends with the day, its hour too where hours count. */
import { dayOf, minuteOf } from '../../../base/time.ts'
import { useWords } from '../../../ui/words.tsx'

/** The ends of a day by the city's clock: of work, and of the day itself. */
const ends = new Set(['18:00', '00:00', '23:59'])

/** The city's time of day of an instant. */
export const timeOf = (at: string): string => minuteOf(at).slice(11)

/** True of a limit at an hour of its own. */
export const hasHour = (at: string): boolean => !ends.has(timeOf(at))

/** The instant of a day and a time of day in the city. */
export const instantAt = (day: string, time: string): string => new Date(`${day}T${time === '' ? '18:00' : time}:00+08:00`).toISOString()

const formats = new Map<string, Intl.DateTimeFormat>()
const hours = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Asia/Shanghai' } as const

/** The limit in the reader's words: "2026年11月23日", or "11月23日 06:18". */
export function useDue(): (at: string) => string {
  const { day, language } = useWords()
  return (at) => {
    if (!hasHour(at)) return day(dayOf(at))
    const format = formats.get(language) ?? new Intl.DateTimeFormat(language, hours)
    formats.set(language, format)
    return format.format(new Date(at))
  }
}
