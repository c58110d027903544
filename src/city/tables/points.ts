/**
 * What a table of points means: places in a declared coordinate system, kinds of place by code or name, the unit that
 * answers. A row that cannot stand is refused with its reason; what is only doubtful is said.
 */
import type { AreaId, PointId, UnitId } from '../../base/ids.ts'
import { metresBetween } from '../metres.ts'
import { cellOf, type Place } from '../../base/place.ts'
import type { Fault } from '../../base/problem.ts'
import type { ColumnSpec } from '../../sheets/columns.ts'
import { type DataRow, dataRows, type Table, type Understood, type UnderstoodRow } from '../../sheets/kind.ts'
import { faultsAs, refuseTwice } from '../../sheets/rowFaults.ts'
import { decimalOf, plain, told } from '../../sheets/sheet.ts'
import { toWgs84 } from '../coordinates.ts'
import { Crs, crsNames } from '../crs.ts'
import { labelOf, ringsOf, type Shape } from '../geometry.ts'
import type { Land } from '../land.ts'
import type { PointRow } from '../pointRow.ts'
import { unitFinder } from '../unitNames.ts'
import words from './words.json' with { type: 'json' }

const between = (least: number, most: number) => (text: string) => {
  const value = Number(text)
  return text.includes('.') && value >= least && value <= most
}
const looks: Record<string, (text: string) => boolean> = {
  lng: between(70, 140),
  lat: between(3, 56),
  name: (text) => /[\u4e00-\u9fff]{2}/.test(text),
}

/** The columns of a table of points. */
export const pointColumns: readonly ColumnSpec[] = Object.entries(words.points).map(([key, list]) => ({
  key,
  words: list,
  ...(looks[key] ? { looks: looks[key] } : {}),
}))

/** What must be known of the city. `known` finds a point that is there by its code. */
export interface PointContext {
  readonly land: Land
  readonly areas: readonly { readonly id: AreaId; readonly code: string; readonly nameZh: string; readonly shape: Shape | null }[]
  readonly cityName?: string
  readonly units: readonly { readonly id: UnitId; readonly code: string; readonly nameZh: string; readonly closedOn?: string | null }[]
  /** Point types of the standards in force, with their titles in both languages. */
  readonly types: readonly { readonly id: string; readonly titles: readonly string[] }[]
  readonly known: ReadonlyMap<string, PointRow>
}

/** A point as a file has it; `id` is given to it when it is taken in, unless its code is known. */
export type PointFacts = Omit<PointRow, 'id' | 'version' | 'retiredOn'>

/** What a table of points would change. */
export interface PointPlan {
  readonly fresh: readonly PointFacts[]
  readonly changed: readonly { readonly before: PointRow; readonly after: PointRow }[]
}

/** A row on its way: what was made of it, and what is wrong with it. */
interface Read {
  readonly row: DataRow
  readonly facts?: PointFacts
  readonly place?: Place
  readonly given?: Place
  readonly stated?: AreaId | undefined
  readonly faults: readonly Fault[]
}

/**
 * Reads a table of points. Options: `crs`, `type` for files whose places are all of one kind, `refused` = stop (any refused row
 * hinders) or skip (refused rows are left out and stay listed).
 */
export function understandPoints({ book, layouts, options, tell }: Table, context: PointContext): Understood<PointPlan> {
  const crs = Crs.catch('WGS-84').parse(options['crs'])
  const lookUp = lookUpsOf(context)
  const reading = { crs, context, lookUp, type: options['type'] ?? '' }
  const reads = Array.from(told(dataRows({ book, layouts }), tell), (row) => readRow(row, reading))
  // Two rows without a code that say the same are one and the same: their code is made of what they say.
  const once = refuseTwice(reads, faultAt)
  const refused = once.flatMap(({ faults }) => faults)
  const skip = options['refused'] === 'skip'
  const good = once.filter(({ faults, facts }) => faults.length === 0 && facts)
  const plan = planOf(good, context)
  const doubts = [...otherAreas(good, context), ...otherSystem(once, crs, context)]
  const noTable = layouts.length === 0 ? [{ at: '', says: 'fault.points.noTable' }] : []
  return {
    plan,
    rows: good.map(shownRow),
    faults: [...noTable, ...(skip ? [] : refused)],
    hints: [...(skip ? refused : []), ...doubts],
    counts: {
      new: plan.fresh.length,
      changed: plan.changed.length,
      same: good.length - plan.fresh.length - plan.changed.length,
      refused: once.length - good.length,
      doubtful: doubts.length,
    },
  }
}

interface LookUps {
  readonly type: (text: string) => string | undefined
  readonly unit: (text: string) => UnitId | undefined
  readonly area: (text: string) => AreaId | undefined
}

