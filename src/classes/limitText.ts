/**
 * Time limits as case standards write them: "2紧急工作时", "1工作日", "种植季节15工作日", "1紧急工作时制止", "4小时". 紧急 is natural
 * time, 工作 working time; a bare day or hour says neither, so whoever brings the table says which clock it means.
 */
import type { Limit } from '../calendar/limit.ts'

/** A limit as it was understood; `act` is what must be done within it: stop what goes on, or put it right. */
export interface LimitRead {
  readonly limit: Limit
  readonly act: 'fix' | 'stop'
  /** The text named no clock. */
  readonly plain: boolean
}

const digits: Readonly<Record<string, number>> = { 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 }

/** "15", "0.5", "半", "十五", "二十". */
function numberIn(text: string): number | undefined {
  if (text === '半') return 0.5
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text]
  const of = (part: string | undefined, empty: number) => (part === undefined || part === '' ? empty : digits[part])
  const [a, b] = [text.includes('十') ? of(tens, 1) : 0, of(ones, text.includes('十') ? 0 : NaN)]
  return a === undefined || b === undefined || Number.isNaN(b) ? undefined : a * 10 + b
}

const pattern =
  /^(?<season>种植季节|植树季节|绿化季节|栽植季节)?(?<number>\d+(?:\.\d+)?|半|[一二两三四五六七八九十]+)个?(?<clock>紧急工作|紧急|工作|自然)?(?<unit>分钟|分|小时|时|天|日|周)(?<act>内?制止)?$/

const units: Readonly<Record<string, readonly [Limit['unit'], number]>> = {
  分钟: ['minute', 1],
  分: ['minute', 1],
  小时: ['hour', 1],
  时: ['hour', 1],
  天: ['day', 1],
  日: ['day', 1],
  周: ['day', 7],
}

/** What a limit's text means; undefined when it means nothing that can be counted. */
export function readLimit(text: string, plainClock: Limit['clock']): LimitRead | undefined {
  const bare = text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[以之]?内$/, '')
    .replace(/[以之]?内(?=制止)/, '')
  const found = pattern.exec(bare)?.groups
  const number = found && numberIn(found['number']!)
  if (!found || number === undefined || number <= 0) return undefined
  const [unit, times] = units[found['unit']!]!
  const clock = found['clock'] === undefined ? plainClock : found['clock'] === '工作' ? 'working' : 'natural'
  const counted = whole(number * times, unit, clock)
  if (counted === undefined || counted.amount > 10_000) return undefined
  return {
    limit: { ...counted, clock, season: found['season'] === undefined ? null : 'planting' },
    act: found['act'] === undefined ? 'fix' : 'stop',
    plain: found['clock'] === undefined,
  }
}

/** Half a working day is four hours, half an hour thirty minutes; what does not come out even is no limit. */
function whole(amount: number, unit: Limit['unit'], clock: Limit['clock']): Pick<Limit, 'amount' | 'unit'> | undefined {
  if (Number.isInteger(amount)) return { amount, unit }
  if (unit === 'minute') return undefined
  return unit === 'day' ? whole(amount * (clock === 'working' ? 8 : 24), 'hour', clock) : whole(amount * 60, 'minute', clock)
}

const words: Readonly<Record<Limit['clock'], Readonly<Record<Limit['unit'], string>>>> = {
  natural: { minute: '自然分钟', hour: '紧急工作时', day: '紧急工作日' },
  working: { minute: '工作分钟', hour: '工作时', day: '工作日' },
}

/** The limit in the words of the trade, clock named: what `readLimit` reads back as the same limit. */
export const writeLimit = ({ amount, unit, clock, season }: Limit, act: 'fix' | 'stop' = 'fix'): string =>
  `${season === 'planting' ? '种植季节' : ''}${amount}${words[clock][unit]}${act === 'stop' ? '制止' : ''}`
