import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines, type TestDb } from '../../test/engines.ts'
import { json, rows, sql } from '../base/sql.ts'
import { z } from 'zod'
import { makeApp } from '../server/app.ts'
import { hashPassword } from './session.serve.ts'

describe.each(engines)('sign-in on %s', (_name, open) => {
  let house: TestDb
  beforeAll(async () => {
    house = await open()
    const { db } = house
    await db.run(sql`insert into cities (city_id, code, name_zh, kind, demo) values (1, 'demo', '明城市', 'district', true)`)
    await db.run(sql`insert into people (city_id, id, name) values (1, '01900000-0000-7000-8000-000000000001', '甲')`)
    await db.run(sql`insert into accounts (city_id, id, login, role, person_id, password_hash)
      values (1, '01900000-0000-7000-8000-000000000002', 'office', 'office', '01900000-0000-7000-8000-000000000001', ${await hashPassword('demo')})`)
  })
  afterAll(() => house.close())

  it('refuses a wrong password in the asked language', async () => {
    const app = await makeApp({ db: house.db, now: () => '2026-11-22T00:00:00.000Z', checkAnswers: true })
    const answer = await app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'accept-language': 'en' },
      payload: { city: 'demo', login: 'office', password: 'x' },
    })
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toMatchObject({ code: 'session.wrong', title: 'Wrong account or password' })
  })

  it('gives a cookie for HTTPS only when the proxy says that it came that way', async () => {
    const app = await makeApp({ db: house.db, now: () => '2026-11-22T00:00:00.000Z' })
    const payload = { city: 'demo', login: 'office', password: 'demo' }
    const signIn = (headers: Record<string, string>) => app.inject({ method: 'POST', url: '/api/session', payload, headers })
    expect((await signIn({})).cookies[0]).not.toHaveProperty('secure')
    expect((await signIn({ 'x-forwarded-proto': 'https' })).cookies[0]).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax' })
  })

  it('knows the holder of the cookie', async () => {
    const app = await makeApp({ db: house.db, now: () => '2026-11-22T00:00:00.000Z', checkAnswers: true })
    const signIn = await app.inject({ method: 'POST', url: '/api/session', payload: { city: 'demo', login: 'office', password: 'demo' } })
    expect(signIn.statusCode).toBe(200)
    const cookie = signIn.cookies[0]!
    const me = await app.inject({ url: '/api/session', cookies: { [cookie.name]: cookie.value } })
    expect(me.json()).toMatchObject({ role: 'office', city: { code: 'demo' } })
    expect((await app.inject({ url: '/api/session' })).statusCode).toBe(401)
  })

  it('brings types home alike', async () => {
    const shape = z.object({ a: z.int(), at: z.string(), on: z.string(), j: z.array(z.int()), n: z.int() })
    const found = await house.db.find(
      shape,
      sql`select 5::bigint as a, '2026-01-02T03:04:05Z'::timestamptz as at, '2026-01-02'::date as "on", ${json([1, 2])} as j, count(*) as n from ${rows([{ aB: 1 }, { aB: 2 }], { aB: 'int' })}`,
    )
    expect(found).toEqual({ a: 5, at: '2026-01-02T03:04:05.000Z', on: '2026-01-02', j: [1, 2], n: 2 })
  })
})
