/**
 * What a table of rules of who answers means (责任单位规则表): class × area → unit, or the nearest of a kind. The workbook that the
 * desk hands out comes back in as it is. Rules that the table does not name stay; a class and an area have one rule.
 */
import type { AreaId, UnitId } from '../../base/ids.ts'
import type { Fault } from '../../base/problem.ts'
import { unitFinder } from '../../city/unitNames.ts'
import type { ColumnSpec } from '../../sheets/columns.ts'
import { type DataRow, dataRows, type Table, type Understood, type UnderstoodRow } from '../../sheets/kind.ts'
import { columnName, plain, told } from '../../sheets/sheet.ts'
import type { OwnerRule } from './owner.ts'
import words from './owners-words.json' with { type: 'json' }

const { everyClass, wholeCity, ...columns } = words

/** The columns of a table of rules. */
export const ownerTableColumns: readonly ColumnSpec[] = Object.entries(columns).map(([key, list]) => ({ key, words: list }))

/** A rule with its reason. */
export type KnownRule = OwnerRule & { readonly note: string }

/** What must be known of the city. */
export interface OwnerContext {
  readonly rules: readonly KnownRule[]
  readonly classes: readonly string[]
  readonly areas: readonly { readonly id: AreaId; readonly code: string; readonly nameZh: string; readonly level: string }[]
  readonly cityName?: string
  readonly units: readonly { readonly id: UnitId; readonly code: string; readonly nameZh: string; readonly closedOn?: string | null }[]
  /** Kinds of unit of the standards in force, with their titles. */
  readonly kinds: readonly { readonly id: string; readonly titles: readonly string[] }[]
}

/** What a table of rules would change; `id` is null for a rule that is new. */
export interface OwnerPlan {
  readonly rules: readonly (Omit<KnownRule, 'id'> & { readonly id: string | null })[]
}

type Facts = Omit<KnownRule, 'id'>

interface Read {
  readonly row: DataRow
  readonly facts?: Facts
  readonly faults: readonly Fault[]
  readonly hints: readonly Fault[]
}

const key = (text: string): string => plain(text).toLowerCase().replaceAll(' ', '')
const placeOf = ({ class: type, areaId }: Pick<Facts, 'class' | 'areaId'>) => `${type}|${areaId ?? ''}`

const faultAt = (row: DataRow, column: string, says: string, details: Fault['details'] = {}): Fault => {
  const index = row.columnOf(column)
  const at = index === undefined ? '' : columnName(index)
  return { at, sheet: row.sheet, row: row.row, says: `fault.owners.${says}`, details: { at, ...details } }
}

/** Reads a table of rules. Options: `refused` = stop (any refused row hinders) or skip. */
export function understandOwners({ book, layouts, options, tell }: Table, context: OwnerContext): Understood<OwnerPlan> {
  const lookUp = lookUpsOf(context)
  const reads = refuseDoubles(Array.from(told(dataRows({ book, layouts }), tell), (row) => readRow(row, lookUp)))
  const skip = options['refused'] === 'skip'
  const refused = reads.flatMap(({ faults }) => faults)
  const good = reads.flatMap((read) => (read.facts ? [{ ...read, facts: read.facts }] : []))
  const known = new Map(context.rules.map((rule) => [placeOf(rule), rule]))
  const rules = good.flatMap(({ row, facts }): OwnerPlan['rules'] => {
    const before = known.get(placeOf(facts))
    if (!before) return [{ ...facts, id: null }]
    // A column that the table does not have says nothing about what is there.
    const after = row.columnOf('note') === undefined ? { ...facts, note: before.note } : facts
    return isSame(before, after) ? [] : [{ ...after, id: before.id }]
  })
  const fresh = rules.filter(({ id }) => id === null).length
  return {
    plan: { rules },
    rows: good.map((read) => shownRow(read, context)),
    faults: skip ? [] : refused,
    hints: [...(skip ? refused : []), ...good.flatMap(({ hints }) => hints)],
    counts: { new: fresh, changed: rules.length - fresh, same: good.length - rules.length, refused: reads.length - good.length },
  }
}

const isSame = (before: KnownRule, facts: Facts): boolean =>
  before.unitId === facts.unitId && before.unitKind === facts.unitKind && before.note === facts.note

interface LookUps {
  readonly area: (code: string, name: string) => AreaId | null | undefined
  readonly unit: (code: string, name: string) => UnitId | null | undefined
  readonly kind: (text: string) => string | null | undefined
  readonly hasClass: (beginning: string) => boolean
}

