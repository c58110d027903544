/** What a received task table means: its requirements, and a draft edition made of them, with everything that is doubtful said. */
import { formatHundredths } from '../../base/points.ts'
import type { Fault } from '../../base/problem.ts'
import type { ColumnSpec, Layout } from '../../sheets/columns.ts'
import type { Table, Understood } from '../../sheets/kind.ts'
import { type Book, columnName } from '../../sheets/sheet.ts'
import { checkEdition } from '../edition-check.ts'
import { type Criterion, type Edition } from '../edition.ts'
import { Code } from '../terms.ts'
import { buildEdition } from './build-edition.ts'
import { type Place, placed, type Places } from './fault-places.ts'
import { knownIn } from './known.ts'
import { looksLikeMethods, looksLikeUnits, readPoints } from './read-words.ts'
import { type Note, readTaskLines, type TaskLine } from './task-lines.ts'
import words from './words.json' with { type: 'json' }

const shapes: Readonly<Record<string, (text: string) => boolean>> = {
  method: looksLikeMethods,
  lead: looksLikeUnits,
  points: (text) => (readPoints(text) ?? -1) >= 0 && (readPoints(text) ?? 0) <= 10_000,
}

/** The columns of a task table. */
export const taskColumns: readonly ColumnSpec[] = Object.entries(words.columns).map(([key, list]) => ({
  key,
  words: list,
  ...(shapes[key] ? { looks: shapes[key] } : {}),
}))

/** Any column that can be the leaf of the tree. */
export const taskNeeds: readonly (readonly string[])[] = [['criterion', 'content', 'indicator']]

/** Editions that names are looked up in: the city's own first, then the library's. */
export interface TaskContext {
  readonly editions: readonly Edition[]
}

/** Reads the tables of a book as a draft edition. Options: standard, edition, title, official, before (`standard/edition`). */
export function understandTask({ book, layouts, options, tell }: Table, { editions }: TaskContext): Understood<Edition> {
  const read = readTaskLines({ book, layouts })
  const hints: Fault[] = [...hintsOfBook(book, layouts), ...read.hints]
  const hint: Note = ({ sheet, row }, key, says, details = {}) => {
    const column = layouts.find((layout) => layout.sheet === sheet)?.columns[key]
    const at = column === undefined ? '' : columnName(column)
    hints.push({ at, sheet, row, says: `fault.task.${says}`, details: { at, ...details } })
  }
  const code = (text: string | undefined, otherwise: string) => (Code.safeParse(text).success ? text! : otherwise)
  const before = editionOf(options['before'] ?? '', editions)
  const { edition, criteria } = buildEdition(read, {
    standard: code(options['standard'], before?.standard ?? 'imported'),
    edition: code(options['edition'], 'draft'),
    title: options['title']?.trim() || titleOf(book, layouts) || 'imported',
    official: options['official'] === 'true',
    before,
    known: knownIn(before ? [before, ...editions] : editions),
    hint,
    tell,
  })
  const open = checkEdition(edition)
  const places = placesOf(read.lines, criteria, layouts)
  const faults = [
    ...read.faults,
    ...(layouts.length === 0 ? [{ at: '', says: 'fault.task.noTable', details: {} }] : []),
    ...duplicates(read.lines),
  ]
  return {
    plan: edition,
    rows: read.lines.map((line, index) => ({ sheet: line.sheet, row: line.row, values: valuesOf(line, criteria[index]!, edition) })),
    faults,
    hints: [...hints, ...open.slice(0, 500).map((fault) => placed(fault, places))],
    counts: countsOf(edition, criteria, open.length),
  }
}

/** The columns of a task table that hold what an edition calls otherwise. */
const columnsFor: Readonly<Record<string, readonly string[]>> = {
  'title.zh': ['criterion', 'content', 'indicator'],
  'rule.name': ['method'],
  scale: ['method'],
  statistic: ['criterion', 'content', 'indicator'],
}

