/**
 * What an XLSForm workbook means: a form, or every reason why it cannot be one, by sheet, row and column. Nothing is left out
 * silently: what this house cannot carry out is refused, and columns of the maker's own are named.
 */
import type { Fault } from '../base/problem.ts'
import { type Book, type Cell, columnName, isBlank } from '../sheets/sheet.ts'
import { type Layout, layoutOf, refuseColumns, sheetNamed, surveyFields, type Tell, tellOf } from './columns.ts'
import { type Form, type FormField, type FormPart, formWords, partsOf, type Said } from './form.ts'
import { checkMedia } from './media.ts'
import { parametersOf, questionAliases, questionKinds, refusedTypes } from './questions.ts'
import { readLists } from './read-lists.ts'
import { spotsOf, unclear } from './references.ts'
import { settingsOf } from './read-settings.ts'

/** What was read. `form` is absent when something is wrong; `hints` are columns that nobody reads, and wishes that change nothing. */
export interface ReadForm {
  readonly form?: Form
  readonly faults: readonly Fault[]
  readonly hints: readonly Fault[]
}

/** Reads a workbook. */
export function readForm(book: Book, fileName: string): ReadForm {
  const faults: Fault[] = []
  const survey = sheetNamed(book.sheets, 'survey')
  if (!survey) return { faults: [{ at: 'survey', says: 'fault.form.noSurvey' }], hints: [] }
  const layout = layoutOf(survey, surveyFields)
  const tell = tellOf(layout, faults)
  for (const field of ['type', 'name'] as const)
    if (![...layout.means.values()].some((meaning) => 'field' in meaning && meaning.field === field))
      tell(1, field, 'noColumn', { column: field })
  refuseColumns(layout, tell)
  for (const name of ['entities', 'external_choices', 'osm'])
    if ((sheetNamed(book.sheets, name)?.rows.slice(1) ?? []).some((row) => !row.every(isBlank)))
      faults.push({ at: 'A', sheet: name, row: 1, says: 'fault.form.sheetUnsupported', details: { sheet: name } })
  const { lists, languages: spoken, hints } = readLists(sheetNamed(book.sheets, 'choices'), faults)
  const parts = readRows(layout, tell)
  const languages = [...new Set([...languagesOf(layout), ...spoken])]
  const form = {
    ...settingsOf(sheetNamed(book.sheets, 'settings'), fileName, faults),
    parts,
    lists,
    languages: languages.some((it) => it !== '') ? languages : [],
  }
  if (parts.length === 0 && faults.length === 0) tell(1, 'type', 'empty')
  checkReferences(form, tell)
  const notes: Fault[] = []
  checkMedia(parts, { tell, note: tellOf(layout, notes) })
  for (const { name, why } of unclear(form.instanceName ?? '', spotsOf(form)))
    faults.push({ at: 'instance_name', sheet: 'settings', row: 2, says: `fault.form.${why}`, details: { name } })
  const unheard = [...layout.others.map((it) => unread(survey.name, it)), ...notes, ...hints]
  return { ...(faults.length === 0 ? { form } : {}), faults, hints: unheard }
}

/** A column of the maker's own. */
const unread = (sheet: string, { index, head }: { index: number; head: string }): Fault => ({
  at: columnName(index),
  sheet,
  row: 1,
  says: 'fault.form.columnUnread',
  details: { column: head },
})

const languagesOf = ({ means }: Layout): string[] => [
  ...new Set([...means.values()].flatMap((meaning) => ('language' in meaning ? [meaning.language] : []))),
]

interface RowCells {
  readonly type: string
  readonly name: string
  readonly cells: Partial<Record<FormField, string>>
  readonly words: Partial<Record<(typeof formWords)[number], Said>>
  readonly isDisabled: boolean
}

/** The cells of a row by their meaning. */
function cellsOf(row: readonly Cell[], { means }: Layout): RowCells {
  const out = { type: '', name: '', cells: {} as Record<string, string>, words: {} as Record<string, Said>, isDisabled: false }
  for (const [index, meaning] of means) {
    const text = row[index]?.text.trim() ?? ''
    if (text === '') continue
    if ('word' in meaning) out.words[meaning.word] = { ...out.words[meaning.word], [meaning.language]: text }
    else if (meaning.field === 'type') out.type = text.replace(/\s+/g, ' ')
    else if (meaning.field === 'name') out.name = text
    else if (meaning.field === 'disabled') out.isDisabled = /^(yes|true)$/i.test(text)
    else out.cells[meaning.field] = text
  }
  return out
}

/** An open group while rows are read; the outermost has no row. */
interface Open {
  readonly row: number
  readonly is: 'group' | 'repeat' | 'root'
  readonly parts: FormPart[]
}

