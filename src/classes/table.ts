/**
 * What a table of case classes means: every row becomes a condition of a class, or is refused with its row and its reason. Nothing
 * is guessed: a limit that cannot be counted is no limit.
 */
import type { UnitId } from '../base/ids.ts'
import type { Fault } from '../base/problem.ts'
import type { Limit } from '../calendar/limit.ts'
import { unitNamesOf } from '../city/unitNames.ts'
import { leftOut, wordOption, wordsAsked } from '../sheets/asking.ts'
import type { ColumnSpec } from '../sheets/columns.ts'
import { type DataRow, dataRows, type Table, type Understood } from '../sheets/kind.ts'
import { faultsAs } from '../sheets/rowFaults.ts'
import { plain, told } from '../sheets/sheet.ts'
import { type ClassKind, codeOf } from './class.ts'
import { type LimitRead, readLimit } from './limitText.ts'
import words from './words.json' with { type: 'json' }

/** The columns of a table of classes. */
export const classColumns: readonly ColumnSpec[] = Object.entries(words.columns).map(([key, list]) => ({ key, words: list }))

/** A condition as a row tells it. */
export interface ConditionFacts {
  readonly classCode: string
  readonly kind: ClassKind
  readonly bigCode: string
  readonly bigName: string
  readonly smallName: string
  readonly files: string
  readonly closes: string
  readonly handler: string
  readonly supervisor: string
  readonly unitId: UnitId | null
  readonly limitText: string
  readonly amount: number
  readonly unit: Limit['unit']
  readonly clock: Limit['clock']
  readonly season: Limit['season']
  readonly act: LimitRead['act']
  readonly withdrawn: boolean
}

/** What must be known of the city. */
export interface ClassContext {
  readonly cityName: string
  readonly units: readonly { readonly id: UnitId; readonly code: string; readonly nameZh: string }[]
  readonly known: readonly ConditionFacts[]
}

/** What a table would change. Rows that say what is known already are not in it. */
export interface ClassPlan {
  readonly conditions: readonly (ConditionFacts & { readonly no: number })[]
}

interface Read {
  readonly row: DataRow
  readonly faults: Fault[]
  readonly facts?: ConditionFacts
  readonly plain?: boolean
}

const faultAt = faultsAs((says) => `fault.classes.${says}`)

const key = ({ classCode, files }: Pick<ConditionFacts, 'classCode' | 'files'>) => `${classCode} ${files}`

/**
 * Reads a table of classes. Options: `plain`, the clock of a bare day or hour; `refused` = stop (any refused row hinders) or skip
 * (refused rows are left out and stay listed).
 */
export function understandClasses({ book, layouts, options, tell }: Table, context: ClassContext): Understood<ClassPlan> {
  const clock = options['plain'] === 'working' ? 'working' : 'natural'
  const { unitOf, asks } = handlersOf(context, options)
  const reads = refuseDoubles(Array.from(told(dataRows({ book, layouts }), tell), (row) => readRow(row, clock, unitOf)))
  const good = reads.flatMap(({ facts, row }) => (facts ? [{ facts, row }] : []))
  const refused = reads.flatMap(({ faults }) => faults)
  const skip = options['refused'] === 'skip'
  const numbers = new Map<string, number>()
  const numbered = good.map(({ facts }) => {
    const no = (numbers.get(facts.classCode) ?? 0) + 1
    numbers.set(facts.classCode, no)
    return { ...facts, no }
  })
  const known = new Map(context.known.map((one) => [key(one), one]))
  const fresh = numbered.filter((one) => !known.has(key(one)))
  const changed = numbered.filter((one) => known.has(key(one)) && !says(known.get(key(one))!, one))
  return {
    plan: { conditions: [...fresh, ...changed] },
    rows: good.map(({ facts, row }) => ({ sheet: row.sheet, row: row.row, values: shown(facts) })),
    faults: skip ? [] : refused,
    hints: [...unsaid(good, reads), ...(skip ? refused : []), ...otherNames(good)],
    counts: {
      new: fresh.length,
      changed: changed.length,
      same: good.length - fresh.length - changed.length,
      refused: reads.length - good.length,
      classes: new Set(good.map(({ facts }) => facts.classCode)).size,
      bareLimits: reads.filter((one) => one.facts && one.plain).length,
      withoutUnit: good.filter(({ facts }) => facts.unitId === null).length,
    },
    asks: asks(),
  }
}

/** Of several handlers named together. */
const partsOf = (text: string): string[] => text.split(/[、,，;；\n]/).map((part) => part.replace(/\s/g, '').replace(/^各/, ''))

