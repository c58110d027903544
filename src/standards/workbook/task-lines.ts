/**
 * The rows of a task table (任务分解表) as single requirements: headings carried down, numbered lines taken apart, a merged
 * cell understood as one statement about all its rows. Nothing is guessed silently: what cannot be read is a fault of its
 * cell, what was shared out or assumed is a hint.
 */
import { formatHundredths } from '../../base/points.ts'
import type { Fault } from '../../base/problem.ts'
import { type DataRow, dataRows, type Table } from '../../sheets/kind.ts'
import { numberedLines, partsByNumber } from '../../sheets/numbered.ts'
import { columnName } from '../../sheets/sheet.ts'
import { Code } from '../terms.ts'
import { isRemark, isTotalWord, type NamedMethod, readHeading, readMethods, readPoints, readUnits } from './read-words.ts'

/** A heading above a requirement. */
export interface Heading {
  readonly level: 'project' | 'indicator' | 'content'
  readonly title: string
  /** Points that the heading itself states. */
  readonly points?: number | undefined
}

/** How a requirement is measured, as one row (or one merged cell) says. */
export interface Asked {
  methods: NamedMethod[]
  points: number | undefined
}

/** One requirement. */
export interface TaskLine {
  readonly sheet: string
  readonly row: number
  readonly id: string | undefined
  readonly no: number
  readonly path: readonly Heading[]
  readonly title: string
  readonly asked: Asked[]
  readonly lead: string | undefined
  readonly support: readonly string[]
  readonly evidence: readonly string[]
  readonly places: readonly string[]
  readonly checks: readonly string[]
  readonly questions: readonly string[]
}

/** Everything read off the rows. `total` is what the table itself says the whole is worth. */
export interface TaskLines {
  readonly lines: readonly TaskLine[]
  readonly total: number | undefined
  readonly faults: readonly Fault[]
  readonly hints: readonly Fault[]
}

/** Notes a fault or hint at a cell: row, column key, sentence, words put in. */
export type Note = (row: Pick<DataRow, 'sheet' | 'row'>, column: string, says: string, details?: Record<string, string | number>) => void

interface Walk {
  readonly levels: readonly Heading['level'][]
  readonly leaf: string
  readonly fault: Note
  readonly hint: Note
  readonly lines: TaskLine[]
  /** Points said once for several: a merged cell, or one number beside numbered lines. */
  readonly groups: { amount: number; members: Asked[]; row: DataRow; column: string }[]
  headings: (Heading | undefined)[]
  /** The lines of the row before, which a merged cell continues. */
  last: TaskLine[]
  total: number | undefined
  sinceSubtotal: TaskLine[]
  /** The row under which each heading first stands. */
  readonly headed: Map<Heading, DataRow>
  readonly subtotals: { stated: number; lines: TaskLine[]; row: DataRow; column: string }[]
}

const treeKeys = ['project', 'indicator', 'content'] as const

/** Reads all rows of the tables. */
export function readTaskLines(table: Pick<Table, 'book' | 'layouts'>): TaskLines {
  const faults: Fault[] = []
  const hints: Fault[] = []
  const noteIn =
    (list: Fault[]): Note =>
    ({ sheet, row }, at, says, details = {}) =>
      void list.push({ at, sheet, row, says: `fault.task.${says}`, details: { at, ...details } })
  const has = (key: string) => table.layouts.some(({ columns }) => key in columns)
  const leaf = ['criterion', 'content', 'indicator'].find(has) ?? 'criterion'
  const levels = treeKeys.filter((key) => key !== leaf)
  const walk: Walk = {
    levels,
    leaf,
    fault: noteIn(faults),
    hint: noteIn(hints),
    lines: [],
    groups: [],
    headings: [],
    last: [],
    total: undefined,
    sinceSubtotal: [],
    subtotals: [],
    headed: new Map(),
  }
  for (const row of dataRows(table)) readRow(row, walk)
  sharePoints(walk)
  checkStated(walk)
  return { lines: walk.lines, total: walk.total, faults, hints }
}

const letter = (row: DataRow, key: string): string => {
  const column = row.columnOf(key)
  return column === undefined ? key : columnName(column)
}
const textOf = (row: DataRow, key: string): string => row.cell(key).text.trim()

