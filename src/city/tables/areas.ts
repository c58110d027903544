/**
 * What a file of boundaries means: areas of administration with their outlines. An outline that crosses itself is mended and
 * says so, or is refused by name; every area finds the one above it.
 */
import type { AreaId } from '../../base/ids.ts'
import type { Fault } from '../../base/problem.ts'
import type { ColumnSpec } from '../../sheets/columns.ts'
import { type DataRow, dataRows, type Table, type Understood, type UnderstoodRow } from '../../sheets/kind.ts'
import { faultsAs, refuseTwice } from '../../sheets/rowFaults.ts'
import { plain, told } from '../../sheets/sheet.ts'
import { Level, levels } from '../area.ts'
import { Crs } from '../crs.ts'
import { areaOf, boxOf, labelOf, type Shape } from '../geometry.ts'
import { mend } from '../mend.ts'
import words from './words.json' with { type: 'json' }

/** The columns of a file of boundaries. */
export const areaColumns: readonly ColumnSpec[] = Object.entries(words.areas).map(([key, list]) => ({ key, words: list }))

/** An area as a file has it; `parent` is the code of the area above. */
export interface AreaFacts {
  readonly code: string
  readonly level: Level
  readonly parent: string | null
  readonly nameZh: string
  readonly nameEn: string
  readonly shape: Shape | null
}

/** What the city has, as far as a table of areas refers to it. */
export interface AreaContext {
  readonly areas: readonly { readonly id: AreaId; readonly code: string; readonly level: Level; readonly nameZh: string }[]
}

/** What a table of areas would change. */
export interface AreaPlan {
  /** Parents before children. */
  readonly areas: readonly AreaFacts[]
}

interface Read {
  readonly row: DataRow
  readonly facts?: AreaFacts
  readonly faults: readonly Fault[]
  readonly hints: readonly Fault[]
  readonly mended: boolean
}

/**
 * Reads boundaries. Options: `crs`; `level` of all areas of the file, where no column says it; `parent` code of the area above all
 * of them; `refused` = stop or skip.
 */
export function understandAreas({ book, layouts, options, tell }: Table, context: AreaContext): Understood<AreaPlan> {
  const rows = dataRows({ book, layouts })
  const inFile = new Set(rows.map((row) => plain(row.cell('code').text)))
  const reads = refuseTwice(
    Array.from(told(rows, tell), (row): Read => readRow(row, { options, context, inFile })),
    faultAt,
  )
  const refused = reads.flatMap(({ faults }) => faults)
  const skip = options['refused'] === 'skip'
  const good = reads.filter(({ faults, facts }) => faults.length === 0 && facts)
  const areas = good.map(({ facts }) => facts!).toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level))
  const known = new Set(context.areas.map(({ code }) => code))
  const noTable = layouts.length === 0 ? [{ at: '', says: 'fault.areas.noTable' }] : []
  return {
    plan: { areas },
    rows: good.map(shownRow),
    faults: [...noTable, ...(skip ? [] : refused)],
    hints: [...(skip ? refused : []), ...reads.flatMap(({ hints }) => hints)],
    counts: {
      new: areas.filter(({ code }) => !known.has(code)).length,
      changed: areas.filter(({ code }) => known.has(code)).length,
      mended: good.filter(({ mended }) => mended).length,
      refused: reads.length - good.length,
    },
  }
}

interface Reading {
  readonly options: Table['options']
  readonly context: AreaContext
  readonly inFile: ReadonlySet<string>
}

const faultAt = faultsAs((says) => `fault.areas.${says}`)

function readRow(row: DataRow, reading: Reading): Read {
  const text = (column: string) => plain(row.cell(column).text)
  const [code, name] = [text('code'), text('name')]
  const faults: Fault[] = []
  const fault = (column: string, says: string, details?: Fault['details']) =>
    void faults.push(faultAt(row, column, says, { name, code, ...details }))
  if (!/^[A-Za-z0-9._-]{1,32}$/.test(code)) fault('code', 'badCode')
  if (name === '') fault('name', 'noName')
  const level = levelOf(text('level'), code, reading.options['level'])
  if (!level) fault('level', 'noLevel')
  const parent = level && parentOf({ code, level, stated: text('parent') }, reading)
  if (parent === undefined) fault('parent', 'noParent')
  const { geometry } = row.cell('geometry')
  const outline = geometry === undefined ? undefined : mend(geometry, Crs.catch('WGS-84').parse(reading.options['crs']))
  if (outline && 'why' in outline) fault('geometry', outline.why)
  if (faults.length > 0 || !level || parent === undefined || (outline && 'why' in outline)) return { row, faults, hints: [], mended: false }
  const flaw = outline?.flaw
  const hints = flaw
    ? [
        faultAt(row, 'geometry', `mended.${flaw.why}`, {
          name,
          lng: flaw.place[0],
          lat: flaw.place[1],
          percent: (outline.change * 100).toFixed(4),
        }),
      ]
    : []
  return {
    row,
    faults,
    hints,
    mended: flaw !== undefined,
    facts: { code, level, parent, nameZh: name, nameEn: text('nameEn'), shape: outline?.shape ?? null },
  }
}

/** By the column, else by the choice for the whole file, else by the length of a statistical code. */
function levelOf(stated: string, code: string, chosen: string | undefined): Level | undefined {
  const named = (words.levels as Record<string, Level>)[stated.toLowerCase()]
  if (named) return named
  const whole = Level.safeParse(chosen)
  if (whole.success) return whole.data
  return ({ 6: 'district', 9: 'street', 12: 'community' } as const)[code.length]
}

/** The code of the area above: stated, chosen for the file, the longest known beginning of the own code, or the city; null for a city. */
function parentOf(it: { code: string; level: Level; stated: string }, { options, context, inFile }: Reading): string | null | undefined {
  if (it.level === 'city') return null
  const above = levels[levels.indexOf(it.level) - 1]
  const known = (code: string) => inFile.has(code) || context.areas.some((area) => area.code === code)
  for (const wish of [it.stated, options['parent'] ?? '']) if (wish !== '' && known(wish)) return wish
  for (const length of [9, 6]) if (it.code.length > length && known(it.code.slice(0, length))) return it.code.slice(0, length)
  const only = context.areas.filter(({ level }) => level === above)
  return only.length === 1 ? only[0]!.code : undefined
}

const shownRow = ({ row, facts }: Read): UnderstoodRow => ({
  sheet: row.sheet,
  row: row.row,
  values: {
    code: facts!.code,
    name: facts!.nameZh,
    level: facts!.level,
    ...(facts!.parent === null ? {} : { parent: facts!.parent }),
    ...(facts!.shape ? { geometry: `${(areaOf(facts!.shape) / 1e6).toFixed(3)} km²` } : {}),
  },
})

/** Box and label place of an outline, as the table of areas keeps them. */
export function extentOf(shape: Shape | null) {
  if (!shape) return { west: null, south: null, east: null, north: null, labelLng: null, labelLat: null }
  const [west, south, east, north] = boxOf(shape)
  const [labelLng, labelLat] = labelOf(shape)
  return { west, south, east, north, labelLng, labelLat }
}
