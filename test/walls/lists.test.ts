/**
 * Every list of the house can be searched, ordered both ways, paged by cursor and taken out as a workbook; and every table of the
 * desk is such a list, or says that it is not one. A list that cannot is found here, not by its user.
 */
import { describe, expect, it } from 'vitest'
import { type List, lists, ordersOf } from '../lists/listsOf.ts'
import { house, nameOf, type Node, nodesIn } from './house.ts'

describe('lists', () => {
  it('are all there', () => {
    expect(lists.length).toBeGreaterThan(30)
  })

  it.each(lists.map((list) => [list.name, list] as const))('%s: search, order, paging, Excel', (_name, list) =>
    expect(gapsOf(list)).toEqual([]),
  )
})

/** What a list cannot do. */
function gapsOf({ route, book }: List): string[] {
  const keys = Object.keys(route.query?.shape ?? {})
  const orders = ordersOf(route)
  const oneWay = orders.filter((order) => !orders.includes(order.startsWith('-') ? order.slice(1) : `-${order}`))
  return [
    ...['cursor', 'limit', 'text', 'sort'].filter((key) => !keys.includes(key)),
    ...(orders.length === 0 ? ['no order'] : oneWay.map((order) => `${order} one way`)),
    ...(/\/(export|workbook)$/.test(book?.path ?? '') ? [] : ['no workbook']),
  ]
}

const nameIn = (node: Node | undefined): string | undefined => node?.['name'] as string | undefined

/** Every element of a name in a file, with the names of what it is given. */
function elementsOf(tree: Node, name: string): Set<string>[] {
  return [...nodesIn(tree)]
    .filter((node) => node.type === 'JSXOpeningElement' && (node['name'] as Node)['name'] === name)
    .map((node) => new Set((node['attributes'] as Node[]).map((it) => nameIn(it['name'] as Node | undefined) ?? '...')))
}

describe('tables of the desk', () => {
  const desk = house.filter(({ path }) => path.startsWith('src/web/desk/'))
  const list = 'src/web/desk/parts/ListTable.tsx'

  it('page through the house in one place, which searches, orders and takes out', () => {
    const pages = desk.filter(({ tree }) =>
      [...nodesIn(tree)].some((node) => node.type === 'CallExpression' && nameOf(node['callee']) === 'usePages'),
    )
    expect(pages.map(({ path }) => path)).toEqual([list])
  })

  it('are lists that can be put in order, or figures of one thing', () => {
    const wrong = desk
      .filter(({ path }) => path !== list)
      .flatMap(({ path, tree }) =>
        elementsOf(tree, 'DataTable')
          .filter((given) => !given.has('few') && !given.has('onSort') && !given.has('...'))
          .map(() => path),
      )
    expect(wrong).toEqual([])
  })

  it('name the column by which each list is ordered', () => {
    const used = desk.filter(({ path, tree }) => path !== list && elementsOf(tree, 'ListTable').some((given) => !given.has('body')))
    expect(used.length).toBeGreaterThan(15)
    const named = (tree: Node) => [...nodesIn(tree)].some((node) => node.type === 'Property' && nameOf(node['key']) === 'sort')
    expect(used.filter(({ tree }) => !named(tree)).map(({ path }) => path)).toEqual([])
  })
})