function readRow(row: DataRow, walk: Walk): void {
  if (isSum(row, walk)) return readSum(row, walk)
  if (isRemark([...walk.levels, walk.leaf, 'no'].map((key) => textOf(row, key)).find((text) => text !== '') ?? '')) return
  noteCells(row, walk)
  const moved = readHeadings(row, walk)
  const cell = row.cell(walk.leaf)
  if (cell.note === 'merged' && walk.last.length > 0 && !moved) return continueRow(row, walk)
  if (cell.text.trim() === '') {
    if (['method', 'points', 'lead'].some((key) => textOf(row, key) !== '' && row.cell(key).note !== 'merged'))
      walk.fault(row, letter(row, walk.leaf), 'noCriterion')
    return
  }
  startRow(row, walk)
}

/** Cells that Excel itself could not work out are never taken for empty. */
function noteCells(row: DataRow, walk: Walk): void {
  for (const key of [...walk.levels, walk.leaf, 'method', 'points', 'lead', 'support']) {
    const { note, text } = row.cell(key)
    if (note === 'error') walk.fault(row, letter(row, key), 'errorCell', { text })
    if (note === 'formulaNoValue') walk.fault(row, letter(row, key), 'noResult')
  }
  if (row.hidden) walk.hint(row, letter(row, walk.leaf), 'hiddenRow')
}

/** Carries headings down; true when this row stands under another heading than the row before. */
function readHeadings(row: DataRow, walk: Walk): boolean {
  let moved = false
  walk.levels.forEach((level, index) => {
    const text = textOf(row, level)
    const before = walk.headings[index]
    if (text === '') {
      if (moved) walk.headings[index] = undefined
      return
    }
    const { title, points } = readHeading(text)
    if (!moved && before?.title === title) return
    moved = true
    const heading: Heading = { level, title, points }
    walk.headings[index] = heading
    walk.headed.set(heading, row)
  })
  return moved
}

/** The first row of a requirement (or of several numbered ones in one cell). */
function startRow(row: DataRow, walk: Walk): void {
  const texts = numberedLines(row.cell(walk.leaf).text)
  const say = (key: string) => partsFor(row, key)
  const [methods, lead, support, evidence, places, checks, questions] = [
    'method',
    'lead',
    'support',
    'evidence',
    'pointTypes',
    'checks',
    'questions',
  ].map(say)
  walk.last = texts.map(({ no, text }): TaskLine => {
    const units = readUnits(lead!(no))
    if (units.guessed) walk.hint(row, letter(row, 'lead'), 'unitGuessed', { unit: units.lead! })
    return {
      sheet: row.sheet,
      row: row.row,
      id: texts.length === 1 ? codeOf(row, walk) : undefined,
      no,
      path: walk.headings.filter((heading) => heading !== undefined),
      title: no > 0 ? text : readHeading(text).title,
      asked: [{ methods: methodsOf(row, methods!(no), walk), points: undefined }],
      lead: units.lead,
      support: [...new Set([...units.support, ...allUnits(support!(no))])],
      evidence: listOf(evidence!(no)),
      places: namesOf(places!(no)),
      checks: listOf(checks!(no)),
      questions: listOf(questions!(no)),
    }
  })
  walk.lines.push(...walk.last)
  walk.sinceSubtotal.push(...walk.last)
  readAmounts(row, walk, (line) => line.asked[0]!)
}

/** A further row of the same merged requirement: another method with its own points. */
function continueRow(row: DataRow, walk: Walk): void {
  const methods = partsFor(row, 'method')
  if (row.cell('method').note === 'merged' && row.cell('points').note === 'merged') return
  for (const line of walk.last) line.asked.push({ methods: methodsOf(row, methods(line.no), walk), points: undefined })
  readAmounts(row, walk, (line) => line.asked.at(-1)!)
}

const partsFor = (row: DataRow, key: string): ((no: number) => string) => {
  const text = textOf(row, key)
  const parts = partsByNumber(text)
  return (no) => (parts && no > 0 ? (parts.get(no) ?? '') : text)
}

function codeOf(row: DataRow, walk: Walk): string | undefined {
  const text = textOf(row, 'id')
  if (text === '') return undefined
  if (Code.safeParse(text).success) return text
  walk.fault(row, letter(row, 'id'), 'code', { text })
  return undefined
}

function methodsOf(row: DataRow, text: string, walk: Walk): NamedMethod[] {
  const { methods, unknown } = readMethods(text)
  for (const word of unknown) walk.fault(row, letter(row, 'method'), 'method', { word })
  if (methods.length === 0 && unknown.length === 0 && row.columnOf('method') !== undefined)
    walk.fault(row, letter(row, 'method'), 'noMethod')
  return methods
}

