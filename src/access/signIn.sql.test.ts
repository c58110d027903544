/** Signing in by password, seen from outside: who guesses waits, who is known does not, and nothing tells whether an account exists. */
import { TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { engines } from '../../test/engines.ts'
import { accountOf, city, noon, openApp, password } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { sql } from '../base/sql.ts'
import { cost, hashPassword, isPassword } from './hash.serve.ts'
import { Mine, mineApi } from './mine.api.ts'
import { commonCount, isCommon } from './breached.serve.ts'

const Hash = z.object({ passwordHash: z.string() })
const Started = mineApi.startFactor.returns
const Codes = mineApi.confirmFactor.returns
const good = 'tulip galaxy bicycle'

describe.each(engines)('signing in on %s', (_name, open) => {
  const { house, small } = useSmall(open, async ({ db }) => {
    // The accounts of a demo city are everybody's: nobody is slowed there.
    await db.run(sql`update cities set demo = false where city_id = ${city}`)
  })

  const later = (seconds: number) => {
    small.clock.now = new Date(Date.parse(small.clock.now) + seconds * 1000).toISOString()
  }
  const call = async (
    method: 'POST' | 'GET' | 'DELETE',
    path: string,
    payload?: object,
    cookies: Record<string, string> = {},
    from = '10.0.0.1',
  ) => {
    const answer = await small.app.inject({
      method,
      url: `/api${path}`,
      cookies,
      remoteAddress: from,
      headers: { 'accept-language': 'en' },
      ...(payload ? { payload } : {}),
    })
    const got = Object.fromEntries(answer.cookies.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]))
    return {
      status: answer.statusCode,
      body: answer.json<Record<string, never>>(),
      cookies: { ...cookies, ...got } as Record<string, string>,
    }
  }
  const signIn = (login: string, word: string, cookies = {}, from = '10.0.0.1') =>
    call('POST', '/session', { city: 'small', login, password: word }, cookies, from)
  const kinds = async (account: string) =>
    (
      await house.db.all(
        z.object({ kind: z.string(), data: z.unknown() }),
        sql`select kind, data from events where city_id = ${city} and thing = ${account} order by seq`,
      )
    ).map(({ kind }) => kind)

  it('takes the hash of the first release, and makes a better one of it', async () => {
    const hashOf = async () =>
      (await house.db.find(Hash, sql`select password_hash from accounts where city_id = ${city} and login = 'leader'`))!.passwordHash
    const [, , , , salt, tag] = (await hashOf()).split('$')
    const old = [salt, tag].map((part) => Buffer.from(part!, 'base64').toString('base64url')).join('.')
    await house.db.run(sql`update accounts set password_hash = ${old} where city_id = ${city} and login = 'leader'`)
    expect((await signIn('leader', password)).status).toBe(200)
    expect(await hashOf()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect((await signIn('leader', password)).status).toBe(200)
    const weak = (await hashPassword('x')).replace(`m=${cost.memory}`, 'm=8192')
    expect(await isPassword('x', weak)).toBe(false)
  })

  it('answers alike for a wrong password, an unknown account, a system, and a city that is not there', async () => {
    const answers = [
      await signIn('office', 'wrong', {}, '10.0.1.1'),
      await signIn('nobody', 'wrong', {}, '10.0.1.2'),
      await call('POST', '/session', { city: 'nowhere', login: 'office', password: 'wrong' }),
    ]
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 401, body: answers[0]!.body })
  })

  it('makes a stranger wait, and the official on a known device not at all', async () => {
    const known = (await signIn('office', password, {}, '10.0.2.1')).cookies
    const guesses = []
    for (let turn = 0; turn < 7; turn++) guesses.push((await signIn('office', `guess ${turn}`, {}, '10.0.2.9')).status)
    expect(guesses).toEqual([401, 401, 401, 401, 401, 429, 429])
    const refused = await signIn('office', password, {}, '10.0.2.9')
    expect(refused.body).toMatchObject({ code: 'access.slowDown', details: { seconds: 1 } })
    // The same person, elsewhere, on the device they used before, and even from the address of the stranger.
    expect((await signIn('office', password, {}, '10.0.2.2')).status).toBe(200)
    expect((await signIn('office', password, { mc_device: known['mc_device']! }, '10.0.2.9')).status).toBe(200)
    later(2)
    expect((await signIn('office', 'guess', {}, '10.0.2.9')).status).toBe(401)
    expect((await signIn('office', 'guess', {}, '10.0.2.9')).body).toMatchObject({ details: { seconds: 2 } })
    expect(await kinds(accountOf('office'))).toContain('account.guessedAt')
  })

  it('counts fifty guesses at once one after the other, and remembers them over a restart', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, turn) => signIn('unit', `guess ${turn}`, {}, '10.0.3.1')))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
    const again = await openApp(house.db)
    again.clock.now = small.clock.now
    const answer = await again.app.inject({
      method: 'POST',
      url: '/api/session',
      remoteAddress: '10.0.3.1',
      payload: { city: 'small', login: 'unit', password },
    })
    expect(answer.statusCode).toBe(429)
    later(3601)
    expect((await signIn('unit', password, {}, '10.0.3.1')).status).toBe(200)
  })

  it('changes a password: not to a weak one, not without the old one; other sessions end', async () => {
    const [here, there] = [await signIn('unit2', password), await signIn('unit2', password, {}, '10.0.0.2')]
    const change = (current: string, next: string) => call('POST', '/mine/password', { current, next }, here.cookies)
    expect((await change('wrong', good)).body).toMatchObject({ code: 'access.wrongPassword', faults: [{ at: 'body.current' }] })
    expect((await change(password, 'Password2026!')).body).toMatchObject({
      code: 'access.weakPassword',
      faults: [{ says: 'fault.passwordCommon' }],
    })
    expect((await change(password, '小城区 unit2 2026')).body).toMatchObject({ faults: [{ says: 'fault.passwordOwn' }] })
    expect((await change(password, good)).status).toBe(200)
    expect((await call('GET', '/session', undefined, here.cookies)).status).toBe(200)
    expect((await call('GET', '/session', undefined, there.cookies)).status).toBe(401)
    expect((await signIn('unit2', password)).status).toBe(401)
    expect((await signIn('unit2', good)).status).toBe(200)
    const kept = await house.db.all(
      z.object({ text: z.string() }),
      sql`select to_jsonb(r)::text as text from receipts r where city_id = ${city}`,
    )
    expect(kept.filter(({ text }) => text.includes('/mine'))).toEqual([])
  })

  it('lists sessions and ends them', async () => {
    const here = await signIn('checker', password)
    const there = await signIn('checker', password, {}, '10.0.0.3')
    const list = async () => Mine.parse((await call('GET', '/mine', undefined, here.cookies)).body)
    const { sessions } = await list()
    expect(sessions.map(({ address, isThis }) => `${address} ${isThis}`).toSorted()).toEqual(['10.0.0.1 true', '10.0.0.3 false'])
    expect((await call('DELETE', `/mine/sessions/${sessions.find(({ isThis }) => !isThis)!.id}`, undefined, here.cookies)).status).toBe(200)
    expect((await call('GET', '/session', undefined, there.cookies)).status).toBe(401)
    await signIn('checker', password, {}, '10.0.0.4')
    expect((await call('POST', '/mine/sessions/others/end', {}, here.cookies)).body).toEqual({ ended: 1 })
    expect((await list()).sessions).toHaveLength(1)
    // Another person's session is not there to be ended.
    const other = await signIn('checker2', password)
    expect((await call('DELETE', `/mine/sessions/${(await list()).sessions[0]!.id}`, undefined, other.cookies)).status).toBe(404)
  })

  it('asks for the second step, takes each code once, and a recovery code in its place', async () => {
    const here = await signIn('assessor', password)
    const started = Started.parse((await call('POST', '/mine/factor', {}, here.cookies)).body)
    expect(started.qr.length).toBeGreaterThan(20)
    const app = new TOTP({ secret: started.secret })
    const now = (shift = 0) => app.generate({ timestamp: Date.parse(small.clock.now) + shift * 1000 })
    expect((await signIn('assessor', password)).status).toBe(200) // not confirmed yet: nobody is locked out by half a setup
    expect((await call('POST', '/mine/factor/confirmed', { code: '000000' }, here.cookies)).status).toBe(403)
    const { codes } = Codes.parse((await call('POST', '/mine/factor/confirmed', { code: now() }, here.cookies)).body)
    expect(codes).toHaveLength(10)
    const stored = await house.db.all(
      z.object({ text: z.string() }),
      sql`
      select to_jsonb(f)::text as text from second_factors f where city_id = ${city} union all
      select to_jsonb(r)::text from recovery_codes r where city_id = ${city} union all select data::text from events where city_id = ${city}`,
    )
    expect(stored.filter(({ text }) => text.includes(started.secret) || codes.some((code) => text.includes(code)))).toEqual([])

    const first = await signIn('assessor', password)
    expect(first).toMatchObject({ status: 401, body: { code: 'access.codeNeeded' } })
    expect(first.cookies['mc_session']).toBeUndefined()
    expect((await call('POST', '/session/code', { code: now() }, first.cookies)).body).toMatchObject({ code: 'access.wrongCode' }) // used above
    later(30)
    const entered = await call('POST', '/session/code', { code: now() }, first.cookies)
    expect(entered).toMatchObject({ status: 200, body: { role: 'assessor' } })
    expect((await call('POST', '/session/code', { code: now(30) }, first.cookies)).body).toMatchObject({ code: 'access.stepGone' })

    const second = await signIn('assessor', password)
    expect((await call('POST', '/session/code', { code: codes[3]!.toLowerCase().replaceAll('-', ' ') }, second.cookies)).status).toBe(200)
    const third = await signIn('assessor', password)
    expect((await call('POST', '/session/code', { code: codes[3]! }, third.cookies)).status).toBe(401)
    expect(Mine.parse((await call('GET', '/mine', undefined, entered.cookies)).body).recoveryCodes).toBe(9)
  })

  it('limits tries at the code for who knows the password', async () => {
    const step = await signIn('assessor', password)
    const statuses = []
    for (let turn = 0; turn < 7; turn++) statuses.push((await call('POST', '/session/code', { code: '123456' }, step.cookies)).status)
    expect(statuses.slice(-2)).toEqual([429, 429])
    later(3601)
  })

  it('asks for the password again before what concerns the safety of the account', async () => {
    const here = await signIn('reviewer', password)
    later(16 * 60)
    expect((await call('POST', '/mine/factor', {}, here.cookies)).body).toMatchObject({ code: 'access.proveAgain' })
    expect((await call('POST', '/mine/proof', { password: 'wrong' }, here.cookies)).status).toBe(403)
    expect((await call('POST', '/mine/proof', { password }, here.cookies)).status).toBe(200)
    expect((await call('POST', '/mine/factor', {}, here.cookies)).status).toBe(200)
  })

  it('writes down what happened, once', async () => {
    small.clock.now = noon
    expect(new Set(await kinds(accountOf('assessor')))).toEqual(
      new Set(['account.signedIn', 'account.factorAdded', 'account.recoveryCodeUsed']),
    )
    expect(await kinds(accountOf('unit2'))).toContain('account.passwordChanged')
  })
})

it('the list of common passwords is there', () => {
  expect(commonCount()).toBe(49_232)
  for (const word of ['123456', 'password', 'qwertyuiop', '1qaz2wsx']) expect([word, isCommon(word)]).toEqual([word, true])
  const found = Array.from({ length: 20_000 }, (_, index) => isCommon(`tulip galaxy ${index}`)).filter(Boolean)
  expect(found.length).toBeLessThanOrEqual(5)
})
