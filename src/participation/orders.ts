/**
 * What a table of work orders of the 12345 hotline means. A row that cannot stand is refused with its reason; an order that is known
 * already is left as it is, so that the same file twice changes nothing. Closed ones come in with their own times when asked for; names and
 * telephones go to the vault of identities and into no case.
 */
import type { AreaId, UnitId } from '../base/ids.ts'
import { metresBetween } from '../city/metres.ts'
import type { Place } from '../base/place.ts'
import type { Fault } from '../base/problem.ts'
import type { Instant } from '../base/time.ts'
import { chinaZone, Zone } from '../calendar/zone.ts'
import { hasMarkup, plainText } from '../cases/sources/plainText.ts'
import { toWgs84 } from '../city/coordinates.ts'
import { Crs, crsNames } from '../city/crs.ts'
import { hasPlace, type Shape } from '../city/geometry.ts'
import type { Land } from '../city/land.ts'
import { unitNamesOf } from '../city/unitNames.ts'
import { metresFrom } from '../city/tables/points.ts'
import { findClass } from '../classes/class.ts'
import { Contact } from '../privacy/identity.ts'
import { isTotalWord } from '../standards/workbook/read-words.ts'
import { type WordsAsked, wordsAsked } from '../sheets/asking.ts'
import { type ColumnSpec, unmappedColumns } from '../sheets/columns.ts'
import { type DataRow, dataRows, type Table, type Understood } from '../sheets/kind.ts'
import { faultsAs } from '../sheets/rowFaults.ts'
import { type Cell, decimalOf, plain, told } from '../sheets/sheet.ts'
import { type DayOrder, isBareTime, readTime, timeTextOf } from './dates.ts'
import { hashOf, isOtherThan } from './orderMarks.ts'
import words from './order-words.json' with { type: 'json' }
import { type Named, type NamedArea, namesOf } from './statedArea.ts'

const looksLikeTime = (text: string) => /\d{4}.*\d/.test(text) && !isBareTime(text) && readTime(text) !== 'unknown'

/** The columns of a table of orders. */
export const orderColumns: readonly ColumnSpec[] = Object.entries(words).map(([key, list]) => ({
  key,
  words: list,
  ...(key === 'at' ? { looks: looksLikeTime } : {}),
}))

/** What must be known of the city. */
export interface OrderContext {
  readonly land: Pick<Land, 'has'>
  readonly areas: readonly NamedArea[]
  /** Order numbers that are cases already, with the mark of their words. */
  readonly known: ReadonlyMap<string, string>
  readonly now: Instant
  readonly classes: readonly { readonly code: string; readonly name: string; readonly bigName: string }[]
  readonly cityName: string
  /** Units that still answer. */
  readonly units: readonly { readonly id: UnitId; readonly code: string; readonly nameZh: string }[]
}

/** An order as a file has it. */
export interface Order {
  readonly orderNo: string
  readonly at: Instant | null
  readonly text: string
  readonly class: string | null
  readonly place: Place | null
  /** The street that the register names, for orders without a place. */
  readonly streetId: AreaId | null
  readonly address: string
  readonly channel: string
  readonly unitId: UnitId | null
  readonly dueAt: Instant | null
  readonly closedAt: Instant | null
  /** What was said when it was closed. */
  readonly closing: string
  readonly contact: Contact | null
}

/** What a table of orders would bring. */
export interface OrderPlan {
  readonly fresh: readonly Order[]
  /** Orders of the past: no early clock of theirs has a limit. */
  readonly isOld: boolean
}

interface Read {
  readonly row: DataRow
  readonly order?: Order
  readonly given?: Place
  readonly stated?: Shape
  readonly faults: readonly Fault[]
  readonly hints: readonly Fault[]
}

const longest = 10_000
const longestNo = 64
/** An outline is drawn by hand: what lies this near to its edge may as well lie inside. */
const edgeMetres = 30
const dayMs = 86_400_000

