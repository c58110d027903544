/**
 * Field observations in a table, one row per check: how inspections of other systems and of third parties come in. Rows of
 * the same place and time become one visit. What a row leaves out is never guessed: no answer is no observation.
 */
import type { EvidenceId, PointId, RoundId } from '../base/ids.ts'
import type { Fault } from '../base/problem.ts'
import { Day, type Instant } from '../base/time.ts'
import { type DataRow, dataRows, type Table, type Understood } from '../sheets/kind.ts'
import { columnName, plain, told } from '../sheets/sheet.ts'
import { answerFromCells, type CheckAnswer } from '../standards/checks/index.ts'
import type { ChecklistItem } from './checklist.ts'
import { gradeOf } from './grade.ts'
import words from './observation-words.json' with { type: 'json' }
import type { GradedResult } from './visit.ts'

export type ObservationColumn = keyof typeof words.columns
export const observationColumns = Object.entries(words.columns).map(([key, list]) => ({ key, words: list }))

/** What names in a table may mean. */
export interface Ground {
  readonly points: readonly { readonly id: PointId; readonly code: string; readonly name: string; readonly type: string }[]
  readonly rounds: readonly { readonly id: RoundId; readonly title: string }[]
  /** The checklist of a kind of place, and every check of any place. */
  readonly listOf: (pointType: string) => readonly ChecklistItem[]
  readonly all: readonly ChecklistItem[]
}

/** Rows of one place and time. `key` tells it apart within the file. */
export interface PlannedVisit {
  readonly key: string
  readonly pointId: PointId
  readonly roundId: RoundId | null
  readonly visitedAt: Instant
  readonly results: readonly (Omit<GradedResult, 'id'> & { readonly row: string })[]
}

/** Text for comparing: width, case and spaces do not count. */
const bare = (text: string) => plain(text).replaceAll(' ', '').toLowerCase()

/** An instant as people write it in the city's time (UTC+8): a day alone means its noon. */
export function instantOf(text: string): Instant | undefined {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]?(\d{1,2})[:时](\d{2})(?:[:分](\d{2}))?[分秒]?)?$/.exec(plain(text))
  if (!match) return undefined
  const [, year, month, date, hour = '12', minute = '00', second = '00'] = match
  const day = `${year}-${month!.padStart(2, '0')}-${date!.padStart(2, '0')}`
  if (!Day.safeParse(day).success || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  return new Date(Date.parse(`${day}T${hour.padStart(2, '0')}:${minute}:${second}+08:00`)).toISOString()
}

type Found<Item> = Item | 'none' | 'many'
const only = <Item>(list: readonly Item[]): Found<Item> => (list.length === 1 ? list[0]! : list.length === 0 ? 'none' : 'many')

/** The check that a text means at a kind of place: by code or words; what is on the place's own list comes first. */
function checkOf(ground: Ground, pointType: string, text: string): Found<ChecklistItem> {
  const means = ({ fact, title }: ChecklistItem) => [fact, title.zh, title.en].some((it) => it !== '' && bare(it) === bare(text))
  const listed = only(ground.listOf(pointType).filter(means))
  return listed === 'none' ? only(ground.all.filter(means)) : listed
}

/** The code of the answer that a text means: the code itself or its words. */
const gradeCode = ({ grades }: ChecklistItem, text: string): string =>
  grades.find(({ code, title }) => [code, title.zh, title.en].some((it) => it !== '' && bare(it) === bare(text)))?.code ?? text

interface Understanding {
  readonly point: PointId
  readonly roundId: RoundId | null
  readonly visitedAt: Instant
  readonly result: PlannedVisit['results'][number]
}

/** Understands a table. `options.round` names the round of rows that name none. */
export function understandObservations(table: Table, ground: Ground): Understood<readonly PlannedVisit[]> {
  const faults: Fault[] = []
  const finder = finderOf(ground)
  const rows = dataRows(table)
  const visits = new Map<string, PlannedVisit & { results: PlannedVisit['results'][number][] }>()
  let failed = 0
  for (const row of told(rows, table.tell)) {
    const understood = understandRow(row, finder, ground, table.options['round'], faults)
    if (!understood) continue
    const { point, roundId, visitedAt, result } = understood
    const key = `${point} ${visitedAt} ${roundId ?? ''}`
    const visit = visits.get(key) ?? { key, pointId: point, roundId, visitedAt, results: [] }
    visits.set(key, visit)
    if (visit.results.some(({ fact }) => fact === result.fact)) faults.push(faultOf(row, 'fact', 'factTwice', { fact: result.fact }))
    else visit.results.push(result)
    if (result.factor === 0) failed += 1
  }
  const plan = [...visits.values()]
  const observations = plan.reduce((sum, { results }) => sum + results.length, 0)
  return { plan, rows: rows.map(shown), faults, hints: [], counts: { visits: plan.length, observations, failed } }
}

