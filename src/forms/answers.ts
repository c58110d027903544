/**
 * What was answered: texts by the names of the form, groups within groups, and a list for the turns of a repeat. The engine that
 * ran the form has seen to its conditions; here is seen that every answer belongs to the form and is of its type.
 */
import { z } from 'zod'
import type { Fault } from '../base/problem.ts'
import { type Form, type FormGroup, type FormPart, type FormQuestion, partsOf, shownOf, wordsFor } from './form.ts'
import { fileIdOf, isMedia } from './media.ts'
import { questionKinds, rangeBind } from './questions.ts'

/** Answers of a form or of one of its groups. */
export interface Answers {
  readonly [name: string]: string | Answers | readonly Answers[]
}

/** The shape of answers; they hold themselves, so their type is written out above. */
export const Answers: z.ZodType<Answers> = z.record(
  z.string(),
  z.union([z.string().max(20_000), z.lazy(() => z.array(Answers).max(2000)), z.lazy(() => Answers)]),
) as unknown as z.ZodType<Answers>

/** Answers that fit a form, in the form's order and without what was left empty; or why they do not fit. */
export function fitAnswers({ parts, lists }: Form, given: Answers): { answers: Answers; faults: Fault[] } {
  const faults: Fault[] = []
  const choices = new Map(lists.map((list) => [list.name, new Set(list.choices.map(({ name }) => name))]))
  const answers = fitParts(parts, given, 'answers', { faults, choices })
  return { answers, faults }
}

/** What a person answers: not what the engine writes by itself, which is another each time that it is asked. */
const askedOf = (parts: readonly FormPart[]): FormPart[] =>
  parts.flatMap((part): FormPart[] => {
    if (part.is !== 'question') return [{ ...part, parts: askedOf(part.parts) }]
    return part.type === 'calculate' || questionKinds[part.type]!.preload ? [] : [part]
  })

/** Whether what is given says the same as what is kept: sent again it is the same answer, changed it is another. */
export function isSameAnswer(form: Form, kept: Answers, given: Answers): boolean {
  if (fitAnswers(form, given).faults.length > 0) return false
  const asked = { ...form, parts: askedOf(form.parts) }
  const textOf = (answers: Answers) => JSON.stringify(fitAnswers(asked, answers).answers)
  return textOf(kept) === textOf(given)
}

interface Fitting {
  readonly faults: Fault[]
  readonly choices: ReadonlyMap<string, ReadonlySet<string>>
}

/** Nodes that the engine adds to every form. */
const ofTheEngine = new Set(['meta'])

function fitParts(parts: readonly FormPart[], given: Answers, at: string, fitting: Fitting): Answers {
  const known = new Set(parts.flatMap(({ name, is }) => (is === 'repeat' ? [name, `${name}_count`] : [name])))
  for (const name of Object.keys(given))
    if (!known.has(name) && !ofTheEngine.has(name))
      fitting.faults.push({ at: `${at}.${name}`, says: 'fault.form.answerUnknown', details: { name } })
  return Object.fromEntries(
    parts.flatMap((part) => {
      const value = fitPart(part, given[part.name], `${at}.${part.name}`, fitting)
      return value === undefined ? [] : [[part.name, value]]
    }),
  )
}

function fitPart(part: FormPart, value: Answers[string] | undefined, at: string, fitting: Fitting): Answers[string] | undefined {
  if (value === undefined || value === '') return undefined
  if (part.is === 'question') return fitQuestion(part, value, at, fitting)
  if (typeof value === 'string') return void fitting.faults.push({ at, says: 'fault.form.answerShape', details: { name: part.name } })
  const turns = (Array.isArray(value) ? (value as readonly Answers[]) : [value as Answers]).map((turn, index) =>
    fitParts(part.parts, turn, part.is === 'repeat' ? `${at}.${index}` : at, fitting),
  )
  return part.is === 'repeat' ? turns : turns[0]
}

const shapes: Readonly<Record<string, RegExp>> = {
  int: /^-?\d{1,15}$/,
  decimal: /^-?\d{1,15}(\.\d+)?$|^-?\d(\.\d+)?[eE][-+]?\d{1,2}$/,
  date: /^\d{4}-\d\d-\d\d$/,
  time: /^\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d)?$/,
  dateTime: /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d)?)?$/,
  geopoint: /^-?\d+(\.\d+)? -?\d+(\.\d+)?( -?\d+(\.\d+)?){0,2}$/,
}

function fitQuestion(part: FormQuestion, value: Answers[string], at: string, { faults, choices }: Fitting): string | undefined {
  const refuse = (says: string) => void faults.push({ at, says: `fault.form.${says}`, details: { name: part.name, row: part.row } })
  if (typeof value !== 'string') return refuse('answerShape')
  const bind = part.type === 'range' ? rangeBind(part.cells.parameters) : questionKinds[part.type]!.bind
  if (part.list !== undefined) {
    const taken = part.type === 'select_multiple' ? value.split(' ').filter((name) => name !== '') : [value]
    if (taken.some((name) => !choices.get(part.list!)?.has(name))) return refuse('answerChoice')
  } else if (bind === 'binary' && fileIdOf(value) === undefined) return refuse('answerFile')
  else if (shapes[bind]?.test(value) === false) return refuse('answerType')
  return value
}

/** A column of a table of answers: the path of a question, and whether it may hold several turns. */
export interface AnswerColumn {
  readonly question: FormQuestion
  readonly path: readonly string[]
}

/** The questions that are answered, in reading order; notes are not. */
export const answerColumns = (form: Form): AnswerColumn[] =>
  partsOf(form.parts).flatMap(({ part, path }) =>
    part.is === 'question' && part.type !== 'note'
      ? [{ question: part, path: [...path.map((group: FormGroup) => group.name), part.name] }]
      : [],
  )

/** A file that an answer names: for which question, which piece it is, and what the answer calls it. */
export interface NamedFile {
  readonly question: FormQuestion
  readonly id: string
  readonly called: string
}

/** The files that an answer names, each question's in the order of its turns. The answer fits the form. */
export const filesIn = (form: Form, answers: Answers): NamedFile[] =>
  answerColumns(form).flatMap(({ question, path }) =>
    isMedia(question) ? textsAt(answers, path).map((called) => ({ question, id: fileIdOf(called)!, called })) : [],
  )

/** The texts of a question in an answer: one, or one for each turn of the repeats it stands in. */
export function textsAt(answers: Answers, [name, ...rest]: readonly string[]): string[] {
  const value = answers[name!]
  if (value === undefined) return []
  if (typeof value === 'string') return [value]
  return (Array.isArray(value) ? (value as readonly Answers[]) : [value as Answers]).flatMap((turn) => textsAt(turn, rest))
}

/** One question of an answer in words: what was said, one text for each turn of a repeat, or the ids of the files. */
export interface AnswerLine {
  readonly question: string
  readonly said: string
  readonly files: readonly string[]
}

/** The words of each question and of what was answered to it. */
export const linesOf = (form: Form, answers: Answers, language: 'zh-CN' | 'en'): AnswerLine[] =>
  answerColumns(form).flatMap(({ question, path }): AnswerLine[] => {
    const texts = textsAt(answers, path)
    if (texts.length === 0) return []
    const words = wordsFor(question.words.label, language, form.defaultLanguage) || question.name
    if (isMedia(question)) return [{ question: words, said: '', files: texts.map((text) => fileIdOf(text)!) }]
    return [{ question: words, said: texts.map((text) => shownOf(form, question, text, language)).join('\n'), files: [] }]
  })
