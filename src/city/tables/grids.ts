/**
 * What a file of unit grids (单元网格) means: 15 digits, an outline, the community it belongs to and the unit that answers. A grid
 * that cannot stand is refused with its reason; one that lies over another, or in another community than it says, is doubtful.
 */
import type { AreaId, GridId, UnitId } from '../../base/ids.ts'
import type { Place } from '../../base/place.ts'
import type { Fault } from '../../base/problem.ts'
import type { ColumnSpec } from '../../sheets/columns.ts'
import { type DataRow, dataRows, type Table, type Understood, type UnderstoodRow } from '../../sheets/kind.ts'
import { columnName, plain, told } from '../../sheets/sheet.ts'
import type { Level } from '../area.ts'
import { fromWgs84, toWgs84 } from '../coordinates.ts'
import { Crs, crsNames } from '../crs.ts'
import { areaOf, hasPlace, labelOf, ringsOf, type Shape } from '../geometry.ts'
import type { Land } from '../land.ts'
import { makeLocator } from '../locate.ts'
import { mend, type Mended } from '../mend.ts'
import { unitFinder } from '../unitNames.ts'
import { outlineOf } from './outline.ts'
import words from './words.json' with { type: 'json' }

/** The columns of a file of grids. */
export const gridColumns: readonly ColumnSpec[] = Object.entries(words.grids).map(([key, list]) => ({ key, words: list }))

/** A grid that the city has. */
export interface KnownGrid {
  readonly id: GridId
  readonly code: string
  readonly areaId: AreaId
  readonly unitId: UnitId | null
  readonly shape: Shape
}

/** What must be known of the city. */
export interface GridContext {
  readonly land: Land
  readonly areas: readonly {
    readonly id: AreaId
    readonly code: string
    readonly level: Level
    readonly nameZh: string
    readonly nameEn: string
  }[]
  readonly cityName?: string
  readonly units: readonly {
    readonly id: UnitId
    readonly code: string
    readonly nameZh: string
    readonly nameEn: string
    readonly closedOn?: string | null
  }[]
  readonly known: ReadonlyMap<string, KnownGrid>
}

/** A grid as it will be kept; its id is given when it is taken in, unless its code is known. */
export type GridFacts = Omit<KnownGrid, 'id'>

/** What a file of grids would change: those that stand as they are, are left out. */
export interface GridPlan {
  readonly grids: readonly GridFacts[]
}

interface Read {
  readonly row: DataRow
  readonly facts?: GridFacts
  /** A place well inside, in WGS-84, when the file brought an outline. */
  readonly label?: Place
  readonly faults: readonly Fault[]
  readonly hints: readonly Fault[]
}

const keyOf = (text: string): string => plain(text).toLowerCase().replaceAll(' ', '')

const faultAt = (row: DataRow, column: string, says: string, details: Fault['details'] = {}): Fault => {
  const index = row.columnOf(column)
  const at = index === undefined ? '' : columnName(index)
  return { at, sheet: row.sheet, row: row.row, says: `fault.grids.${says}`, details: { at, ...details } }
}

/** Reads unit grids. Options: `crs`; `refused` = stop (any refused row hinders) or skip. Grids that the file does not name stay as they are. */
export function understandGrids({ book, layouts, options, tell }: Table, context: GridContext): Understood<GridPlan> {
  const crs = Crs.catch('WGS-84').parse(options['crs'])
  const reading = {
    crs,
    context,
    areaNamed: finder(context.areas),
    unitNamed: finder(context.units),
    unitCalled: unitFinder(context.units, context.cityName),
  }
  const reads = refuseDoubles(Array.from(told(dataRows({ book, layouts }), tell), (row) => readRow(row, reading)))
  const skip = options['refused'] === 'skip'
  const refused = reads.flatMap(({ faults }) => faults)
  const good = reads.filter(({ faults, facts }) => faults.length === 0 && facts)
  const grids = good.map(({ facts }) => facts!).filter((facts) => !isSame(facts, context.known.get(facts.code)))
  const fresh = grids.filter(({ code }) => !context.known.has(code)).length
  const doubts = [...otherAreas(good, context), ...overlaps(good, context), ...otherSystem(reads, crs, context)]
  return {
    plan: { grids },
    rows: good.map((read) => shownRow(read, context)),
    faults: skip ? [] : refused,
    hints: [...(skip ? refused : []), ...reads.flatMap(({ hints }) => hints), ...doubts],
    counts: {
      new: fresh,
      changed: grids.length - fresh,
      same: good.length - grids.length,
      mended: good.filter(({ hints }) => hints.length > 0).length,
      refused: reads.length - good.length,
      doubtful: doubts.length,
    },
  }
}

