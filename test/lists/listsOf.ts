/** Every list of the house, read off the contracts: a call whose answer is a page. Nobody keeps a second list of lists. */
import { z } from 'zod'
import type { Route } from '../../src/api/contract.ts'
import { contracts } from '../../src/server/contracts.ts'

export interface List {
  /** `cases.list`, for the reader of a failing test. */
  readonly name: string
  readonly route: Route
  /** The call of the workbook of the same list: same place, same permission, same query but for the paging. */
  readonly book: Route | undefined
}

const isPage = ({ returns }: Route): boolean => returns instanceof z.ZodObject && 'items' in returns.shape && 'next' in returns.shape

const keysOf = ({ query }: Route): string[] => Object.keys(query?.shape ?? {}).toSorted()

const isBookOf = (list: Route) => {
  const wanted = keysOf(list).filter((key) => key !== 'cursor' && key !== 'limit')
  return (book: Route) =>
    book.returns === 'file' &&
    book.may === list.may &&
    book.path.startsWith(list.path) &&
    keysOf(book).join(' ') === wanted.join(' ') &&
    Object.keys(book.params?.shape ?? {}).join(' ') === Object.keys(list.params?.shape ?? {}).join(' ')
}

/** Every list of the contracts. */
export const lists: readonly List[] = Object.entries(contracts).flatMap(([room, routes]) =>
  Object.entries(routes as Record<string, Route>)
    .filter(([, route]) => isPage(route))
    .map(([name, route]) => ({
      name: `${room}.${name}`,
      route,
      book: Object.values(routes as Record<string, Route>).find(isBookOf(route)),
    })),
)

/** The orders that a list offers; empty when it offers none. */
export function ordersOf({ query }: Route): string[] {
  const sort = query?.shape['sort']
  const inner = sort instanceof z.ZodDefault ? sort.unwrap() : sort
  return inner instanceof z.ZodEnum ? inner.options.map(String) : []
}