/**
 * Reads a table of orders. Options: `crs`; `dates` = mdy or dmy, for dates whose year stands last; `refused` = stop (any refused row
 * hinders) or skip (refused rows are left out and stay listed); `closed` = leave or take; `zone` of times that name none.
 */
export function understandOrders({ book, layouts, options, tell }: Table, context: OrderContext): Understood<OrderPlan> {
  const reading: Reading = {
    crs: Crs.catch('WGS-84').parse(options['crs']),
    dates: options['dates'] === 'dmy' ? 'dmy' : 'mdy',
    zone: Zone.catch(chinaZone).parse(options['zone']),
    context,
    areas: namesOf(context.areas),
    ...asksOf(context, options),
  }
  const reads = refuseDoubles(Array.from(told(dataRows({ book, layouts }), tell), (row) => readRow(row, reading)))
  const skip = options['refused'] === 'skip'
  const refused = reads.flatMap(({ faults }) => faults)
  const good = reads.filter(({ faults, order }) => faults.length === 0 && order)
  const takesClosed = options['closed'] === 'take'
  const closed = good.filter(({ order }) => order!.closedAt !== null)
  const wanted = takesClosed ? good : good.filter(({ order }) => order!.closedAt === null)
  const fresh = wanted.filter(({ order }) => !context.known.has(order!.orderNo)).map(({ order }) => order!)
  const differs = wanted.filter(({ order }) => isOtherThan(context.known.get(order!.orderNo), order!.text))
  const isOld = options['clocks'] === 'spare'
  const unknown = (['area', 'class'] as const).flatMap((column) => inSum(reads, column, reading.areas.choice))
  const whole = [
    ...unmappedColumns(book, layouts),
    ...unknown,
    ...otherSystem(reads, reading),
    ...oldOnes(fresh, isOld, context.now),
    ...contactsKept(layouts),
  ]
  return {
    plan: { fresh, isOld },
    rows: good.map(({ row, order }) => ({ sheet: row.sheet, row: row.row, values: shown(order!) })),
    faults: skip ? [] : refused,
    hints: [
      ...whole,
      ...differs.map(({ row, order }) => faultAt(row, 'text', 'knownDiffers', { orderNo: order!.orderNo })),
      ...(skip ? refused : []),
      ...reads.flatMap(({ hints }) => hints),
    ],
    counts: {
      new: fresh.length,
      same: wanted.length - fresh.length - differs.length,
      ...(differs.length > 0 ? { differs: differs.length } : {}),
      [takesClosed ? 'takenClosed' : 'closed']: closed.length,
      refused: reads.filter(({ faults }) => faults.length > 0).length,
    },
    asks: [...reading.units.asks(), ...reading.classes.asks()],
  }
}

interface Reading {
  readonly crs: Crs
  readonly dates: DayOrder
  readonly zone: Zone
  readonly context: OrderContext
  readonly areas: Named
  readonly units: WordsAsked
  readonly classes: WordsAsked
}

const nearMost = 8

/** What words mean as units and classes, and which of them a person has to be asked about. */
function asksOf({ units, classes, cityName }: OrderContext, options: Table['options']): Pick<Reading, 'units' | 'classes'> {
  const names = unitNamesOf(units, cityName)
  const nearClasses = (word: string) =>
    classes.filter(({ name, bigName }) => bigName.includes(word) || word.includes(bigName) || name.includes(word) || word.includes(name))
  return {
    units: wordsAsked({
      column: 'unit',
      options,
      offers: units.map(({ code, nameZh }) => ({ value: code, title: nameZh })),
      find: (word) => names.find(word)?.code,
      near: (word) => names.near(word).map(({ code }) => code),
    }),
    classes: wordsAsked({
      column: 'class',
      options,
      offers: classes.map(({ code, name }) => ({ value: code, title: name })),
      find: (word) => findClass(classes, word)?.code,
      near: (word) =>
        nearClasses(word)
          .slice(0, nearMost)
          .map(({ code }) => code),
    }),
  }
}

