/** The embedded engine: PostgreSQL as PGlite, one connection, nothing to install. */
import { mkdirSync } from 'node:fs'
import { PGlite, types } from '@electric-sql/pglite'
import type { Connection, Engine } from './engine.ts'

const iso = (text: string) => new Date(text).toISOString()
const parsers = { [types.INT8]: Number, [types.DATE]: (text: string) => text, [types.TIMESTAMPTZ]: iso }

/** Opens a database in memory, or in a directory when given. */
export async function openPglite(directory?: string): Promise<Engine> {
  if (directory !== undefined) mkdirSync(directory, { recursive: true })
  const lite = await PGlite.create({ ...(directory === undefined ? {} : { dataDir: directory }), parsers })
  const on = (runner: Pick<PGlite, 'query'>): Connection => ({
    query: async (text, values) => {
      const { rows, affectedRows } = await runner.query<Record<string, unknown>>(text, values)
      return { rows, touched: affectedRows ?? rows.length }
    },
  })
  return {
    ...on(lite),
    script: async (text) => void (await lite.exec(text)),
    transaction: (work) => lite.transaction((tx) => work(on(tx))),
    close: () => lite.close(),
  }
}
