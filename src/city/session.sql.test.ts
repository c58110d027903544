import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines, type TestDb } from '../../test/engines.ts'
import { json, rows, sql } from '../base/sql.ts'
import { z } from 'zod'
import { makeApp } from '../server/app.ts'
import { hashPassword } from '../access/hash.serve.ts'

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

  it('acts in one post at a time, and loses with the post what it allowed', async () => {
    const { db } = house
    const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`
    const [person, deputy] = [id(20), id(30)]
    const hash = await hashPassword('demo')
    await db.run(
      sql`insert into units (city_id, id, kind, code, name_zh) values (1, ${id(21)}, 'office', 'A', '创建办'), (1, ${id(22)}, 'market', 'B', '市场局')`,
    )
    await db.run(sql`insert into people (city_id, id, name) values (1, ${person}, '乙'), (1, ${deputy}, '丙')`)
    await db.run(sql`insert into posts (city_id, id, unit_id, title_zh, role) values
      (1, ${id(23)}, ${id(21)}, '科长', 'office'), (1, ${id(24)}, ${id(22)}, '联络员', 'unit'), (1, ${id(25)}, ${id(22)}, '旁人', 'operator')`)
    await db.run(
      sql`insert into post_holders (city_id, post_id, person_id, from_on) values (1, ${id(23)}, ${person}, '2026-01-01'), (1, ${id(24)}, ${person}, '2026-01-01')`,
    )
    await db.run(sql`insert into post_deputies (city_id, id, post_id, person_id, from_on, to_on, set_at)
      values (1, ${id(27)}, ${id(24)}, ${deputy}, '2026-11-22', '2026-11-23', '2026-11-20')`)
    await db.run(sql`insert into accounts (city_id, id, login, person_id, password_hash) values
      (1, ${id(26)}, 'two', ${person}, ${hash}), (1, ${id(28)}, 'deputy', ${deputy}, ${hash})`)
    const clock = { now: '2026-11-22T00:00:00.000Z' }
    const app = await makeApp({ db, now: () => clock.now, checkAnswers: true })
    const signIn = async (login: string) => {
      const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { city: 'demo', login, password: 'demo' } })
      return { [answer.cookies[0]!.name]: answer.cookies[0]!.value }
    }
    const cookies = await signIn('two')
    const me = async (of = cookies) => (await app.inject({ url: '/api/session', cookies: of })).json() as Record<string, unknown>
    const act = (post: string, of = cookies) => app.inject({ method: 'PUT', url: '/api/session/post', cookies: of, payload: { post } })
    expect(await me()).toMatchObject({
      role: 'office',
      post: id(23),
      unit: { id: id(21) },
      posts: [{ id: id(23) }, { id: id(24), deputy: false }],
    })
    expect((await act(id(24))).json()).toMatchObject({ role: 'unit', post: id(24), unit: { id: id(22) } })
    expect(await me()).toMatchObject({ role: 'unit', post: id(24) })
    expect((await act(id(25))).json()).toMatchObject({ status: 403, code: 'session.notYourPost' })
    await db.run(sql`update post_holders set to_on = '2026-11-21' where city_id = 1 and post_id = ${id(24)}`)
    expect(await me()).toMatchObject({ role: 'office', post: id(23) })
    const standIn = await signIn('deputy')
    expect(await me(standIn)).toMatchObject({ role: 'unit', post: id(24), posts: [{ id: id(24), deputy: true }] })
    clock.now = '2026-11-23T16:00:00.000Z'
    expect((await app.inject({ url: '/api/session', cookies: await signIn('deputy') })).json()).toMatchObject({
      role: 'member',
      post: null,
      may: ['signedIn'],
    })
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