const key = (text: string): string => plain(text).toLowerCase().replaceAll(' ', '')

/** "集贸市场(农贸市场)" is known by the whole and by either part. */
const partsOf = (title: string): string[] => [title, ...title.split(/[()（）、/]/)].map(key).filter((part) => part.length >= 2)

function lookUpsOf({ types, units, areas, cityName }: PointContext): LookUps {
  const called = unitFinder(units, cityName)
  const byType = new Map<string, string>()
  for (const { id, titles } of [...types].reverse()) for (const part of titles.flatMap(partsOf)) byType.set(part, id)
  for (const { id } of types) for (const code of [id, id.replace(/^PT-/, '')]) byType.set(key(code), id)
  const byUnit = new Map(units.flatMap(({ id, code, nameZh }) => [code, nameZh].map((name) => [key(name), id] as const)))
  const byArea = new Map(areas.flatMap(({ id, code, nameZh }) => [code, nameZh].map((name) => [key(name), id] as const)))
  return {
    type: (text) => byType.get(key(text)),
    unit: (text) => byUnit.get(key(text)) ?? called(text)?.id,
    area: (text) => byArea.get(key(text)),
  }
}

interface Reading {
  readonly crs: Crs
  readonly context: PointContext
  readonly lookUp: LookUps
  readonly type: string
}

const faultAt = faultsAs((says) => `fault.points.${says}`)

function readRow(row: DataRow, { crs, context, lookUp, type: wholeType }: Reading): Read {
  const text = (column: string) => plain(row.cell(column).text)
  const faults: Fault[] = []
  const fault = (column: string, says: string, details?: Fault['details']) => void faults.push(faultAt(row, column, says, details))
  const given = givenPlace(row)
  const place = given && isPossible(given) ? (toWgs84(given, crs).map((value) => Math.round(value * 1e7) / 1e7) as Place) : undefined
  if (!given) fault('lng', 'noPlace')
  else if (!place) fault('lng', isSwapped(given) ? 'swapped' : 'impossible', { lng: given[0], lat: given[1] })
  const name = text('name')
  if (name === '') fault('name', 'noName')
  const typeText = text('type') || wholeType
  const type = lookUp.type(typeText) ?? lookUp.type(wholeType)
  if (type === undefined) fault('type', typeText === '' ? 'noType' : 'unknownType', { type: typeText })
  const unit = text('unit') === '' ? undefined : lookUp.unit(text('unit'))
  if (text('unit') !== '' && unit === undefined) fault('unit', 'unknownUnit', { unit: text('unit') })
  const stated = text('area') === '' ? undefined : lookUp.area(text('area'))
  if (place && !context.land.has(place)) faults.push(outside(row, given!, crs, context.land))
  if (faults.length > 0 || !place || type === undefined) return { row, faults, stated, ...(given ? { given } : {}) }
  const spot = context.land.locate(place)
  const facts: PointFacts = {
    code: text('code') === '' ? codeOf(type, name, given!) : text('code'),
    type,
    nameZh: name,
    nameEn: text('nameEn'),
    address: text('address'),
    lng: place[0],
    lat: place[1],
    cell: cellOf(place),
    districtId: spot.district,
    streetId: spot.street,
    communityId: spot.community,
    gridId: spot.grid,
    unitId: unit ?? spot.unit,
  }
  return { row, faults, facts, place, given: given!, stated }
}

function givenPlace(row: DataRow): Place | undefined {
  const number = (column: string) => {
    const cell = row.cell(column)
    const decimal = cell.number ?? decimalOf(cell)
    return decimal === undefined ? Number.NaN : Number(decimal)
  }
  const [lng, lat] = [number('lng'), number('lat')]
  return Number.isFinite(lng) && Number.isFinite(lat) ? [lng, lat] : undefined
}

const isPossible = ([lng, lat]: Place): boolean => Math.abs(lng) <= 180 && Math.abs(lat) <= 90 && !(lng === 0 && lat === 0)
const isSwapped = ([lng, lat]: Place): boolean => lng > 3 && lng < 54 && lat > 73 && lat < 136

/** Outside as declared; the remedy when it would lie inside read in another system or the other way round. */
function outside(row: DataRow, given: Place, crs: Crs, land: Land): Fault {
  const details = { lng: given[0], lat: given[1] }
  const other = crsNames.find((name) => name !== crs && name !== 'CGCS2000' && land.has(toWgs84(given, name)))
  if (other) return faultAt(row, 'lng', 'outsideAs', { ...details, crs: other })
  return faultAt(row, 'lng', land.has([given[1], given[0]]) ? 'swapped' : 'outside', details)
}

