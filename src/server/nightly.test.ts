import { v7 } from 'uuid'
import { beforeAll, expect, it, vi } from 'vitest'
import { embedded } from '../../test/engines.ts'
import { city } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { CaseId } from '../base/ids.ts'
import { raw, sql } from '../base/sql.ts'
import { z } from 'zod'
import { casesApi } from '../cases/cases.api.ts'
import { vaultOf } from '../privacy/vault.serve.ts'
import { keepersOf } from './keepers.ts'
import { checkNight, forgetOld, isNight, watchNights } from './nightly.ts'

const keepers = keepersOf(vaultOf({ cipher: 'aes-256-gcm', now: new Uint8Array(32) }))
const { house, small } = useSmall(embedded)
beforeAll(async () => {
  await small.as('office', casesApi).fromDesk({ body: { id: v7() as CaseId, text: '垃圾' } })
})

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

it('forgets old receipts and expired sessions, and nothing younger', async () => {
  const { db } = house
  const [account] = await db.all(z.object({ id: z.uuid() }), sql`select id from accounts where city_id = ${city} limit 1`)
  const left = async (table: 'receipts' | 'sessions') =>
    (await db.find(z.object({ n: z.int() }), sql`select count(*) as n from ${raw(table)} where city_id = ${city}`))!.n
  for (const at of ['2031-10-01T00:00:00Z', '2031-11-18T00:00:00Z']) {
    await db.run(sql`insert into receipts (city_id, account_id, key, route, input_hash, status, at)
      values (${city}, ${account!.id}, ${at}, 'POST /x', 'h', 200, ${at})`)
    await db.run(sql`insert into sessions (city_id, token_hash, account_id, started_at, seen_at, expires_at)
      values (${city}, ${at}, ${account!.id}, ${at}::timestamptz + interval '40 hours', ${at}::timestamptz + interval '43 hours', ${at}::timestamptz + interval '2 days')`)
  }
  await forgetOld(db, '2031-11-19T19:10:00.000Z', keepers)
  expect([await left('receipts'), await left('sessions')]).toEqual([1, 1])
})

it('looks once a night, and not after it was stopped', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const error = vi.fn<(details: object, message: string) => void>()
  const stop = watchNights({ db: house.db, now: () => '2026-11-19T19:10:00.000Z', told: { error }, keepers })
  vi.advanceTimersByTime(60 * 60_000)
  vi.useRealTimers()
  await expect.poll(() => error.mock.calls.length).toBe(1)
  stop()
})
