/** Visits of one moment: what they cost the database does not grow with how many they are. */
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { city, fill, noon, openApp, personOf, points, postOf, units } from '../../test/smallCity.ts'
import { powersOf } from '../city/who.ts'
import { inspectionsApi } from './inspections.api.ts'
import { recordAll } from './record.serve.ts'

const round = v7()
const asked: string[] = []
let house: TestDb

beforeAll(async () => {
  house = await embedded(({ text }) => asked.push(text))
  await fill(house.db)
  const { app, as } = await openApp(house.db)
  const title = { zh: '周巡查', en: 'Weekly' }
  await as('office', inspectionsApi).addRound({
    body: { id: round as never, kind: 'weekly', title, fromOn: '2026-11-16', toOn: '2026-11-22' },
  })
  await app.close()
})
afterAll(() => house.close())

/** How many statements it takes to record so many visits of a round, by people of a street. */
async function statementsFor(count: number): Promise<number> {
  const who = { city, person: personOf('street'), post: postOf('street'), unit: units.street1, ...powersOf('office') } as never
  const asks = Array.from({ length: count }, () => ({
    who,
    at: noon,
    body: {
      id: v7(),
      pointId: points.market,
      roundId: round,
      visitedAt: noon,
      note: '',
      results: [{ id: v7(), fact: 'SIGN', grade: 'Y', note: '', photos: [] }],
    } as never,
  }))
  asked.length = 0
  const refused = await house.db.of(city).tx((db) => recordAll(db, asks, async () => undefined))
  expect(refused.size).toBe(0)
  return asked.length
}

it('asks as little for twenty as for two', async () => {
  // The first of all also reads the standards, which are kept.
  await statementsFor(1)
  const few = await statementsFor(2)
  expect(asked.some((text) => text.includes('burden_asks'))).toBe(true)
  expect(await statementsFor(20)).toBe(few)
})