const shown = (row: DataRow) => ({
  sheet: row.sheet,
  row: row.row,
  values: Object.fromEntries(
    observationColumns.filter(({ key }) => row.columnOf(key) !== undefined).map(({ key }) => [key, row.cell(key).text.trim()]),
  ),
})

function faultOf(row: DataRow, column: ObservationColumn, says: string, details: Record<string, string> = {}): Fault {
  const index = row.columnOf(column)
  return {
    at: index === undefined ? column : columnName(index),
    sheet: row.sheet,
    row: row.row,
    says: `fault.${says}`,
    details: { column: words.columns[column][0]!, ...details },
  }
}

/** Points by code and by name, made once for a file of many rows. */
function finderOf({ points }: Ground): (text: string) => Found<Ground['points'][number]> {
  const byText = new Map<string, Ground['points'][number][]>()
  for (const point of points)
    for (const text of new Set([bare(point.code), bare(point.name)])) byText.set(text, [...(byText.get(text) ?? []), point])
  const codes = new Map(points.map((point) => [bare(point.code), point]))
  return (text) => codes.get(bare(text)) ?? only(byText.get(bare(text)) ?? [])
}

/** Reads one row; what is wrong with each of its cells is told, and a row with a fault gives nothing. */
function understandRow(
  row: DataRow,
  findPoint: ReturnType<typeof finderOf>,
  ground: Ground,
  roundOption: string | undefined,
  faults: Fault[],
): Understanding | undefined {
  const text = (column: ObservationColumn) => row.cell(column).text.trim()
  const complain = (column: ObservationColumn, says: string, details: Record<string, string> = {}) =>
    void faults.push(faultOf(row, column, says, details))
  /** The one thing meant, or a fault. */
  const meant = <Item>(found: Found<Item>, column: ObservationColumn, none: string): Item | undefined => {
    if (found !== 'none' && found !== 'many') return found
    complain(column, found === 'none' ? none : 'ambiguousName', { name: text(column), fact: text(column) })
    return undefined
  }
  const point = meant(findPoint(text('point')), 'point', 'unknownName')
  const visitedAt = instantOf(text('at'))
  if (visitedAt === undefined) complain('at', 'notATime', { text: text('at') })
  const title = text('round') === '' ? (roundOption ?? '') : text('round')
  const round = title === '' ? null : meant(roundOf(ground, title), 'round', 'noSuchRound')
  const check = meant(checkOf(ground, point?.type ?? '', text('fact')), 'fact', 'noSuchFact')
  const given = check && givenOf(check, text)
  const graded = given && gradeOf(check, given)
  if (graded && 'why' in graded) {
    const column = graded.why === 'valueNotNumber' || row.columnOf('grade') === undefined ? 'value' : 'grade'
    complain(column, graded.why, { fact: check.fact })
    return undefined
  }
  if (!point || !visitedAt || round === undefined || !graded) return undefined
  const result = {
    fact: check.fact,
    note: text('note'),
    photos: [] as EvidenceId[],
    row: `${row.sheet}/${row.row}`,
    ...graded,
    ...dataOf(given?.answer),
  }
  return { point: point.id, roundId: round?.id ?? null, visitedAt, result }
}

const roundOf = ({ rounds }: Ground, title: string) =>
  only(rounds.filter((round) => bare(round.title) === bare(title) || round.id === title))

const givenOf = (check: ChecklistItem, text: (column: ObservationColumn) => string) => ({
  ...(text('grade') === '' ? {} : { grade: gradeCode(check, text('grade')) }),
  ...(text('value') === '' ? {} : { value: plain(text('value')).replaceAll(',', '') }),
  answer: answerFromCells(check, (column) => (column === 'value' ? plain(text(column)).replaceAll(',', '') : text(column))),
  note: text('note'),
})

/** How the number was found out is kept, as of a visit that was recorded in the field. */
const dataOf = (answer: CheckAnswer | undefined): Pick<GradedResult, 'data'> => (answer === undefined ? {} : { data: { answer } })
