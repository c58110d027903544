/**
 * Serves contracts on Fastify: parse, who, transaction, handler, answer. The outcome of the request decides the
 * transaction, at this one point. A write repeated with the same Idempotency-Key gets the first answer again.
 */
import { createHash } from 'node:crypto'
import '@fastify/compress'
import '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Contract, ParsedOf, Permission, Route } from './contract.ts'
import { isAdmitted } from './reach.ts'
import { cookieOf, isSecure, wireName } from './cookie.ts'
import { claimKey, findReceipt, keepAnswer, type NewReceipt } from './receipts.sql.ts'
import { download, type Download } from './download.serve.ts'
import { languageOf, parse, type Parsed } from './parse.serve.ts'
import { type Finders, refuseBeyond } from './refuse.serve.ts'
import { bytesOf } from './size.ts'
import { tellExport } from './exports.serve.ts'
import { answersOf, groupsOf, type Member, type StepsTogether, type Together } from './together.serve.ts'
import { written } from './written.serve.ts'
import { endStreamsOnClose, lookAtStreams, type Stream, stream } from './stream.serve.ts'
import { type Ask, type From, isProved, type Who } from './who.ts'

type Answer<R extends Route> = R['returns'] extends z.ZodType ? z.input<R['returns']> : R['returns'] extends 'stream' ? Stream : Download
type Act<Parsed, Result> = (ask: Ask<Parsed>) => Promise<Result>

/**
 * A write in two steps. `before` does the work that takes long (decoding a photo, understanding a workbook) and refuses what
 * it can; it runs outside any transaction, so that nobody waits for it. What it gives is handed to `act`, which runs in the
 * write's one transaction and looks again at what may have changed. What `before` gives is disposed of when the write is over,
 * however it ended, if it can be (`Symbol.dispose`). A repeat with the same Idempotency-Key runs neither.
 */
export interface Steps<Parsed, Result> {
  readonly before: (ask: Ask<Parsed>) => Promise<unknown>
  readonly act: (ask: Ask<Parsed>, ready: never) => Promise<Result>
}

/** Binds the two steps of a write to each other. The one way to do work before the transaction. */
export const steps = <Parsed, Ready, Result>(it: {
  readonly before: (ask: Ask<Parsed>) => Promise<Ready>
  readonly act: (ask: Ask<Parsed>, ready: NoInfer<Ready>) => Promise<Result>
}): Steps<Parsed, Result> => it

/** A read or a write in one step is a function; a write that takes long is `steps`, one that many send at once `together`. */
export type Handlers<C extends Contract> = {
  [Name in keyof C]: C[Name]['method'] extends 'GET'
    ? Act<ParsedOf<C[Name]>, Answer<C[Name]>>
    :
        | Act<ParsedOf<C[Name]>, Answer<C[Name]>>
        | Steps<ParsedOf<C[Name]>, Answer<C[Name]>>
        | Together<ParsedOf<C[Name]>, Answer<C[Name]>>
        | StepsTogether<ParsedOf<C[Name]>, Answer<C[Name]>>
}
type Handler = Act<never, unknown> | Steps<never, unknown> | Grouped

/** A write of many at once, and the queue of its groups. */
interface Grouped extends Together<never, unknown>, Partial<Pick<StepsTogether<never, unknown>, 'before'>> {
  readonly join: (member: Member) => Promise<unknown>
}

const grouped = (house: House, handler: Handler): Handler =>
  'together' in handler ? { ...handler, join: groupsOf(house.db, handler) } : handler

/** What the composition on top hands in. */
export interface House extends Finders {
  /** Without a city; each request works on `db.of` its own. */
  readonly db: Db
  readonly now: () => string
  /** Who sent this request; undefined when nobody is signed in. `byItself`: the page asks, nobody touched anything. */
  readonly whoOf: (request: FastifyRequest, byItself: boolean) => Promise<Who | undefined>
  /** Tests parse every answer by its shape; production trusts. */
  readonly checkAnswers: boolean
  /** Asked before each write of a signed-in person; refuses while nothing can be kept. */
  readonly mayWrite?: () => Promise<void>
  /** Told after each write that succeeded, so that whoever listens looks at once. */
  readonly changed?: (city: CityId) => void
}

/** Binds handlers to a contract; keeps both typed by each other, and each handler what it is (one step or two). */
export const handlers = <const C extends Contract, Table extends Handlers<C>>(
  _contract: C,
  table: Table & Record<Exclude<keyof Table, keyof C>, never>,
): Table => table

/** The signed-in person. *Refuses:* `api.signIn` 401 when there is none. */
export function whoOf(ask: { who: Who | undefined }): Who {
  if (!ask.who) throw new Problem('api.signIn', 401)
  return ask.who
}

