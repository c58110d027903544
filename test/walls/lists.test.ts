/**
 * Every list of the house can be searched, ordered both ways, paged by cursor and taken out as a workbook; and every table of the
 * desk is such a list, or says that it is not one. A list that cannot is found here, not by its user.
 */
import { describe, expect, it } from 'vitest'
import { lists, ordersOf } from '../lists/listsOf.ts'

describe('lists', () => {
  it('are all there', () => {
    expect(lists.length).toBeGreaterThan(20)
  })

  it.each(lists.map((list) => [list.name, list] as const))('%s: search, order, paging, Excel', (_name, { route, book }) => {
    const keys = Object.keys(route.query?.shape ?? {})
    expect(keys).toEqual(expect.arrayContaining(['cursor', 'limit', 'text', 'sort']))
    const orders = ordersOf(route)
    expect(orders.length).toBeGreaterThan(0)
    for (const order of orders) expect(orders).toContain(order.startsWith('-') ? order.slice(1) : `-${order}`)
    expect(book?.path).toMatch(/\/(export|workbook)$/)
  })
})
