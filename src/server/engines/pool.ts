/**
 * An engine over a pool of the `pg` driver, whatever is at the other end: a server over the network, or the embedded engine
 * over a pipe. Types, errors and prepared statements are therefore the same on both. A statement is prepared once a
 * connection, under the hash of its text. A connection is lent with the rights that are asked for, and no others.
 */
import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import pg from 'pg'
import type { CityId } from '../../base/ids.ts'
import type { Connection, Engine, Lender, Observe, Right } from './engine.ts'
import { keepSeals, type Seal } from './seals.ts'

/** "2026-11-22 01:02:03.5+00" as an instant; the zone is nearly always this one, and lists are full of instants. */
const inUtc = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/
function iso(text: string): string {
  const parts = inUtc.exec(text)
  return parts ? `${parts[1]}T${parts[2]}.${(parts[3] ?? '').slice(0, 3).padEnd(3, '0')}Z` : new Date(text).toISOString()
}
const types = {
  getTypeParser: (oid: number, format?: string) => {
    if (oid === 20) return Number
    if (oid === 1082) return (text: string) => text
    if (oid === 1184) return iso
    return pg.types.getTypeParser(oid as never, format as 'text')
  },
} as pg.CustomTypesConfig

const names = new Map<string, string>()
const mostNames = 5000
function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha1').update(text).digest('base64url')
    if (names.size < mostNames) names.set(text, name)
  }
  return name
}

/** Streams that hold back what is written until this turn of the program is over. */
const held = new WeakSet<Writable>()

/**
 * What is asked in one turn goes to the database in one piece: to hand a packet to the other end, and to wake it for it, costs
 * more than most questions.
 */
function gatherWrites({ connection: { stream } }: pg.Client): void {
  if (held.has(stream)) return
  held.add(stream)
  stream.cork()
  process.nextTick(() => {
    held.delete(stream)
    stream.uncork()
  })
}

/** Rows under the names of their columns. */
function recordsOf({ rows, fields }: pg.QueryArrayResult, named: (column: string) => string): Record<string, unknown>[] {
  const columns = fields.map(({ name }) => named(name))
  return (rows as unknown[][]).map((row) => {
    const record: Record<string, unknown> = {}
    for (let at = 0; at < columns.length; at++) record[columns[at]!] = row[at]
    return record
  })
}

/** Who hears of what happens on a connection: `observe` of every query, `refused` why one failed. */
interface Ears {
  readonly observe?: Observe | undefined
  readonly refused?: (error: unknown) => void
}

const on = (client: pg.Client, { observe, refused }: Ears = {}): Connection => ({
  query: async (text, values, named = (column) => column) => {
    const startedAt = performance.timeOrigin + performance.now()
    let failed = true
    gatherWrites(client)
    try {
      const found = await client.query({ name: nameOf(text), text, values, rowMode: 'array' })
      failed = false
      return { rows: recordsOf(found, named), touched: found.rowCount ?? found.rows.length }
    } catch (error) {
      refused?.(error)
      throw error
    } finally {
      observe?.({ text, startedAt, ms: performance.timeOrigin + performance.now() - startedAt, failed })
    }
  },
  script: async (text) => void (await client.query(text)),
})

/** Where each connection stands; a new one has the rights of its login. */
const standing = new WeakMap<pg.ClientBase, Right>()

/** How an engine is opened on pools. */
export interface PoolOptions {
  /** The server's connections. Their login is the owner too, unless `owner` is another one. */
  readonly app: pg.PoolConfig
  readonly owner?: pg.PoolConfig
  /** Told of every query. */
  readonly observe?: Observe | undefined
  /** Runs after the last connection is gone. */
  readonly closed?: () => Promise<void>
}

/** Opens the pools, which open connections when they are asked for one. */
export function engineOnPool({ app, owner, observe, closed = async () => undefined }: PoolOptions): Engine {
  const pools = [app, ...(owner === undefined ? [] : [owner])].map((config) => new pg.Pool({ ...config, types, pipeline: true }))
  // A connection that breaks while idle is replaced; one that breaks in use fails its query.
  for (const pool of pools) pool.on('error', () => undefined)
  const [appPool, ownerPool = appPool] = pools as [pg.Pool, pg.Pool?]
  const sealOf = keepSeals((city: CityId) => lend(ownerPool, (client) => readSeal(client, city)))
  const as = (right: Right): Lender => {
    const work = async <Result>(use: (client: pg.PoolClient) => Promise<Result>): Promise<Result> => {
      const seal = typeof right === 'number' ? await sealOf(right) : 'house.leave()'
      return lend(right === 'owner' ? ownerPool : appPool, async (client) => {
        await stand(client, right, seal)
        return use(client)
      })
    }
    return {
      query: (text, values, named) => work((client) => on(client, { observe }).query(text, values, named)),
      script: (text) => work((client) => on(client).script(text)),
      transaction: (use) => work((client) => transact(client, use, { observe })),
    }
  }
  const still = <Result>(work: (connection: Connection) => Promise<Result>) =>
    lend(ownerPool, async (client) => {
      await stand(client, 'owner', '')
      return transact(client, work, { begin: 'begin isolation level repeatable read read only' })
    })
  return { ...as('owner'), as, still, close: () => Promise.all(pools.map((pool) => pool.end())).then(closed) }
}

/** What seals a connection to a city: it takes the owner's code for it (migrations 0002 and 0012). */
async function readSeal(client: pg.PoolClient, city: CityId): Promise<Seal> {
  await stand(client, 'owner', '')
  const text = 'select house.seal_of($1::int::text) as seal, exists (select from public.cities where city_id = $1::int) as is_city'
  const [row] = (await on(client).query(text, [city])).rows
  return { enter: `house.enter(${city}, '${String(row!['seal'])}')`, isCity: row!['is_city'] === true }
}

/** Brings a connection to a right; most often it stands there already and nothing is sent. */
async function stand(client: pg.PoolClient, right: Right, seal: string): Promise<void> {
  if ((standing.get(client) ?? 'owner') === right) return
  standing.delete(client)
  await client.query(right === 'owner' ? 'reset role' : `set role mingcheng_app; select ${seal}`)
  standing.set(client, right)
}

const inFailedTransaction = '25P02'

/** A refused statement leaves the connection good; the pool sees by itself when it is broken. */
async function lend<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

/**
 * Several questions may be under way when one is refused. The database refuses the others for that alone, and whoever waits for one
 * of those first would be told nothing: what is thrown is always what the transaction failed of.
 */
async function transact<Result>(
  client: pg.PoolClient,
  work: (connection: Connection) => Promise<Result>,
  { begin = 'begin', observe }: { begin?: string; observe?: Observe | undefined } = {},
): Promise<Result> {
  let first: unknown
  const refused = (error: unknown) => void (first ??= error)
  try {
    gatherWrites(client)
    // Goes together with the first questions; whatever ends it ends the connection, and them.
    const begun = client.query(begin)
    begun.catch(() => undefined)
    const result = await work(on(client, { observe, refused }))
    await begun
    // A transaction that failed inside answers `commit` with a rollback, and no error: nothing may be acknowledged then.
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw first ?? new Error('the transaction was rolled back')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw (error as { code?: unknown } | undefined)?.code === inFailedTransaction ? (first ?? error) : error
  }
}
