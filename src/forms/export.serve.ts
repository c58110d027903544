/** Forms and answers as Excel workbooks: the list of versions, a form as XLSForm again, and one row for each answer. */
import { whoOf } from '../api/api.serve.ts'
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask } from '../api/who.ts'
import type { Language } from '../base/text.ts'
import { cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { writeWorkbook } from '../sheets/write.serve.ts'
import { type AnswerColumn, answerColumns, textsAt } from './answers.ts'
import { type Form, shownOf, wordsFor } from './form.ts'
import { type AnswerFilter, type AnswerRow, type FormFilter, type FormHeadRow, listAnswers, listForms } from './forms.sql.ts'
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

/** The answers of a filter, one row each; what was answered in several turns stands in one cell. */
export function exportAnswers(
  ask: Ask<{ params: { id: AnswerFilter['form'] }; query: { text?: string | undefined; sort: string }; body: undefined }>,
  say: Say,
  { form, title, filter }: Answered,
): Promise<Download> {
  const head = (name: string) => say(ask.language, `forms.column.${name}`)
  return listBook<AnswerRow>({
    name: title.slice(0, 60),
    at: ask.at,
    columns: [
      { head: head('filled'), width: 17, cell: ({ filledAt }) => cityTime(filledAt) },
      { head: head('by'), width: 14, cell: ({ byName }) => byName ?? '' },
      { head: head('point'), width: 20, cell: ({ pointCode, pointZh }) => [pointCode, pointZh].filter((it) => it !== null).join(' ') },
      ...answerColumns(form).map((column) => ({
        head: labelOf(form, column, ask.language),
        width: 20,
        cell: ({ answers }: AnswerRow) =>
          textsAt(answers, column.path)
            .map((text) => shownOf(form, column.question, text, ask.language))
            .join('\n'),
      })),
      { head: head('id'), width: 38, cell: ({ id }) => id },
    ],
    read: (cursor) => listAnswers(ask.db, whoOf(ask).city, filter, { sort: ask.query.sort, cursor, limit: rowsAtOnce }),
  })
}

const labelOf = (form: Form, { question }: AnswerColumn, language: Language): string =>
  wordsFor(question.words.label, language, form.defaultLanguage) || question.name
