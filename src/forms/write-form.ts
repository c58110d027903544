/** A form as the rows of an XLSForm workbook: what was read comes out again, in the columns of the standard. */
import type { CellOut, SheetOut } from '../sheets/out.ts'
import { type Form, type FormField, formFields, type FormPart, type FormWord, formWords, partsOf, type Said } from './form.ts'

/** The three sheets. Reading them again gives the same form. */
export function sheetsOf(form: Form): SheetOut[] {
  const languages = form.languages.length === 0 ? [''] : form.languages
  return [
    { name: 'survey', rows: surveyRows(form, languages) },
    { name: 'choices', rows: choiceRows(form, languages) },
    { name: 'settings', rows: settingsRows(form) },
  ]
}

const headOf = (word: string, language: string) => (language === '' ? word : `${word}::${language}`)

/** The columns that are used by any line, words by language. */
function surveyRows(form: Form, languages: readonly string[]): CellOut[][] {
  const all = partsOf(form.parts).map(({ part }) => part)
  const words = formWords.flatMap((word) =>
    languages.filter((language) => all.some((part) => part.words[word]?.[language] !== undefined)).map((language) => ({ word, language })),
  )
  const fields = formFields.filter((field) => all.some((part) => part.cells[field] !== undefined))
  const head = ['type', 'name', ...words.map(({ word, language }) => headOf(word, language)), ...fields]
  return [head, ...form.parts.flatMap((part) => linesOf(part, words, fields))]
}

type Words = readonly { readonly word: FormWord; readonly language: string }[]

function linesOf(part: FormPart, words: Words, fields: readonly FormField[]): CellOut[][] {
  const rest = [
    ...words.map(({ word, language }) => part.words[word]?.[language] ?? null),
    ...fields.map((field) => part.cells[field] ?? null),
  ]
  if (part.is === 'question') return [[part.list === undefined ? part.type : `${part.type} ${part.list}`, part.name, ...rest]]
  return [[`begin_${part.is}`, part.name, ...rest], ...part.parts.flatMap((it) => linesOf(it, words, fields)), [`end_${part.is}`]]
}

function choiceRows({ lists }: Form, languages: readonly string[]): CellOut[][] {
  const all = lists.flatMap(({ choices }) => choices)
  const more = [...new Set(all.flatMap((choice) => Object.keys(choice.more)))]
  const spoken = languages.filter((language) => all.some(({ label }) => label[language] !== undefined))
  const label = (said: Said) => spoken.map((language) => said[language] ?? null)
  return [
    ['list_name', 'name', ...spoken.map((language) => headOf('label', language)), ...more],
    ...lists.flatMap(({ name, choices }) =>
      choices.map((choice) => [name, choice.name, ...label(choice.label), ...more.map((column) => choice.more[column] ?? null)]),
    ),
  ]
}

function settingsRows(form: Form): CellOut[][] {
  const values = {
    form_title: form.title,
    form_id: form.formId,
    version: form.version,
    default_language: form.defaultLanguage,
    instance_name: form.instanceName,
  }
  const used = Object.entries(values).filter(([, value]) => value !== undefined)
  return [used.map(([key]) => key), used.map(([, value]) => value!)]
}
