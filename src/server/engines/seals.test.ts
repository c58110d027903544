/** Seals are kept of cities that there are, and of no failure: a stranger fills nothing, and a fault of the database passes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { engines, type TestDb } from '../../../test/engines.ts'
import { sql } from '../../base/sql.ts'
import type { CityId } from '../../base/ids.ts'
import { keepSeals } from './seals.ts'

describe('seals', () => {
  it('are read once for a city that there is, and kept of no other', async () => {
    const read: number[] = []
    const sealOf = keepSeals(async (city: number) => {
      read.push(city)
      return { enter: `enter ${city}`, isCity: city === 1 }
    })
    for (const city of [1, 2, 1, 2]) expect(await sealOf(city)).toBe(`enter ${city}`)
    expect(read).toEqual([1, 2, 2])
  })
})

describe.each(engines)('a city on %s', (_name, open) => {
  let house: TestDb
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())

  it('is open again when the database is, after its first question failed', async () => {
    const ask = () => house.db.of(77 as CityId).all(z.object({ one: z.int() }), sql`select 1 as one`)
    await house.db.run(sql`insert into cities (city_id, code, name_zh, kind) values (77, 'away', '远城', 'city')`)
    await house.db.run(sql`alter function house.seal_of(text) rename to away`)
    await expect(ask()).rejects.toThrow('seal_of')
    await house.db.run(sql`alter function house.away(text) rename to seal_of`)
    expect(await ask()).toEqual([{ one: 1 }])
  })
})
