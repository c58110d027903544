/**
 * The interface's words in the reader's language. One language file is loaded at a time; switching needs no reload.
 * Keys are checked by the compiler; texts of data (`Text`) carry both languages and are read with `read`.
 */
import chinese from '../../locales/zh-CN.json?url'
import english from '../../locales/en.json?url'
import { useSyncExternalStore } from 'react'
import {
  formatHundredths,
  formatMillionths,
  languageFor,
  type Message,
  mostCounted,
  read,
  readMessage,
  sayMessage,
} from '../base/message.ts'
import type { Language, Text } from '../base/text.ts'

/** A key of `locales/`. */
export type Word = keyof typeof import('../../locales/zh-CN.json')
export type Values = Record<string, string | number | boolean | Date | null | undefined>

/** The city's clock. Chinese cities keep one zone; an instant is shown as the city saw it, wherever the reader sits. */
const timeZone = 'Asia/Shanghai'
const cookieName = 'mc_lang'
/** Words are data, not script: fetched as they are, one language at a time. */
const files: Record<Language, string> = { 'zh-CN': chinese, en: english }

interface Loaded {
  readonly language: Language
  readonly table: Record<string, string>
}
let loaded: Loaded = { language: 'zh-CN', table: {} }
const listeners = new Set<() => void>()
const messages = new Map<string, Message>()

/** The language the reader chose (cookie, which the server reads too), else the browser's. */
export function wishedLanguage(): Language {
  const chosen = /(?:^|; )mc_lang=([^;]+)/.exec(document.cookie)?.[1]
  return languageFor(chosen ?? navigator.languages.join(','))
}

/** Loads a language and shows it everywhere at once. */
export async function speak(language: Language): Promise<void> {
  const answer = await fetch(files[language])
  const table = (await answer.json()) as Record<string, string>
  messages.clear()
  loaded = { language, table }
  document.documentElement.lang = language
  document.cookie = `${cookieName}=${language}; path=/; max-age=31536000; samesite=lax`
  for (const listener of listeners) listener()
}

/** The language shown now. */
export const spoken = (): Language => loaded.language

/** The sentence of a key, outside of components (messages, downloads). A key nobody knows is shown as itself; a test finds it. */
function sayKey(key: string, values: Values = {}): string {
  const text = loaded.table[key]
  if (text === undefined) return key
  if (!/[{']/.test(text)) return text
  let message = messages.get(key)
  if (!message) messages.set(key, (message = readMessage(text)))
  return sayMessage(message, values, loaded.language)
}

/** `sayKey` for keys known to the compiler. */
export const say = (key: Word, values?: Values): string => sayKey(key, values)

const makers = {
  number: (language: Language, digits: number) =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  percent: (language: Language, digits: number) =>
    new Intl.NumberFormat(language, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }),
}

/** Made when it is first asked for: a format of dates takes longer to make than a screen to draw. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => (made ??= make())
}

/** Whole numbers are written alike in our languages, and the first screen need not wait for a format to be made. */
const isWhole = (value: number) => Number.isSafeInteger(value) && !Object.is(value, -0)
const grouped = (value: number) => String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')

const toTheMinute = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const

function wordsOf({ language }: Loaded) {
  const day = once(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }))
  const month = once(() => new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short', timeZone: 'UTC' }))
  const moment = once(() => new Intl.DateTimeFormat(language, { ...toTheMinute, timeZone }))
  const collator = once(() => new Intl.Collator(language, { numeric: true }))
  const numbers = new Map<string, Intl.NumberFormat>()
  const format = (kind: 'number' | 'percent', digits: number) => {
    const id = `${kind}${digits}`
    let made = numbers.get(id)
    if (!made) numbers.set(id, (made = makers[kind](language, digits)))
    return made
  }
  return {
    language,
    /** The sentence of a key. */
    t: say,
    /** The sentence of a key put together at run time (`call.${…}`). */
    tAny: sayKey,
    /** The reader's side of a text of the data; an absent text is empty. */
    read: (text: Text | null | undefined) => (text ? read(text, language) : ''),
    /** 1234.5 → "1,234.5"; `digits` fixed. */
    number: (value: number, digits = 0) => (digits === 0 && isWhole(value) ? grouped(value) : format('number', digits).format(value)),
    /** How many a list has: counting stops at a limit, which then means as many or more. */
    count: (value: number) => `${isWhole(value) ? grouped(value) : format('number', 0).format(value)}${value === mostCounted ? '+' : ''}`,
    /** 0.873 → "87.3%". */
    percent: (share: number, digits = 1) => format('percent', digits).format(share),
    /** Hundredths of a point: 3970 → "39.70". */
    points: formatHundredths,
    /** Millionths of a unit: 14800000 → "14.8". */
    measure: formatMillionths,
    /** A calendar day "2026-11-22". */
    day: (on: string | null | undefined) => (on ? day().format(new Date(`${on}T00:00:00Z`)) : ''),
    /** The month of a day. */
    month: (on: string) => month().format(new Date(`${on.slice(0, 7)}-01T00:00:00Z`)),
    /** An instant as the city's clock shows it. */
    moment: (at: string | null | undefined) => (at ? moment().format(new Date(at)) : ''),
    /** Sorts names the way the language does (pinyin in Chinese). */
    collate: (a: string, b: string) => collator().compare(a, b),
  }
}
export type Words = ReturnType<typeof wordsOf>

let words: { readonly of: Loaded; readonly are: Words } | undefined

/** The same outside of components. One set a language. */
export function wordsNow(): Words {
  if (words?.of !== loaded) words = { of: loaded, are: wordsOf(loaded) }
  return words.are
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Words, numbers and dates in the reader's language; the component follows when the language changes. */
export const useWords = (): Words => useSyncExternalStore(subscribe, wordsNow, wordsNow)
