/** The list of cases as an Excel workbook: what the filter finds, in its order. */
import { type Download, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask } from '../api/who.ts'
import { type Language, read } from '../base/text.ts'
import { type BookColumn, cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import type { CaseFilter, CaseHead } from './cases.api.ts'
import { listCases } from './cases.sql.ts'

function columnsOf(say: Say, language: Language): BookColumn<CaseHead>[] {
  const column = (name: string, width: number, cell: BookColumn<CaseHead>['cell']) => ({
    head: say(language, `cases.${name}`),
    width,
    cell,
  })
  return [
    column('no', 16, (it) => it.no),
    column('text', 48, (it) => it.text),
    column('stateIs', 10, (it) => read(it.stateName, language)),
    column('due', 17, (it) => cityTime(it.dueAt)),
    column('overdue', 10, (it) => (it.overdue ? say(language, 'cases.overdue') : '')),
    column('unit', 22, (it) => (it.unit ? read(it.unit.title, language) : '')),
    column('street', 18, (it) => (it.street ? read(it.street.title, language) : '')),
    column('point', 30, (it) => (it.point ? `${read(it.point.title, language)} ${it.point.code}` : '')),
    column('class', 10, (it) => it.class ?? ''),
    column('reportedAt', 17, (it) => cityTime(it.reportedAt)),
    column('reportedBy', 12, (it) => it.reportedBy?.name ?? ''),
    column('closedAt', 17, (it) => cityTime(it.closedAt)),
    column('reopened', 8, (it) => it.reopened),
  ]
}

/** The workbook of a request. */
export function exportCases(
  ask: Ask<{ params: undefined; query: CaseFilter & { sort: string }; body: undefined }>,
  say: Say,
): Promise<Download> {
  const { sort, ...filter } = ask.query
  const reader = whoOf(ask)
  return listBook({
    name: say(ask.language, 'cases.sheet'),
    at: ask.at,
    columns: columnsOf(say, ask.language),
    read: (cursor) => listCases(ask.db, reader, ask.at, filter, { sort, cursor, limit: rowsAtOnce }),
  })
}