const isSame = (facts: GridFacts, before: KnownGrid | undefined): boolean =>
  before !== undefined &&
  before.areaId === facts.areaId &&
  before.unitId === facts.unitId &&
  JSON.stringify(before.shape.coordinates) === JSON.stringify(facts.shape.coordinates)

/** What a thing is called, in either language. */
const namesOf = ({ nameZh, nameEn }: { readonly nameZh: string; readonly nameEn: string }) =>
  [...new Set([nameZh, nameEn].map(keyOf))].filter((name) => name !== '')

interface Called {
  readonly id: string
  readonly code: string
  readonly nameZh: string
  readonly nameEn: string
}

/**
 * Finds a thing by its code or its name in either language. Of several with one name the one that the grid has already is
 * meant, else the one whose code begins the grid's; otherwise nobody can say which.
 */
function finder<Thing extends Called>(things: readonly Thing[]) {
  const byCode = new Map(things.map((thing) => [keyOf(thing.code), thing]))
  const byName = new Map<string, Thing[]>()
  for (const thing of things) for (const name of namesOf(thing)) byName.set(name, [...(byName.get(name) ?? []), thing])
  return (text: string, grid: { readonly code: string; readonly has: string | null | undefined }): Thing | undefined => {
    const named = byName.get(keyOf(text)) ?? []
    const own = named.filter(({ code }) => grid.code.startsWith(code))
    const [only] = named.length === 1 ? named : own.length === 1 ? own : []
    return byCode.get(keyOf(text)) ?? named.find(({ id }) => id === grid.has) ?? only
  }
}

interface Reading {
  readonly crs: Crs
  readonly context: GridContext
  readonly areaNamed: ReturnType<typeof finder<GridContext['areas'][number]>>
  readonly unitNamed: ReturnType<typeof finder<GridContext['units'][number]>>
  readonly unitCalled: (text: string) => GridContext['units'][number] | undefined
}

function readRow(row: DataRow, reading: Reading): Read {
  const text = (column: string) => plain(row.cell(column).text)
  const code = text('code')
  const faults: Fault[] = []
  const fault = (column: string, says: string, details?: Fault['details']) =>
    void faults.push(faultAt(row, column, says, { code, ...details }))
  if (!/^\d{15}$/.test(code)) fault('code', 'badCode')
  const before = reading.context.known.get(code)
  const stated = text('area')
  const area =
    stated === '' ? (before ? { id: before.areaId } : areaAbove(code, reading)) : reading.areaNamed(stated, { code, has: before?.areaId })
  if (!area) fault('area', stated === '' ? 'noArea' : 'unknownArea', { area: stated })
  const unit = unitOf(row, before, reading)
  if (unit === undefined) fault('unit', 'unknownUnit', { unit: text('unit') })
  const outline = readOutline(row, reading)
  const shape = outline?.shape ?? before?.shape
  if (outline && 'why' in outline) fault('geometry', outline.why)
  else if (!shape) fault('geometry', 'noOutline')
  const label = outline?.shape && labelOf(outline.shape)
  if (label && !reading.context.land.has(label)) faults.push(outside(row, { code, label }, reading))
  const hints = outline?.flaw ? [mended(row, code, outline)] : []
  if (faults.length > 0 || !area || !shape || unit === undefined) return { row, faults, hints: [], ...(label ? { label } : {}) }
  return { row, faults, hints, facts: { code, areaId: area.id, unitId: unit, shape }, ...(label ? { label } : {}) }
}

/** The community whose code the grid's begins with, else the street. */
const areaAbove = (code: string, { areaNamed }: Reading) =>
  [12, 9].map((digits) => areaNamed(code.slice(0, digits), { code, has: null })).find(Boolean)

/** The unit that is written; null where the cell is empty, what stands already where there is no such column. */
function unitOf(row: DataRow, before: KnownGrid | undefined, { unitNamed, unitCalled }: Reading): UnitId | null | undefined {
  const text = plain(row.cell('unit').text)
  if (text !== '') return (unitNamed(text, { code: plain(row.cell('code').text), has: before?.unitId }) ?? unitCalled(text))?.id
  return row.columnOf('unit') === undefined && before ? before.unitId : null
}

interface Outline extends Partial<Mended> {
  readonly why?: string
}

function readOutline(row: DataRow, { crs }: Reading): Outline | undefined {
  const geometry = outlineOf(row.cell('geometry'))
  return geometry === undefined ? undefined : mend(geometry, crs)
}

const mended = (row: DataRow, code: string, { flaw, change }: Outline): Fault =>
  faultAt(row, 'geometry', 'mended', { code, lng: flaw!.place[0], lat: flaw!.place[1], percent: (change! * 100).toFixed(4) })

