/** A PostgreSQL server (15 or newer) through `pg`, with named prepared statements. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Connection, Engine } from './engine.ts'

const iso = (text: string) => new Date(text).toISOString()
const types = {
  getTypeParser: (oid: number, format?: string) => {
    if (oid === 20) return Number
    if (oid === 1082) return (text: string) => text
    if (oid === 1184) return iso
    return pg.types.getTypeParser(oid, format as 'text')
  },
} as pg.CustomTypesConfig

const names = new Map<string, string>()
function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha1').update(text).digest('base64url')
    if (names.size < 5000) names.set(text, name)
  }
  return name
}

/** Opens a pool on a server. */
export async function openPostgres(url: string, size = 10): Promise<Engine> {
  const pool = new pg.Pool({ connectionString: url, max: size, types })
  pool.on('error', () => undefined)
  const on = (runner: Pick<pg.ClientBase, 'query'>): Connection => ({
    query: async (text, values) => {
      const { rows, rowCount } = await runner.query<Record<string, unknown>>({ name: nameOf(text), text, values })
      return { rows, touched: rowCount ?? rows.length }
    },
  })
  return {
    ...on(pool as unknown as pg.ClientBase),
    script: async (text) => void (await pool.query(text)),
    transaction: async (work) => {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const result = await work(on(client))
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback').catch(() => undefined)
        throw error
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}
