/** Forms and answers as Excel workbooks: the list of versions, a form as XLSForm again, and the answers. */
import { whoOf } from '../api/api.serve.ts'
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask } from '../api/who.ts'
import type { Language } from '../base/text.ts'
import { cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { type CellOut, streamWorkbook, writeWorkbook } from '../sheets/write.serve.ts'
import { type AnswerColumn, answerColumns, type Answers, filesIn, textsAt } from './answers.ts'
import { type Form, type FormGroup, type FormQuestion, shownOf, wordsFor } from './form.ts'
import { type AnswerFilter, type AnswerRow, type FormFilter, type FormHeadRow, listAnswers, listForms } from './forms.sql.ts'
import { isMedia } from './media.ts'
import { tablesOf, type TurnTable, turnsIn } from './tables.ts'
import { sheetsOf } from './write-form.ts'

/** The versions of a filter. */
export function exportForms(
  ask: Ask<{ params: undefined; query: FormFilter & { sort: string }; body: undefined }>,
  say: Say,
): Promise<Download> {
  const { sort, ...filter } = ask.query
  const head = (name: string) => say(ask.language, `forms.column.${name}`)
  return listBook<FormHeadRow>({
    name: say(ask.language, 'forms.sheet.forms'),
    at: ask.at,
    columns: [
      { head: head('title'), width: 30, cell: ({ title }) => title },
      { head: head('formId'), width: 20, cell: ({ formId }) => formId },
      { head: head('version'), width: 12, cell: ({ version }) => version },
      { head: head('questions'), width: 10, cell: ({ questions }) => questions },
      { head: head('answered'), width: 10, cell: ({ answered }) => answered },
      { head: head('closed'), width: 17, cell: ({ closedAt }) => cityTime(closedAt) },
      { head: head('published'), width: 17, cell: ({ at }) => cityTime(at) },
      { head: head('by'), width: 14, cell: ({ byName }) => byName ?? '' },
      { head: head('hash'), width: 66, cell: ({ hash }) => hash },
    ],
    read: (cursor) => listForms(ask.db, whoOf(ask).city, filter, { sort, cursor, limit: rowsAtOnce }),
  })
}

/** A form as the workbook it came as, in the columns of the standard. */
export const workbookOf = async (form: Form, at: string): Promise<Download> => ({
  name: `${form.formId} ${form.version}.xlsx`,
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  content: await writeWorkbook(sheetsOf(form), at),
})

interface Answered {
  readonly form: Form
  readonly title: string
  readonly filter: AnswerFilter
}

/** What a sheet is written of. */
interface Sheets extends Answered {
  readonly language: Language
  readonly head: (name: string) => string
}

/** The answers of a filter: one row each, a sheet for each repeat with a row for each turn, and one that lists the files they name. */
export async function exportAnswers(
  ask: Ask<{ params: { id: AnswerFilter['form'] }; query: { text?: string | undefined; sort: string }; body: undefined }>,
  say: Say,
  answered: Answered,
): Promise<Download> {
  const { form, title, filter } = answered
  const read = (cursor?: string) => listAnswers(ask.db, whoOf(ask).city, filter, { sort: ask.query.sort, cursor, limit: rowsAtOnce })
  // What the list refuses is refused before the first byte.
  const first = await read()
  const head = (name: string) => say(ask.language, `forms.column.${name}`)
  const of: Sheets = { ...answered, language: ask.language, head }
  async function* rows(heads: readonly string[], cells: (row: AnswerRow) => CellOut[][]): AsyncGenerator<CellOut[]> {
    yield [...heads]
    for (let page = first; ; page = await read(page.next)) {
      for (const row of page.items) yield* cells(row)
      if (page.next === undefined) return
    }
  }
  const tables = tablesOf(form)
  const tabs = [
    onceTab(of, tables.once),
    ...tables.turns.map((table) => turnTab(of, table)),
    ...(answerColumns(form).some(({ question }) => isMedia(question)) ? [filesTab(of)] : []),
  ]
  const sheets = tabs.map(({ name, columns, cells }, index) => ({
    name: index === 0 ? title.slice(0, 60) : `${index} ${name}`,
    widths: columns.map(([, width]) => width),
    rows: rows(
      columns.map(([words]) => words),
      cells,
    ),
  }))
  return {
    rows: first.next === undefined ? first.items.length : undefined,
    name: `${title.slice(0, 60)} ${cityTime(ask.at).slice(0, 10)}.xlsx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: streamWorkbook(sheets, ask.at),
  }
}

/** A sheet: its columns by words and width, and the rows of one answer. */
interface Tab {
  readonly name: string
  readonly columns: readonly (readonly [words: string, width: number])[]
  readonly cells: (row: AnswerRow) => CellOut[][]
}

const labelOf = ({ form, language }: Sheets, { words, name }: FormGroup | FormQuestion): string =>
  wordsFor(words.label, language, form.defaultLanguage) || name

const columnsOf = (of: Sheets, columns: readonly AnswerColumn[]) => columns.map(({ question }) => [labelOf(of, question), 20] as const)

/** What was said; a file is called by the name that the answer has for it. */
const saidIn = ({ form, language }: Sheets, columns: readonly AnswerColumn[], answers: Answers): string[] =>
  columns.map(({ question, path }) =>
    textsAt(answers, path)
      .map((text) => shownOf(form, question, text, language))
      .join('\n'),
  )

const onceTab = (of: Sheets, columns: readonly AnswerColumn[]): Tab => ({
  name: of.title,
  columns: [[of.head('filled'), 17], [of.head('by'), 14], [of.head('point'), 20], ...columnsOf(of, columns), [of.head('id'), 38]],
  cells: ({ id, answers, filledAt, byName, pointCode, pointZh }) => [
    [cityTime(filledAt), byName ?? '', [pointCode, pointZh].filter((it) => it !== null).join(' '), ...saidIn(of, columns, answers), id],
  ],
})

const turnTab = (of: Sheets, { group, steps, columns }: TurnTable): Tab => ({
  name: labelOf(of, group),
  columns: [[of.head('id'), 38], [of.head('turn'), 16], [of.head('around'), 16], ...columnsOf(of, columns)],
  cells: ({ id, answers }) =>
    turnsIn(answers, steps).map(({ key, around, answers: turn }) => [id, key, around, ...saidIn(of, columns, turn)]),
})

const filesTab = (of: Sheets): Tab => ({
  name: of.head('files'),
  columns: [
    [of.head('id'), 38],
    [of.head('file'), 42],
    [of.head('fileName'), 24],
    [of.head('mediaType'), 16],
    [of.head('bytes'), 12],
    ['SHA-256', 66],
    [of.head('link'), 60],
  ],
  cells: ({ id, answers, files }) =>
    filesIn(of.form, answers).flatMap(({ id: file, called }) => {
      const it = files.find((one) => one.id === file)
      if (!it) return []
      return [[id, called, it.name, it.mediaType, it.bytes, it.sha256, it.isErased ? of.head('erased') : `/api/evidence/${file}/file`]]
    }),
})
