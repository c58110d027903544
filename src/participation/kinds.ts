/**
 * What the public may report. A kind has a name that residents use, a class of the city's own, and perhaps a question or two;
 * the same list is the services of Open311. Cities keep their own list; until then the one beside this file holds.
 */
import { z } from 'zod'
import { Text } from '../base/text.ts'
import { withSeconds } from '../base/time.ts'
import { readTime } from './dates.ts'
import shipped from './kinds.json' with { type: 'json' }

/** The kinds of answer that Open311 knows. */
export const datatypes = ['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist'] as const

const Code = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/)
const Words = z.object({ zh: z.string().max(500), en: z.string().max(500).default('') })
const nothing = { zh: '', en: '' }

/** A question that a kind asks besides its words. `values` are the choices of a list. */
export const Attribute = z
  .object({
    code: Code,
    datatype: z.enum(datatypes),
    required: z.boolean().default(false),
    title: Text,
    help: Words.default(nothing),
    values: z
      .array(z.object({ key: Code, title: Text }))
      .max(100)
      .default([]),
  })
  .refine(({ datatype, values }) => !datatype.endsWith('list') || values.length > 0, { path: ['values'] })
export type Attribute = z.infer<typeof Attribute>

/** One kind of problem. `checked`: somebody looks before it is shown to others. */
export const PublicKind = z.object({
  code: Code,
  title: Text,
  about: Words.default(nothing),
  /** What it is listed under. */
  family: Words.default(nothing),
  keywords: z.string().max(300).default(''),
  /** The class of the city's own that its cases get. */
  class: z.string().max(32).nullable().default(null),
  checked: z.boolean().default(false),
  attributes: z.array(Attribute).max(20).default([]),
})
export type PublicKind = z.infer<typeof PublicKind>

/** The list of a city that has made none. */
export const shippedKinds: readonly PublicKind[] = z.array(PublicKind).parse(shipped)

/** What is wrong with an answer to a question. */
export interface WrongAnswer {
  readonly code: string
  readonly why: 'missing' | 'choice' | 'number' | 'datetime' | 'line' | 'unknown'
}

/** What is wrong with the answers to the questions of a kind; several answers of a list stand in one array. */
export function wrongAnswers(
  { attributes }: Pick<PublicKind, 'attributes'>,
  answers: Readonly<Record<string, readonly string[]>>,
): WrongAnswer[] {
  const known = new Set(attributes.map(({ code }) => code))
  const strange = Object.keys(answers).filter((code) => !known.has(code))
  return [
    ...strange.map((code): WrongAnswer => ({ code, why: 'unknown' })),
    ...attributes.flatMap((it): WrongAnswer[] => {
      const given = (Object.hasOwn(answers, it.code) ? answers[it.code]! : []).filter((answer) => answer.trim() !== '')
      if (given.length === 0) return it.required ? [{ code: it.code, why: 'missing' }] : []
      const why = whyWrong(it, given)
      return why === null ? [] : [{ code: it.code, why }]
    }),
  ]
}

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i

function whyWrong({ datatype, values }: Attribute, given: readonly string[]): WrongAnswer['why'] | null {
  if (datatype.endsWith('list')) {
    const keys = new Set(values.map(({ key }) => key))
    const tooMany = datatype === 'singlevaluelist' && given.length > 1
    return tooMany || given.some((answer) => !keys.has(answer)) ? 'choice' : null
  }
  const text = given.join('\n')
  if (datatype === 'number') return decimal.test(text.trim()) ? null : 'number'
  if (datatype === 'datetime') return z.iso.datetime({ offset: true }).safeParse(withSeconds(text.trim())).success ? null : 'datetime'
  return datatype === 'string' && text.includes('\n') ? 'line' : null
}

/** Answers as people gave them on a page: a time that names no zone is the city's. What is no time stays, and is found wrong. */
export function withZones(
  { attributes }: Pick<PublicKind, 'attributes'>,
  answers: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly string[]> {
  const times = new Set(attributes.filter(({ datatype }) => datatype === 'datetime').map(({ code }) => code))
  const zoned = (text: string) => (['impossible', 'unknown'].includes(readTime(text)) ? text : readTime(text))
  return Object.fromEntries(Object.entries(answers).map(([code, given]) => [code, times.has(code) ? given.map(zoned) : given]))
}
