/**
 * Forward-only migrations: plain numbered SQL. Everything that is new runs in one transaction behind a lock, so that two
 * servers started at once do it once, and a failure leaves the database as it was.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { Problem } from '../base/problem.ts'
import type { Connection, Engine } from './engines/engine.ts'

const folder = new URL('../../db/migrations/', import.meta.url)

export interface Migration {
  readonly name: string
  readonly text: string
}

/** The migrations of this version, in order. */
export const listMigrations = (): Migration[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }))

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** Any number, the same in every version: who holds it is migrating. */
const lock = 7_262_141

/**
 * Brings the database to this version; gives the names that were applied now.
 * *Refuses:* `engine.newerSchema` for a database of a later version, `engine.editedMigration` when an applied one has changed.
 */
export const migrate = (engine: Engine, migrations: readonly Migration[] = listMigrations()): Promise<string[]> =>
  engine.transaction((connection) => migrateOn(connection, migrations))

/** The same inside a transaction that goes on afterwards. */
export async function migrateOn(connection: Connection, migrations: readonly Migration[]): Promise<string[]> {
  await connection.query('select pg_advisory_xact_lock($1)', [lock])
  await connection.script(
    'create table if not exists migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())',
  )
  const fresh = await listFresh(connection, migrations)
  for (const { name, text } of fresh) {
    await connection.script(text)
    await connection.query('insert into migrations (name, hash) values ($1, $2)', [name, hashOf(text)])
  }
  return fresh.map(({ name }) => name)
}

async function listFresh(connection: Connection, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  const { rows } = await connection.query('select name, hash from migrations order by name', [])
  const done = new Map(rows.map((row) => [row['name'] as string, row['hash'] as string]))
  const known = new Map(migrations.map(({ name, text }) => [name, hashOf(text)]))
  for (const [name, hash] of done) {
    if (!known.has(name)) throw new Problem('engine.newerSchema', 409, { name })
    if (known.get(name) !== hash) throw new Problem('engine.editedMigration', 409, { name })
  }
  return migrations.filter(({ name }) => !done.has(name))
}