const faultAt = faultsAs((says) => `fault.orders.${says}`)

/** Traces of bytes that were read in another encoding than they were written in. */
const garbled = /\ufffd|锟斤拷|锘|烫烫烫|Ã[\u0080-\u00bf]|â€|Â[\u0080-\u00bf]|鈥/

/** The row of sums beneath a table says so in any of its cells, and has no number of an order. */
const isSum = (row: DataRow): boolean => {
  const no = row.cell('orderNo').text
  return (no.trim() === '' || isTotalWord(no)) && row.cells.some(({ text }) => isTotalWord(text))
}
/** Where a table has numbers and times, a row with neither is no order: it would come in as of today. */
const isNobody = (row: DataRow): boolean =>
  ['orderNo', 'at'].every((column) => row.columnOf(column) !== undefined && row.cell(column).text.trim() === '')

function readRow(row: DataRow, reading: Reading): Read {
  if (isSum(row)) return { row, faults: [], hints: [faultAt(row, 'orderNo', 'sum')] }
  const raw = (column: string) => row.cell(column).text
  const faults: Fault[] = []
  const hints: Fault[] = []
  const fault = (column: string, says: string, details?: Fault['details']) => void faults.push(faultAt(row, column, says, details))
  const hint = (column: string, says: string, details?: Fault['details']) => void hints.push(faultAt(row, column, says, details))
  const words = [raw('title'), raw('text')].filter((text) => text.trim() !== '').join('\n')
  const text = plainText(words)
  if (row.cell('text').note === 'formulaNoValue' || row.cell('text').note === 'error') fault('text', 'formula')
  else if (text === '') fault('text', 'noText')
  if (text.length > longest) fault('text', 'long', { length: text.length, most: longest })
  if (garbled.test(words) || garbled.test(raw('address'))) fault('text', 'garbled')
  if (hasMarkup(words)) hint('text', 'markup')
  if (row.cell('text').note === 'formula') hint('text', 'formulaResult')
  if (isNobody(row)) fault('orderNo', 'noNumberNoTime')
  refuseNumber(row.cell('orderNo'), fault)
  const at = timeOf(row, 'at', reading, fault)
  const closedAt = timeOf(row, 'closedAt', reading, fault)
  if (at && closedAt && closedAt < at) fault('closedAt', 'closedBefore')
  const dueAt = timeOf(row, 'dueAt', { ...reading, isAhead: true }, fault)
  const area = reading.areas.find(raw('area'))
  const { place, given, stated } = placeOf(row, reading, { area, fault })
  const type = plain(raw('class'))
  const unit = plain(raw('unit'))
  const asked = { class: type === '' ? null : classOf(type, reading), unit: unit === '' ? null : reading.units.find(unit) }
  const order: Order = {
    orderNo: plain(raw('orderNo')).slice(0, longestNo) || `F-${hashOf(`${at ?? ''}|${words}|${raw('address')}`)}`,
    at: at ?? null,
    text,
    class: asked.class ?? null,
    place: place ?? null,
    streetId: area ? reading.areas.streetOf(area) : null,
    address: plain(raw('address')).slice(0, 300),
    channel: plain(raw('channel')).slice(0, 100),
    unitId: reading.context.units.find(({ code }) => code === asked.unit)?.id ?? null,
    dueAt: dueAt ?? null,
    closedAt: closedAt ?? null,
    closing: plainText(raw('closing')).slice(0, 2000),
    contact: contactOf(plain(raw('name')), plain(raw('phone'))),
  }
  if (raw('area').trim() !== '' && !area && reading.areas.choice !== '')
    hint('area', 'unknownArea', { value: plain(raw('area')).slice(0, 60), areas: reading.areas.choice })
  if (asked.class === undefined) hint('class', 'unknownClass', { value: type.slice(0, 60) })
  if (asked.unit === undefined) hint('unit', 'unknownUnit', { unit: unit.slice(0, 60) })
  const more = { ...(given ? { given } : {}), ...(stated ? { stated } : {}) }
  return { row, order, faults, hints, ...more }
}

