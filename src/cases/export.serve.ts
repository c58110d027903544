/** The list of cases as an Excel workbook: what the filter finds, in its order, read page by page so that memory stays flat. */
import type { Download } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask } from '../api/who.ts'
import { type Language, read } from '../base/text.ts'
import { type Db } from '../base/sql.ts'
import type { CellOut } from '../sheets/write.serve.ts'
import { whoOf } from '../api/api.serve.ts'
import type { CaseFilter, CaseHead, CaseSort } from './cases.api.ts'
import { listCases, type Reader, sortValue } from './cases.sql.ts'

const atOnce = 500
const columns = [
  'no',
  'text',
  'stateIs',
  'due',
  'overdue',
  'unit',
  'street',
  'point',
  'class',
  'reportedAt',
  'reportedBy',
  'closedAt',
  'reopened',
]

interface Wanted {
  readonly reader: Reader
  readonly at: string
  readonly filter: CaseFilter
  readonly sort: CaseSort
}

/** Every case of the filter, page after page. */
async function* allCases(db: Db, { reader, at, filter, sort }: Wanted): AsyncGenerator<CaseHead> {
  let after: readonly [string, string] | undefined
  for (;;) {
    const found = await listCases(db, reader, at, filter, { sort, limit: atOnce, after })
    const page = found.slice(0, atOnce)
    yield* page
    const last = page.at(-1)
    if (!last || found.length <= atOnce) return
    after = [sortValue(last, sort), last.id]
  }
}

/** "2026-11-22 09:30" in the city's time. */
const cityTime = (at: string | null): string =>
  at === null ? '' : new Date(Date.parse(at) + 480 * 60_000).toISOString().slice(0, 16).replace('T', ' ')

function rowOf(it: CaseHead, language: Language, say: Say): CellOut[] {
  return [
    it.no,
    it.text,
    say(language, `cases.state.${it.state}`),
    cityTime(it.dueAt),
    it.overdue ? say(language, 'cases.overdue') : '',
    it.unit ? read(it.unit.title, language) : '',
    it.street ? read(it.street.title, language) : '',
    it.point ? `${read(it.point.title, language)} ${it.point.code}` : '',
    it.class ?? '',
    cityTime(it.reportedAt),
    it.reportedBy?.name ?? '',
    cityTime(it.closedAt),
    it.reopened,
  ]
}

/** The workbook of a request. */
export async function exportCases(
  ask: Ask<{ params: undefined; query: CaseFilter & { sort: CaseSort }; body: undefined }>,
  say: Say,
): Promise<Download> {
  const { streamWorkbook } = await import('../sheets/write.serve.ts')
  const { language, at } = ask
  const { sort, ...filter } = ask.query
  const cases = allCases(ask.db, { reader: whoOf(ask), at, filter, sort })
  async function* rows(): AsyncGenerator<CellOut[]> {
    yield columns.map((column) => say(language, `cases.${column}`))
    for await (const it of cases) yield rowOf(it, language, say)
  }
  const name = say(language, 'cases.sheet')
  return {
    name: `${name} ${cityTime(at).slice(0, 10)}.xlsx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: streamWorkbook([{ name, widths: [16, 48, 10, 17, 10, 22, 18, 30, 10, 17, 12, 17, 8], rows: rows() }], at),
  }
}
