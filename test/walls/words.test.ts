/** The words of the house: both languages say the same things, and every word that code asks for is there. */
import { readFileSync } from 'node:fs'
import IntlMessageFormat from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { languages } from '../../src/base/text.ts'
import { house, lineOf, type Node, nameOf, nodesIn, root, textOf } from './house.ts'

const read = (language: string) => readFileSync(`${root}locales/${language}.json`, 'utf8')
const words = Object.fromEntries(languages.map((language) => [language, JSON.parse(read(language)) as Record<string, string>]))
const keys = new Set(Object.keys(words['zh-CN']!))

/** The holes of a message, with the choices each offers apart from `other`: `count:plural`, `state:select(open,done)`. */
function holesOf(text: string, language: string): string[] {
  const holes = new Set<string>()
  const walk = (elements: unknown): void => {
    for (const element of elements as {
      type: number
      value?: string
      options?: Record<string, { value: unknown }>
      children?: unknown
    }[]) {
      if (element.type !== 0 && element.type !== 7) holes.add(element.value ?? '')
      for (const option of Object.values(element.options ?? {})) walk(option.value)
      if (element.children) walk(element.children)
    }
  }
  walk(new IntlMessageFormat(text, language).getAst())
  return [...holes].sort()
}

describe('words', () => {
  it.each(languages)('of %s are sorted, and none stands twice', (language) => {
    const list = [...read(language).matchAll(/^ {2}"([^"]+)":/gm)].map(([, key]) => key!)
    expect(list).toEqual([...list].sort((a, b) => (a < b ? -1 : 1)))
    expect(new Set(list).size).toBe(list.length)
  })

  it('are said in Chinese, each of them', () => {
    // English may be silent where Chinese counts with a measure word.
    expect(Object.entries(words['zh-CN']!).filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('are the same in every language', () => {
    for (const language of languages) expect(Object.keys(words[language]!)).toEqual([...keys])
  })

  it('have the same holes in every language', () => {
    const wrong = [...keys].filter((key) => {
      const [first, ...others] = languages.map((language) => holesOf(words[language]![key] ?? '', language).join(' '))
      return others.some((other) => other !== first)
    })
    expect(wrong).toEqual([])
  })

  it('name every room of the reference of calls', () => {
    const { paths } = JSON.parse(readFileSync(`${root}docs/openapi.json`, 'utf8')) as {
      paths: Record<string, Record<string, { tags: string[] }>>
    }
    const rooms = new Set(Object.values(paths).flatMap((calls) => Object.values(calls).map(({ tags }) => `reference.room.${tags[0]}`)))
    expect([...keys].filter((key) => key.startsWith('reference.room.'))).toEqual([...rooms].sort())
  })

  it('that code asks for are there', () => {
    expect(asked.filter(({ key, ways }) => !ways.some((way) => keys.has(way + key))).map(({ place, key }) => `${place} ${key}`)).toEqual([])
  })

  it('are all asked for', () => {
    const literals = new Set(house.flatMap(({ tree }) => [...nodesIn(tree)].flatMap((node) => textOf(node) ?? [])))
    const prefixes = house.flatMap(({ tree }) => [...nodesIn(tree)].flatMap(prefixOf))
    const prefixed = ['problem.', 'call.', 'cli.', 'config.', 'start.', 'demo.', ...prefixes]
    const isAsked = (key: string) => literals.has(key) || prefixed.some((prefix) => key.startsWith(prefix))
    expect([...keys].filter((key) => !isAsked(key))).toEqual([])
  })
})

/** The fixed beginning of a key put together: `standards.method.` of `standards.method.${method}`. */
function prefixOf(node: Node): string[] {
  if (node.type !== 'TemplateLiteral') return []
  const quasis = node['quasis'] as { value: { cooked: string } }[]
  const first = quasis[0]!.value.cooked
  return quasis.length > 1 && /^[a-z][A-Za-z]*\./.test(first) ? [first] : []
}

interface Asked {
  readonly place: string
  readonly key: string
  /** What may stand before it: the file says `visit.add`, the key is `call.visit.add`. */
  readonly ways: readonly string[]
}

const sayers = new Set(['t', 'say', 'sayHere', 'tell', 'terminal.say'])

/** Every key that stands in the code as a literal: said, told by a contract or a fault, or the code of a Problem. */
const asked: readonly Asked[] = house.flatMap((source) =>
  [...nodesIn(source.tree)].flatMap((node): Asked[] => {
    const place = `${source.path}:${lineOf(source, node.start)}`
    if (node.type === 'NewExpression' && nameOf(node['callee']) === 'Problem') {
      const key = textOf((node['arguments'] as Node[])[0])
      return key === undefined ? [] : [{ place, key, ways: ['problem.'] }]
    }
    if (node.type === 'Property' && nameOf(node['key']) === 'says') {
      const key = textOf(node['value'])
      return key === undefined ? [] : [{ place, key, ways: ['', 'call.', 'cli.'] }]
    }
    if (node.type !== 'CallExpression' || !sayers.has(nameOf(node['callee']))) return []
    return (node['arguments'] as Node[])
      .flatMap((argument) => textOf(argument) ?? [])
      .filter((text) => /^[a-z][A-Za-z]*(\.[A-Za-z0-9_-]+)+$/.test(text))
      .map((key) => ({ place, key, ways: [''] }))
  }),
)