/** Spreadsheets keep fifteen digits of a number and show fewer: what they made of a longer one is no order's number any more. */
function refuseNumber({ text, number }: Cell, fault: Say): void {
  const no = plain(text)
  if (/^\d(?:\.\d+)?e\+?\d+$/i.test(no) || (number !== undefined && Math.abs(number) >= 1e15))
    fault('orderNo', 'roundedNo', { orderNo: no })
  else if (no.length > longestNo) fault('orderNo', 'longNo', { length: no.length, most: longestNo })
}

/** The class of the city that is meant; one it does not have is left to the desk. A city without classes keeps what is written, as far as it fits. */
const classOf = (text: string, { classes, context }: Reading): string | null | undefined =>
  context.classes.length === 0 ? text.slice(0, 32) : classes.find(text)

/** What is no telephone number is left out, never guessed at. */
function contactOf(name: string, phone: string): Contact | null {
  for (const number of [phone, '']) {
    const read = Contact.safeParse({ name: name.slice(0, 60), phone: number })
    if (read.success) return read.data
  }
  return null
}

type Say = (column: string, says: string, details?: Fault['details']) => void

function timeOf(
  row: DataRow,
  column: string,
  { dates, zone, context, isAhead = false }: Reading & { isAhead?: boolean },
  fault: Say,
): Instant | undefined {
  const text = timeTextOf(row.cell(column))
  if (text === '') return undefined
  const at = readTime(text, dates, zone)
  if (at === 'impossible' || at === 'unknown') fault(column, at === 'unknown' ? 'noTime' : 'impossibleTime', { value: text.slice(0, 40) })
  // A clock may be a little fast, a file not a day ahead; before 1990 nobody wrote orders into tables.
  else if (!isAhead && Date.parse(at) > Date.parse(context.now) + dayMs) fault(column, 'future', { value: text.slice(0, 40) })
  else if (at < '1990') fault(column, 'impossibleTime', { value: text.slice(0, 40) })
  else return at
  return undefined
}

/** The place of a row; outside the city or the stated district it is refused, with how far and how it would fit. */
function placeOf(
  row: DataRow,
  { crs, context }: Reading,
  { area, fault }: { area: NamedArea | undefined; fault: Say },
): { place?: Place; given?: Place; stated?: Shape } {
  const number = (column: string) => {
    const cell = row.cell(column)
    return Number(cell.number ?? decimalOf(cell) ?? Number.NaN)
  }
  const given: Place = [number('lng'), number('lat')]
  if (plain(row.cell('lng').text) === '' && plain(row.cell('lat').text) === '') return {}
  const details = { lng: plain(row.cell('lng').text).slice(0, 30), lat: plain(row.cell('lat').text).slice(0, 30) }
  const isSwapped = Math.abs(given[0]) <= 90 && Math.abs(given[1]) <= 180 && context.land.has([given[1], given[0]])
  if (isSwapped && !context.land.has(given)) {
    fault('lng', 'swapped', details)
    return { given }
  }
  if (!(Math.abs(given[0]) <= 180 && Math.abs(given[1]) <= 90) || (given[0] === 0 && given[1] === 0)) {
    fault('lng', 'noPlace', details)
    return {}
  }
  const place = toWgs84(given, crs).map((value) => Math.round(value * 1e7) / 1e7) as Place
  const stated = area?.shape
  if (!context.land.has(place)) fault('lng', 'outside', details)
  else if (stated && !hasPlace(stated, place)) {
    const metres = Math.round(metresFrom(place, stated))
    if (metres > edgeMetres) fault('area', 'otherArea', { stated: plain(row.cell('area').text), metres })
  }
  return { place, given, ...(stated ? { stated } : {}) }
}

