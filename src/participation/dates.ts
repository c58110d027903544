/**
 * Times as hotlines write them: 2019/2/28 9:05:01, 2020年1月6日 12时09分, 12/31/2018 11:55:30 PM, 20200106, ISO with a zone. What names no
 * zone is the city's time (UTC+8), or that of the zone that is given. What cannot be is said to be impossible, and is never moved to the next month.
 */
import { chinaZone, momentOf, type Zone } from '../calendar/zone.ts'

/** Which of two numbers is the month where a year stands last: 3/4/2019. */
export const dayOrders = ['mdy', 'dmy'] as const
export type DayOrder = (typeof dayOrders)[number]

const clock = String.raw`(?:[T ]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})?)?秒?(?:\.\d+)?\s*(am|pm|上午|下午)?)?`
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?${clock}$`, 'i')
const yearLast = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${clock}$`, 'i')
const digits = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/
const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

/** The instant of a text; `impossible` for the 30th of February, `unknown` for what is no time. */
export function readTime(given: string, order: DayOrder = 'mdy', zone: Zone = chinaZone): string {
  const text = given.normalize('NFKC').replace(/\s+/g, ' ').trim()
  if (zoned.test(text)) {
    const ms = Date.parse(text)
    return Number.isNaN(ms) ? 'impossible' : new Date(ms).toISOString()
  }
  const first = yearFirst.exec(text) ?? digits.exec(text)
  if (first) return instantOf([first[1]!, first[2]!, first[3]!], first.slice(4), zone)
  const last = yearLast.exec(text)
  if (!last) return 'unknown'
  const [, a, b, year] = last as unknown as [string, string, string, string]
  return instantOf(order === 'mdy' ? [year, a, b] : [year, b, a], last.slice(4), zone)
}

function instantOf(date: readonly [string, string, string], time: readonly (string | undefined)[], zone: Zone): string {
  const [year, month, day] = date.map(Number) as [number, number, number]
  const half = (time[3] ?? '').toLowerCase()
  const [given, minute, second] = [0, 1, 2].map((index) => Number(time[index] ?? 0)) as [number, number, number]
  const isHalf = half !== ''
  const hour = isHalf ? (given % 12) + (half === 'pm' || half === '下午' ? 12 : 0) : given
  if (isHalf && (given < 1 || given > 12)) return 'impossible'
  const ms = Date.UTC(year, month - 1, day, hour, minute, second)
  const at = new Date(ms)
  const isSame = at.getUTCMonth() === month - 1 && at.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  return isSame ? new Date(momentOf(zone, ms)).toISOString() : 'impossible'
}
