/** The city's rules of signing in: an empty chair is signed out, a long day ends, and who must show two factors does nothing before. */
import { TOTP } from 'otpauth'
import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { embedded } from '../../test/engines.ts'
import { city, noon, signIn } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { sql } from '../base/sql.ts'

const { house, small } = useSmall(embedded)
let operator: string
beforeAll(async () => {
  operator = await signIn(small.app, 'operator')
})

const later = (minutes: number) => {
  small.clock.now = new Date(Date.parse(small.clock.now) + minutes * 60_000).toISOString()
}
const call = async (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, cookie: string, payload?: object, headers = {}) => {
  const answer = await small.app.inject({
    method,
    url: `/api${path}`,
    headers: { cookie, 'accept-language': 'en', ...headers },
    ...(payload ? { payload } : {}),
  })
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
}
const rules = { idleMinutes: 30, longestHours: 2, factorRoles: [] as string[], factorFrom: null as string | null }
const rule = async (change: Partial<typeof rules>) =>
  call('PUT', '/sign-in-rules', await signIn(small.app, 'operator'), { id: v7(), ...rules, ...change })

describe('the rules of signing in', () => {
  it('are those of the house until the city makes its own, and every change is a fact', async () => {
    expect((await call('GET', '/sign-in-rules', operator)).body).toMatchObject({ idleMinutes: 60, longestHours: 12, factorFrom: null })
    expect((await rule({})).body).toEqual(rules)
    expect((await rule({ factorRoles: ['leader'] })).body).toMatchObject({ code: 'signInRules.day', faults: [{ at: 'body.factorFrom' }] })
    expect((await rule({ idleMinutes: 3 })).status).toBe(422)
    expect((await call('PUT', '/sign-in-rules', await signIn(small.app, 'office'), { id: v7(), ...rules })).status).toBe(403)
    const facts = await house.engine.query("select data from events where kind = 'account.rulesSet'", [])
    expect(facts.rows.map(({ data }) => data)).toMatchObject([{ rules: { idleMinutes: 30 }, before: { idleMinutes: 60 } }])
  })

  it('sign out an empty chair: a page that asks by itself is nobody, a touch is somebody', async () => {
    const [busy, empty] = [await signIn(small.app, 'office'), await signIn(small.app, 'office')]
    later(20)
    expect((await call('GET', '/session', busy)).status).toBe(200)
    expect((await call('GET', '/session', empty, undefined, { 'x-unattended': '1' })).status).toBe(200)
    const left = { 'x-unattended': '1' }
    expect((await call('GET', '/session/end', busy, undefined, left)).body).toEqual({ idleSeconds: 1800, seconds: 6000 })
    expect((await call('GET', '/session/end', empty, undefined, left)).body).toEqual({ idleSeconds: 600, seconds: 6000 })
    later(11)
    expect((await call('GET', '/session', empty)).body).toMatchObject({ code: 'api.signIn' })
    const { sessions } = (await call('GET', '/mine', busy)).body as { sessions: { isThis: boolean }[] }
    expect(sessions.filter(({ isThis }) => isThis)).toHaveLength(1)
    for (let turn = 0; turn < 5; turn++) {
      later(20)
      await call('GET', '/session', busy)
    }
    // Two hours and more: however busy, the day was long.
    expect((await call('GET', '/session', busy)).status).toBe(401)
  })

  it('keep at most twenty sessions of an account, the oldest goes; a demo city is everybody’s', async () => {
    const cookies: string[] = []
    const first = await signIn(small.app, 'leader')
    await house.db.run(sql`update cities set demo = false where city_id = ${city}`)
    for (let turn = 0; turn < 20; turn++) cookies.push(await signIn(small.app, 'leader'))
    expect((await call('GET', '/session', first)).status).toBe(401)
    const { sessions } = (await call('GET', '/mine', cookies[0]!)).body as { sessions: unknown[] }
    expect(sessions).toHaveLength(20)
    await house.db.run(sql`update cities set demo = true where city_id = ${city}`)
  })
})

describe('a second factor that the city demands', () => {
  it('is announced, then waited for, then demanded of the role alone, and set up without help', async () => {
    small.clock.now = noon
    expect((await rule({ factorRoles: ['checker'], factorFrom: '2999-01-01' })).status).toBe(200)
    const [checker, unit] = [await signIn(small.app, 'checker'), await signIn(small.app, 'unit')]
    expect((await call('GET', '/session', checker)).body).toMatchObject({ owes: { from: '2999-01-01', isDue: false } })
    expect((await call('GET', '/cases', checker)).status).toBe(200)
    await rule({ factorRoles: ['checker'], factorFrom: noon.slice(0, 10) })
    expect((await call('GET', '/session', unit)).body).toMatchObject({ owes: null })
    expect((await call('GET', '/session', checker)).body).toMatchObject({ owes: { isDue: true } })
    for (const path of ['/cases', '/points', '/compliance', '/permissions', '/changes'])
      expect((await call('GET', path, checker)).body).toMatchObject({ code: 'access.factorOwed' })
    const { secret } = (await call('POST', '/mine/factor', checker)).body as { secret: string }
    const code = new TOTP({ secret }).generate({ timestamp: Date.parse(small.clock.now) })
    expect((await call('POST', '/mine/factor/confirmed', checker, { code })).status).toBe(200)
    expect((await call('GET', '/session', checker)).body).toMatchObject({ owes: null })
    expect((await call('GET', '/cases', checker)).status).toBe(200)
    // The next time the code is asked for, so nothing is owed.
    const again = await small.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { city: 'small', login: 'checker', password: 'demo' },
    })
    expect(again.json()).toMatchObject({ code: 'access.codeNeeded' })
  })
})

describe('what decides over accounts, identities and restrictions', () => {
  it('asks who is there, when that was proved more than a quarter of an hour ago', async () => {
    await rule({})
    const office = await signIn(small.app, 'office')
    later(16)
    const body = { id: v7(), basis: '市政府会议纪要第十二号', approvalNo: '12' }
    const opening = { id: v7(), reason: '回访需要核实' }
    const refused = [
      await call('POST', `/identities/${v7()}/open`, office, opening),
      await call('POST', '/compliance/photosOptional/waive', office, body),
      await call('POST', '/mine/sessions/others/end', office),
    ]
    expect(refused.map(({ body: { code } }) => code)).toEqual(Array(3).fill('access.proveAgain'))
    expect((await call('POST', '/mine/proof', office, { password: 'wrong' })).status).toBe(403)
    expect((await call('POST', '/mine/proof', office, { password: 'demo' })).status).toBe(200)
    expect((await call('POST', '/mine/sessions/others/end', office)).status).toBe(200)
    expect((await call('POST', `/identities/${v7()}/open`, office, opening)).status).toBe(404)
  })
})
