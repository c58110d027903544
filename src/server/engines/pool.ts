/**
 * An engine over a pool of the `pg` driver, whatever is at the other end: a server over the network, or the embedded engine
 * over a pipe. Types, errors and prepared statements are therefore the same on both. A statement is prepared once a
 * connection, under the hash of its text.
 */
import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Connection, Engine } from './engine.ts'

const iso = (text: string) => new Date(text).toISOString()
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

const on = (runner: Pick<pg.ClientBase, 'query'>): Connection => ({
  query: async (text, values) => {
    const { rows, rowCount } = await runner.query<Record<string, unknown>>({ name: nameOf(text), text, values })
    return { rows, touched: rowCount ?? rows.length }
  },
  script: async (text) => void (await runner.query(text)),
})

/** Opens the pool; `closed` runs after the last connection is gone. */
export function engineOnPool(options: pg.PoolConfig, closed: () => Promise<void> = async () => undefined): Engine {
  const pool = new pg.Pool({ ...options, types })
  // A connection that breaks while idle is replaced; one that breaks in use fails its query.
  pool.on('error', () => undefined)
  return {
    query: (text, values) => lend(pool, (client) => on(client).query(text, values)),
    script: (text) => lend(pool, (client) => on(client).script(text)),
    transaction: (work) => lend(pool, (client) => transact(client, work)),
    close: () => pool.end().then(closed),
  }
}

/** A refused statement leaves the connection good; the pool sees by itself when it is broken. */
async function lend<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

async function transact<Result>(client: pg.PoolClient, work: (connection: Connection) => Promise<Result>): Promise<Result> {
  try {
    await client.query('begin')
    const result = await work(on(client))
    // A transaction that failed inside answers `commit` with a rollback, and no error: nothing may be acknowledged then.
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}
