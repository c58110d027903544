/** The edge where calls become transactions: receipts under a race, ETags, refusals by name, and the stream of changes. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance } from 'fastify'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { engines, type TestDb } from '../../test/engines.ts'
import { appendEvents, lastSeq, listEventsAfter } from '../base/event.sql.ts'
import { type AccountId, type CityId, EventId, type PersonId, type PostId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { sql } from '../base/sql.ts'
import { say } from '../server/say.ts'
import { handlers, serve, steps, whoOf } from './api.serve.ts'
import { changesApi } from './changes.api.ts'
import { changesHandlers, makeChanges } from './changes.serve.ts'
import { contract } from './contract.ts'
import { answerProblems } from './problems.serve.ts'
import type { Who } from './who.ts'

const city = 1 as CityId
const account = '01900000-0000-7000-8000-00000000000a' as AccountId
const who: Who = {
  city,
  account,
  person: account as string as PersonId,
  post: '01900000-0000-7000-8000-00000000000b' as PostId,
  deputy: false,
  unit: null,
  area: null,
  role: 'office',
  may: new Set(['signedIn', 'city.read']),
}
const at = '2026-11-22T00:00:00.000Z'

/** A small room of its own: writes an event and says its number; writes a unit; reads. */
const trialApi = contract({
  add: {
    method: 'POST',
    path: '/trial',
    may: 'city.read',
    says: 'trial',
    body: z.object({ note: z.string() }),
    returns: z.object({ seq: z.int() }),
  },
  refuse: { method: 'POST', path: '/trial/refuse', may: 'city.read', says: 'trial', returns: z.object({}) },
  addUnit: {
    method: 'POST',
    path: '/trial/units',
    may: 'city.read',
    says: 'trial',
    body: z.object({ code: z.string(), area: z.uuid().optional() }),
    returns: z.object({}),
  },
  count: { method: 'GET', path: '/trial', may: 'city.read', says: 'trial', returns: z.object({ events: z.int() }) },
  send: {
    method: 'POST',
    path: '/trial/files',
    may: 'city.read',
    says: 'trial',
    body: 'bytes',
    returns: z.object({ bytes: z.int(), seq: z.int() }),
  },
  editBytes: { method: 'POST', path: '/trial/edit/files', may: 'city.edit', says: 'trial', body: 'bytes', returns: z.object({}) },
  long: {
    method: 'POST',
    path: '/trial/long',
    may: 'city.read',
    says: 'trial',
    body: z.object({ seen: z.int() }),
    returns: z.object({ seq: z.int() }),
  },
  edit: { method: 'GET', path: '/trial/edit', may: 'city.edit', says: 'trial', returns: z.object({}) },
})

/** What the long work of `long` waits for, and how often it was begun and its result given up. */
const long = { gate: Promise.resolve(), begun: 0, disposed: 0 }

const trialHandlers = handlers(trialApi, {
  long: steps({
    before: async (ask) => {
      long.begun += 1
      await long.gate
      if ((await lastSeq(ask.db, city)) !== ask.body.seen) throw new Problem('api.exists', 409)
      return { kind: 'trial.long', [Symbol.dispose]: () => void (long.disposed += 1) }
    },
    act: async (ask, { kind }) => {
      const event = { id: EventId.parse(v7()), kind, thing: v7(), at: ask.at, by: null, version: 1, data: {} }
      return { seq: await appendEvents(ask.db, whoOf(ask).city, [event]) }
    },
  }),
  add: async (ask) => {
    const event = {
      id: EventId.parse(v7()),
      kind: 'point.tried',
      thing: v7(),
      at: ask.at,
      by: whoOf(ask).person,
      version: 1,
      data: { note: ask.body.note },
    }
    return { seq: await appendEvents(ask.db, whoOf(ask).city, [event]) }
  },
  refuse: async (ask) => {
    const event = { id: EventId.parse(v7()), kind: 'point.tried', thing: v7(), at: ask.at, by: null, version: 1, data: {} }
    await appendEvents(ask.db, whoOf(ask).city, [event])
    throw new Problem('api.keyReused', 409)
  },
  addUnit: async ({ db, body }) => {
    await db.run(
      sql`insert into units (city_id, id, kind, code, name_zh, area_id) values (${city}, ${v7()}, 'bureau', ${body.code}, '局', ${body.area ?? null})`,
    )
    return {}
  },
  count: async ({ db }) => ({ events: await lastSeq(db, city) }),
  send: async (ask) => {
    const event = { id: EventId.parse(v7()), kind: 'point.tried', thing: v7(), at: ask.at, by: null, version: 1, data: {} }
    return { bytes: ask.body.length, seq: await appendEvents(ask.db, whoOf(ask).city, [event]) }
  },
  editBytes: async () => ({}),
  edit: async () => ({}),
})