/** Where criteria and headings stand in the file. */
function placesOf(lines: readonly TaskLine[], criteria: readonly Criterion[], layouts: readonly Layout[]): Places {
  const places = new Map<string, Place>()
  const columnsIn = new Map(layouts.map(({ sheet, columns }) => [sheet, columns]))
  criteria.forEach(({ id, title }, index) => {
    const { sheet, row } = lines[index]!
    const columnOf = (field: string) => {
      const columns = columnsIn.get(sheet) ?? {}
      const key = (columnsFor[field] ?? [field]).find((key) => key in columns)
      return key === undefined ? undefined : { letter: columnName(columns[key]!), head: key }
    }
    places.set(`tree/${id}`, { sheet, row, name: title.zh, columnOf })
    // A heading stands where its first requirement stands.
    const steps = id.split('.')
    for (let length = 1; length < steps.length; length++) {
      const heading = `tree/${steps.slice(0, length).join('.')}`
      if (!places.has(heading)) places.set(heading, { sheet, row, name: title.zh, columnOf })
    }
  })
  return places
}

const editionOf = (ref: string, editions: readonly Edition[]): Edition | undefined =>
  editions.find(({ standard, edition }) => ref === `${standard}/${edition}`)

/** The line above the header that spans the table is its title. */
function titleOf(book: Book, layouts: readonly Layout[]): string | undefined {
  const [layout] = layouts
  const sheet = book.sheets.find(({ name }) => name === layout?.sheet)
  const above = sheet?.rows.slice(0, (layout?.head ?? 1) - 1).flatMap((row) => row.find(({ text }) => text.trim() !== '') ?? [])
  return above?.find(({ text }) => text.trim().length >= 4)?.text.trim()
}

function hintsOfBook(book: Book, layouts: readonly Layout[]): Fault[] {
  const used = new Set(layouts.map(({ sheet }) => sheet))
  const about = (sheet: string, says: string, details: Record<string, string | number> = {}): Fault => ({
    at: '',
    sheet,
    says: `fault.task.${says}`,
    details,
  })
  return [
    ...book.sheets.filter(({ hidden }) => hidden).map(({ name }) => about(name, 'hiddenSheet', { sheet: name })),
    ...book.sheets
      .filter(({ hidden, name, rows }) => !hidden && !used.has(name) && rows.length > 0)
      .map(({ name }) => about(name, 'otherSheet', { sheet: name })),
    ...layouts.flatMap(({ sheet, guessed, columns }) =>
      guessed.map((key): Fault => ({ ...about(sheet, 'guessed', { column: columnName(columns[key]!) }), at: columnName(columns[key]!) })),
    ),
  ]
}

function duplicates(lines: readonly TaskLine[]): Fault[] {
  const seen = new Set<string>()
  return lines.flatMap(({ id, sheet, row }): Fault[] => {
    if (id === undefined) return []
    if (seen.has(id)) return [{ at: 'id', sheet, row, says: 'fault.task.duplicateCode', details: { code: id } }]
    seen.add(id)
    return []
  })
}

function valuesOf(line: TaskLine, criterion: Criterion, edition: Edition): Record<string, string> {
  const nameOf = (code: string | undefined) => edition.unitKinds.find(({ id }) => id === code)?.title.zh ?? ''
  const heading = (level: string) => line.path.find((it) => it.level === level)?.title ?? ''
  return {
    id: criterion.id,
    project: heading('project'),
    indicator: heading('indicator'),
    content: heading('content'),
    criterion: criterion.title.zh,
    method: criterion.ways.map(({ method }) => method).join(' '),
    points: formatHundredths(criterion.ways.reduce((sum, { points }) => sum + points, 0)),
    lead: nameOf(criterion.lead),
    support: criterion.support.map(nameOf).join('、'),
  }
}

const countsOf = (edition: Edition, criteria: readonly Criterion[], open: number): Record<string, number> => ({
  criteria: criteria.length,
  ways: criteria.reduce((sum, { ways }) => sum + ways.length, 0),
  units: edition.unitKinds.length,
  pointTypes: edition.pointTypes.length,
  checks: edition.checks.length,
  questions: edition.questions.length,
  open,
})