/** A thing by its code, else by its name where only one is called so; null where neither is written, undefined where it is unknown. */
function finder<Id extends string>(list: readonly { readonly id: Id; readonly code: string; readonly nameZh: string }[]) {
  const byCode = new Map(list.map((it) => [key(it.code), it.id]))
  const byName = new Map<string, Id | 'several'>()
  for (const { id, nameZh } of list) byName.set(key(nameZh), byName.has(key(nameZh)) ? 'several' : id)
  return (code: string, name: string): Id | null | undefined => {
    if (code !== '') return byCode.get(key(code))
    if (name === '') return null
    const named = byName.get(key(name))
    return byCode.get(key(name)) ?? (named === 'several' ? undefined : named)
  }
}

function lookUpsOf({ areas, units, kinds, classes, cityName }: OwnerContext): LookUps {
  const [named, called] = [finder(units), unitFinder(units, cityName)]
  const area = finder(areas)
  // The outermost area is the whole city, however the table calls it.
  const cities = new Set(areas.filter(({ level }) => level === 'city').map(({ id }) => id))
  const byKind = new Map(kinds.flatMap(({ id, titles }) => [id, ...titles].map((title) => [key(title), id] as const)))
  return {
    area: (code, name) => {
      const found = code === '' && wholeCity.includes(key(name)) ? null : area(code, name)
      return found && cities.has(found) ? null : found
    },
    unit: (code, name) => {
      const found = named(code, name)
      return found === undefined && code === '' ? called(name)?.id : found
    },
    kind: (text) => (text === '' ? null : byKind.get(key(text))),
    hasClass: (beginning) => classes.length === 0 || classes.some((code) => code.startsWith(beginning)),
  }
}

function readRow(row: DataRow, lookUp: LookUps): Read {
  const text = (column: string) => plain(row.cell(column).text)
  const faults: Fault[] = []
  const fault = (column: string, says: string, details?: Fault['details']) => void faults.push(faultAt(row, column, says, details))
  const type = everyClass.includes(key(text('class'))) ? '' : text('class')
  if (type.length > 32) fault('class', 'badClass')
  const areaId = lookUp.area(text('areaCode'), text('area'))
  if (areaId === undefined) fault(text('areaCode') === '' ? 'area' : 'areaCode', 'unknownArea', { area: text('areaCode') || text('area') })
  const unitId = lookUp.unit(text('unitCode'), text('unit'))
  if (unitId === undefined) fault(text('unitCode') === '' ? 'unit' : 'unitCode', 'unknownUnit', { unit: text('unitCode') || text('unit') })
  const unitKind = lookUp.kind(text('unitKind'))
  if (unitKind === undefined) fault('unitKind', 'unknownKind', { kind: text('unitKind') })
  if (unitId === null && unitKind === null) fault('unit', 'nobody')
  if (unitId && unitKind) fault('unitKind', 'both')
  if (text('note').length > 500) fault('note', 'longNote')
  if (faults.length > 0 || areaId === undefined || unitId === undefined || unitKind === undefined) return { row, faults, hints: [] }
  const hints = lookUp.hasClass(type) ? [] : [faultAt(row, 'class', 'unknownClass', { class: type })]
  return { row, faults, hints, facts: { class: type, areaId, unitId, unitKind, note: text('note') } }
}

/** The second row of a class and an area is refused and names the first. */
function refuseDoubles(reads: readonly Read[]): Read[] {
  const first = new Map<string, number>()
  return reads.map((read) => {
    if (!read.facts) return read
    const place = placeOf(read.facts)
    const before = first.get(place)
    if (before !== undefined) return { row: read.row, faults: [faultAt(read.row, 'class', 'twice', { row: before })], hints: [] }
    first.set(place, read.row.row)
    return read
  })
}

function shownRow({ row, facts }: { readonly row: DataRow; readonly facts: Facts }, { areas, units }: OwnerContext): UnderstoodRow {
  const { class: type, areaId, unitId, unitKind, note } = facts
  const area = areas.find(({ id }) => id === areaId)
  const unit = units.find(({ id }) => id === unitId)
  const values = { class: type, areaCode: area?.code, area: area?.nameZh, unitCode: unit?.code, unit: unit?.nameZh, unitKind, note }
  return {
    sheet: row.sheet,
    row: row.row,
    values: Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : []))),
  }
}