function readRows(layout: Layout, tell: Tell): FormPart[] {
  const stack: Open[] = [{ row: 0, is: 'root', parts: [] }]
  layout.sheet.rows.slice(1).forEach((cells, index) => {
    const row = index + 2
    const it = cellsOf(cells, layout)
    if (it.isDisabled || (it.type === '' && it.name === '' && Object.keys(it.words).length === 0)) return
    const [, way, is] = /^(begin|end)[ _](group|repeat)$/i.exec(it.type) ?? []
    if (way === undefined) addQuestion(stack.at(-1)!, it, row, tell)
    else if (way.toLowerCase() === 'begin') openGroup(stack, it, row, is!.toLowerCase() as 'group' | 'repeat', tell)
    else if (stack.length > 1 && stack.at(-1)!.is === is!.toLowerCase()) stack.pop()
    else tell(row, 'type', 'endAlone', { type: it.type })
  })
  for (const open of stack.slice(1)) tell(open.row, 'type', 'groupOpen')
  return stack[0]!.parts
}

function openGroup(stack: Open[], it: RowCells, row: number, is: 'group' | 'repeat', tell: Tell): void {
  const parts: FormPart[] = []
  checkName(stack.at(-1)!, it.name, row, tell)
  if (is === 'group' && it.cells.repeat_count !== undefined) tell(row, 'repeat_count', 'countAlone')
  stack.at(-1)!.parts.push({ is, row, name: it.name, words: it.words, cells: it.cells, parts })
  stack.push({ row, is, parts })
}

const nameShape = /^[A-Za-z_][\w.-]*$/u

function checkName(open: Open, name: string, row: number, tell: Tell): void {
  if (name === '') tell(row, 'name', 'nameMissing')
  else if (!nameShape.test(name) || name === 'meta') tell(row, 'name', 'nameBad', { name })
  else if (open.parts.some((part) => part.name === name)) tell(row, 'name', 'nameTwice', { name })
}

function addQuestion(open: Open, it: RowCells, row: number, tell: Tell): void {
  const { type, list, rest } = typeOf(it.type)
  const refused = refusedTypes[type]
  if (type === '') return tell(row, 'type', 'typeMissing')
  if (refused !== undefined) return tell(row, 'type', `type.${refused}`, { type })
  const kind = questionKinds[type]
  if (!kind) return tell(row, 'type', 'typeUnknown', { type: it.type })
  if (rest === 'or_other') return tell(row, 'type', 'orOther')
  checkName(open, it.name, row, tell)
  if (type === 'calculate' && it.cells.calculation === undefined && it.cells.default === undefined)
    tell(row, 'calculation', 'calculationMissing')
  const { start, end } = parametersOf(it.cells.parameters)
  // No answer is ever preselected: where one is chosen among several, a default would be one that nobody gave.
  if (isChosen.has(type) && it.cells.default !== undefined) tell(row, 'default', 'preselected', { type })
  if (type === 'range' && (start === undefined || end === undefined)) tell(row, 'parameters', 'rangeBounds')
  if (/\bsearch\s*\(/.test(String(it.cells.appearance))) tell(row, 'appearance', 'search')
  open.parts.push({ is: 'question', row, name: it.name, type, words: it.words, cells: it.cells, ...(list === undefined ? {} : { list }) })
}

const isChosen: ReadonlySet<string> = new Set(['select_one', 'select_multiple', 'range', 'acknowledge', 'image', 'audio', 'video', 'file'])

/** `select_one colours or_other` in its three parts. */
function typeOf(text: string): { type: string; list?: string; rest?: string } {
  const select =
    /^(select_one|select_multiple|select one from|select all that apply from|select one|select multiple|rank)(?:\s+(\S+)(?:\s+(\S.*))?)?$/i.exec(
      text,
    )
  if (!select) return { type: questionAliases[text.toLowerCase()] ?? text.split(' ')[0]! }
  const word = select[1]!.toLowerCase()
  const [type, list, rest] = [questionAliases[word] ?? word, select[2] ?? '', select[3]]
  return { type, list, ...(rest === undefined ? {} : { rest }) }
}

/** Names in expressions and words must be there, and stand once; lists must have choices. */
function checkReferences(form: Omit<Form, 'languages'>, tell: Tell): void {
  const spots = spotsOf(form)
  const lists = new Set(form.lists.map(({ name }) => name))
  for (const { part } of partsOf(form.parts)) {
    if (part.is === 'question' && part.list !== undefined && !lists.has(part.list))
      tell(part.row, 'type', 'listMissing', { list: part.list })
    const texts = [
      ...Object.entries(part.cells),
      ...Object.entries(part.words).flatMap(([word, said]) => Object.values(said).map((text) => [word, text] as const)),
    ]
    for (const [column, text] of texts) {
      for (const { name, why } of unclear(text, spots)) tell(part.row, column, why, { name })
      if (/\b(pulldata|jr:choice-name)\s*\(|last-saved#/.test(text)) tell(part.row, column, 'functionUnsupported', { text })
    }
  }
}