/** Puts every route of a contract on the app. */
export function serve<const C extends Contract>(app: FastifyInstance, house: House, routes: C, table: Handlers<C>): void {
  endStreamsOnClose(app)
  for (const [name, route] of Object.entries(routes)) {
    const handler = grouped(house, table[name] as Handler)
    app.route({
      method: route.method,
      url: `/api${route.path}`,
      bodyLimit: mostBytes(route),
      // A file is packed already or named by its hash, and a stream must not wait for a packer to be full.
      ...(route.returns instanceof z.ZodType ? {} : { compress: false as const }),
      onRequest: (request) => admit(house, route, request),
      handler: (request, reply) => answer(house, route, handler, request, reply),
    })
  }
}

/** How much of a body is read: files are long, what nobody signed for is short, all else is as long as its shape can be. */
const mostBytes = ({ body, may }: Route): number =>
  may === 'anyone' || body === undefined ? 64 * 1024 : body === 'bytes' ? 64 * 1024 * 1024 : bytesOf(body)

const admitted = new WeakMap<FastifyRequest, Who | undefined>()

/** Who may not make this call is turned away before a byte of the body is read. */
async function admit(house: House, route: Route, request: FastifyRequest): Promise<void> {
  const who = await house.whoOf(request, route.returns === 'stream')
  if (route.may !== 'anyone') {
    if (!who) throw new Problem('api.signIn', 401)
    if (who.owes?.isDue === true && route.evenOwing !== true) throw new Problem('access.factorOwed', 403)
    if (!isAdmitted(who, route)) throw new Problem('api.notAllowed', 403, { may: route.may })
    if (route.proved === true && !isProved(who, house.now())) throw new Problem('access.proveAgain', 403)
  }
  admitted.set(request, who)
}

async function answer(house: House, route: Route, handler: Handler, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const who = admitted.get(request)
  const parsed = parse(route, request)
  const later: (() => void)[] = []
  const ask = (db: Db): Ask<never> =>
    ({
      db,
      who,
      language: languageOf(request),
      at: house.now(),
      ...parsed,
      afterCommit: (work: () => void) => void later.push(work),
      lastEventId: lastEventIdOf(request),
      from: fromOf(request),
      cookie: (cookie: string) => cookieOf(request, cookie),
      setCookie: (cookie: string, value: string, maxAge: number) =>
        void reply.setCookie(wireName(request, cookie), value, {
          path: '/',
          httpOnly: true,
          sameSite: 'lax',
          secure: isSecure(request),
          maxAge,
        }),
    }) as unknown as Ask<never>
  // Who is not signed in has no city yet: such a call finds its own and opens its own transaction.
  const db = route.may === 'anyone' || !who ? house.db : house.db.of(who.city, who)
  if (who) await refuseBeyond(house, route, { who, db, ...parsed })
  if (typeof handler === 'function' && route.method === 'GET') {
    const result = await handler(ask(db))
    if (who && leaves(route, result)) {
      await house.mayWrite?.()
      await tellExport(db, { route, who, at: house.now(), ...parsed, name: result.name, rows: result.rows })
      house.changed?.(who.city)
    }
    return read({ house, route, who, request, reply }, result)
  }
  if (who && route.method !== 'GET' && route.method !== 'DELETE') await house.mayWrite?.()
  const writing: Writing = { house, db, route, who, parsed, later, key: keyOf(request, route) }
  const result = await act(writing, handler, ask)
  for (const work of later) work()
  if (who) {
    house.changed?.(who.city)
    lookAtStreams(who.account)
  }
  if (route.returns instanceof z.ZodType) return reply.send(checked(house, route.returns, result))
  return download(reply, result as Download)
}

/** A file to be saved; what is shown in a page (a photo, a tile of the map) stays in the house. */
const leaves = (route: Route, result: unknown): result is Download => route.returns === 'file' && (result as Download).inline !== true

/** Where a request came from; the words of the browser are cut to a length that fits a list. */
export const fromOf = (request: FastifyRequest): From => ({
  address: request.ip,
  agent: (request.headers['user-agent'] ?? '').slice(0, 300),
  origin: `${isSecure(request) ? 'https' : 'http'}://${request.host}`,
})

interface Writing {
  readonly house: House
  readonly db: Db
  readonly route: Route
  readonly who: Who | undefined
  readonly parsed: Parsed
  /** What runs after the commit. */
  readonly later: (() => void)[]
  /** The Idempotency-Key, where the answer can be kept. */
  readonly key: string | undefined
}

function keyOf({ headers }: FastifyRequest, { returns }: Route): string | undefined {
  const key = headers['idempotency-key']
  if (typeof key !== 'string' || !(returns instanceof z.ZodType)) return undefined
  if (key.length > 200) throw new Problem('api.badKey', 400)
  return key
}

/** A write by whichever of the four forms its handler has. */
function act(writing: Writing, handler: Handler, ask: (db: Db) => Ask<never>): Promise<unknown> {
  if (typeof handler === 'function') return write(writing, (tx) => handler(ask(tx)))
  return handler.before ? writeInSteps(writing, handler as InSteps, ask) : writeTogether(writing, handler as Grouped, ask)
}

