/**
 * Reads what task tables say in words: "材料审核2分、实地考察", "牵头:城管局;配合:住建局、各街道", "不低于85%". The words
 * are data (`words.json`), since every city writes them a little differently.
 */
import { parseHundredths } from '../../base/points.ts'
import { decimalOf, plain } from '../../sheets/sheet.ts'
import { type Method, methods } from '../terms.ts'
import words from './words.json' with { type: 'json' }

/** A method as it was named, with its own points when they stood beside it. */
export interface NamedMethod {
  readonly method: Method
  readonly points?: number
}

const methodWords = methods
  .flatMap((method) => words.methods[method].map((word) => ({ word, method })))
  .sort((a, b) => b.word.length - a.word.length)

/** The methods that a text names, in its order, each once; and the words that name none. */
export function readMethods(text: string): { methods: NamedMethod[]; unknown: string[] } {
  const found = new Map<Method, NamedMethod>()
  const unknown: string[] = []
  for (const part of plain(text)
    .split(/[、,;/+|]|\n|和|与|及|并/)
    .map((it) => it.replace(/^\d+\)/, '').trim())) {
    if (part === '') continue
    const bare = part.replace(/\([^()]*\)|\d+(?:\.\d+)?\s*分/g, '')
    const hit = methodWords.find(({ word }) => part.includes(word) && bare.length <= word.length + 4)
    const points = parseHundredths(/(\d+(?:\.\d+)?)\s*分/.exec(part)?.[1] ?? '')
    if (!hit) unknown.push(part)
    else if (!found.has(hit.method)) found.set(hit.method, { method: hit.method, ...(points === undefined ? {} : { points }) })
  }
  return { methods: [...found.values()], unknown }
}

/** True for a cell that names methods and nothing else; by this a column is known whose header says nothing. */
export function looksLikeMethods(text: string): boolean {
  const { methods, unknown } = readMethods(text)
  return methods.length > 0 && unknown.length === 0 && plain(text).length <= 30
}

/** Points in hundredths; undefined when the text is no number of at most two decimals. */
export const readPoints = (text: string): number | undefined => {
  const decimal = decimalOf({ text })
  return decimal === undefined ? undefined : parseHundredths(decimal)
}

/** Units as a cell names them. `guessed`: nobody was called the lead, so the first one was taken. */
export interface NamedUnits {
  readonly lead?: string
  readonly support: readonly string[]
  readonly guessed: boolean
}

const roleOf = (head: string): 'lead' | 'support' | undefined =>
  words.support.some((word) => head === word) ? 'support' : words.lead.some((word) => head === word) ? 'lead' : undefined

/** The lead and helping units of a cell: by "牵头:…;配合:…", by "…(牵头)", or in order. */
export function readUnits(text: string): NamedUnits {
  const leads: string[] = []
  const support: string[] = []
  const open: string[] = []
  let role: 'lead' | 'support' | undefined
  for (const part of plain(text).split(/[;、,/\n]|\s(?=[^\s:]{2,6}:)/)) {
    const [, head, rest] = /^\s*([^:]{2,6}):(.*)$/.exec(part) ?? [undefined, '', part]
    role = roleOf(head.replaceAll(' ', '')) ?? role
    const [, name = '', mark = ''] = /^(.*?)(?:\(([^()]*)\))?$/.exec(rest.replaceAll(' ', '')) ?? []
    const own = roleOf(mark) ?? role
    const unit = roleOf(mark) ? name : rest.replaceAll(' ', '')
    if (unit !== '') (own === 'lead' ? leads : own === 'support' ? support : open).push(unit)
  }
  const [lead, ...others] = leads.length > 0 ? [...leads, ...open] : open
  return { ...(lead === undefined ? {} : { lead }), support: [...others, ...support], guessed: leads.length === 0 && open.length > 1 }
}

/** True for a cell that names units. */
export const looksLikeUnits = (text: string): boolean => /[局委办部院站处]$|街道|乡镇|社区|牵头/.test(plain(text))

/** A unit's bare name: "市城市管理局", "各街道办事处" and "城管局" are one. */
export function bareUnit(name: string): string {
  const plainName = plain(name).replaceAll(' ', '')
  const inner = plainName.replace(new RegExp(`^(?:${[...words.every].join('|')})`), '')
  const bare = words.unitHeads.reduce(
    (text, head) => (text.startsWith(head) && text.length > head.length + 2 ? text.slice(head.length) : text),
    inner,
  )
  const same = Object.entries(words.unitAlike).find(([known, others]) => known === bare || others.includes(bare))
  return same?.[0] ?? bare
}

/** A limit in a sentence: "绿化覆盖率不低于41%" → ≥ 41 %. Undefined when there is none. */
export function readThreshold(text: string): { op: '>=' | '>' | '<=' | '<'; value: string; unit: string } | undefined {
  const sentence = plain(text).replaceAll(' ', '')
  const unit = '(%|‰|[^\\d,.;:、()<>≥≤%‰]{0,6})'
  const pairs = Object.entries(words.thresholds).flatMap(([op, list]) => list.map((word) => ({ op, word })))
  for (const { op, word } of pairs.sort((a, b) => b.word.length - a.word.length)) {
    const hit = new RegExp(`${word}(\\d+(?:\\.\\d+)?)${unit}`).exec(sentence)
    if (hit) return { op: op as '>=', value: hit[1]!, unit: hit[2]!.replace(new RegExp(`(?:${words.atLeast.join('|')})$`), '') }
  }
  const above = new RegExp(`(\\d+(?:\\.\\d+)?)(%|‰)?(?:${words.atLeast.join('|')})`).exec(sentence)
  return above ? { op: '>=', value: above[1]!, unit: above[2] ?? '' } : undefined
}

/** What kind of proof a line asks for; a document when it does not say. */
export function evidenceKind(text: string): keyof typeof words.evidence {
  const kinds = Object.entries(words.evidence) as [keyof typeof words.evidence, string[]][]
  return kinds.find(([, list]) => list.some((word) => text.includes(word)))?.[0] ?? 'document'
}

const statedPoints = /[(\uff08]\s*(?:共|计|满分)?\s*([\d.\uff0e\uff10-\uff19]+)\s*分\s*[)\uff09]\s*$/u
const leadingNumber =
  /^(?:第?[一二三四五六七八九十百]+[、.\uff0e章节]|[(\uff08][一二三四五六七八九十]+[)\uff09]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[-—、.]?\d*[.、]?|[\d\uff10-\uff19]{1,3}(?:[.-]\d{1,3})*[、.\uff0e)\uff09\s](?!\d))\s*/u

/** "一、政务环境(10分)" → its words, the points it states and its number. */
export function readHeading(text: string): { title: string; points?: number; no?: number } {
  const line = text.replace(/(?<!\s)\s*\n\s*|[\u200b\ufeff]/g, '').trim()
  const points = readPoints(statedPoints.exec(line)?.[1] ?? '')
  const bare = line.replace(statedPoints, '')
  const number = leadingNumber.exec(bare)?.[0] ?? ''
  const no = Number(/^\d{1,3}(?=[、.)\s])/.exec(plain(number))?.[0] ?? 0)
  const title = bare.slice(number.length).trim()
  return { title: title === '' ? bare : title, ...(points === undefined ? {} : { points }), ...(no > 0 ? { no } : {}) }
}

/** Rows that sum up instead of asking something. */
export const isTotalWord = (text: string): boolean => words.totals.includes(plain(text).replaceAll(' ', '').replace(/:$/, ''))
/** A remark below the table. */
export const isRemark = (text: string): boolean => words.notes.some((word) => plain(text).startsWith(`${word}:`))
