/**
 * Chinese sentences take Chinese punctuation: a comma beside a Chinese character is ，not a half-width one. Half-width signs
 * stay where they belong: in codes, between Latin words, in the syntax of the sentences.
 */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const words = JSON.parse(readFileSync(new URL('../locales/zh-CN.json', import.meta.url), 'utf8')) as Record<string, string>

const han = '[\\u3400-\\u9fff“”‘’《》…—，。；：！？、（）]'
/** A half-width sign with a Chinese character on one side, or between two values. */
const half = new RegExp(`${han}[,;:!?(]|[,;:!?)]${han}|\\}[,;:]\\{`)
/** Names of values and their kinds are syntax, not text; the words inside a choice are text again. */
const textOf = (sentence: string) =>
  sentence.replaceAll(/\{\s*\w+\s*,\s*(?:plural|select)\s*,/g, ' ').replaceAll(/\{\s*\w+\s*(?:,\s*number\s*)?\}/g, '{}')

it('stands in every Chinese sentence', () => {
  const wrong = Object.entries(words).filter(([, sentence]) => half.test(textOf(sentence)))
  expect(Object.fromEntries(wrong)).toEqual({})
})
