/** The engines that the database suite runs on: embedded always, and a real PostgreSQL server. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Db } from '../src/base/sql.ts'
import { dbOf, type Engine, type Observe } from '../src/server/engines/engine.ts'
import { openPostgres } from '../src/server/engines/postgres.ts'
import { openMemory } from './memory.ts'

export interface TestDb {
  readonly db: Db
  readonly engine: Engine
  /** Address of the database on the server; empty on the embedded engine. */
  readonly url: string
  close(): Promise<void>
}

const testDb = (engine: Engine, url = ''): TestDb => ({
  engine,
  url,
  db: dbOf(engine, { checkRows: true }),
  close: async () => {
    await engine.close()
    if (url !== '') await dropDatabase(url)
  },
})

async function dropDatabase(url: string): Promise<void> {
  const admin = await openPostgres(inject('postgresUrl'), 1)
  await admin.script(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`)
  await admin.close()
}

/** A fresh, migrated database of its own on the embedded engine, in memory. */
export const embedded = async (observe?: Observe): Promise<TestDb> => testDb(await openMemory(inject('embeddedTemplate'), observe))

/** Puts a fresh, migrated database into a data folder, for commands that open what the settings name. */
export const embeddedIn = (dataDir: string): void => cpSync(inject('embeddedFolder'), join(dataDir, 'pg'), { recursive: true })

/** A fresh, migrated database of its own on the PostgreSQL server of this test run. */
export async function served(): Promise<TestDb> {
  const url = await servedUrl(inject('postgresTemplate'))
  return testDb(await openPostgres(url, 4), url)
}

/** The address of a new database on the server, copied from `template`; empty by default. */
export async function servedUrl(template = 'template0'): Promise<string> {
  const given = inject('postgresUrl')
  if (given === '') throw new Error('No PostgreSQL server: `npm test` says why it could not find or bring one')
  const admin = await openPostgres(given, 1)
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  await admin.script(`create database ${name} template ${template}`)
  await admin.close()
  const url = new URL(given)
  url.pathname = `/${name}`
  return url.href
}

/**
 * Name and opener of each engine, for `describe.each`. Under `npm test` the server is always listed, so that its absence
 * fails; a single file run by hand without TEST_DATABASE_URL leaves it out.
 */
export const engines: [string, () => Promise<TestDb>][] = [
  ['embedded', () => embedded()],
  ...(inject('postgresUrl') === '' && !inject('whole') ? [] : ([['postgres', served]] as [string, () => Promise<TestDb>][])),
]