/** A code for a row without one: made from what it says, so that the same file gives the same code. FNV-1a, twice 32 bits. */
function codeOf(type: string, name: string, place: Place): string {
  const text = `${type}|${name}|${place.map((value) => value.toFixed(5)).join('|')}`
  const hash = (start: number) => {
    let value = start
    for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 16_777_619)
    return (value >>> 0).toString(36).padStart(7, '0')
  }
  return `P-${hash(2_166_136_261)}${hash(40_389)}`
}

const compared = [
  'code',
  'type',
  'nameZh',
  'nameEn',
  'address',
  'lng',
  'lat',
  'districtId',
  'streetId',
  'communityId',
  'gridId',
  'unitId',
] as const

function planOf(good: readonly Read[], { known }: PointContext): PointPlan {
  const fresh: PointFacts[] = []
  const changed: { before: PointRow; after: PointRow }[] = []
  for (const { facts, row } of good) {
    const before = known.get(facts!.code)
    if (!before) {
      fresh.push(facts!)
      continue
    }
    // a column that the file does not have says nothing about what is there
    const said = Object.fromEntries(
      Object.entries({ nameEn: 'nameEn', address: 'address', unitId: 'unit' }).flatMap(([fact, column]) =>
        row.columnOf(column) === undefined ? [[fact, before[fact as keyof PointRow]]] : [],
      ),
    )
    const after: PointRow = { ...before, ...facts!, ...said }
    if (compared.some((fact) => before[fact] !== after[fact])) changed.push({ before, after })
  }
  return { fresh, changed }
}

/** Points that do not lie in the area the file states, with how far off they are. */
function otherAreas(good: readonly Read[], { areas }: PointContext): Fault[] {
  const byId = new Map(areas.map((area) => [area.id, area]))
  return good.flatMap(({ row, facts, place, stated }) => {
    const here = [facts!.districtId, facts!.streetId, facts!.communityId]
    if (stated === undefined || here.includes(stated)) return []
    const area = byId.get(stated)!
    const found = byId.get((facts!.streetId ?? facts!.districtId)!)?.nameZh ?? ''
    const metres = area.shape ? Math.round(metresFrom(place!, area.shape)) : 0
    return [faultAt(row, 'area', 'otherArea', { stated: area.nameZh, found, metres })]
  })
}

/** Metres from a place to the nearest line of a shape, near enough for a hint. */
export function metresFrom(place: Place, shape: Shape): number {
  let least = metresBetween(place, labelOf(shape))
  const narrow = Math.cos((place[1] * Math.PI) / 180)
  for (const ring of ringsOf(shape))
    for (let index = 1; index < ring.length; index++) {
      const [ax, ay] = ring[index - 1]!
      const [bx, by] = ring[index]!
      const [dx, dy] = [(bx - ax) * narrow, by - ay]
      const share = dx === 0 && dy === 0 ? 0 : ((place[0] - ax) * narrow * dx + (place[1] - ay) * dy) / (dx * dx + dy * dy)
      const along = Math.min(1, Math.max(0, share))
      least = Math.min(least, metresBetween(place, [ax + (bx - ax) * along, ay + (by - ay) * along]))
    }
  return least
}

/** When clearly more rows lie in their stated area (or in the city at all) read in another system, the file is said to look like it. */
function otherSystem(reads: readonly Read[], crs: Crs, { land }: PointContext): Fault[] {
  const rows = reads.filter(({ given }) => given && isPossible(given))
  const fits = (name: Crs) =>
    rows.filter(({ given, stated }) => {
      const { district, street, community } = land.locate(toWgs84(given!, name))
      return stated === undefined ? district !== null : [district, street, community].includes(stated)
    }).length
  const here = fits(crs)
  const [best] = crsNames
    .filter((name) => name !== 'CGCS2000' && name !== crs)
    .map((name) => ({ name, there: fits(name) }))
    .toSorted((a, b) => b.there - a.there)
  const gain = best ? best.there - here : 0
  if (!best || gain < 3 || gain < best.there * 0.02) return []
  return [{ at: '', says: 'fault.points.looksLike', details: { crs: best.name, declared: crs, here, there: best.there, of: rows.length } }]
}

const shownRow = ({ row, facts }: Read): UnderstoodRow => ({
  sheet: row.sheet,
  row: row.row,
  values: { code: facts!.code, type: facts!.type, name: facts!.nameZh, lng: facts!.lng.toFixed(6), lat: facts!.lat.toFixed(6) },
})

/** What a fresh point is until it is taken in. */
export const freshRow = (facts: PointFacts, id: PointId): PointRow => ({ ...facts, id, retiredOn: null, version: 1 })