/** Outside as declared; the remedy when it would lie inside read in another system. */
function outside(row: DataRow, { code, label }: { code: string; label: Place }, { crs, context: { land } }: Reading): Fault {
  const given = fromWgs84(label, crs)
  const other = crsNames.find((name) => name !== crs && name !== 'CGCS2000' && land.has(toWgs84(given, name)))
  const details = { code, lng: given[0].toFixed(6), lat: given[1].toFixed(6) }
  return other ? faultAt(row, 'geometry', 'outsideAs', { ...details, crs: other }) : faultAt(row, 'geometry', 'outside', details)
}

/** The second row of a code is refused and names the first. */
function refuseDoubles(reads: readonly Read[]): Read[] {
  const first = new Map<string, number>()
  return reads.map((read) => {
    const code = read.facts?.code
    if (code === undefined) return read
    const before = first.get(code)
    if (before !== undefined) return { row: read.row, faults: [faultAt(read.row, 'code', 'twice', { code, row: before })], hints: [] }
    first.set(code, read.row.row)
    return read
  })
}

/** Grids that lie in another community than they say. Where communities have no outline, nothing can be said. */
function otherAreas(good: readonly Read[], { land, areas }: GridContext): Fault[] {
  const byId = new Map(areas.map((area) => [area.id, area]))
  return good.flatMap(({ row, facts, label }) => {
    const { community, street } = label ? land.areaAt(label) : { community: null, street: null }
    const stated = byId.get(facts!.areaId)
    const found = stated?.level === 'community' ? community : street
    if (!stated || found === null || found === stated.id) return []
    return [faultAt(row, 'area', 'otherArea', { code: facts!.code, stated: stated.nameZh, found: byId.get(found)?.nameZh ?? '' })]
  })
}

/** Places inside a grid, near enough to its corners to be found by a neighbour that reaches over its border. */
const probes = (shape: Shape): Place[] => {
  const label = labelOf(shape)
  const near = ringsOf(shape)
    .flat()
    .map(([lng, lat]): Place => [lng + (label[0] - lng) * 0.05, lat + (label[1] - lat) * 0.05])
  return [label, ...near.filter((place) => hasPlace(shape, place))]
}

/** Grids of the file that reach into another by more than a twentieth of their width: a place must lie in one grid. */
function overlaps(good: readonly Read[], { known }: GridContext): Fault[] {
  const all = new Map([...known].map(([code, { shape }]) => [code, shape]))
  for (const { facts } of good) all.set(facts!.code, facts!.shape)
  // A place answers with the first shape that has it: asked from either end of the list, a neighbour cannot hide behind the grid itself.
  const ends = [[...all], [...all].toReversed()].map((list) => ({
    codes: list.map(([code]) => code),
    locator: makeLocator(list.map(([, shape]) => shape)),
  }))
  return good.flatMap(({ row, facts, label }) => {
    const own = facts!.code
    const others = (place: Place) => ends.map(({ codes, locator }) => codes[locator.find(place)]!)
    const other =
      label &&
      probes(facts!.shape)
        .flatMap(others)
        .find((code) => code !== own)
    return other === undefined ? [] : [faultAt(row, 'geometry', 'overlaps', { code: own, other })]
  })
}

/** When clearly more grids lie in their community read in another system, the file is said to look like it. */
function otherSystem(reads: readonly Read[], crs: Crs, { land }: GridContext): Fault[] {
  const rows = reads.flatMap(({ label, facts }) => (label ? [{ given: fromWgs84(label, crs), areaId: facts?.areaId }] : []))
  const fits = (name: Crs) =>
    rows.filter(({ given, areaId }) => {
      const { district, street, community } = land.areaAt(toWgs84(given, name))
      return areaId === undefined ? district !== null : areaId === community || areaId === street
    }).length
  const here = fits(crs)
  const [best] = crsNames
    .filter((name) => name !== 'CGCS2000' && name !== crs)
    .map((name) => ({ name, there: fits(name) }))
    .toSorted((a, b) => b.there - a.there)
  const gain = best!.there - here
  if (gain < 3 || gain < best!.there * 0.02) return []
  return [{ at: '', says: 'fault.grids.looksLike', details: { crs: best!.name, declared: crs, here, there: best!.there, of: rows.length } }]
}

function shownRow({ row, facts }: Read, { areas, units }: GridContext): UnderstoodRow {
  const { code, areaId, unitId, shape } = facts!
  return {
    sheet: row.sheet,
    row: row.row,
    values: {
      code,
      area: areas.find(({ id }) => id === areaId)?.nameZh ?? '',
      unit: units.find(({ id }) => id === unitId)?.nameZh ?? '',
      geometry: `${Math.round(areaOf(shape))} m²`,
    },
  }
}
