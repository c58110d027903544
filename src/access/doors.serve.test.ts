/**
 * The other ways in, against real counterparts: a mail server that takes letters, an OpenID provider, and an installation that
 * has no city yet. Nothing of it leaves a secret in the database.
 */
import type { FastifyInstance } from 'fastify'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { embedded, type TestDb } from '../../test/engines.ts'
import { type Mailbox, openMailbox } from '../../test/mailbox.ts'
import { openProvider, type TestProvider } from '../../test/provider.ts'
import { accountOf, city, fill, idOf, noon, password, personOf } from '../../test/smallCity.ts'
import { sql } from '../base/sql.ts'
import { makeApp } from '../server/app.ts'
import { makeFounding } from './founding.serve.ts'
import { postBySmtp } from './mail.serve.ts'
import { makeSso } from './sso.serve.ts'

const good = 'tulip galaxy bicycle'
const publicUrl = 'https://mc.example.test'
const callback = `${publicUrl}/sign-in/sso`

let house: TestDb
let app: FastifyInstance
let provider: TestProvider
let mailbox: Mailbox
const clock = { now: noon }

beforeAll(async () => {
  house = await embedded()
  await fill(house.db)
  mailbox = await openMailbox()
  provider = await openProvider('mingcheng', 'a secret of the client', callback)
  app = await makeApp({
    db: house.db,
    now: () => clock.now,
    checkAnswers: true,
    access: {
      key: new Uint8Array(32),
      publicUrl,
      post: postBySmtp(mailbox.url, '明城 <noreply@mc.example.test>'),
      sso: makeSso({
        issuer: provider.issuer,
        clientId: 'mingcheng',
        clientSecret: 'a secret of the client',
        claim: 'preferred_username',
        title: { zh: '统一认证', en: 'SSO' },
      }),
    },
  })
})
afterAll(async () => {
  await app.close()
  await provider.close()
  await mailbox.close()
  await house.close()
})

type Cookies = Record<string, string>
interface Answered {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly cookies: Cookies
}

async function call(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  payload?: object,
  cookies: Cookies = {},
  headers: Record<string, string> = {},
): Promise<Answered> {
  const answer = await app.inject({
    method,
    url: `/api${path}`,
    cookies,
    headers: { 'accept-language': 'en', ...headers },
    ...(payload ? { payload } : {}),
  })
  const got = Object.fromEntries(answer.cookies.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]))
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>(), cookies: { ...cookies, ...got } }
}
const signIn = (login: string, word = password) => call('POST', '/session', { city: 'small', login, password: word })
const letterTo = async (to: string) => {
  await expect.poll(() => mailbox.letters.filter((letter) => letter.to === to).length).toBeGreaterThan(0)
  return mailbox.letters.findLast((letter) => letter.to === to)!
}
const codeIn = (text: string) => /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(text)![0]

