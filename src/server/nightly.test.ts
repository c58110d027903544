import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { city, fill, openApp, type SmallApp } from '../../test/smallCity.ts'
import type { CaseId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import { casesApi } from '../cases/cases.api.ts'
import { checkNight, isNight, watchNights } from './nightly.ts'

let house: TestDb
let small: SmallApp
beforeAll(async () => {
  house = await embedded()
  await fill(house.db)
  small = await openApp(house.db)
  await small.as('office', casesApi).fromDesk({ body: { id: v7() as CaseId, text: '垃圾' } })
})
afterAll(() => house.close())

it('night is from three to four in the city', () => {
  expect(
    ['2026-11-19T18:59:59.000Z', '2026-11-19T19:00:00.000Z', '2026-11-19T19:59:59.000Z', '2026-11-19T20:00:00.000Z'].map(isNight),
  ).toEqual([false, true, true, false])
})

it('tells every row that is not the fold of its events', async () => {
  const error = vi.fn<(details: object, message: string) => void>()
  expect(await checkNight(house.db, { error })).toEqual([])
  expect(error).not.toHaveBeenCalled()
  await house.db.run(sql`update cases set state = 'closed' where city_id = ${city}`)
  expect(await checkNight(house.db, { error })).toMatchObject([{ fields: ['state'] }])
  expect(error).toHaveBeenCalledTimes(1)
})

it('looks once a night, and not after it was stopped', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const error = vi.fn<(details: object, message: string) => void>()
  const stop = watchNights(house.db, () => '2026-11-19T19:10:00.000Z', { error })
  vi.advanceTimersByTime(60 * 60_000)
  vi.useRealTimers()
  await vi.waitFor(() => expect(error).toHaveBeenCalledTimes(1))
  stop()
})