describe.each(engines)('the edge on %s', (_name, open) => {
  let house: TestDb
  let app: FastifyInstance
  let base: string
  let parsedBytes = 0
  /** The session of whoever sends the header x-guest has ended. */
  let guestLeft = false
  const changesOf = (everyMs: number) => makeChanges(house.db, everyMs)

  beforeAll(async () => {
    house = await open()
    await house.db.run(sql`insert into cities (city_id, code, name_zh, kind) values (1, 'one', '一市', 'district')`)
    app = Fastify()
    await app.register(cookie)
    app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => {
      parsedBytes += body.length
      done(null, body)
    })
    answerProblems(app, say)
    const changes = changesOf(50)
    const signedIn = async (request: { headers: Record<string, unknown> }) =>
      request.headers['x-nobody'] !== undefined || (request.headers['x-guest'] !== undefined && guestLeft) ? undefined : who
    const edge = { db: house.db, now: () => at, checkAnswers: true, whoOf: signedIn, changed: changes.wake }
    serve(app, edge, trialApi, trialHandlers)
    serve(app, edge, changesApi, changesHandlers(changes))
    await app.listen({ port: 0, host: '127.0.0.1' })
    base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/api`
  })
  afterAll(async () => {
    await app.close()
    await house.close()
  })

  const add = (note: string, key?: string) =>
    app.inject({ method: 'POST', url: '/api/trial', payload: { note }, headers: key === undefined ? {} : { 'idempotency-key': key } })

  it('does a write once, however often and however close together it is sent', async () => {
    const before = await lastSeq(house.db, city)
    const answers = await Promise.all(Array.from({ length: 8 }, () => add('once', 'key-1')))
    answers.push(await add('once', 'key-1'))
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`))).toEqual(new Set([`200 {"seq":${before + 1}}`]))
    expect(await lastSeq(house.db, city)).toBe(before + 1)
    const [told] = await listEventsAfter(house.db, city, before, 1)
    expect(told).toMatchObject({ by: who.person, post: who.post })
  })

  it('refuses a key that was used for something else', async () => {
    await add('a', 'key-2')
    expect((await add('b', 'key-2')).json()).toMatchObject({ code: 'api.keyReused', status: 422 })
  })

  it('knows a file that is sent again, and tells it from another of the same length', async () => {
    const send = (byte: number) =>
      app.inject({
        method: 'POST',
        url: '/api/trial/files',
        payload: Buffer.alloc(5_000_000, byte),
        headers: { 'idempotency-key': 'key-file', 'content-type': 'application/octet-stream' },
      })
    const first = await send(1)
    expect(first.json()).toMatchObject({ bytes: 5_000_000 })
    expect((await send(1)).json()).toEqual(first.json())
    expect((await send(2)).json()).toMatchObject({ code: 'api.keyReused' })
  })

  it('reads no body of those who may not make the call, and no long one without need', async () => {
    const [before, headers] = [parsedBytes, { 'content-type': 'application/octet-stream' }]
    const payload = Buffer.alloc(1000)
    const nobody = await app.inject({ method: 'POST', url: '/api/trial/files', payload, headers: { ...headers, 'x-nobody': '1' } })
    const reader = await app.inject({ method: 'POST', url: '/api/trial/edit/files', payload, headers })
    expect([nobody.statusCode, reader.statusCode, parsedBytes]).toEqual([401, 403, before])
    expect((await add('long'.repeat(2_100_000))).json()).toMatchObject({ code: 'api.tooLarge', status: 413 })
    // A call whose shape is short reads as little: what is beyond it is not looked at.
    const longer = await app.inject({ method: 'POST', url: '/api/trial/long', payload: { seen: -1, x: 'x'.repeat(70_000) } })
    expect(longer.json()).toMatchObject({ code: 'api.tooLarge', status: 413 })
  })

  it('leaves nothing of a write that was refused, and lets it be tried again', async () => {
    const before = await lastSeq(house.db, city)
    for (let time = 0; time < 2; time++) {
      const answer = await app.inject({ method: 'POST', url: '/api/trial/refuse', headers: { 'idempotency-key': 'key-3' } })
      expect(answer.statusCode).toBe(409)
    }
    expect(await lastSeq(house.db, city)).toBe(before)
  })

  it('holds nobody up while a write does its long work, does it once, and gives its result up', async () => {
    const write = (seen: number, key: string) =>
      app.inject({ method: 'POST', url: '/api/trial/long', payload: { seen }, headers: { 'idempotency-key': key } })
    Object.assign(long, { begun: 0, disposed: 0 })
    let open = () => {}
    long.gate = new Promise((done) => (open = done))
    const seen = (await lastSeq(house.db, city)) + 1
    const under = write(seen, 'key-long')
    // The embedded engine has one connection: this would wait for ever if the long work held it.
    await add('meanwhile')
    open()
    expect((await under).json()).toEqual({ seq: seen + 1 })
    expect((await write(seen, 'key-long')).json()).toEqual({ seq: seen + 1 })
    expect(long).toMatchObject({ begun: 1, disposed: 1 })
    expect((await write(seen, 'key-late')).statusCode).toBe(409)
    expect(long).toMatchObject({ begun: 2, disposed: 1 })
    expect(await lastSeq(house.db, city)).toBe(seen + 1)
  })

  it('answers 304 while nothing has changed, and only then', async () => {
    const first = await app.inject({ url: '/api/trial' })
    const tag = String(first.headers['etag'])
    const again = await app.inject({ url: '/api/trial', headers: { 'if-none-match': tag } })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    await add('change')
    expect((await app.inject({ url: '/api/trial', headers: { 'if-none-match': tag } })).statusCode).toBe(200)
  })

  it('says in the asked language why it refuses', async () => {
    const nobody = await app.inject({ url: '/api/trial', headers: { 'x-nobody': '1', 'accept-language': 'en' } })
    expect(nobody.headers['content-type']).toContain('application/problem+json')
    expect(nobody.json()).toMatchObject({ status: 401, code: 'api.signIn', title: 'Please sign in first' })
    expect((await app.inject({ url: '/api/trial/edit' })).json()).toMatchObject({ status: 403, code: 'api.notAllowed' })
    const bad = await app.inject({ method: 'POST', url: '/api/trial', payload: { note: 7 }, headers: { 'accept-language': 'en' } })
    expect(bad.json()).toMatchObject({ status: 422, code: 'api.badInput', faults: [{ at: 'body.note' }] })
  })

  it('names the rule of the database that a write would break', async () => {
    const unit = (payload: object) => app.inject({ method: 'POST', url: '/api/trial/units', payload })
    expect((await unit({ code: 'U1' })).statusCode).toBe(200)
    expect((await unit({ code: 'U1' })).json()).toMatchObject({
      code: 'api.exists',
      status: 409,
      details: { constraint: 'units_city_id_code_key' },
    })
    expect((await unit({ code: 'U2', area: v7() })).json()).toMatchObject({
      code: 'api.missing',
      details: { constraint: 'units_city_id_area_id_fkey' },
    })
    // The database says that there was such a letter, and not where: that is looked up.
    expect((await unit({ code: 'U\u0000' })).json()).toMatchObject({
      code: 'api.badValue',
      status: 422,
      faults: [{ at: 'body.code', says: 'fault.unkeptLetter', message: expect.stringContaining('编号') as string }],
    })
    // Only what the call takes is looked through; and a code that begins like a year is not what a text too long for an index is about.
    const more = await unit({ code: 'U\u0000', x: ['a\u0000'] })
    expect((more.json() as { faults: unknown[] }).faults).toHaveLength(1)
    const long = await unit({ code: `0000-${randomBytes(20_000).toString('base64')}` })
    expect([long.statusCode, long.json()]).toMatchObject([422, { code: 'api.badValue' }])
    expect(long.json()).not.toHaveProperty('faults')
  })

  /** Reads a stream until `count` events have come; `begun` is called when the first is there. */
  async function listen(
    count: number,
    headers: Record<string, string> = {},
    path = '/changes',
    begun: () => void = () => undefined,
  ): Promise<{ id: string; event: string }[]> {
    const gone = new AbortController()
    const answer = await fetch(`${base}${path}`, { headers, signal: gone.signal })
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    const got: { id: string; event: string }[] = []
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of answer.body!) {
      text += decoder.decode(chunk as Uint8Array, { stream: true })
      const parts = text.split('\n\n')
      text = parts.pop()!
      for (const part of parts) {
        const id = /^id: (.*)$/m.exec(part)?.[1]
        const event = /^event: (.*)$/m.exec(part)?.[1]
        if (id !== undefined && event !== undefined) got.push({ id, event })
      }
      if (got.length > 0) begun()
      if (got.length >= count) break
    }
    gone.abort()
    return got
  }

  it('tells a page what happened, from where it left off, without a gap and without a repeat', async () => {
    const start = await lastSeq(house.db, city)
    const isThere = Promise.withResolvers<void>()
    const hearing = Promise.all([listen(21, {}, '/changes', isThere.resolve), listen(20, { 'last-event-id': String(start) })])
    // Who begins without a number is told first where the city stands; what comes before that is not theirs.
    await Promise.race([isThere.promise, hearing])
    for (let n = 0; n < 20; n++) await add(`told ${n}`)
    const [fresh, resumed] = await hearing
    const numbers = Array.from({ length: 20 }, (_, index) => String(start + 1 + index))
    expect(fresh[0]).toEqual({ id: String(start), event: 'now' })
    expect(fresh.slice(1).map(({ id }) => id)).toEqual(numbers)
    expect(resumed.map(({ id }) => id)).toEqual(numbers)
    expect(await listen(5, {}, `/changes?after=${start + 15}`)).toMatchObject(numbers.slice(15).map((id) => ({ id, event: 'change' })))
  })

  it('hears what another process wrote', async () => {
    const start = await lastSeq(house.db, city)
    const hearing = listen(1, { 'last-event-id': String(start) })
    await sleep(100)
    const event = { id: EventId.parse(v7()), kind: 'point.tried', thing: v7(), at, by: null, version: 1, data: {} }
    await house.db.tx((db) => appendEvents(db, city, [event]))
    expect(await hearing).toEqual([{ id: String(start + 1), event: 'change' }])
  })

  it('tells nobody what they may not read', async () => {
    const start = await lastSeq(house.db, city)
    const hearing = listen(1, { 'last-event-id': String(start) })
    const event = (kind: string) => ({ id: EventId.parse(v7()), kind, thing: v7(), at, by: null, version: 1, data: {} })
    await house.db.tx((db) => appendEvents(db, city, [event('case.reported'), event('unheard.happened'), event('point.added')]))
    expect(await hearing).toEqual([{ id: String(start + 3), event: 'change' }])
  })

  it('ends the stream when the session ends', async () => {
    const gone = new AbortController()
    const answer = await fetch(`${base}/changes`, { headers: { 'x-guest': '1' }, signal: gone.signal })
    const begun = Promise.withResolvers<void>()
    let text = ''
    const ended = (async () => {
      for await (const chunk of answer.body!) {
        text += Buffer.from(chunk as Uint8Array).toString()
        if (text.includes('event: now')) begun.resolve()
      }
    })()
    await Promise.race([begun.promise, ended])
    guestLeft = true
    await add('any write of the account has its streams looked at')
    await ended
    expect(text).toContain('event: now')
  })

  it('sends a page that knows a future number back to the start', async () => {
    expect(await listen(1, { 'last-event-id': '999999999' })).toMatchObject([{ event: 'stale' }])
  })
})
