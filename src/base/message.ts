/**
 * Sentences of `locales/` with values put in: the part of ICU message syntax that we write (`{x}`, `{n, number}`, `plural`,
 * `select`, `#`, quotes), which side of a text a reader sees, and how figures are written. Small enough for the first page of the
 * browser, and without shapes: a phone shows its first screen before it has any. A test holds it against the full implementation.
 */

type Values = Readonly<Record<string, unknown>>
type Part =
  | string
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'number'; readonly name: string }
  | { readonly kind: 'hash' }
  | { readonly kind: 'plural'; readonly name: string; readonly branches: Branches }
  | { readonly kind: 'select'; readonly name: string; readonly branches: Branches }
type Branches = ReadonlyMap<string, readonly Part[]>

/** A sentence that was read once and can be said often. */
export type Message = readonly Part[]

/** Reads a sentence. Throws `SyntaxError` on what is not our part of the syntax: a test reads every sentence of every language. */
export function readMessage(text: string): Message {
  const reader = { text, at: 0 }
  const parts = readParts(reader, false)
  if (reader.at < text.length) throw new SyntaxError(`Unexpected } at ${reader.at}: ${text}`)
  return parts
}

/** Says a sentence in a language. An absent value is said as nothing. */
export const sayMessage = (message: Message, values: Values, language: string): string => write(message, { values, language, count: 0 })

interface Reader {
  readonly text: string
  at: number
}

function readParts(reader: Reader, inPlural: boolean): Part[] {
  const parts: Part[] = []
  let plain = ''
  const flush = () => {
    if (plain !== '') parts.push(plain)
    plain = ''
  }
  while (reader.at < reader.text.length) {
    const sign = reader.text[reader.at]!
    if (sign === '}') break
    if (sign === "'") plain += readQuoted(reader, inPlural)
    else if (sign === '{') {
      flush()
      parts.push(readArgument(reader))
    } else if (sign === '#' && inPlural) {
      flush()
      parts.push({ kind: 'hash' })
      reader.at++
    } else {
      plain += sign
      reader.at++
    }
  }
  flush()
  return parts
}

/** `''` is one apostrophe; `'{…'` is taken as it stands; any other apostrophe is one. */
function readQuoted(reader: Reader, inPlural: boolean): string {
  const { text, at } = reader
  const next = text[at + 1]
  if (next === "'") {
    reader.at += 2
    return "'"
  }
  if (next !== '{' && next !== '}' && !(inPlural && next === '#')) {
    reader.at++
    return "'"
  }
  const end = text.indexOf("'", at + 1)
  reader.at = end === -1 ? text.length : end + 1
  return text.slice(at + 1, end === -1 ? undefined : end)
}

const argument = /\{\s*([A-Za-z0-9_]+)\s*(?:,\s*(number|plural|select)\s*)?([,}])\s*/y

function readArgument(reader: Reader): Part {
  argument.lastIndex = reader.at
  const found = argument.exec(reader.text)
  if (!found) throw new SyntaxError(`Not understood at ${reader.at}: ${reader.text}`)
  const [whole, name = '', kind, end] = found
  reader.at += whole.length
  if (kind === 'plural' || kind === 'select') return { kind, name, branches: readBranches(reader, kind) }
  // White space after the closing brace belongs to the sentence.
  if (end === '}') reader.at = argument.lastIndex - (whole.length - whole.trimEnd().length)
  else throw new SyntaxError(`Unknown style at ${reader.at}: ${reader.text}`)
  return { kind: kind === 'number' ? 'number' : 'value', name }
}

const branch = /\s*(=\d+|[A-Za-z0-9_]+)\s*\{/y

function readBranches(reader: Reader, kind: 'plural' | 'select'): Map<string, Part[]> {
  const branches = new Map<string, Part[]>()
  for (;;) {
    branch.lastIndex = reader.at
    const found = branch.exec(reader.text)
    if (!found) break
    reader.at += found[0].length
    branches.set(found[1]!, readParts(reader, kind === 'plural'))
    reader.at++
  }
  const close = /\s*\}/y
  close.lastIndex = reader.at
  const closed = close.exec(reader.text)
  if (!closed || !branches.has('other')) throw new SyntaxError(`A choice without "other" or end: ${reader.text}`)
  reader.at += closed[0].length
  return branches
}

interface Saying {
  readonly values: Values
  readonly language: string
  /** What `#` stands for. */
  readonly count: number
}

const plurals = new Map<string, Intl.PluralRules>()
const numbers = new Map<string, Intl.NumberFormat>()

function made<Made>(known: Map<string, Made>, language: string, make: () => Made): Made {
  let one = known.get(language)
  if (one === undefined) known.set(language, (one = make()))
  return one
}

const numberIn = (language: string, value: number) => made(numbers, language, () => new Intl.NumberFormat(language)).format(value)

function write(parts: Message, saying: Saying): string {
  const { values, language, count } = saying
  return parts
    .map((part) => {
      if (typeof part === 'string') return part
      if (part.kind === 'hash') return numberIn(language, count)
      const value = values[part.name]
      if (part.kind === 'number') return numberIn(language, Number(value))
      if (part.kind === 'value') return value === undefined || value === null ? '' : String(value as string | number)
      if (part.kind === 'select') return write(part.branches.get(String(value)) ?? part.branches.get('other')!, saying)
      const n = Number(value)
      // The rules of a language are dear to load: not for a number that has words of its own.
      const rule = () => made(plurals, language, () => new Intl.PluralRules(language)).select(n)
      const chosen = part.branches.get(`=${n}`) ?? part.branches.get(rule()) ?? part.branches.get('other')!
      return write(chosen, { ...saying, count: n })
    })
    .join('')
}

/** The reader's side of a text; Chinese when there is no English. */
export function read(text: { readonly zh: string; readonly en: string }, language: 'zh-CN' | 'en'): string {
  return language === 'en' && text.en !== '' ? text.en : text.zh
}

/** Where counting the rows of a big list stops: the number stands for itself or more, and readers see a plus behind it. */
export const mostCounted = 1000

/** The best language for an `Accept-Language` header; Chinese when nothing fits. */
export function languageFor(header: string | undefined): 'zh-CN' | 'en' {
  for (const wish of (header ?? '').split(',')) {
    const tag = wish.split(';')[0]!.trim().toLowerCase()
    if (tag.startsWith('zh')) return 'zh-CN'
    if (tag.startsWith('en')) return 'en'
  }
  return 'zh-CN'
}

/** 3970 → "39.70", the way scores are always printed. */
export function formatHundredths(value: number): string {
  const digits = Math.abs(value).toString().padStart(3, '0')
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** 14800000 → "14.8". */
export function formatMillionths(value: number): string {
  const digits = Math.abs(value).toString().padStart(7, '0')
  const fraction = digits.slice(-6).replace(/0+$/, '')
  return `${value < 0 ? '-' : ''}${digits.slice(0, -6)}${fraction === '' ? '' : `.${fraction}`}`
}
