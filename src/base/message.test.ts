/** Our small reader of sentences says what the full implementation says, for every sentence of every language and for awkward ones. */
import { readFileSync } from 'node:fs'
import IntlMessageFormat from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { readMessage, sayMessage } from './message.ts'
import { languages } from './text.ts'

const full = (text: string, language: string, values: Record<string, string | number>) =>
  String(new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).format(values))
const ours = (text: string, language: string, values: Record<string, string | number>) => sayMessage(readMessage(text), values, language)

/** Every name in the sentence, with a value; names that stand before a choice get each of its branches. */
function valuesFor(text: string, count: number): Record<string, string | number>[] {
  const names = [...text.matchAll(/\{\s*([A-Za-z0-9_]+)\s*[,}]/g)].map(([, name]) => name!)
  const plain = Object.fromEntries(names.map((name) => [name, count]))
  const chosen = [...text.matchAll(/\{\s*([A-Za-z0-9_]+)\s*,\s*select\s*,([^]*)/g)].flatMap(([, name, rest]) =>
    [...rest!.matchAll(/([A-Za-z]+)\s*\{/g)].map(([, branch]) => ({ ...plain, [name!]: branch! })),
  )
  return [plain, ...chosen]
}

describe.each(languages)('%s', (language) => {
  const words = JSON.parse(readFileSync(new URL(`../../locales/${language}.json`, import.meta.url), 'utf8')) as Record<string, string>

  it('says every sentence like the full implementation', () => {
    for (const text of Object.values(words)) {
      for (const count of [0, 1, 2, 12_345])
        for (const values of valuesFor(text, count)) expect(ours(text, language, values)).toBe(full(text, language, values))
    }
  })

  it.each([
    "it's {n} o'clock",
    "quoted '{n}' and '' and {n}",
    '{n, plural, =0 {none} one {# thing} other {# things}} left',
    '{n, plural, other {{m, select, a {A #} other {O}} #}}',
    '{ n , number } and {n}',
    '{m, select, a {} other {x}}!',
    'a # b',
  ])('%s', (text) => {
    for (const n of [0, 1, 2, 1234.5])
      for (const m of ['a', 'b']) expect(ours(text, language, { n, m })).toBe(full(text, language, { n, m }))
  })
})

describe('what is not our part of the syntax', () => {
  it.each(['{n, date}', '{n, plural, one {x}}', 'a } b', '{n', '{n, plural, one {x} other {y}'])('%s is refused', (text) =>
    expect(() => readMessage(text)).toThrow(SyntaxError),
  )
})

it('takes a quote without an end to the end, a quoted number sign as itself, and an absent value as nothing', () => {
  expect(ours("it '{is} open", 'en', {})).toBe('it {is} open')
  expect(ours("{n, plural, other {'#' # it's}}", 'en', { n: 3 })).toBe("# 3 it's")
  expect(sayMessage(readMessage('a{b}c'), { b: undefined }, 'en')).toBe('ac')
})
