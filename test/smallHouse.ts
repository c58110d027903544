/**
 * The small city for the tests of a file or of an engine: a database of their own, filled, with the app over it. Opened before the
 * first of them, closed after the last.
 */
import { afterAll, beforeAll } from 'vitest'
import type { TestDb } from './engines.ts'
import { fill, openApp, type SmallApp } from './smallCity.ts'

/** What the tests use. Both are empty until the first test, or hook, that comes after. */
export interface SmallHouse {
  readonly house: TestDb
  readonly small: SmallApp
}

/** Opens both for the tests around; `more` puts in what must be there before the app is. */
export function useSmall(open: () => Promise<TestDb>, more: (house: TestDb) => Promise<unknown> = async () => undefined): SmallHouse {
  const [house, small] = [{} as TestDb, {} as SmallApp]
  beforeAll(async () => {
    Object.assign(house, await open())
    await fill(house.db)
    await more(house)
    Object.assign(small, await openApp(house.db))
  })
  afterAll(async () => {
    await small.app.close()
    await house.close()
  })
  return { house, small }
}
