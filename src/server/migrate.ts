/** Forward-only migrations: plain numbered SQL, each in one transaction with its mark. */
import { readdirSync, readFileSync } from 'node:fs'
import type { Engine } from './engines/engine.ts'

const folder = new URL('../../db/migrations/', import.meta.url)

/** The migrations of this version, in order. */
export const listMigrations = (): { name: string; text: string }[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }))

/** Brings the database to this version; gives the names that were applied now. */
export async function migrate(engine: Engine): Promise<string[]> {
  await engine.script('create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())')
  const done = new Set((await engine.query('select name from migrations', [])).rows.map((row) => row['name']))
  const fresh = listMigrations().filter(({ name }) => !done.has(name))
  for (const { name, text } of fresh) {
    await engine.script(`begin;\n${text}\n;insert into migrations (name) values ('${name}'); commit;`)
  }
  return fresh.map(({ name }) => name)
}
