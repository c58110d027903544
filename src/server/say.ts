/** Says keys of `locales/` on the server: problems, documents, exports, the terminal. */
import { readFileSync } from 'node:fs'
import IntlMessageFormat from 'intl-messageformat'
import { type Language, languages } from '../base/text.ts'

const words = Object.fromEntries(
  languages.map((language) => [
    language,
    JSON.parse(readFileSync(new URL(`../../locales/${language}.json`, import.meta.url), 'utf8')) as Record<string, string>,
  ]),
) as Record<Language, Record<string, string>>
const formats = new Map<string, IntlMessageFormat>()

/** The sentence of a key in a language (ICU message syntax). A key that is missing is shown as itself; a test finds it. */
export function say(language: Language, key: string, values: Record<string, unknown> = {}): string {
  const text = words[language][key]
  if (text === undefined) return key
  const id = `${language} ${key}`
  let format = formats.get(id)
  if (!format) formats.set(id, (format = new IntlMessageFormat(text, language)))
  return String(format.format(values as Record<string, string | number>))
}
