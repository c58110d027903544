/** The list of gaps as an Excel workbook: what is lost where, and what one fix would bring, greatest loss first. */
import type { Download } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import { type Language, read } from '../base/text.ts'
import { type CellOut, streamWorkbook } from '../sheets/write.serve.ts'
import type { Edition } from '../standards/edition.ts'
import type { GapRow } from './live.api.ts'

const columns = ['lost', 'perFix', 'open', 'misses', 'short', 'lead', 'ways'] as const

/** Points as a number that Excel adds up. */
const inPoints = (hundredths: number | null): CellOut => (hundredths === null ? null : { value: hundredths / 100, format: '0.00' })

/** The workbook of these rows, in the reader's language. */
export function gapBook(
  rows: readonly GapRow[],
  { by, at, language, say, kinds }: { by: string; at: string; language: Language; say: Say; kinds: Edition['unitKinds'] },
): Download {
  const leads = new Map(kinds.map(({ id, title }) => [id as string, read(title, language)]))
  const head = [say(language, 'scores.code'), say(language, `scores.by.${by}`), ...columns.map((column) => say(language, `gaps.${column}`))]
  const ways = (row: GapRow) =>
    row.ways.map(({ method, lost }) =>
      say(language, 'gaps.wayIs', { method: say(language, `scores.method.${method}`), lost: (lost / 100).toFixed(2) }),
    )
  const cells = rows.map((row): CellOut[] => [
    by === 'criterion' ? row.id : '',
    read(row.title, language),
    inPoints(row.lost),
    inPoints(row.perFix),
    inPoints(row.open),
    row.misses,
    row.short,
    row.lead === null ? '' : (leads.get(row.lead) ?? row.lead),
    ways(row).join(' · '),
  ])
  const name = say(language, 'gaps.sheet')
  return {
    name: `${name} ${at.slice(0, 10)}.xlsx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: streamWorkbook([{ name, widths: [20, 48, 9, 11, 9, 9, 14, 20, 30], rows: [head, ...cells] }], at),
  }
}
