/** The engines that the database suite runs on: embedded always, a real PostgreSQL server when the test command brought one. */
import { inject } from 'vitest'
import type { Db } from '../src/base/sql.ts'
import { dbOf, type Engine } from '../src/server/engines/engine.ts'
import { openPglite } from '../src/server/engines/pglite.ts'
import { openPostgres } from '../src/server/engines/postgres.ts'
import { migrate } from '../src/server/migrate.ts'

export interface TestDb {
  readonly db: Db
  readonly engine: Engine
  close(): Promise<void>
}

/** A fresh, migrated database of its own on the embedded engine. */
export async function embedded(): Promise<TestDb> {
  const engine = await openPglite()
  await migrate(engine)
  return { engine, db: dbOf(engine, { checkRows: true }), close: () => engine.close() }
}

/** A fresh, migrated database of its own on the PostgreSQL server of this test run. */
export async function served(): Promise<TestDb> {
  const url = new URL(inject('postgresUrl'))
  const admin = await openPostgres(url.href, 1)
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  await admin.script(`create database ${name}`)
  await admin.close()
  url.pathname = `/${name}`
  const engine = await openPostgres(url.href, 4)
  await migrate(engine)
  return { engine, db: dbOf(engine, { checkRows: true }), close: () => engine.close() }
}

/** Name and opener of each engine available, for `describe.each`. */
export const engines: [string, () => Promise<TestDb>][] = [
  ['embedded', embedded],
  ...(inject('postgresUrl') === '' ? [] : ([['postgres', served]] as [string, () => Promise<TestDb>][])),
]
