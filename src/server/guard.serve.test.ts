/** What stands before every call. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { fill, openApp, password, signIn, type SmallApp } from '../../test/smallCity.ts'

describe('before every call', () => {
  let house: TestDb
  let small: SmallApp
  let cookie: string
  beforeAll(async () => {
    house = await embedded()
    await fill(house.db)
    small = await openApp(house.db, { callsPerMinute: 20 })
    cookie = await signIn(small.app, 'office')
  })
  afterAll(async () => {
    await small.app.close()
    await house.close()
  })
  const change = (headers: Record<string, string>) =>
    small.app.inject({
      method: 'DELETE',
      url: '/api/session',
      remoteAddress: '192.0.2.1',
      headers: { host: 'mingcheng.example', cookie, ...headers },
    })

  it('no other site makes a browser act here', async () => {
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]
    for (const headers of foreign) {
      const answer = await change(headers)
      expect([answer.statusCode, (answer.json() as { code: string }).code]).toEqual([403, 'api.foreign'])
    }
    expect((await change({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200)
    cookie = await signIn(small.app, 'office')
    expect((await change({ origin: 'http://mingcheng.example' })).statusCode).toBe(200)
  })

  it('over HTTPS the cookie belongs to this host alone, and the browser is told to stay with HTTPS', async () => {
    const https = { 'x-forwarded-proto': 'https' }
    const payload = { city: 'small', login: 'leader', password }
    const answer = await small.app.inject({ method: 'POST', url: '/api/session', payload, headers: https })
    const given = answer.cookies.find(({ name }) => name === '__Host-mc_session')!
    expect(given).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000')
    const headers = { ...https, cookie: `__Host-mc_session=${given.value}` }
    expect((await small.app.inject({ url: '/api/session', headers })).statusCode).toBe(200)
    // A neighbouring host can set the bare name: over HTTPS it counts for nothing.
    expect((await small.app.inject({ url: '/api/session', headers: { ...https, cookie: `mc_session=${given.value}` } })).statusCode).toBe(
      401,
    )
  })

  it('what is about accounts stays in no browser, and signing out clears the rest', async () => {
    const own = await signIn(small.app, 'operator')
    const kept = async (path: string) => (await small.app.inject({ url: `/api${path}`, headers: { cookie: own } })).headers['cache-control']
    expect([await kept('/accounts'), await kept('/mine'), await kept('/ledger'), await kept('/accounts/export')]).toEqual([
      'no-store',
      'no-store',
      'no-store',
      'private, no-store',
    ])
    expect(await kept('/points')).toBe('private, no-cache')
    const out = await small.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: own } })
    expect(out.headers['clear-site-data']).toBe('"cache"')
  })

  it('one session holds a dozen streams open; the oldest ends for one more', async () => {
    const own = await signIn(small.app, 'leader')
    const listen = async () => (await small.app.inject({ url: '/api/changes', headers: { cookie: own }, payloadAsStream: true })).stream()
    const first = await listen()
    const ended = new Promise((resolve) => void first.resume().once('end', resolve))
    const rest = []
    for (let turn = 0; turn < 12; turn++) rest.push(await listen())
    await ended
    expect(rest.every((stream) => !stream.readableEnded)).toBe(true)
    for (const stream of rest) stream.destroy()
  })

  it('nobody asks more than a person can; others go on, and it is said when to come back', async () => {
    const ask = (remoteAddress: string) => small.app.inject({ url: '/api/session/ways', remoteAddress })
    const answers: Awaited<ReturnType<typeof ask>>[] = []
    for (let call = 0; call < 22; call++) answers.push(await ask('192.0.2.7'))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([...Array.from({ length: 20 }, () => 200), 429, 429])
    const refused = answers.find(({ statusCode }) => statusCode === 429)!
    expect(refused.json()).toMatchObject({ code: 'api.tooMany', details: { seconds: expect.any(Number) as number } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask('192.0.2.8')).statusCode).toBe(200)
    // Whoever invents a session for each call is counted by where they are, and who has a whole network by the network.
    const invent = (turn: number) =>
      small.app.inject({
        url: '/api/session/ways',
        remoteAddress: `2001:db8:1:2::${turn.toString(16)}`,
        headers: { cookie: `mc_session=1.${turn}` },
      })
    let last = 0
    for (let turn = 0; turn < 201; turn++) last = (await invent(turn)).statusCode
    expect(last).toBe(429)
    expect((await small.app.inject({ url: '/api/session/ways', remoteAddress: '2001:db8:1:3::1' })).statusCode).toBe(200)
  })
})
