/** Visits and observations as Excel workbooks: what the filter finds, in its order, read page by page so that memory stays flat. */
import { type Download, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask } from '../api/who.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read, type Text } from '../base/text.ts'
import { formatMillionths } from '../base/points.ts'
import type { FactWords } from './facts.ts'
import type { ObservationFilter, VisitFilter } from './inspections.api.ts'
import { listWords } from './observations.serve.ts'
import { listObservations, type ObservationRow, type Owned } from './observations.sql.ts'
import type { VisitHead } from './visit.ts'
import { listVisits } from './visits.sql.ts'

const atOnce = 500

/** "2026-11-22 09:30" in the city's time. */
const cityTime = (at: string): string => new Date(Date.parse(at) + 480 * 60_000).toISOString().slice(0, 16).replace('T', ' ')

async function* allVisits(db: Db, city: CityId, filter: Owned<VisitFilter>): AsyncGenerator<VisitHead> {
  let after: readonly [string, string] | undefined
  for (;;) {
    const found = await listVisits(db, city, filter, { after, limit: atOnce })
    yield* found.slice(0, atOnce)
    const last = found[atOnce - 1]
    if (!last || found.length <= atOnce) return
    after = [last.visitedAt, last.id]
  }
}

async function* allObservations(db: Db, city: CityId, filter: Owned<ObservationFilter>): AsyncGenerator<ObservationRow> {
  let after: number | undefined
  for (;;) {
    const found = await listObservations(db, city, filter, { after, limit: atOnce })
    yield* found.slice(0, atOnce)
    const last = found[atOnce - 1]
    if (!last || found.length <= atOnce) return
    after = last.seq
  }
}

async function workbook(
  name: string,
  heads: readonly string[],
  widths: readonly number[],
  lines: AsyncIterable<(string | number | null)[]>,
  at: string,
): Promise<Download> {
  const { streamWorkbook } = await import('../sheets/write.serve.ts')
  async function* rows(): AsyncGenerator<(string | number | null)[]> {
    yield [...heads]
    yield* lines
  }
  return {
    name: `${name} ${cityTime(at).slice(0, 10)}.xlsx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: streamWorkbook([{ name, widths, rows: rows() }], at),
  }
}

const visitColumns = ['point', 'pointName', 'street', 'at', 'by', 'round', 'checked', 'failed', 'na', 'note'] as const
const observationColumns = [
  'point',
  'pointName',
  'street',
  'fact',
  'factName',
  'grade',
  'gradeName',
  'value',
  'unit',
  'times',
  'at',
  'by',
  'note',
] as const

/** The visits of a filter. */
export function exportVisits(ask: Ask<{ params: undefined; query: Owned<VisitFilter>; body: undefined }>, say: Say): Promise<Download> {
  const { language, db, at } = ask
  const { city } = whoOf(ask)
  async function* lines() {
    for await (const it of allVisits(db, city, ask.query))
      yield [
        it.point.code,
        read(it.point.title, language),
        it.point.street ? read(it.point.street.title, language) : '',
        cityTime(it.visitedAt),
        it.by?.name ?? '',
        it.round ? read(it.round.title, language) : '',
        it.checked,
        it.failed,
        it.na,
        it.note,
      ]
  }
  const heads = visitColumns.map((column) => say(language, `inspections.column.${column}`))
  return workbook(say(language, 'inspections.sheet.visits'), heads, [14, 28, 18, 17, 12, 24, 8, 8, 8, 40], lines(), at)
}

const textOf = (text: Text | undefined, language: Language) => (text === undefined ? '' : read(text, language))

function lineOf(row: ObservationRow, words: ReadonlyMap<string, FactWords>, language: Language): (string | number | null)[] {
  const known = words.get(row.fact)
  return [
    row.pointCode ?? '',
    row.pointZh === null ? '' : read({ zh: row.pointZh, en: row.pointEn ?? '' }, language),
    row.streetZh === null ? '' : read({ zh: row.streetZh, en: row.streetEn ?? '' }, language),
    row.fact,
    textOf(known?.title, language),
    row.grade ?? '',
    textOf(known?.grades.find(({ code }) => code === row.grade)?.title, language),
    row.value === null ? '' : formatMillionths(row.value),
    textOf(known?.unit, language),
    row.times,
    cityTime(row.observedAt),
    row.byName ?? '',
    row.note,
  ]
}

/** The observations of a filter; the same columns come back in as the kind `observations` of the imports. */
export async function exportObservations(
  ask: Ask<{ params: undefined; query: Owned<ObservationFilter>; body: undefined }>,
  say: Say,
): Promise<Download> {
  const { language, db, at } = ask
  const { city } = whoOf(ask)
  const words = await listWords(db, city)
  async function* lines() {
    for await (const row of allObservations(db, city, ask.query)) yield lineOf(row, words, language)
  }
  const heads = observationColumns.map((column) => say(language, `inspections.column.${column}`))
  const widths = [14, 28, 18, 22, 36, 8, 12, 10, 8, 8, 17, 12, 40]
  return workbook(say(language, 'inspections.sheet.observations'), heads, widths, lines(), at)
}
