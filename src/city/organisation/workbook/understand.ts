/**
 * What the organisation's workbook means: what it would add and change. What it does not name stays as it is, and what is the
 * same already is left alone, so that taking the same file in twice changes nothing.
 */
import type { Fault } from '../../../base/problem.ts'
import { type DataRow, dataRows, type Table, type Understood } from '../../../sheets/kind.ts'
import { told } from '../../../sheets/sheet.ts'
import { peopleBook } from './people.ts'
import { codeIn, dayIn, faultAt, groupsOf, idIn, levelIn, type Reading, readingOf, roleIn, sameForm, yesIn } from './reading.ts'
import {
  type AreaFacts,
  columnsOf,
  type OrganisationContext,
  type OrganisationPlan,
  type PostFacts,
  tableOf,
  type TableName,
  type UnitFacts,
} from './tables.ts'
import { understandTenure } from './tenure.ts'

interface Rows {
  readonly of: (name: TableName) => readonly DataRow[]
}

/** Reads the workbook. */
export function understandOrganisation({ book, layouts, tell }: Table, context: OrganisationContext): Understood<OrganisationPlan> {
  const byTable = new Map<TableName, DataRow[]>()
  const unknown = layouts.filter((layout) => tableOf(layout) === undefined)
  for (const layout of layouts) {
    const name = tableOf(layout)
    if (name) byTable.set(name, [...(byTable.get(name) ?? []), ...dataRows({ book, layouts: [layout] })])
  }
  const every = [...byTable.values()].flat()
  for (const row of told(every, tell)) void row
  const rows: Rows = { of: (name) => byTable.get(name) ?? [] }
  const faults: Fault[] = [
    ...(layouts.length === 0 ? [{ at: '', says: 'fault.organisation.noTable' }] : []),
    ...unknown.map(({ sheet, head }) => ({ at: '', sheet, row: head, says: 'fault.organisation.unknownTable', details: { sheet } })),
  ]
  const areas = readAreas(rows, context, faults)
  const units = readUnits(rows, context, new Set([...context.areas, ...areas].map(({ code }) => code)), faults)
  const posts = readPosts(rows, context, { areas, units: units.all }, faults)
  const people = peopleBook(context.people)
  const service = understandTenure(
    { holders: rows.of('holders'), deputies: rows.of('deputies') },
    { context, posts: posts.all, people },
    faults,
  )
  const plan = { areas, units: units.changed, posts: posts.changed, people: people.changed(), ...service }
  return {
    plan,
    rows: [...byTable].flatMap(([name, list]) => list.map((row) => ({ sheet: row.sheet, row: row.row, values: valuesOf(row, name) }))),
    faults,
    hints: [...units.hints],
    counts: countsOf(plan, context, every.length),
  }
}

const valuesOf = (row: DataRow, name: TableName): Record<string, string> =>
  Object.fromEntries(columnsOf[name].flatMap(({ key }) => (row.columnOf(key) === undefined ? [] : [[key, row.cell(key).text]])))

function countsOf({ areas, units, posts, holders, deputies }: OrganisationPlan, context: OrganisationContext, rows: number) {
  const known = new Set([...context.units.map(({ code }) => code), ...context.posts.map(({ id }) => id as string)])
  const named = [...units.map(({ code }) => code), ...posts.keys()]
  const fresh = areas.length + named.filter((key) => !known.has(key)).length
  const changed = named.length + areas.length - fresh + holders.length + deputies.size
  return { new: fresh, changed, same: Math.max(0, rows - fresh - changed) }
}

/** Says which row had the same before; false and a fault for a second one. */
function isFirst(reading: Reading, seen: Map<string, number>, key: string, column: string): boolean {
  const before = seen.get(key)
  if (before !== undefined) reading.fault(column, 'twice', { row: before })
  else seen.set(key, reading.row.row)
  return before === undefined
}

