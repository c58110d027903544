/** Every kind of event that the house writes is listed among those that are heard, with the permission to read it. */
import { expect, it } from 'vitest'
import words from '../../locales/zh-CN.json' with { type: 'json' }
import { heardBy } from '../../src/api/changes.api.ts'
import { house, nameOf, type Node, nodesIn, textOf } from './house.ts'

const happened = /^[a-z]+\.[a-zA-Z]*(ed|made|set|Over|undone|Down|given|sent|taken)$/

it('events are heard by those who may read what they are about', () => {
  const kinds = house
    .filter(({ kind }) => kind !== 'browser' && kind !== 'server')
    .flatMap(({ tree }) => {
      const nodes = [...nodesIn(tree)]
      const problems = new Set(
        nodes
          .filter(({ type, callee }) => type === 'NewExpression' && nameOf(callee) === 'Problem')
          .map((node) => (node['arguments'] as Node[])[0]),
      )
      const says = new Set(nodes.filter(({ type, key }) => type === 'Property' && nameOf(key) === 'says').map((node) => node['value']))
      // Words of a workbook, a paper or a public page: `say(language, 'scores.observed')`.
      const said = new Set(
        nodes
          .filter(({ type, callee }) => type === 'CallExpression' && ['say', 'w'].includes(nameOf(callee)))
          .flatMap((node) => node['arguments'] as Node[]),
      )
      const isKind = (node: Node) => node.type === 'Literal' && !problems.has(node) && !says.has(node) && !said.has(node)
      return nodes.filter(isKind).map((node) => textOf(node) ?? '')
    })
    .filter((text) => happened.test(text))
  expect(kinds.length).toBeGreaterThan(20)
  expect([...new Set(kinds.map((kind) => kind.split('.')[0]!))].filter((thing) => heardBy[thing] === undefined)).toEqual([])
})

it('events that a handler appends are called by words in the ledger', () => {
  const appended = house
    .filter(({ kind }) => kind === 'serve' || kind === 'sql')
    .flatMap(({ tree }) => [...nodesIn(tree)])
    .filter(({ type, key }) => type === 'Property' && nameOf(key) === 'kind')
    .map((node) => textOf(node['value'] as Node) ?? '')
    .filter((kind) => /^[a-z]+\.[a-zA-Z]+$/.test(kind))
  expect(appended.length).toBeGreaterThan(20)
  expect([...new Set(appended)].filter((kind) => !(`ledger.kind.${kind}` in words))).toEqual([])
})
