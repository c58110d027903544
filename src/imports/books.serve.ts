/** Imports and the rows of one import as Excel workbooks: what the lists show, for whoever keeps the record on paper. */
import type { Say } from '../api/problems.serve.ts'
import type { Language } from '../base/text.ts'
import type { Fault } from '../base/problem.ts'
import { type BookColumn, cityTime } from '../sheets/listBook.serve.ts'
import type { Import, ImportRow } from './import.ts'
import { getKind } from './reading.serve.ts'

/** The columns of the list of imports. */
export function importColumns(say: Say, language: Language): BookColumn<Import>[] {
  return [
    { head: say(language, 'imports.file'), width: 40, cell: (it) => it.name },
    { head: say(language, 'imports.kind'), cell: (it) => say(language, `import.kind.${it.kind}`) },
    { head: say(language, 'imports.state'), cell: (it) => say(language, `import.state.${it.state}`) },
    { head: say(language, 'imports.rows'), width: 10, cell: (it) => it.found?.rows ?? null },
    { head: say(language, 'imports.faults'), width: 10, cell: (it) => it.found?.faults ?? null },
    { head: say(language, 'imports.at'), width: 17, cell: (it) => cityTime(it.addedAt) },
    { head: say(language, 'imports.sha'), width: 66, cell: (it) => it.sha256 },
  ]
}

/** The columns of the rows of one import: where a row stands, what is said about it, and its cells as they stand. */
export function rowColumns(it: Import, say: Say, language: Language): BookColumn<ImportRow>[] {
  const used = new Set((it.layouts ?? []).flatMap(({ columns }) => Object.keys(columns)))
  const said = (faults: readonly Fault[]) => faults.map((fault) => say(language, fault.says, { at: fault.at, ...fault.details })).join('\n')
  return [
    { head: say(language, 'imports.place'), width: 20, cell: ({ sheet, row }) => `${sheet} · ${row}` },
    { head: say(language, 'imports.faultsAndHints'), width: 50, cell: ({ faults, hints }) => said([...faults, ...hints]) },
    ...getKind(it.kind)
      .kind.columns.filter(({ key }) => used.has(key))
      .map(({ key }) => ({
        head: say(language, `import.column.${it.kind}.${key}`),
        width: 24,
        cell: ({ cells }: ImportRow) => cells[key] ?? '',
      })),
  ]
}