/** Areas that the city does not have yet. Those it has are the boundaries' business, and stay. */
function readAreas(rows: Rows, context: OrganisationContext, faults: Fault[]): AreaFacts[] {
  const known = new Set(context.areas.map(({ code }) => code))
  const inFile = new Set(rows.of('areas').map((row) => row.cell('areaCode').text.trim()))
  const seen = new Map<string, number>()
  return rows.of('areas').flatMap((row): AreaFacts[] => {
    const reading = readingOf(row, faults)
    const code = codeIn(reading, 'areaCode')
    const [nameZh, nameEn, parent] = [reading.text('areaName'), reading.text('areaNameEn'), reading.text('areaParent')]
    if (nameZh === '') reading.fault('areaName', 'noName')
    const level = levelIn(reading, 'areaLevel')
    if (parent !== '' && !known.has(parent) && !inFile.has(parent)) reading.fault('areaParent', 'unknownArea', { area: parent })
    if (parent !== '' && parent === code) reading.fault('areaParent', 'circle', { name: nameZh })
    if (code === undefined || !isFirst(reading, seen, code, 'areaCode') || !reading.isGood() || level === undefined || known.has(code))
      return []
    return [{ code, nameZh, nameEn, level, parent: parent === '' ? null : parent }]
  })
}

interface Units {
  readonly all: ReadonlyMap<string, UnitFacts>
  readonly changed: readonly UnitFacts[]
  readonly hints: readonly Fault[]
}

function readUnits(rows: Rows, context: OrganisationContext, areas: ReadonlySet<string>, faults: Fault[]): Units {
  const all = new Map<string, UnitFacts>(
    context.units.map(({ code, nameZh, nameEn, kind, parent, area, closedOn }) => [
      code,
      { code, nameZh, nameEn, kind, parent, area, closedOn },
    ]),
  )
  const before = new Map(all)
  const names = groupsOf(
    [...all.values(), ...rows.of('units').map((row) => ({ code: row.cell('unitCode').text.trim(), nameZh: row.cell('unitName').text }))],
    ({ nameZh }) => sameForm(nameZh),
  )
  const codes = new Set([...all.keys(), ...rows.of('units').map((row) => row.cell('unitCode').text.trim())])
  const codeOf = (text: string): string | undefined => {
    if (codes.has(text)) return text
    const named = new Set((names.get(sameForm(text)) ?? []).map(({ code }) => code))
    return named.size === 1 ? [...named][0] : undefined
  }
  const seen = new Map<string, number>()
  const read: { unit: UnitFacts; row: DataRow }[] = []
  const hints: Fault[] = []
  for (const row of rows.of('units')) {
    const reading = readingOf(row, faults)
    const code = codeIn(reading, 'unitCode')
    const [nameZh, nameEn, above, area] = ['unitName', 'unitNameEn', 'unitParent', 'unitArea'].map(reading.text) as [
      string,
      string,
      string,
      string,
    ]
    if (nameZh === '') reading.fault('unitName', 'noName')
    if (nameZh.length > 100 || nameEn.length > 200) reading.fault('unitName', 'tooLong', { name: nameZh.slice(0, 40) })
    const kind = kindIn(reading, context, hints)
    const parent = above === '' ? null : codeOf(above)
    if (parent === undefined) reading.fault('unitParent', 'unknownUnit', { unit: above })
    if (area !== '' && !areas.has(area)) reading.fault('unitArea', 'unknownArea', { area })
    const closedOn = dayIn(reading, 'unitClosedOn')
    if (code === undefined || !isFirst(reading, seen, code, 'unitCode')) continue
    const unit = { code, nameZh, nameEn, kind: kind ?? '', parent: parent ?? null, area: area === '' ? null : area, closedOn }
    // A row with a fault is known all the same: what hangs on it is not wrong because of it.
    all.set(code, unit)
    if (reading.isGood()) read.push({ unit, row })
  }
  for (const { unit, row } of read) if (isInCircle(unit.code, all)) faults.push(faultAt(row, 'unitParent', 'circle', { name: unit.nameZh }))
  return { all, changed: read.flatMap(({ unit }) => (isSame(unit, before.get(unit.code)) ? [] : [unit])), hints }
}

