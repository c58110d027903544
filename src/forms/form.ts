/**
 * A form as an XLSForm workbook says it: questions, groups and repeats in order, lists of choices, words by language. Expressions
 * stay as they were written; what they mean is for the engine that runs the form, of which there is only one.
 */
import { z } from 'zod'
import { plain } from './plain.ts'

/** A version of a form. */
export const FormVersionId = z.uuid().brand<'FormVersionId'>()
export type FormVersionId = z.infer<typeof FormVersionId>

/** An answer to a form. */
export const FormAnswerId = z.uuid().brand<'FormAnswerId'>()
export type FormAnswerId = z.infer<typeof FormAnswerId>

/** Words by the name of their language as the workbook has it; '' where it names none. */
export const Said = z.record(z.string(), z.string())
export type Said = z.infer<typeof Said>

/** One choice of a list; `more` are its further columns, which choice filters read. */
export const FormChoice = z.object({ name: z.string(), label: Said, more: z.record(z.string(), z.string()).default({}) })
export type FormChoice = z.infer<typeof FormChoice>

/** What may be said of a question or a group besides its words. */
export const formFields = [
  'relevant',
  'required',
  'readonly',
  'constraint',
  'calculation',
  'choice_filter',
  'default',
  'appearance',
  'parameters',
  'repeat_count',
] as const
export type FormField = (typeof formFields)[number]

/** What is said in words, by language. */
export const formWords = ['label', 'hint', 'constraint_message', 'required_message'] as const
export type FormWord = (typeof formWords)[number]

/** A line of the survey sheet: its row there, its words, and its further cells. */
const Line = {
  row: z.int(),
  name: z.string(),
  words: z.partialRecord(z.enum(formWords), Said).default({}),
  cells: z.partialRecord(z.enum(formFields), z.string()).default({}),
}

/** A question; `list` names the choices of a selection. */
export const FormQuestion = z.object({ is: z.literal('question'), ...Line, type: z.string(), list: z.string().optional() })
export type FormQuestion = z.infer<typeof FormQuestion>

/** A group, or a group that may be answered several times. */
export interface FormGroup {
  is: 'group' | 'repeat'
  row: number
  name: string
  words: FormQuestion['words']
  cells: FormQuestion['cells']
  parts: FormPart[]
}
export type FormPart = FormQuestion | FormGroup

/** The shape of a group; it holds itself, so its type is written out above. */
export const FormGroup: z.ZodType<FormGroup> = z.object({
  is: z.enum(['group', 'repeat']),
  ...Line,
  get parts() {
    return z.array(z.union([FormQuestion, FormGroup]))
  },
}) as unknown as z.ZodType<FormGroup>

/** A whole form. `formId` and `version` name it to every tool that speaks XForms. */
export const Form = z.object({
  formId: z.string().min(1).max(100),
  version: z.string().min(1).max(64),
  title: z.string().min(1).max(300),
  defaultLanguage: z.string().optional(),
  instanceName: z.string().optional(),
  /** In the order of the columns; empty when nothing is translated. */
  languages: z.array(z.string()),
  parts: z.array(z.union([FormQuestion, FormGroup])),
  lists: z.array(z.object({ name: z.string(), choices: z.array(FormChoice) })),
})
export type Form = z.infer<typeof Form>

/** Every part with the names of what it stands in, in reading order. */
export function partsOf(parts: readonly FormPart[], path: readonly FormGroup[] = []): { part: FormPart; path: readonly FormGroup[] }[] {
  return parts.flatMap((part) => [{ part, path }, ...(part.is === 'question' ? [] : partsOf(part.parts, [...path, part]))])
}

/** The words of a reader, without Markdown: in their language, else the form's own, else any. */
export function wordsFor(said: Said | undefined, language: 'zh-CN' | 'en', own?: string): string {
  if (said === undefined) return ''
  const names = Object.keys(said)
  const hit = names.find((name) => isLanguage(name, language)) ?? names.find((name) => name === own) ?? names.find((name) => name === '')
  return plain(said[hit ?? names[0] ?? ''] ?? '')
}

/** True when a language of a workbook ("中文 (zh)", "English (en)", "Chinese") is the reader's. */
export const isLanguage = (name: string, language: 'zh-CN' | 'en'): boolean =>
  language === 'en' ? /english|英文|英语|\(en\)|^en$/i.test(name) : /chinese|中文|汉语|简体|\(zh|^zh/i.test(name)

/** What was answered, as a reader sees it: choices by their words, anything else as it was typed. */
export function shownOf(form: Form, question: FormQuestion, text: string, language: 'zh-CN' | 'en'): string {
  const list = form.lists.find(({ name }) => name === question.list)
  if (!list) return text
  const taken = question.type === 'select_multiple' ? text.split(' ') : [text]
  return taken
    .map((name) => wordsFor(list.choices.find((choice) => choice.name === name)?.label, language, form.defaultLanguage) || name)
    .join('; ')
}
