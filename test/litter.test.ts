/** Real repeated inspections in a second tenant: the means come back, and "no data" does not become "clean". */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines, type TestDb } from './engines.ts'
import { fromTrimmed, litterCity, type LoadedLitter, loadLitter, meanOf } from './litter.ts'
import { measureLitter } from './measureLitter.ts'
import { city, fill } from './smallCity.ts'
import { readState } from '../src/assessments/memory.serve.ts'
import { windowOf } from '../src/assessments/basis.ts'

const index = fromTrimmed(JSON.parse(readFileSync(new URL('./files/philadelphia.json', import.meta.url), 'utf8')))

describe.each(engines)('the litter index of Philadelphia on %s', (_name, open) => {
  let house: TestDb
  let loaded: LoadedLitter
  beforeAll(async () => {
    house = await open()
    await fill(house.db)
    loaded = await loadLitter(house.db, index)
  })
  afterAll(() => house.close())

  it('gives back the mean of every round, and leaves out what nobody looked at', async () => {
    expect(loaded.noData).toBe(24)
    const measured = await measureLitter(house.db, loaded)
    expect(measured.map(({ month, n, mean }) => ({ month, n, mean }))).toEqual(
      index.rounds.map((month, round) => ({ month, ...meanOf(index, round) })),
    )
    expect(measured[0]).toMatchObject({ n: 109, mean: 2_053_211, score: 6489 })
    for (const { unseen } of measured) expect(unseen).toEqual(['A1', 'A2'])
  })

  it('stays with its tenant', async () => {
    const window = windowOf('2000-01-01', '2030-12-31', {})
    expect((await readState(house.db, city, window, Number.MAX_SAFE_INTEGER)).facts.cells.rows.size).toBe(0)
    expect((await readState(house.db, litterCity, window, Number.MAX_SAFE_INTEGER)).facts.cells.rows.size).toBe(109)
  })
})
