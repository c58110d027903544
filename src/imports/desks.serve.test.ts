/** Heavy files beside light calls: nobody waits for another's import, and a file takes down nothing but its own thread. */
import { utils, write as writeOld } from '@e965/xlsx'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { fill, openApp, type SmallApp } from '../../test/smallCity.ts'
import type { ImportId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { flatten } from '../base/sql.ts'
import type { Import } from './import.ts'
import { importsApi } from './imports.api.ts'

let house: TestDb
beforeAll(async () => {
  house = await embedded()
  await fill(house.db)
})
afterAll(() => house.close())

const head = ['测评项目', '测评指标', '测评标准', '测评方法', '分值', '责任单位', '考察点位']
const lines = (rows: number) =>
  Array.from({ length: rows }, (_, index) => [
    '环境',
    `第${index % 90}指标`,
    `第${index}条 街巷整洁`,
    '实地考察',
    '0.01',
    '城管局',
    '主次干道',
  ])
const csv = (rows: number) => Buffer.from([head, ...lines(rows)].map((line) => line.join(',')).join('\n'))
function xls(rows: number): Uint8Array {
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet([head, ...lines(rows)]), '任务分解表')
  return new Uint8Array(writeOld(book, { type: 'buffer', bookType: 'biff8' }) as Buffer)
}
const geojson = (rows: number) =>
  Buffer.from(
    JSON.stringify({
      type: 'FeatureCollection',
      features: lines(rows).map(([, , name], index) => ({
        type: 'Feature',
        properties: { name, type: 'PT-ROAD' },
        geometry: { type: 'Point', coordinates: [110 + index / 1e6, 30] },
      })),
    }),
  )

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

function officeOf(small: SmallApp) {
  const office = small.as('office', importsApi)
  const add = async (name: string, body: Uint8Array, kind = 'edition') => {
    const id = v7() as ImportId
    await office.addImport({ query: { id, kind, name }, body })
    return id
  }
  const get = (id: ImportId) => office.getImport({ params: { id } })
  /** Asks until it is read; hears everything that was said meanwhile. */
  const read = async (id: ImportId, hear: (it: Import) => void = () => {}): Promise<Import> => {
    for (;;) {
      const it = await get(id)
      hear(it)
      if (it.state !== 'reading') return it
      await pause(3)
    }
  }
  return { office, add, get, read }
}

describe('a server at which files are read', () => {
  let small: SmallApp
  beforeAll(async () => {
    small = await openApp(house.db)
  })
  afterAll(() => small.app.close())

  it('answers others at once while 20,000 rows are read and understood', async () => {
    const { add, read } = officeOf(small)
    const file = csv(20_000)
    const waits: number[] = []
    const state = { over: false }
    const asking = (async () => {
      const list = small.as('inspector', importsApi)
      while (!state.over) {
        const from = performance.now()
        await small.app.inject({ url: '/healthz' })
        await list.listImports({}).catch(() => undefined)
        waits.push(performance.now() - from)
        await pause(10)
      }
    })()
    const from = performance.now()
    const id = await add('big.csv', file)
    const it = await read(id)
    const took = performance.now() - from
    state.over = true
    await asking
    expect(it.found).toMatchObject({ rows: 20_000, faults: 0, counts: { criteria: 20_000 } })
    waits.sort((a, b) => a - b)
    // On one thread everybody waited for all of the understanding, in one piece. Where the machine is busy, everything takes longer.
    expect(waits[Math.floor(waits.length * 0.95)]).toBeLessThan(Math.max(200, took / 30))
    expect(waits.at(-1)).toBeLessThan(Math.max(500, took / 3))
  })

  it.each([
    ['t.csv', 'edition', csv],
    ['t.xls', 'edition', xls],
    ['t.geojson', 'points', geojson],
  ])('tells how far %s is, reading and understanding', async (name, kind, make) => {
    const { add, read } = officeOf(small)
    const heard = new Map<string, Set<number>>()
    const it = await read(await add(name, make(2000), kind), ({ stage, progress = 0, of }) => {
      if (stage) heard.set(stage, (heard.get(stage) ?? new Set()).add(progress))
      if (stage === 'understanding') expect(of).toBe(2000)
    })
    expect(it).toMatchObject({ state: 'previewed', found: { rows: 2000 } })
    expect(heard.get('understanding')).toBeDefined()
    expect(Math.max(...[...heard.values()].flatMap((rows) => [...rows]))).toBeGreaterThan(0)
  })

  it('stops reading a file that is left, and reads the next one', async () => {
    const { office, add, get, read } = officeOf(small)
    const id = await add('left.csv', csv(30_000))
    while ((await get(id)).progress === undefined) await pause(5)
    expect((await office.abandonImport({ params: { id }, body: {} })).state).toBe('abandoned')
    expect((await read(await add('next.csv', csv(5)))).state).toBe('previewed')
    expect((await get(id)).state).toBe('abandoned')
  })

  it('makes three wait for two desks, and reads all of them', async () => {
    const { add, read } = officeOf(small)
    const ids = await Promise.all([500, 501, 502].map((rows) => add(`${rows}.csv`, csv(rows))))
    const stages = new Set<string | undefined>()
    const all = await Promise.all(ids.map((id) => read(id, ({ stage }) => void stages.add(stage))))
    expect(all.map(({ found }) => found?.rows)).toEqual([500, 501, 502])
    expect(stages).toContain('waiting')
  })
})