/** With everybody who writes the same at this moment. Who is not signed in is nobody's neighbour. */
function writeTogether(writing: Writing, { together, join }: Grouped, ask: (db: Db) => Ask<never>): Promise<unknown> {
  const { who, key } = writing
  const alone = () => {
    // What the group had left to do was not done either.
    writing.later.length = 0
    return write(writing, async (tx) => {
      const [result] = await answersOf(await together(tx, [ask(tx)]))
      if (result instanceof Problem) throw result
      return result
    })
  }
  return who ? join({ who, ask, alone, receipt: key === undefined ? undefined : receiptOf(writing, key) }) : alone()
}

const receiptOf = ({ route, parsed, house }: Writing, key: string): NewReceipt => ({
  key,
  route: `${route.method} ${route.path}`,
  inputHash: hashOfInput(parsed),
  at: house.now(),
})

type InSteps = Steps<never, unknown> | (Grouped & Pick<StepsTogether<never, unknown>, 'before'>)

/** The long work first. A repeat is answered by its receipt: what it would find by now may refuse what was done long ago. */
async function writeInSteps(writing: Writing, handler: InSteps, ask: (db: Db) => Ask<never>): Promise<unknown> {
  const { db, who, key } = writing
  const isRepeat = async () => who !== undefined && key !== undefined && (await findReceipt(db, who, key)) !== undefined
  const repeat = () => write(writing, async () => Promise.reject(new Problem('api.busy', 503)))
  if (await isRepeat()) return repeat()
  let ready: unknown
  try {
    ready = await handler.before(ask(db))
  } catch (error) {
    // The first one may have been done while this one looked.
    if (await isRepeat()) return repeat()
    throw error
  }
  try {
    if ('together' in handler) return await writeTogether(writing, handler, (tx) => ({ ...ask(tx), ready }))
    return await write(writing, (tx) => handler.act(ask(tx), ready as never))
  } finally {
    ;(ready as Partial<Disposable> | undefined)?.[Symbol.dispose]?.()
  }
}

/** One transaction a write. With a key, the receipt is written in the same transaction, so a repeat can never act twice. */
async function write(writing: Writing, act: (db: Db) => Promise<unknown>): Promise<unknown> {
  const { db: city, route, who, key } = writing
  if (route.may === 'anyone' || route.alone === true || !who) return act(city)
  if (key === undefined) return city.tx(act)
  const receipt = receiptOf(writing, key)
  return city.tx(async (db) => {
    if (!(await claimKey(db, who, receipt))) return repeated(db, who, receipt)
    const result = await act(db)
    await keepAnswer(db, who, key, result)
    return result
  })
}

/** A file is hashed as it is: written as JSON it would be a number for every byte. */
function hashOfInput({ params, query, body }: Parsed): string {
  const bytes = body instanceof Uint8Array
  const hash = createHash('sha256').update(JSON.stringify(bytes ? { params, query } : { params, query, body }))
  return (bytes ? hash.update(body) : hash).digest('hex')
}

async function repeated(db: Db, who: Who, { key, route, inputHash }: NewReceipt): Promise<unknown> {
  const first = await findReceipt(db, who, key)
  if (!first || first.route !== route || first.inputHash !== inputHash) throw new Problem('api.keyReused', 422)
  return first.answer
}

interface Reading {
  readonly house: House
  readonly route: Route
  readonly who: Who | undefined
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Whether the request would still be answered to the same person in the same post: else its stream ends. */
async function isSame(house: House, request: FastifyRequest, who: Who | undefined): Promise<boolean> {
  const now = await house.whoOf(request, true)
  return now?.account === who?.account && now?.post === who?.post && now?.role === who?.role
}

/** What is read under these is about accounts, identities, or who did what: no browser stores it. */
const unkeptPermissions: ReadonlySet<Permission> = new Set([
  'accounts.edit',
  'identity.open',
  'identity.audit',
  'privacy.manage',
  'complaints.answer',
  'ledger.read',
  'ledger.export',
])

/** JSON with an ETag and 304, or a file, or a stream. */
function read({ house, route, who, request, reply }: Reading, result: unknown): unknown {
  if (route.returns === 'file') return download(reply, result as Download)
  if (route.returns === 'stream')
    return stream(
      {
        reply,
        account: who?.account ?? '',
        session: who?.session?.id ?? who?.account ?? request.ip,
        isStillAllowed: () => isSame(house, request, who),
      },
      result as Stream,
    )
  const { bytes, tag } = written(checked(house, route.returns as z.ZodType, result))
  const unkept = route.unkept === true || unkeptPermissions.has(route.may)
  reply
    .header('etag', tag)
    .header('cache-control', unkept ? 'no-store' : 'private, no-cache')
    .header('vary', 'accept-language, cookie')
    // How much it is before it is packed: what is read piece by piece can say how far it is.
    .header('x-whole-bytes', bytes.length)
  if (request.headers['if-none-match'] === tag) return reply.code(304).send()
  return reply.type('application/json; charset=utf-8').send(bytes)
}

const checked = (house: House, shape: z.ZodType, result: unknown) => (house.checkAnswers ? shape.parse(result) : result)

function lastEventIdOf(request: FastifyRequest): string | undefined {
  const value = request.headers['last-event-id']
  return typeof value === 'string' ? value : undefined
}
