/**
 * A backup back into an empty house, on either engine: the tables are made as they were, filled, and only then brought to
 * this version, all in one transaction. A restore that is killed half way leaves an empty house, and can begin again.
 */
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { Problem } from '../../base/problem.ts'
import type { Connection, Engine } from '../engines/engine.ts'
import type { Progress } from '../main.ts'
import { listMigrations, migrate, migrateOn } from '../migrate.ts'
import { type End, Header, inspect, listAbsent, listNamed, parsed } from './backup.ts'
import { listTables, type Table } from './dump.ts'
import { type Key, readBackup } from './file.ts'

/** What came back. */
export interface Restored {
  readonly at: string
  readonly rows: number
  readonly files: number
  /** How many files rows name that did not come with it: they lie in a store, or are missing. */
  readonly elsewhere: number
  /** Migrations that were added, because the backup is of an earlier version. */
  readonly migrated: readonly string[]
}

/** Where it goes. */
export interface Target {
  readonly engine: Engine
  readonly dataDir: string
  readonly progress?: Progress
}

/** Restores rows and files. *Refuses:* `backup.notEmpty` 409, `backup.newer` 409, and what reading refuses. */
export async function restore({ engine, dataDir, progress = () => undefined }: Target, path: string, key: Key): Promise<Restored> {
  // Read to its end and the house found empty before the first file is written: a refusal leaves nothing behind.
  await inspect(path, key)
  await refuseOccupied(engine)
  const files = await restoreFiles(dataDir, path, key, progress)
  const { at, rows } = await restoreRows(engine, path, key, progress)
  const migrated = await migrate(engine)
  await engine.script('analyze')
  const elsewhere = (await listAbsent(dataDir, await engine.transaction(listNamed))).length
  return { at, rows, files, elsewhere, migrated }
}

/** Restores the rows alone, at the version of the backup. */
export function restoreRows(
  engine: Engine,
  path: string,
  key: Key,
  progress: Progress = () => undefined,
): Promise<{ at: string; rows: number }> {
  return engine.transaction(async (connection) => {
    const lines = readBackup(path, key)
    const header = parsed(Header, (await lines.next()).value ?? '', path)
    const tables = await makeTables(connection, header, path)
    const links = await dropLinks(connection)
    let rows = 0
    let seen: string | undefined
    let done = 0
    let whole = false
    for await (const line of lines) {
      if (line.startsWith('{"table"')) {
        const name = /^\{"table":"([a-z_.]+)"/.exec(line)?.[1]
        const table = tables.find((known) => known.name === name)
        if (!table) throw new Problem('backup.damaged', 422, { path, table: name ?? '' })
        if (seen !== name) progress('backup.phase.restore', ++done, tables.length)
        seen = name
        rows += await fill(connection, table, line)
      } else if (line.startsWith('{"end"')) whole = isWhole(JSON.parse(line) as End, rows)
    }
    progress('backup.phase.restore', tables.length, tables.length)
    if (!whole) throw new Problem('backup.damaged', 422, { path })
    for (const { table, name, text } of links) await connection.script(`alter table ${table} add constraint "${name}" ${text}`)
    return { at: header.at, rows }
  })
}

const isWhole = (end: End, rows: number): boolean => Object.values(end.tables).reduce((sum, table) => sum + table.rows, 0) === rows

/** The tables as they were when the backup was made, empty. */
async function makeTables(connection: Connection, header: Header, path: string): Promise<Table[]> {
  const known = listMigrations()
  const strange = header.migrations.find((name) => !known.some((migration) => migration.name === name))
  if (strange !== undefined) throw new Problem('backup.newer', 409, { path, migration: strange })
  const wanted = known.filter(({ name }) => header.migrations.includes(name))
  const present = await migrateOn(connection, wanted).catch((error: unknown) => {
    // The empty house is already of a later version than the backup.
    if (error instanceof Problem && error.code === 'engine.newerSchema') throw new Problem('backup.needsFresh', 409, { path })
    throw error
  })
  const tables = await listTables(connection)
  await refuseOccupied(connection)
  if (present.length === 0) return tables
  // What migrations put in by themselves comes again from the backup.
  await connection.script(`truncate ${tables.map(({ name }) => name).join(', ')}`)
  return tables
}

/** *Refuses:* `backup.notEmpty` 409 where there is a city. */
async function refuseOccupied(connection: Connection): Promise<void> {
  const [made] = (await connection.query("select to_regclass('public.cities') is not null as made", [])).rows
  if (made?.['made'] !== true) return
  const [row] = (await connection.query('select exists (select from cities) as any', [])).rows
  if (row?.['any'] === true) throw new Problem('backup.notEmpty', 409)
}

const Link = z.object({ table: z.string(), name: z.string(), text: z.string() })
const Links = z.array(Link)
type Link = z.infer<typeof Link>

/** Takes the references off while rows arrive in any order; put on again they are all checked. */
async function dropLinks(connection: Connection): Promise<Link[]> {
  const { rows } = await connection.query(
    `select c.conrelid::regclass::text as "table", c.conname as name, pg_get_constraintdef(c.oid) as text
     from pg_constraint c join pg_namespace n on n.oid = c.connamespace
     where c.contype = 'f' and n.nspname not like 'pg\\_%' order by 1, 2`,
    [],
  )
  const links = Links.parse(rows)
  for (const { table, name } of links) await connection.script(`alter table ${table} drop constraint "${name}"`)
  return links
}

/** The line goes to the database as it is: no number passes through ours. */
async function fill(connection: Connection, table: Table, line: string): Promise<number> {
  const columns = table.columns.map((column) => `"${column}"`).join(', ')
  const { touched } = await connection.query(
    `insert into ${table.name} (${columns}) overriding system value select ${columns} from jsonb_populate_recordset(null::${table.name}, $1::jsonb -> 'rows')`,
    [line],
  )
  return touched
}

async function restoreFiles(dataDir: string, path: string, key: Key, progress: Progress): Promise<number> {
  let count = 0
  let current: { name: string; handle: Awaited<ReturnType<typeof open>> } | undefined
  const finish = async () => {
    if (!current) return
    await current.handle.sync()
    await current.handle.close()
    await settle(dataDir, current.name)
    current = undefined
    count += 1
  }
  try {
    for await (const line of readBackup(path, key)) {
      if (!line.startsWith('{"file"')) continue
      const { file, part, bytes } = JSON.parse(line) as { file: string; part: number; bytes: string }
      if (!isSafe(file)) throw new Problem('backup.damaged', 422, { path, file })
      if (part === 0) {
        await finish()
        await mkdir(dirname(join(dataDir, file)), { recursive: true, mode: 0o700 })
        current = { name: file, handle: await open(`${join(dataDir, file)}.restoring`, 'w', 0o600) }
      }
      await current!.handle.write(Buffer.from(bytes, 'base64'))
    }
    await finish()
  } finally {
    await current?.handle.close()
  }
  progress('backup.phase.files', count, count)
  return count
}

/** Below the folders that a backup carries, and nowhere else. */
const isSafe = (file: string): boolean => /^(files|keys|ledger)\/[A-Za-z0-9._/-]+$/.test(file) && !file.includes('..')

/** A key that is already here and is another one is not replaced: what it sealed would be lost. */
async function settle(dataDir: string, name: string): Promise<void> {
  const place = join(dataDir, name)
  if (name.startsWith('keys/')) {
    const here = await readFile(place).catch(() => undefined)
    if (here && !here.equals(await readFile(`${place}.restoring`))) throw new Problem('backup.otherKey', 409, { file: name })
  }
  await rename(`${place}.restoring`, place)
}