describe('invitations and resets', () => {
  let operator: Cookies
  const zhang = idOf(901)
  beforeAll(async () => {
    operator = (await signIn('operator')).cookies
  })

  it('invite by a letter, whose code opens once', async () => {
    const added = await call(
      'POST',
      '/accounts',
      { id: zhang, login: 'zhang.wei', name: '张伟', role: 'unit', email: 'zhang@example.test' },
      operator,
    )
    expect(added.body).toMatchObject({ login: 'zhang.wei', hasPassword: false, role: 'unit' })
    expect((await call('POST', '/accounts', { id: zhang, login: 'zhang.wei', name: '张伟', role: 'unit' }, operator)).status).toBe(200)
    expect((await signIn('zhang.wei', '')).status).toBe(401)
    const handed = await call('POST', `/accounts/${zhang}/codes`, { way: 'mail' }, operator)
    expect(handed.body).toMatchObject({ code: '', purpose: 'invitation' })
    const { text } = await letterTo('zhang@example.test')
    const code = codeIn(text)
    expect(text).toContain(`${publicUrl}/enter#small.${code}`)
    expect(text).toContain('zhang.wei')
    expect((await call('POST', '/entry/look', { city: 'small', code })).body).toEqual({
      login: 'zhang.wei',
      name: '张伟',
      purpose: 'invitation',
    })
    expect((await call('POST', '/entry', { city: 'small', code, password: 'zhang.wei 2026' })).body).toMatchObject({
      code: 'access.weakPassword',
    })
    const twice = await Promise.all([1, 2].map(() => call('POST', '/entry', { city: 'small', code, password: good })))
    expect(twice.map(({ status }) => status).toSorted()).toEqual([200, 404])
    expect((await signIn('zhang.wei', good)).status).toBe(200)
  })

  it('hand a slip to who has no mail, good for three days', async () => {
    expect((await call('POST', `/accounts/${accountOf('street')}/codes`, { way: 'mail' }, operator)).body).toMatchObject({
      code: 'access.noAddress',
    })
    const slip = await call('POST', `/accounts/${accountOf('street')}/codes`, { way: 'slip' }, operator)
    expect(slip.body).toMatchObject({ purpose: 'reset', login: 'street', address: `${publicUrl}/enter#small` })
    const code = String(slip.body['code'])
    clock.now = new Date(Date.parse(noon) + 3 * 86_400_000 + 1).toISOString()
    expect((await call('POST', '/entry/look', { city: 'small', code })).status).toBe(404)
    clock.now = noon
    const entered = await call('POST', '/entry', { city: 'small', code: code.toLowerCase(), password: good })
    expect(entered.body).toMatchObject({ role: 'street' })
    expect((await signIn('street')).status).toBe(401)
  })

  it('answer a forgotten password alike, and write only where there is an account', async () => {
    await call('PUT', `/accounts/${accountOf('leader')}`, { email: 'leader@example.test' }, operator)
    const before = mailbox.letters.length
    const answers = [
      await call('POST', '/session/forgotten', { city: 'small', login: 'leader' }),
      await call('POST', '/session/forgotten', { city: 'small', login: 'nobody' }),
    ]
    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual([
      { status: 200, body: {} },
      { status: 200, body: {} },
    ])
    const code = codeIn((await letterTo('leader@example.test')).text)
    expect(mailbox.letters.length).toBe(before + 1)
    expect((await call('POST', '/entry', { city: 'small', code, password: good })).body).toMatchObject({ role: 'leader' })
  })

  it('slow down who guesses codes', async () => {
    const statuses = []
    for (let turn = 0; turn < 7; turn++)
      statuses.push((await call('POST', '/entry/look', { city: 'small', code: `AAAA-BBBB-CCCC-DDD${turn}` })).status)
    expect(statuses.slice(-1)).toEqual([429])
  })

  it('retire an account: its sessions end at once; nobody retires themselves', async () => {
    const zhangs = (await signIn('zhang.wei', good)).cookies
    expect((await call('POST', `/accounts/${zhang}/retire`, {}, operator)).body).toMatchObject({ retiredAt: noon })
    expect((await call('GET', '/session', undefined, zhangs)).status).toBe(401)
    expect((await signIn('zhang.wei', good)).status).toBe(401)
    expect((await call('POST', `/accounts/${zhang}/restore`, {}, operator)).body).toMatchObject({ retiredAt: null })
    expect((await signIn('zhang.wei', good)).status).toBe(200)
    expect((await call('POST', `/accounts/${accountOf('operator')}/retire`, {}, operator)).body).toMatchObject({
      code: 'access.notYourself',
    })
  })

  it('are the administrator’s alone, and leave no code in the database', async () => {
    const office = (await signIn('office')).cookies
    expect((await call('GET', '/accounts', undefined, office)).status).toBe(403)
    const codes = mailbox.letters.map(({ text }) => codeIn(text))
    const kept = await house.db.all(
      z.object({ text: z.string() }),
      sql`select to_jsonb(c)::text as text from entry_codes c where city_id = ${city} union all select data::text from events where city_id = ${city}
        union all select to_jsonb(r)::text from receipts r where city_id = ${city}`,
    )
    expect(kept.filter(({ text }) => codes.some((code) => text.includes(code)))).toEqual([])
    const list = await call('GET', '/accounts?limit=3', undefined, operator)
    expect((list.body['items'] as unknown[]).length).toBe(3)
    expect(list.body['next']).toBeTypeOf('string')
  })
})

describe('keys of systems', () => {
  const service = idOf(951)
  let operator: Cookies
  let key = ''
  const bearer = (word: string) => ({ authorization: `Bearer ${word}` })
  const read = (path: string, word = key) => call('GET', path, undefined, {}, bearer(word))
  beforeAll(async () => {
    operator = (await signIn('operator')).cookies
    await call('POST', '/accounts', { id: service, kind: 'service', login: 'city-platform', name: '城运平台', role: 'office' }, operator)
    const id = v7()
    const made = await call(
      'POST',
      `/accounts/${service}/keys`,
      { id, name: '对接', scopes: ['city.read', 'accounts.edit'], days: 30 },
      operator,
      { 'idempotency-key': id },
    )
    key = String(made.body['key'])
    expect(key.startsWith(String(made.body['beginning']))).toBe(true)
  })

  it('open what both the account and the scopes allow, and nothing else', async () => {
    expect((await read('/units')).status).toBe(200)
    expect((await read('/session')).body).toMatchObject({ name: '城运平台', may: ['signedIn', 'city.read'] })
    expect((await read('/cases')).status).toBe(403)
    expect((await read('/mine')).body).toMatchObject({ code: 'access.noKey' })
    expect((await read('/accounts')).status).toBe(403)
    expect((await call('POST', '/session', { city: 'small', login: 'city-platform', password: '' })).status).toBe(401)
  })

  it('are stored as a hash, listed by their beginning, and noted when used', async () => {
    const [row] = (await call('GET', `/accounts/${service}/keys`, undefined, operator)).body['items'] as Record<string, unknown>[]
    expect(row).toMatchObject({ usedAt: noon, revokedAt: null })
    const kept = await house.db.all(
      z.object({ text: z.string() }),
      sql`select to_jsonb(k)::text as text from api_keys k where city_id = ${city} union all select data::text from events where city_id = ${city}
        union all select to_jsonb(r)::text from receipts r where city_id = ${city}`,
    )
    expect(kept.filter(({ text }) => text.includes(key.slice(-20)))).toEqual([])
  })

  it('end: by time, when revoked, with their account; a wrong one is refused, even beside a good session', async () => {
    expect((await read('/units', `${key.slice(0, -1)}x`)).body).toMatchObject({ code: 'access.badKey' })
    expect((await call('GET', '/units', undefined, operator, bearer('nonsense'))).status).toBe(401)
    clock.now = new Date(Date.parse(noon) + 31 * 86_400_000).toISOString()
    expect((await read('/units')).status).toBe(401)
    clock.now = noon
    await call('POST', `/accounts/${service}/retire`, {}, operator)
    expect((await read('/units')).status).toBe(401)
    await call('POST', `/accounts/${service}/restore`, {}, operator)
    const [row] = (await call('GET', `/accounts/${service}/keys`, undefined, operator)).body['items'] as { id: string }[]
    expect((await call('DELETE', `/accounts/${service}/keys/${row!.id}`, undefined, operator)).status).toBe(200)
    expect((await read('/units')).status).toBe(401)
  })
})

