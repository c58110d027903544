/** Every list over real calls in memory: each order forward and back, page by page, searched, and as a workbook with the same rows. */
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '../../src/api/contract.ts'
import { urlOf } from '../../src/api/client.ts'
import { permissionsOf } from '../../src/city/who.ts'
import { embedded } from '../engines.ts'
import { useSmall } from '../smallHouse.ts'
import { fillLists, type Filled } from './fillLists.ts'
import { type List, lists, ordersOf } from './listsOf.ts'

const { house, small } = useSmall(embedded)
let filled: Filled
beforeAll(async () => {
  filled = await fillLists(house.db, small)
})

interface Page {
  readonly items: readonly unknown[]
  readonly next?: string
  readonly total?: number
}

/** What a list cannot be asked without: ids in its path, the edition, the pair. */
const inputOf = (route: Route, more: Record<string, unknown>) => ({
  params: filled.paramsOf(route),
  query: { ...filled.queryOf(route), ...more },
})

/** Who may read the list: the office, or the operator where it is theirs alone. */
const readerOf = ({ may }: Route) => (permissionsOf('office').has(may) ? 'office' : 'operator')

async function ask(route: Route, more: Record<string, unknown>): Promise<{ status: number; page: Page }> {
  const answer = await small.fetchAs(readerOf(route))(urlOf(route, inputOf(route, more)), { method: 'GET', headers: {} })
  return { status: answer.status, page: (await answer.json()) as Page }
}

async function walk(route: Route, sort: string): Promise<unknown[]> {
  const found: unknown[] = []
  let cursor: string | undefined
  for (let turn = 0; turn < 40; turn++) {
    const { status, page } = await ask(route, { sort, limit: turn < 4 ? 2 : 50, ...(cursor === undefined ? {} : { cursor }) })
    expect([status, JSON.stringify(page).slice(0, 300)]).toEqual([200, expect.any(String)])
    found.push(...page.items)
    cursor = page.next
    if (cursor === undefined) return found
  }
  throw new Error('never ends')
}

async function bookOf(route: Route, more: Record<string, unknown>): Promise<excel.Worksheet> {
  const answer = await small.fetchAs(readerOf(route))(urlOf(route, inputOf(route, more)), { method: 'GET', headers: {} })
  expect(answer.status).toBe(200)
  const book = new excel.Workbook()
  await book.xlsx.load(await (await answer.blob()).arrayBuffer())
  return book.worksheets[0]!
}

const headsOf = (sheet: excel.Worksheet) => (sheet.getRow(1).values as (string | null)[]).slice(1)

describe.each(lists.map((list) => [list.name, list] as const))('%s', (_name, { route, book }: List) => {
  it('gives every row once, in every order, and the other way round', async () => {
    for (const sort of ordersOf(route)) {
      const found = await walk(route, sort)
      expect(found.length).toBeGreaterThan(0)
      const { page } = await ask(route, { sort, limit: 1000 })
      expect(found).toEqual(page.items)
      if (page.total !== undefined) expect(page.total).toBe(found.length)
      const back = await ask(route, { sort: sort.startsWith('-') ? sort.slice(1) : `-${sort}`, limit: 1000 })
      expect(back.page.items.length).toBe(found.length)
    }
  })

  it('refuses the cursor of another order, and one that nobody gave out', async () => {
    const orders = ordersOf(route)
    const { page } = await ask(route, { sort: orders[0], limit: 1 })
    if (page.next !== undefined) expect(await ask(route, { sort: orders[1], cursor: page.next })).toMatchObject({ status: 400 })
    expect(await ask(route, { cursor: '["x"]' })).toMatchObject({ status: 400, page: { code: 'api.badCursor' } })
  })

  it('finds nothing by words that stand nowhere', async () => {
    expect((await ask(route, { text: '查无此字%_' })).page.items).toEqual([])
  })

  it('comes as a workbook with the rows of the screen, in the asked language, no cell a formula', async () => {
    const { page } = await ask(route, { limit: 1000 })
    const [chinese, english] = [await bookOf(book!, { lang: 'zh-CN' }), await bookOf(book!, { lang: 'en' })]
    expect(chinese.rowCount - 1).toBe(page.items.length)
    expect(headsOf(chinese)).toHaveLength(headsOf(english).length)
    expect(headsOf(chinese).join()).toMatch(/\p{Script=Han}/u)
    expect(headsOf(english).join()).not.toMatch(/\p{Script=Han}|[a-z]\.[a-z]/u)
    expect((await bookOf(book!, { text: '查无此字%_' })).rowCount).toBe(1)
    chinese.eachRow((row) => row.eachCell((cell) => expect(cell.formula).toBeUndefined()))
  })
})

describe('a workbook', () => {
  it('holds words that look like formulas as words', async () => {
    const [, list] = [...lists.entries()].find(([, { name }]) => name === 'assessments.listResults')!
    const sheet = await bookOf(list.book!, {})
    const cells: { type: excel.ValueType; value: unknown }[] = []
    sheet.eachRow((row) => row.eachCell(({ type, value }) => cells.push({ type, value })))
    for (const evil of filled.evil)
      expect(cells).toContainEqual({
        type: expect.toSatisfy((type) => type === excel.ValueType.String || type === excel.ValueType.RichText),
        value: evil,
      })
  })
})
