/** Visits, rounds and observations as Excel workbooks: what the filter finds, in its order. */
import { whoOf } from '../api/api.serve.ts'
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask } from '../api/who.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read, type Text } from '../base/text.ts'
import { formatMillionths } from '../base/points.ts'
import { type BookColumn, cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import type { FactWords } from './facts.ts'
import type { ObservationFilter } from './inspections.api.ts'
import { listWords } from './observations.serve.ts'
import { listObservations, type ObservationRow, type Owned } from './observations.sql.ts'
import { listRounds } from './rounds.sql.ts'
import { seerOf } from './seen.ts'
import type { Round } from './round.ts'
import type { VisitHead } from './visitHead.ts'
import type { VisitFilter } from './visits.api.ts'
import { listVisits } from './visits.sql.ts'

/** The columns of a list of visits. */
function visitColumns(say: Say, language: Language): BookColumn<VisitHead>[] {
  const column = (name: string, width: number, cell: BookColumn<VisitHead>['cell']) => ({
    head: say(language, `inspections.column.${name}`),
    width,
    cell,
  })
  return [
    column('point', 14, (it) => it.point.code),
    column('pointName', 28, (it) => read(it.point.title, language)),
    column('street', 18, (it) => (it.point.street ? read(it.point.street.title, language) : '')),
    column('at', 17, (it) => cityTime(it.visitedAt)),
    column('by', 12, (it) => it.by?.name ?? ''),
    column('round', 24, (it) => (it.round ? read(it.round.title, language) : '')),
    column('checked', 8, (it) => it.checked),
    column('failed', 8, (it) => it.failed),
    column('na', 8, (it) => it.na),
    column('note', 40, (it) => it.note),
  ]
}

/** The visits of a filter. */
export function exportVisits(
  ask: Ask<{ params: undefined; query: Owned<VisitFilter> & { sort: string }; body: undefined }>,
  say: Say,
): Promise<Download> {
  const { sort, ...filter } = ask.query
  const { city } = whoOf(ask)
  return listBook({
    name: say(ask.language, 'inspections.sheet.visits'),
    at: ask.at,
    columns: visitColumns(say, ask.language),
    read: (cursor) => listVisits(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce }),
  })
}

/** The rounds of a filter. */
export function exportRounds(
  ask: Ask<{ params: undefined; query: Parameters<typeof listRounds>[2] & { sort: string }; body: undefined }>,
  say: Say,
): Promise<Download> {
  const { sort, ...filter } = ask.query
  const { language } = ask
  const { city } = whoOf(ask)
  const seen = { ...filter, seer: seerOf(whoOf(ask)) }
  return listBook<Round>({
    name: say(language, 'inspections.sheet.rounds'),
    at: ask.at,
    columns: [
      { head: say(language, 'inspections.column.round'), width: 36, cell: ({ title }) => read(title, language) },
      { head: say(language, 'inspections.column.kind'), cell: ({ kind }) => say(language, `inspections.roundKind.${kind}`) },
      { head: say(language, 'inspections.column.from'), cell: ({ fromOn }) => fromOn },
      { head: say(language, 'inspections.column.to'), cell: ({ toOn }) => toOn },
      { head: say(language, 'inspections.column.visits'), width: 10, cell: ({ visits }) => visits },
      { head: say(language, 'inspections.column.points'), width: 10, cell: ({ points }) => points },
    ],
    read: (cursor) => listRounds(ask.db, city, seen, { sort, cursor, limit: rowsAtOnce }),
  })
}

const textOf = (text: Text | undefined, language: Language) => (text === undefined ? '' : read(text, language))

/** The columns of observations; the same ones come back in as the kind `observations` of the imports. */
function observationColumns(words: ReadonlyMap<string, FactWords>, say: Say, language: Language): BookColumn<ObservationRow>[] {
  const column = (name: string, width: number, cell: BookColumn<ObservationRow>['cell']) => ({
    head: say(language, `inspections.column.${name}`),
    width,
    cell,
  })
  const graded = (row: ObservationRow) => words.get(row.fact)?.grades.find(({ code }) => code === row.grade)?.title
  return [
    column('point', 14, (row) => row.pointCode ?? ''),
    column('pointName', 28, (row) => (row.pointZh === null ? '' : read({ zh: row.pointZh, en: row.pointEn ?? '' }, language))),
    column('street', 18, (row) => (row.streetZh === null ? '' : read({ zh: row.streetZh, en: row.streetEn ?? '' }, language))),
    column('fact', 22, (row) => row.fact),
    column('factName', 36, (row) => textOf(words.get(row.fact)?.title, language)),
    column('grade', 8, (row) => row.grade ?? ''),
    column('gradeName', 12, (row) => textOf(graded(row), language)),
    column('value', 10, (row) => (row.value === null ? '' : formatMillionths(row.value))),
    column('unit', 8, (row) => textOf(words.get(row.fact)?.unit, language)),
    column('times', 8, (row) => row.times),
    column('at', 17, (row) => cityTime(row.observedAt)),
    column('by', 12, (row) => row.byName ?? ''),
    column('note', 40, (row) => row.note),
  ]
}

/** What of a city's observations goes into a workbook, and who is told how many rows each page had. */
interface Wanted {
  readonly db: Db
  readonly city: CityId
  readonly at: string
  readonly language: Language
  readonly filter: Owned<ObservationFilter>
  readonly sort: string
  readonly told?: (rows: number) => void
}

/** The workbook of observations. */
export async function observationsBook({ db, city, at, language, filter, sort, told }: Wanted, say: Say): Promise<Download> {
  return listBook({
    name: say(language, 'inspections.sheet.observations'),
    at,
    columns: observationColumns(await listWords(db, city), say, language),
    read: async (cursor) => {
      const page = await listObservations(db, city, filter, { sort, cursor, limit: rowsAtOnce })
      told?.(page.items.length)
      return page
    },
  })
}

/** The observations of a filter. */
export function exportObservations(
  ask: Ask<{ params: undefined; query: Owned<ObservationFilter> & { sort: string }; body: undefined }>,
  say: Say,
): Promise<Download> {
  const { sort, ...filter } = ask.query
  const { db, at, language } = ask
  return observationsBook({ db, city: whoOf(ask).city, at, language, filter, sort }, say)
}