describe('single sign-on', () => {
  const come = async (claims: TestProvider['claims']) => {
    provider.claims = claims
    const started = await call('POST', '/session/sso/start', { city: 'small' })
    const search = await provider.visit(String(started.body['url']), callback)
    return { started, search, finish: () => call('POST', '/session/sso', { search }, started.cookies) }
  }

  it('lets in who the provider names, and knows them by their subject from then on', async () => {
    const first = await (await come({ sub: 'S-1', preferred_username: 'reviewer' })).finish()
    expect(first.body).toMatchObject({ role: 'reviewer', person: personOf('reviewer') })
    const renamed = await (await come({ sub: 'S-1', preferred_username: 'operator' })).finish()
    expect(renamed.body).toMatchObject({ role: 'reviewer' })
    expect((await call('GET', '/mine', undefined, first.cookies)).body).toMatchObject({ hasSso: true })
  })

  it('asks the provider how old its sign-in is, and believes no level that it does not confirm', async () => {
    const settings = { issuer: provider.issuer, clientId: 'mingcheng', clientSecret: 'a secret of the client', claim: 'sub' }
    const by = async (more: { level?: string; longestSeconds?: number }) => {
      const sso = makeSso({ ...settings, title: { zh: '', en: '' }, ...more })
      provider.claims = { sub: 'S-3' }
      const { url, kept } = await sso.start(callback)
      return { url, person: sso.finish(callback, await provider.visit(url, callback), kept) }
    }
    const fresh = await by({ longestSeconds: 600 })
    expect(new URL(fresh.url).searchParams.get('max_age')).toBe('600')
    expect(await fresh.person).toMatchObject({ subject: 'S-3', strong: false })
    const level = await by({ level: 'two-factors' })
    expect(new URL(level.url).searchParams.get('acr_values')).toBe('two-factors')
    await expect(level.person).rejects.toThrow('did not confirm')
  })

  it('refuses a stranger, another browser, and an answer that comes twice', async () => {
    expect((await (await come({ sub: 'S-2', preferred_username: 'nobody' })).finish()).body).toMatchObject({ code: 'access.noAccount' })
    const other = await come({ sub: 'S-1' })
    expect((await call('POST', '/session/sso', { search: other.search })).body).toMatchObject({ code: 'access.stepGone' })
    const mixed = await come({ sub: 'S-1' })
    expect(
      (await call('POST', '/session/sso', { search: mixed.search.replace(/state=[^&]+/, 'state=forged') }, mixed.started.cookies)).body,
    ).toMatchObject({
      code: 'access.ssoFailed',
    })
    const twice = await come({ sub: 'S-1' })
    expect((await twice.finish()).status).toBe(200)
    expect((await twice.finish()).body).toMatchObject({ code: 'access.stepGone' })
  })
})

describe('an installation without a city', () => {
  it('is founded once, with the code of the start', async () => {
    const empty = await embedded()
    const founding = (await makeFounding(empty.db))!
    const young = await makeApp({ db: empty.db, now: () => noon, checkAnswers: true, access: { key: new Uint8Array(32), founding } })
    const found = (code: string, word = good) =>
      young.inject({
        method: 'POST',
        url: '/api/founding',
        payload: { code, city: { code: 'xincheng', name: '新城', kind: 'county' }, name: '李敏', login: '李敏', password: word },
      })
    expect((await young.inject({ url: '/api/session/ways' })).json()).toMatchObject({ founding: true })
    expect((await found('0000-0000-0000-0000-0000')).statusCode).toBe(403)
    expect((await found(founding.code, '新城李敏20261')).json()).toMatchObject({ code: 'access.weakPassword' })
    const done = await found(founding.code)
    expect(done.json()).toMatchObject({ role: 'operator', name: '李敏', city: { code: 'xincheng', demo: false } })
    expect((await found(founding.code)).statusCode).toBe(403)
    expect((await young.inject({ url: '/api/session/ways' })).json()).toMatchObject({ founding: false })
    expect(await makeFounding(empty.db)).toBeUndefined()
    await young.close()
    await empty.close()
  })
})