describe('a file that takes too much', () => {
  it.each([
    ['memory', { megabytes: 48, seconds: 60 }, 'imports.tooHeavy', undefined],
    ['time', { megabytes: 1000, seconds: 0.5 }, 'imports.tooLong', true],
  ])('ends its own thread when it takes too much %s', async (_what, limits, code, again) => {
    const small = await openApp(house.db, { readingLimits: { limits, most: 1 } })
    const { add, read } = officeOf(small)
    const it = await read(await add('heavy.csv', csv(50_000)))
    expect(it).toMatchObject({ state: 'refused', problem: { code } })
    expect(it.again).toBe(again)
    expect((await small.app.inject({ url: '/healthz' })).statusCode).toBe(200)
    await small.app.close()
  })
})

/** A database that fails once, at the query that names `table`. */
function failingAt(db: Db, table: string): Db {
  let failed = false
  const around = (inner: Db): Db => ({
    ...inner,
    all: (shape, query) => {
      if (failed || !flatten(query).text.includes(table)) return inner.all(shape, query)
      failed = true
      return Promise.reject(new Error('a bug of ours'))
    },
    of: (city, acting) => around(inner.of(city, acting)),
  })
  return around(db)
}

it('logs a bug of ours, keeps the file, and reads it when it is tried again', async () => {
  const small = await openApp(failingAt(house.db, 'column_mappings'), { readingLimits: { most: 1 } })
  const logged: unknown[] = []
  small.app.log.error = ((facts: { err: Error }) => void logged.push(facts.err.message)) as never
  const { office, add, read } = officeOf(small)
  const id = await add('ours.csv', csv(5))
  expect(await read(id)).toMatchObject({ state: 'refused', again: true, problem: { code: 'imports.bug' } })
  expect(logged).toEqual(['a bug of ours'])
  expect(await office.retryImport({ params: { id }, body: {} })).toMatchObject({ state: 'reading', problem: null })
  expect(await read(id)).toMatchObject({ state: 'previewed', found: { rows: 5 } })
  await expect(office.retryImport({ params: { id }, body: {} })).rejects.toMatchObject({ code: 'imports.decided' })
  await small.app.close()
})

it('asks for the same permission to leave or to try again as to take in', () => {
  const { applyImport, abandonImport, retryImport, correctImport } = importsApi
  expect([abandonImport.asks, retryImport.asks, correctImport.asks]).toEqual([applyImport.asks, applyImport.asks, applyImport.asks])
})