/** The second row of an order is refused and names the first; the same row again is the same order. */
function refuseDoubles(reads: readonly Read[]): Read[] {
  const first = new Map<string, Read>()
  return reads.map((read) => {
    if (!read.order) return read
    const { orderNo, text } = read.order
    const before = first.get(orderNo)
    if (!before) first.set(orderNo, read)
    if (!before || read.faults.length > 0) return read
    const says = before.order!.text === text ? 'same' : 'twice'
    const { sheet, row } = before.row
    return { ...read, faults: [faultAt(read.row, 'orderNo', says, { orderNo, row: sheet === read.row.sheet ? row : `${sheet}!${row}` })] }
  })
}

/** When clearly more rows lie in their stated district (or in the city) read in another system, the file is said to look like it. */
function otherSystem(reads: readonly Read[], { crs, context }: Reading): Fault[] {
  const rows = reads.filter(({ given }) => given)
  const fits = (name: Crs) =>
    rows.filter(({ given, stated }) => {
      const place = toWgs84(given!, name)
      return stated ? hasPlace(stated, place) : context.land.has(place)
    }).length
  const here = fits(crs)
  const others = crsNames.filter((name) => name !== crs && name !== 'CGCS2000').map((name) => ({ name, there: fits(name) }))
  const best = others.toSorted((a, b) => b.there - a.there)[0]!
  if (best.there <= here + Math.max(2, rows.length * 0.05)) return []
  const move = rows[0] ? Math.round(metresBetween(toWgs84(rows[0].given!, crs), toWgs84(rows[0].given!, best.name))) : 0
  return [
    {
      at: '',
      says: 'fault.orders.looksLike',
      details: { declared: crs, crs: best.name, here, there: best.there, of: rows.length, metres: move },
    },
  ]
}

/** What rows name and the city does not have, once for the whole file too: few read every row. */
function inSum(reads: readonly Read[], column: 'area' | 'class', areas: string): Fault[] {
  const [says, inAll] = column === 'area' ? ['unknownArea', 'unknownAreas'] : ['unknownClass', 'unknownClasses']
  const found = reads.flatMap(({ hints }) => hints.filter((hint) => hint.says === `fault.orders.${says}`))
  if (found.length === 0) return []
  const values = [...new Set(found.map(({ details }) => String(details!['value'])))]
  const rows = found.map(({ row }) => row)
  const details = { count: found.length, rows: listed(rows), values: listed(values), areas }
  return [{ at: found[0]!.at, says: `fault.orders.${inAll}`, details: { at: found[0]!.at, ...details } }]
}

const listed = (list: readonly unknown[]) => list.slice(0, 5).join('、') + (list.length > 5 ? '…' : '')

/** A week: what came in before it is nobody's delay of today. */
const oldAfterMs = 7 * dayMs

/** Orders of the past are late at once; said before, with the way to spare them, or that they are spared. */
function oldOnes(fresh: readonly Order[], isOld: boolean, now: Instant): Fault[] {
  const before = Date.parse(now) - oldAfterMs
  const count = isOld
    ? fresh.length
    : fresh.filter(({ at, closedAt }) => at !== null && closedAt === null && Date.parse(at) < before).length
  return count === 0 ? [] : [{ at: '', says: isOld ? 'fault.orders.spared' : 'fault.orders.oldOnes', details: { count } }]
}

const contactsKept = (layouts: Table['layouts']): Fault[] =>
  layouts.some(({ columns }) => 'name' in columns || 'phone' in columns) ? [{ at: '', says: 'fault.orders.contactsKept' }] : []

const shown = ({ orderNo, at, text, class: type, place, address, channel, closedAt }: Order): Record<string, string> => ({
  orderNo,
  text: text.length > 200 ? `${text.slice(0, 199)}…` : text,
  ...(at === null ? {} : { at }),
  ...(type === null ? {} : { class: type }),
  ...(place === null ? {} : { lng: String(place[0]), lat: String(place[1]) }),
  ...(address === '' ? {} : { address }),
  ...(channel === '' ? {} : { channel }),
  ...(closedAt === null ? {} : { closedAt }),
})