/** The unit of the city by name or code, of several handlers the first that it has; where it has none of them, the first is asked. */
function handlersOf({ units, cityName }: ClassContext, options: Table['options']) {
  const names = unitNamesOf(units, cityName)
  const ids = new Map(units.map(({ code, id }) => [code, id]))
  const asked = wordsAsked({
    column: 'handler',
    options,
    offers: units.map(({ code, nameZh }) => ({ value: code, title: nameZh })),
    find: (word) => names.find(word)?.code,
    near: (word) => names.near(word).map(({ code }) => code),
  })
  const told = (part: string) => options[wordOption('handler', part)] ?? ''
  const isKnown = (part: string) => (told(part) === '' ? names.find(part) !== undefined : told(part) !== leftOut)
  const unitOf = (text: string): UnitId | null => {
    if (text === '') return null
    const parts = partsOf(text)
    const word = parts.find(isKnown) ?? parts.find((part) => told(part) === '') ?? parts[0]!
    return ids.get(asked.find(word) ?? '') ?? null
  }
  return { unitOf, asks: asked.asks }
}

/** What the table leaves open, with what follows from it, said once. */
function unsaid(good: readonly { facts: ConditionFacts }[], reads: readonly Read[]): Fault[] {
  const without = good.filter(({ facts }) => facts.unitId === null).length
  const bare = reads.filter((one) => one.facts && one.plain).length
  return [
    ...(without > 0 ? [{ at: '', says: 'fault.classes.withoutUnit', details: { count: without } }] : []),
    ...(bare > 0 ? [{ at: '', says: 'fault.classes.bareLimits', details: { count: bare } }] : []),
  ]
}

const pad = (text: string): string => text.padStart(2, '0')

function readRow(row: DataRow, plainClock: Limit['clock'], unitOf: (text: string) => UnitId | null): Read {
  const text = (column: string) => plain(row.cell(column).text)
  const faults: Fault[] = []
  const fault = (column: string, why: string, details?: Fault['details']) => void faults.push(faultAt(row, column, why, details))
  const kind = (words.kinds as Record<string, ClassKind | undefined>)[text('kind').toLowerCase()]
  if (kind === undefined) fault('kind', 'kind', { kind: text('kind') })
  for (const column of ['bigCode', 'smallCode'] as const) if (!/^\d{1,3}$/.test(text(column))) fault(column, 'code', { code: text(column) })
  for (const column of ['bigName', 'smallName', 'files', 'closes'] as const) if (text(column) === '') fault(column, 'empty')
  for (const column of ['files', 'closes', 'handler', 'supervisor'] as const)
    if (text(column).length > 2000) fault(column, 'long', { length: text(column).length })
  const named = (words.clocks as Record<string, Limit['clock'] | undefined>)[text('clock').toLowerCase()]
  const read = readLimit(text('limit'), named ?? plainClock)
  if (!read) fault('limit', 'limit', { limit: text('limit') })
  if (faults.length > 0 || kind === undefined || !read) return { row, faults }
  const bigCode = pad(text('bigCode'))
  const facts: ConditionFacts = {
    classCode: codeOf(kind, bigCode, pad(text('smallCode'))),
    kind,
    bigCode,
    bigName: text('bigName'),
    smallName: text('smallName'),
    files: text('files'),
    closes: text('closes'),
    handler: text('handler'),
    supervisor: text('supervisor'),
    unitId: unitOf(text('handler')),
    limitText: text('limit'),
    amount: read.limit.amount,
    unit: read.limit.unit,
    clock: read.limit.clock,
    season: read.limit.season,
    act: read.act,
    withdrawn: words.yes.includes(text('withdrawn').toLowerCase()),
  }
  return { row, faults, facts, plain: read.plain && named === undefined }
}

/** The second row of a condition is refused and names the first: which of two limits holds is not ours to say. */
function refuseDoubles(reads: readonly Read[]): Read[] {
  const first = new Map<string, number>()
  return reads.map((read) => {
    if (!read.facts) return read
    const before = first.get(key(read.facts))
    if (before !== undefined) return { row: read.row, faults: [faultAt(read.row, 'files', 'double', { first: before })] }
    first.set(key(read.facts), read.row.row)
    return read
  })
}

/** Rows that call one class by two names: taken in under the last, and said. */
function otherNames(good: readonly { facts: ConditionFacts; row: DataRow }[]): Fault[] {
  const names = new Map<string, string>()
  return good.flatMap(({ facts, row }) => {
    const before = names.get(facts.classCode) ?? facts.smallName
    names.set(facts.classCode, facts.smallName)
    return before === facts.smallName ? [] : [faultAt(row, 'smallName', 'twoNames', { name: facts.smallName, before })]
  })
}

const fields = [
  'bigName',
  'smallName',
  'closes',
  'handler',
  'supervisor',
  'unitId',
  'limitText',
  'amount',
  'unit',
  'clock',
  'season',
  'act',
  'withdrawn',
] as const
const says = (a: ConditionFacts, b: ConditionFacts): boolean => fields.every((field) => a[field] === b[field])

const shown = ({ classCode, smallName, files, limitText, clock }: ConditionFacts): Record<string, string> => ({
  smallCode: classCode,
  smallName,
  files,
  limit: `${limitText} (${clock})`,
})
