/**
 * Times as hotlines write them: 2019/2/28 9:05:01, 2020年1月6日 12时09分, 2026/10/5 下午3:05, 12/31/2018 11:55:30 PM, 20200106, ISO with a
 * zone, the day number of a spreadsheet, seconds since 1970. What names no zone is the city's time (UTC+8), or that of the zone that is given.
 * What cannot be is said to be impossible, and is never moved to the next month.
 */
import { chinaZone, momentOf, type Zone } from '../calendar/zone.ts'
import { type Cell, numberText, plain } from '../sheets/sheet.ts'

/** Which of two numbers is the month where a year stands last: 3/4/2019. */
export const dayOrders = ['mdy', 'dmy'] as const
export type DayOrder = (typeof dayOrders)[number]

const mornings = ['am', '上午', '凌晨', '早上', '早晨', '清晨']
const evenings = ['pm', '下午', '中午', '傍晚', '晚上', '夜间']
const half = `(${[...mornings, ...evenings].join('|')})?`
const clock = String.raw`(?:[T ]*${half} ?(\d{1,2})[:时](\d{1,2})?(?:[:分](\d{1,2})?)?秒?(?:\.\d+)? ?${half})?`
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?${clock}$`, 'i')
const yearLast = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${clock}$`, 'i')
const digits = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/
const zoned = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|[+-]\d{2}(?::?\d{2})?)$/
/** Days of a spreadsheet from 1990 to 2099, with the part of the day; seconds and thousandths since 1970, from 2001 on. */
const serial = /^(?:3[3-9]|[4-6]\d|7[0-2])\d{3}(?:\.\d+)?$/
const epoch = /^1\d{9}(?:\d{3})?$/

/** True for a bare number that is a time only because a column says so. */
export const isBareTime = (text: string): boolean => serial.test(text) || epoch.test(text)

const daysTo1904 = 1462

/** A cell as a text that means a time: a bare day number of the 1904 system as that of the common one. */
export function timeTextOf({ text, number, from1904 }: Cell): string {
  const moved = from1904 && number !== undefined ? numberText(number + daysTo1904) : ''
  return serial.test(moved) ? moved : plain(text)
}

/** The instant of a text; `impossible` for the 30th of February, `unknown` for what is no time. */
export function readTime(given: string, order: DayOrder = 'mdy', zone: Zone = chinaZone): string {
  const text = given
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ ?(年|月|日|时|点|分|秒|:) ?/g, '$1')
    .replaceAll('点', '时')
  const moment = zoned.exec(text)
  if (moment) return zonedOf(moment)
  if (serial.test(text)) return new Date(momentOf(zone, Math.round((Number(text) - 25_569) * 86_400) * 1000)).toISOString()
  if (epoch.test(text)) return new Date(Number(text) * (text.length === 10 ? 1000 : 1)).toISOString()
  const bare = digits.exec(text)
  if (bare) return instantOf([bare[1]!, bare[2]!, bare[3]!], [undefined, ...bare.slice(4)], zone)
  const first = yearFirst.exec(text)
  if (first) return instantOf([first[1]!, first[2]!, first[3]!], first.slice(4), zone)
  const last = yearLast.exec(text)
  if (!last) return 'unknown'
  const [, a, b, year] = last as unknown as [string, string, string, string]
  return instantOf(order === 'mdy' ? [year, a, b] : [year, b, a], last.slice(4), zone)
}

const isDay = (year: number, month: number, day: number): boolean => {
  const at = new Date(Date.UTC(year, month - 1, day))
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day
}

/** The zone may leave out its minutes, as databases do. */
function zonedOf([, year, month, day, time, offset]: readonly (string | undefined)[]): string {
  const whole = offset!.length === 3 ? `${offset}:00` : offset
  const ms = isDay(Number(year), Number(month), Number(day)) ? Date.parse(`${year}-${month}-${day}T${time}${whole}`) : Number.NaN
  return Number.isNaN(ms) ? 'impossible' : new Date(ms).toISOString()
}

/** `time`: what stands before the hour, hour, minute, second, what stands behind. */
function instantOf(date: readonly [string, string, string], time: readonly (string | undefined)[], zone: Zone): string {
  const [year, month, day] = date.map(Number) as [number, number, number]
  const [given, minute, second] = [1, 2, 3].map((index) => Number(time[index] ?? 0)) as [number, number, number]
  const hour = hourOf(given, (time[0] ?? time[4] ?? '').toLowerCase())
  const ms = Date.UTC(year, month - 1, day, hour, minute, second)
  return isDay(year, month, day) && hour < 24 && minute < 60 && second < 60 ? new Date(momentOf(zone, ms)).toISOString() : 'impossible'
}

/** 下午 3 is 15, 下午 15 too; 晚上 12 could be either of two midnights, and 13 in the morning is none. Not below 24 where it is no hour. */
function hourOf(given: number, part: string): number {
  if (part === '') return given
  if (mornings.includes(part)) return given <= 12 ? given % 12 : Number.NaN
  if (given === 0 || (given === 12 && ['晚上', '夜间', '傍晚'].includes(part))) return Number.NaN
  if (part === '中午' && given >= 10 && given <= 12) return given
  return given > 12 ? (part === 'pm' ? Number.NaN : given) : (given % 12) + 12
}
