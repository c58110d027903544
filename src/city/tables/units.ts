/** What a table of units means: units of the kinds that standards name, their posts, and who holds them since when. */
import type { AreaId, UnitId } from '../../base/ids.ts'
import type { Fault } from '../../base/problem.ts'
import { Day } from '../../base/time.ts'
import type { ColumnSpec } from '../../sheets/columns.ts'
import { type DataRow, dataRows, type Table, type Understood } from '../../sheets/kind.ts'
import { faultsAs } from '../../sheets/rowFaults.ts'
import { plain, told } from '../../sheets/sheet.ts'
import words from './words.json' with { type: 'json' }

/** The columns of a table of units. */
export const unitColumns: readonly ColumnSpec[] = Object.entries(words.units).map(([key, list]) => ({ key, words: list }))

/** What must be known of the city. Kinds are those of the standards in force, with their titles. */
export interface UnitContext {
  readonly units: readonly { readonly id: UnitId; readonly code: string; readonly nameZh: string }[]
  readonly areas: readonly { readonly id: AreaId; readonly code: string; readonly nameZh: string }[]
  readonly kinds: readonly { readonly id: string; readonly titles: readonly string[] }[]
}

/** A post as a row of the table tells it. */
export interface PostFacts {
  readonly unit: string
  readonly title: string
  readonly leads: boolean
  readonly holder: string
  readonly since: Day | null
}

/** What a table of units would change. */
export interface UnitPlan {
  /** Units by code; parents by code. */
  readonly units: readonly {
    readonly code: string
    readonly nameZh: string
    readonly nameEn: string
    readonly kind: string
    readonly parent: string | null
    readonly areaId: AreaId | null
  }[]
  readonly posts: readonly PostFacts[]
}

const key = (text: string): string => plain(text).toLowerCase().replaceAll(' ', '')
const faultAt = faultsAs((says) => `fault.units.${says}`)

/** Reads a table of units; a unit may have several rows, one for each post. */
export function understandUnits({ book, layouts, tell }: Table, context: UnitContext): Understood<UnitPlan> {
  const faults: Fault[] = layouts.length === 0 ? [{ at: '', says: 'fault.units.noTable' }] : []
  const units = new Map<string, UnitPlan['units'][number]>()
  const posts: PostFacts[] = []
  const rows = dataRows({ book, layouts })
  const codes = codesOf(rows, context)
  for (const row of told(rows, tell)) {
    const unit = readUnit(row, context, codes, faults)
    if (!unit) continue
    units.set(unit.code, { ...units.get(unit.code), ...unit })
    const post = readPost(row, unit.code, faults)
    if (post) posts.push(post)
  }
  const known = new Set(context.units.map(({ code }) => code))
  return {
    plan: { units: [...units.values()], posts },
    rows: rows.map((row) => ({ sheet: row.sheet, row: row.row, values: valuesOf(row, codes) })),
    faults,
    hints: [],
    counts: {
      new: [...units.keys()].filter((code) => !known.has(code)).length,
      changed: [...units.keys()].filter((code) => known.has(code)).length,
      posts: posts.length,
    },
  }
}

/** Codes by name: those of the file first, then those that are known. */
function codesOf(rows: readonly DataRow[], { units }: UnitContext): ReadonlyMap<string, string> {
  const codes = new Map(units.flatMap(({ code, nameZh }) => [code, nameZh].map((name) => [key(name), code] as const)))
  for (const row of rows) {
    const [code, name] = [plain(row.cell('code').text), plain(row.cell('name').text)]
    if (code !== '') for (const it of [code, name]) if (it !== '') codes.set(key(it), code)
  }
  return codes
}

function readUnit(
  row: DataRow,
  context: UnitContext,
  codes: ReadonlyMap<string, string>,
  faults: Fault[],
): UnitPlan['units'][number] | undefined {
  const text = (column: string) => plain(row.cell(column).text)
  const before = faults.length
  const name = text('name')
  const code = text('code') === '' ? codes.get(key(name)) : text('code')
  if (code === undefined || !/^[A-Za-z0-9._-]{1,64}$/.test(code)) faults.push(faultAt(row, 'code', 'noCode', { name }))
  if (name === '') faults.push(faultAt(row, 'name', 'noName'))
  const kind = context.kinds.find(({ id, titles }) => [id, ...titles].some((word) => key(word) === key(text('kind'))))
  if (!kind) faults.push(faultAt(row, 'kind', 'unknownKind', { kind: text('kind') }))
  const parent = text('parent') === '' ? null : codes.get(key(text('parent')))
  if (parent === undefined) faults.push(faultAt(row, 'parent', 'unknownParent', { parent: text('parent') }))
  const area = text('area') === '' ? null : context.areas.find((it) => [it.code, it.nameZh].some((word) => key(word) === key(text('area'))))
  if (area === undefined) faults.push(faultAt(row, 'area', 'unknownArea', { area: text('area') }))
  if (faults.length > before) return undefined
  return { code: code!, nameZh: name, nameEn: text('nameEn'), kind: kind!.id, parent: parent!, areaId: area?.id ?? null }
}

function readPost(row: DataRow, unit: string, faults: Fault[]): PostFacts | undefined {
  const text = (column: string) => plain(row.cell(column).text)
  const [title, holder] = [text('post'), text('holder')]
  if (title === '') {
    if (holder !== '') faults.push(faultAt(row, 'post', 'noPost', { holder }))
    return undefined
  }
  const since = Day.safeParse(
    text('since')
      .replace(/[./年月]/g, '-')
      .replace('日', '')
      .slice(0, 10),
  )
  if (text('since') !== '' && !since.success) faults.push(faultAt(row, 'since', 'badDay', { since: text('since') }))
  return { unit, title, holder, leads: words.yes.includes(text('leads').toLowerCase()), since: since.success ? since.data : null }
}

const valuesOf = (row: DataRow, codes: ReadonlyMap<string, string>): Record<string, string> => {
  const name = plain(row.cell('name').text)
  return {
    code: plain(row.cell('code').text) || (codes.get(key(name)) ?? ''),
    name,
    post: plain(row.cell('post').text),
    holder: plain(row.cell('holder').text),
  }
}
