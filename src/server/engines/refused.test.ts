/** What a transaction failed of is said, whichever of its questions is waited for first. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CityId } from '../../base/ids.ts'
import { type Db, sql } from '../../base/sql.ts'
import { engines, type TestDb } from '../../../test/engines.ts'
import { asProblem } from '../../api/problems.serve.ts'

const city = CityId.parse(1)
const add = (db: Db, id: string, day: string | null = null) =>
  db.run(sql`insert into units (city_id, id, kind, code, name_zh, closed_on) values (${city}, ${id}, 'x', 'U1', '单位', ${day}::date)`)

describe.each(engines)('a refused transaction on %s', (_name, open) => {
  let house: TestDb
  beforeAll(async () => {
    house = await open()
    await house.db.run(sql`insert into cities (city_id, code, name_zh, kind) values (${city}, 'c', '城', 'prefecture')`)
    await add(house.db, '01900000-0000-7000-8000-000000000001')
  })
  afterAll(() => house.close())

  const other = '01900000-0000-7000-8000-000000000002'

  it('fails of its first refusal, though another question is waited for first', async () => {
    const work = house.db.tx(async (tx) => {
      const [refused, next] = [add(tx, other), tx.run(sql`select 1`)]
      refused.catch(() => undefined)
      await next
    })
    await expect(work).rejects.toMatchObject({ code: '23505', constraint: 'units_city_id_code_key' })
  })

  it('fails of a refusal that nobody looked at', async () => {
    const work = house.db.tx(async (tx) => void (await add(tx, other).catch(() => undefined)))
    await expect(work).rejects.toMatchObject({ code: '23505' })
  })

  it('keeps what the work itself refuses', async () => {
    const work = house.db.tx(async (tx) => {
      await add(tx, other).catch(() => undefined)
      throw new Error('ours')
    })
    await expect(work).rejects.toThrow('ours')
  })

  it('says of a value that no column holds that it is no value, and not that we failed', async () => {
    for (const query of [
      sql`select '0000-01-01'::date`,
      sql`select ${'0000-01-01T00:00:00.000Z'}::timestamptz`,
      sql`select ${'{"a":"\\u0000"}'}::jsonb`,
      sql`select ${'{"a":"\\ud800"}'}::jsonb`,
      sql`select ${'\u0000'}::text`,
    ]) {
      const error = await house.db.run(query).then(
        () => undefined,
        (refused: Error) => refused,
      )
      expect(asProblem(error as never)).toMatchObject({ code: 'api.badValue', status: 422 })
    }
  })
})
