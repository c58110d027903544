/** The lists of scores as Excel workbooks: breakdowns, gaps, the observations behind a number, stored scores, results, carry-over. */
import type { Say } from '../api/problems.serve.ts'
import { type Language, read } from '../base/text.ts'
import { addDays, dayOf } from '../base/time.ts'
import { type BookColumn, cityTime, inPoints } from '../sheets/listBook.serve.ts'
import type { Edition } from '../standards/edition.ts'
import type { Result, StoredHead } from './assessments.api.ts'
import type { Carry } from './carry.api.ts'
import type { Behind, BreakdownRow, GapRow } from './live.api.ts'

/** Whose words a workbook is written in. */
export interface Reader {
  readonly say: Say
  readonly language: Language
}

/** A share, kept in hundredths of a percent, as Excel shows shares. */
const inPercent = (rate: number | null) => (rate === null ? null : { value: rate / 10_000, format: '0.00%' })

/** The columns of a breakdown; places are counted only where the groups are places. */
export function breakdownColumns(by: string, { say, language }: Reader): BookColumn<BreakdownRow>[] {
  const title = (row: BreakdownRow) => (by === 'method' ? say(language, `scores.method.${row.id}`) : read(row.title, language))
  const places: BookColumn<BreakdownRow>[] = [
    { head: say(language, 'scores.places'), width: 9, cell: (row) => row.places },
    { head: say(language, 'scores.seen'), width: 9, cell: (row) => row.seen },
  ]
  return [
    { head: say(language, 'scores.code'), width: 18, cell: (row) => row.code },
    { head: say(language, `scores.by.${by}`), width: 40, cell: title },
    ...(by === 'street' ? [{ head: say(language, 'scores.scoped'), width: 10, cell: (row: BreakdownRow) => inPoints(row.scoped) }] : []),
    { head: say(language, 'scores.rate'), width: 10, cell: (row) => inPercent(row.rate) },
    { head: say(language, 'scores.part.got'), width: 10, cell: (row) => inPoints(row.got) },
    { head: say(language, 'scores.observed'), width: 12, cell: (row) => inPoints(row.of) },
    { head: say(language, 'scores.n'), width: 10, cell: (row) => row.n },
    { head: say(language, 'scores.misses'), width: 10, cell: (row) => row.misses },
    ...(by === 'method' || by === 'criterion' ? [] : places),
  ]
}

/** The columns of the list of gaps: what is lost where, and what one fix would bring. */
export function gapColumns(by: string, kinds: Edition['unitKinds'], { say, language }: Reader): BookColumn<GapRow>[] {
  const leads = new Map(kinds.map(({ id, title }) => [id as string, read(title, language)]))
  const ways = (row: GapRow) =>
    row.ways.map(({ method, lost }) =>
      say(language, 'gaps.wayIs', { method: say(language, `scores.method.${method}`), lost: (lost / 100).toFixed(2) }),
    )
  return [
    { head: say(language, 'scores.code'), width: 20, cell: (row) => (by === 'criterion' ? row.id : '') },
    { head: say(language, `scores.by.${by}`), width: 48, cell: (row) => read(row.title, language) },
    { head: say(language, 'gaps.lost'), width: 9, cell: (row) => inPoints(row.lost) },
    { head: say(language, 'gaps.perFix'), width: 11, cell: (row) => inPoints(row.perFix) },
    { head: say(language, 'gaps.open'), width: 9, cell: (row) => inPoints(row.open) },
    { head: say(language, 'gaps.misses'), width: 9, cell: (row) => row.misses },
    { head: say(language, 'gaps.short'), width: 14, cell: (row) => row.short },
    { head: say(language, 'gaps.lead'), width: 20, cell: (row) => (row.lead === null ? '' : (leads.get(row.lead) ?? row.lead)) },
    { head: say(language, 'gaps.ways'), width: 30, cell: (row) => ways(row).join(' · ') },
  ]
}