/** Points of a row: one number for each line, or one for all of them, or a share of the merged cell above. */
function readAmounts(row: DataRow, walk: Walk, askedOf: (line: TaskLine) => Asked): void {
  const members = walk.last.map(askedOf)
  const cell = row.cell('points')
  const open = walk.groups.at(-1)
  if (cell.note === 'merged' && open) return void open.members.push(...members)
  if (cell.text.trim() === '' || cell.note === 'error') return noAmount(row, walk, members)
  const parts = partsByNumber(cell.text)
  if (parts && walk.last.length > 1)
    return walk.last.forEach((line, index) =>
      addGroup(row, walk, [members[index]!], readPoints(parts.get(line.no) ?? ''), parts.get(line.no) ?? ''),
    )
  addGroup(row, walk, members, readPoints(cell.text), cell.text)
}

function noAmount(row: DataRow, walk: Walk, members: Asked[]): void {
  const own = members.every(({ methods }) => methods.length > 0 && methods.every(({ points }) => points !== undefined))
  if (!own && row.columnOf('points') !== undefined && row.cell('points').note === undefined)
    walk.hint(row, letter(row, 'points'), 'noPoints')
}

function addGroup(row: DataRow, walk: Walk, members: Asked[], amount: number | undefined, text: string): void {
  const column = letter(row, 'points')
  if (amount === undefined || amount < 0) walk.fault(row, column, 'points', { text: text.trim() })
  else walk.groups.push({ amount, members, row, column })
}

function sharePoints({ groups, hint }: Walk): void {
  for (const { amount, members, row, column } of groups) {
    divide(amount, members.length).forEach((points, index) => (members[index]!.points = points))
    if (members.length > 1) hint(row, column, 'pointsShared', { points: formatHundredths(amount), count: members.length })
  }
}

/** A number in equal parts of whole hundredths; the first ones get what does not come out even. */
export const divide = (amount: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.floor(amount / count) + (index < amount % count ? 1 : 0))

const isSum = (row: DataRow, { levels, leaf }: Walk): boolean => ['no', ...levels, leaf].some((key) => isTotalWord(textOf(row, key)))

function readSum(row: DataRow, walk: Walk): void {
  const stated = readPoints(textOf(row, 'points'))
  if (stated === undefined) return
  const column = letter(row, 'points')
  const isSubtotal = ['no', ...walk.levels, walk.leaf].some((key) => textOf(row, key).startsWith('小'))
  if (isSubtotal) walk.subtotals.push({ stated, lines: walk.sinceSubtotal, row, column })
  else {
    walk.total = stated
    walk.subtotals.push({ stated, lines: walk.lines.slice(), row, column })
  }
  walk.sinceSubtotal = []
}

/** Sums that the table states and that its rows do not make. */
function checkStated({ subtotals, headed, lines, hint }: Walk): void {
  for (const [heading, row] of headed) {
    if (heading.points === undefined) continue
    const sum = sumOf(lines.filter(({ path }) => path.includes(heading)))
    if (sum !== heading.points)
      hint(row, letter(row, heading.level), 'statedSum', { stated: formatHundredths(heading.points), sum: formatHundredths(sum) })
  }
  for (const { stated, lines, row, column } of subtotals) {
    const sum = sumOf(lines)
    if (sum !== stated) hint(row, column, 'statedSum', { stated: formatHundredths(stated), sum: formatHundredths(sum) })
  }
}

const sumOf = (lines: readonly TaskLine[]): number => lines.reduce((total, line) => total + pointsOfLine(line), 0)

/** Points of a requirement: what stands in its row, or beside its methods. */
const pointsOfLine = ({ asked }: TaskLine): number =>
  asked.reduce((total, { points, methods }) => total + (points ?? methods.reduce((sum, method) => sum + (method.points ?? 0), 0)), 0)

const allUnits = (text: string): string[] => {
  const { lead, support } = readUnits(text)
  return lead === undefined ? [...support] : [lead, ...support]
}
const listOf = (text: string): string[] => {
  const lines = numberedLines(text)
  return lines.length > 1 || lines[0]?.no === 1 ? lines.map((line) => line.text) : splitWords(text, /[;\uff1b\n]/u)
}
const namesOf = (text: string): string[] => splitWords(text, /[、,\uff0c;\uff1b\n]/u)
const splitWords = (text: string, by: RegExp): string[] =>
  text
    .split(by)
    .map((word) => word.trim().replace(/[。.]$/, ''))
    .filter((word) => word !== '')
