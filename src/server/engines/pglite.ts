/** The embedded engine: PostgreSQL as PGlite, one connection, nothing to install. */
import { mkdirSync } from 'node:fs'
import { PGlite, type PGliteOptions, types } from '@electric-sql/pglite'
import type { Connection, Engine } from './engine.ts'

const iso = (text: string) => new Date(text).toISOString()
const parsers = { [types.INT8]: Number, [types.DATE]: (text: string) => text, [types.TIMESTAMPTZ]: iso }

/** Opens the database of a directory. */
export async function openPglite(directory: string): Promise<Engine> {
  mkdirSync(directory, { recursive: true })
  return engineOf(await PGlite.create({ dataDir: directory, parsers }))
}

const inMemory = new WeakMap<Engine, PGlite>()

/** A database in memory for tests, in this thread: empty, or a copy of a dump. */
export async function openMemory(from?: Blob): Promise<Engine> {
  const options: PGliteOptions = from === undefined ? { parsers } : { parsers, loadDataDir: from }
  const lite = await PGlite.create(options)
  const engine = engineOf(lite)
  inMemory.set(engine, lite)
  return engine
}

/** A copy of a database in memory, to open others from. */
export const dumpMemory = (engine: Engine): Promise<Blob> => inMemory.get(engine)!.dumpDataDir('none')

function engineOf(lite: PGlite): Engine {
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