/** The columns of the observations behind a number. */
export const behindColumns = ({ say, language }: Reader): BookColumn<Behind>[] => [
  { head: say(language, 'inspections.column.point'), cell: (row) => row.point?.code ?? '' },
  {
    head: say(language, 'inspections.column.pointName'),
    width: 28,
    cell: (row) =>
      row.point ? read(row.point.title, language) : row.area ? read(row.area.title, language) : say(language, 'scores.wholeCity'),
  },
  { head: say(language, 'inspections.column.fact'), width: 20, cell: (row) => row.fact },
  { head: say(language, 'inspections.column.factName'), width: 36, cell: (row) => (row.title ? read(row.title, language) : '') },
  { head: say(language, 'inspections.column.grade'), width: 8, cell: (row) => row.grade ?? '' },
  { head: say(language, 'inspections.column.gradeName'), cell: (row) => (row.gradeTitle ? read(row.gradeTitle, language) : '') },
  { head: say(language, 'inspections.column.value'), width: 10, cell: (row) => row.value ?? '' },
  { head: say(language, 'inspections.column.times'), width: 8, cell: (row) => row.times },
  { head: say(language, 'inspections.column.at'), width: 17, cell: (row) => cityTime(row.observedAt) },
  { head: say(language, 'inspections.column.by'), width: 12, cell: (row) => row.by?.name ?? '' },
  { head: say(language, 'inspections.column.note'), width: 40, cell: (row) => row.note },
  { head: say(language, 'cases.no'), cell: (row) => row.case?.no ?? '' },
]

/** The columns of stored scores, with the hash that lets anyone make them again. */
export const storedColumns = ({ say, language }: Reader): BookColumn<StoredHead>[] => [
  { head: say(language, 'scores.title'), width: 32, cell: (row) => read(row.title, language) },
  { head: say(language, 'scores.score'), width: 10, cell: (row) => inPoints(row.final) },
  { head: say(language, 'scores.part.got'), width: 10, cell: (row) => inPoints(row.got) },
  { head: say(language, 'scores.observed'), width: 12, cell: (row) => inPoints(row.of) },
  { head: say(language, 'scores.from'), cell: ({ basis }) => dayOf(basis.window.from) },
  { head: say(language, 'scores.to'), cell: ({ basis }) => addDays(dayOf(basis.window.to), -1) },
  { head: say(language, 'scores.storedAt'), width: 17, cell: (row) => cityTime(row.madeAt) },
  { head: say(language, 'scores.storedBy'), cell: (row) => row.madeBy?.name ?? '' },
  { head: say(language, 'scores.basisHash'), width: 66, cell: (row) => row.basisHash },
]

/** The columns of official results. */
export const resultColumns = ({ say, language }: Reader): BookColumn<Result>[] => [
  { head: say(language, 'scores.year'), width: 8, cell: (row) => row.year },
  { head: say(language, 'programmes.subject'), width: 24, cell: (row) => row.subject },
  {
    head: say(language, 'results.what'),
    cell: (row) => (row.method ? say(language, `scores.method.${row.method}`) : (row.criterion ?? say(language, 'results.whole'))),
  },
  { head: say(language, 'results.got'), width: 10, cell: (row) => inPoints(row.got) },
  { head: say(language, 'results.of'), width: 10, cell: (row) => inPoints(row.of) },
  { head: say(language, 'results.target'), width: 10, cell: (row) => inPoints(row.target) },
  { head: say(language, 'statistics.source'), width: 40, cell: (row) => row.source },
]

/** The columns of the items to carry over. */
export const carryColumns = ({ say, language }: Reader): BookColumn<Carry>[] => [
  { head: say(language, 'standards.carry.what'), cell: (row) => say(language, `standards.carry.kind.${row.kind}`) },
  { head: say(language, 'standards.carry.item'), width: 48, cell: (row) => read(row.title, language) },
  { head: say(language, 'standards.carry.from'), width: 20, cell: (row) => row.from },
  { head: say(language, 'standards.carry.to'), width: 20, cell: (row) => row.to.join(' ') },
  { head: say(language, 'standards.carry.proposal'), cell: (row) => say(language, `standards.carry.outcome.${row.proposed}`) },
  { head: say(language, 'standards.carry.reason'), width: 36, cell: (row) => say(language, `assessments.carry.${row.reason}`) },
  {
    head: say(language, 'standards.carry.decision'),
    cell: (row) => say(language, row.decided === null ? 'standards.carry.state.undecided' : `standards.carry.outcome.${row.decided}`),
  },
  { head: say(language, 'standards.carry.note'), width: 36, cell: (row) => row.note },
  { head: say(language, 'standards.carry.decidedBy'), cell: (row) => row.decidedBy?.name ?? '' },
  { head: say(language, 'standards.carry.decidedAt'), width: 17, cell: (row) => cityTime(row.decidedAt) },
  { head: say(language, 'standards.carry.state.applied'), width: 17, cell: (row) => cityTime(row.appliedAt) },
]
