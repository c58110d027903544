import { describe, expect, it } from 'vitest'
import { type Criterion, type Edition, isCriterion, type Node } from '../../../../standards/edition.ts'
import { methods } from '../../../../standards/terms.ts'
import { checkEdition, readEdition } from '../../../../standards/edition-check.ts'
import { findLibraryEdition } from '../../../../standards/library.serve.ts'
import { Rule, rules } from '../../../../standards/rules/index.ts'
import { placesOf } from '../outline.ts'
import {
  addItem,
  addNode,
  changeItem,
  changeNode,
  changeWay,
  defaultRule,
  listNames,
  moveNode,
  newBranch,
  newCriterion,
  newItem,
  newWay,
  placeOfFault,
  removeItem,
  removeNode,
  shiftNode,
  usesOf,
} from './draft.ts'

const title = { zh: '新条目', en: '' }
const sample = findLibraryEdition('civilised-city', '2021-sample')!
const firstLeaf = (nodes: readonly Node[]): Criterion => {
  const [node] = nodes
  return isCriterion(node!) ? node : firstLeaf(node!.parts)
}
const leaf = firstLeaf(sample.tree)
const parent = placesOf(sample.tree).get(leaf.id)!.path.at(-1)!
const ids = (edition: Edition, under: string) => {
  const node = under === '' ? edition.tree : (placesOf(edition.tree).get(under)!.node as typeof parent).parts
  return node.map(({ id }) => id)
}

describe('the tree', () => {
  it('changes only the named node', () => {
    const words = { zh: '新文字', en: 'new words' }
    const next = changeNode(sample, leaf.id, { title: words })
    expect(placesOf(next.tree).get(leaf.id)!.node.title).toEqual(words)
    expect(changeNode(next, leaf.id, { title: leaf.title })).toEqual(sample)
  })

  it('adds after a sibling, under a code that is free, and removes it again', () => {
    const made = newCriterion(sample, parent.id, title)
    expect(placesOf(sample.tree).has(made.id)).toBe(false)
    const next = addNode(sample, parent.id, made, leaf.id)
    expect(ids(next, parent.id)[1]).toBe(made.id)
    expect(removeNode(next, made.id)).toEqual(sample)
  })

  it('shifts among siblings and stays put at the ends', () => {
    const order = ids(sample, parent.id)
    expect(ids(shiftNode(sample, leaf.id, 1), parent.id)).toEqual([order[1], order[0], ...order.slice(2)])
    expect(shiftNode(sample, leaf.id, -1)).toEqual(sample)
  })

  it('moves under another branch, never below itself or under a leaf', () => {
    const [first, second] = sample.tree
    const next = moveNode(sample, leaf.id, second!.id)
    expect(ids(next, second!.id).at(-1)).toBe(leaf.id)
    expect(moveNode(sample, first!.id, parent.id)).toBe(sample)
    expect(moveNode(sample, parent.id, leaf.id)).toBe(sample)
    expect(ids(moveNode(sample, leaf.id, ''), '').at(-1)).toBe(leaf.id)
  })

  it('gives a new branch a code of its own', () => {
    const branch = newBranch(sample, '', title)
    const next = addNode(sample, '', branch)
    expect(newBranch(next, '', title).id).not.toBe(branch.id)
  })
})

describe('ways', () => {
  it.each(methods)('starts a way of %s with a rule that fits', (method) => {
    const edition = changeNode(sample, leaf.id, { ways: [newWay(sample, method)] })
    expect(checkEdition(edition).filter(({ says }) => says === 'fault.edition.ruleMethod')).toEqual([])
  })

  it('changes one way', () => {
    const method = leaf.ways[0]!.method
    const next = changeWay(sample, leaf.id, method, { rule: defaultRule('allOrNothing') })
    expect((placesOf(next.tree).get(leaf.id)!.node as Criterion).ways[0]!.rule).toEqual({ name: 'allOrNothing' })
  })

  it.each(Object.keys(rules) as Rule['name'][])('has parameters to start %s from', (name) => {
    expect(Rule.safeParse(defaultRule(name)).success).toBe(true)
  })
})

describe('lists', () => {
  it.each(listNames)('adds, changes and removes an item of %s', (list) => {
    const item = newItem(sample, list, title)
    const added = addItem(sample, list, item as never)
    expect(readEdition(added).edition?.[list].at(-1)).toEqual(expect.objectContaining({ id: item.id }))
    const renamed = { zh: '改名', en: '' }
    expect(changeItem(added, list, item.id, { title: renamed })[list].at(-1)!.title).toEqual(renamed)
    expect(removeItem(added, list, item.id)).toEqual(sample)
    expect(usesOf(added, list, item.id)).toEqual([])
  })

  it('says where a check is used', () => {
    const type = sample.pointTypes.find(({ checks }) => checks.length > 0)!
    expect(usesOf(sample, 'checks', type.checks[0]!)).toContain(type.id)
  })
})

it.each([
  ['tree/P01.I01.C01.S01/onsite', { list: 'tree', id: 'P01.I01.C01.S01' }],
  ['tree/P01', { list: 'tree', id: 'P01' }],
  ['checks/PSA-CORE', { list: 'checks', id: 'PSA-CORE' }],
  ['total', { list: 'about', id: '' }],
  ['methodTotals/onsite', { list: 'about', id: '' }],
])('leads from the fault at %s to its place', (at, place) => expect(placeOfFault(at)).toEqual(place))