/** A kind that the standards name, by code or title; a code they do not name is kept, with a hint. */
function kindIn(reading: Reading, { kinds }: OrganisationContext, hints: Fault[]): string | undefined {
  const text = reading.text('unitKind')
  const named = kinds.find(({ id, titles }) => [id, ...titles].some((word) => sameForm(word) === sameForm(text)))
  if (named) return named.id
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(text)) {
    reading.fault('unitKind', 'unknownKind', { kind: text })
    return undefined
  }
  if (kinds.length > 0) hints.push(faultAt(reading.row, 'unitKind', 'kindOfNoStandard', { kind: text }))
  return text
}

function isInCircle(code: string, units: ReadonlyMap<string, UnitFacts>): boolean {
  let above = units.get(code)?.parent ?? null
  for (let steps = 0; above !== null && steps <= units.size; steps++) {
    if (above === code) return true
    above = units.get(above)?.parent ?? null
  }
  return false
}

/** True when every value is the same. */
export const isSame = <Facts extends object>(a: Facts, b: Facts | undefined): boolean =>
  b !== undefined && (Object.keys(a) as (keyof Facts)[]).every((key) => a[key] === b[key])

/** Posts by id, or by a name within the file. */
interface Posts {
  readonly all: ReadonlyMap<string, PostFacts>
  readonly changed: ReadonlyMap<string, PostFacts>
}

function readPosts(
  rows: Rows,
  context: OrganisationContext,
  { areas, units }: { areas: readonly AreaFacts[]; units: ReadonlyMap<string, UnitFacts> },
  faults: Fault[],
): Posts {
  const all = new Map<string, PostFacts>(context.posts.map(({ id, ...post }) => [id as string, post]))
  const before = new Map(all)
  const known = groupsOf(context.posts, ({ unit, titleZh }) => `${unit} ${sameForm(titleZh)}`)
  const areaCodes = new Set([...context.areas, ...areas].map(({ code }) => code))
  const changed = new Map<string, PostFacts>()
  const seen = new Map<string, number>()
  for (const row of rows.of('posts')) {
    const reading = readingOf(row, faults)
    const id = idIn(reading, 'postId')
    const [unit, titleZh, titleEn, area] = ['postUnit', 'postTitle', 'postTitleEn', 'postArea'].map(reading.text) as [
      string,
      string,
      string,
      string,
    ]
    if (!units.has(unit)) reading.fault('postUnit', 'unknownUnit', { unit })
    if (titleZh === '') reading.fault('postTitle', 'noTitle')
    if (titleZh.length > 100 || titleEn.length > 200) reading.fault('postTitle', 'tooLong', { name: titleZh.slice(0, 40) })
    if (area !== '' && !areaCodes.has(area)) reading.fault('postArea', 'unknownArea', { area })
    const facts = {
      unit,
      titleZh,
      titleEn,
      leads: yesIn(reading, 'postLeads'),
      role: roleIn(reading, 'postRole'),
      area: area === '' ? null : area,
    }
    const named = known.get(`${unit} ${sameForm(titleZh)}`) ?? []
    if (id === '' && named.length > 1) reading.fault('postTitle', 'samePosts', { title: titleZh, n: named.length })
    const key = id !== '' ? id : (named[0]?.id ?? `${unit} ${sameForm(titleZh)}`)
    if (!isFirst(reading, seen, key, id === '' ? 'postTitle' : 'postId')) continue
    all.set(key, facts)
    if (reading.isGood() && !isSame(facts, before.get(key))) changed.set(key, facts)
  }
  return { all, changed }
}
