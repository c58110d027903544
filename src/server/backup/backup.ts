/**
 * Everything a house holds in one file, taken while it runs: the rows of every table as they stood at one moment, then the
 * files of proof, which are named by their content and never change. The house's own keys go in only when the file is
 * locked: without them sealed identities stay sealed, and with them anybody could open them.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { Problem } from '../../base/problem.ts'
import type { Files } from '../../evidence/files.serve.ts'
import type { Connection, Engine } from '../engines/engine.ts'
import type { Progress } from '../main.ts'
import { listTables, measure, type Measure, readRows } from './dump.ts'
import { type Give, type Key, type Lock, readBackup, writeBackup } from './file.ts'

/** First line of a backup. */
export const Header = z.object({
  mingcheng: z.literal('backup/1'),
  at: z.string(),
  /** Names of the migrations that made the tables, in order. */
  migrations: z.array(z.string()),
})
export type Header = z.infer<typeof Header>

const Measures = z.record(z.string(), z.object({ rows: z.int(), sha256: z.string() }))

/** Last line of a backup. */
export const End = z.object({ end: z.literal(true), tables: Measures, files: z.int() })
export type End = z.infer<typeof End>

/** What was kept, for whoever asked. */
export interface Kept {
  readonly path: string
  readonly bytes: number
  readonly rows: number
  readonly files: number
  /** How many files rows name that are not in it: they lie in a store, or are missing. */
  readonly elsewhere: number
  readonly tables: Readonly<Record<string, Measure>>
}

/** What a backup is made from. */
export interface Source {
  readonly engine: Engine
  readonly dataDir: string
  readonly now: () => string
  readonly progress?: Progress
  /** Where files of proof lie that are not on this disk, when they are to come along. */
  readonly store?: Pick<Files, 'read'> | undefined
}

/** Makes the file. *Refuses:* what `writeBackup` refuses. */
export async function makeBackup(
  { engine, dataDir, now, progress = () => undefined, store }: Source,
  path: string,
  lock: Lock,
): Promise<Kept> {
  let end: End | undefined
  let elsewhere = 0
  const bytes = await writeBackup(path, lock, async (give) => {
    const { tables, named } = await engine.still(async (connection) => ({
      tables: await giveTables(connection, now(), give, progress),
      named: await listNamed(connection),
    }))
    const own = await giveFiles(dataDir, lock, give, progress)
    const absent = await listAbsent(dataDir, named)
    const fetched = store ? await giveStored(absent, store, give, progress) : 0
    const files = own + fetched
    elsewhere = absent.length - fetched
    end = { end: true, tables, files }
    await give(JSON.stringify(end))
  })
  const rows = Object.values(end!.tables).reduce((sum, table) => sum + table.rows, 0)
  return { path, bytes, rows, files: end!.files, elsewhere, tables: end!.tables }
}

async function giveTables(connection: Connection, at: string, give: Give, progress: Progress): Promise<End['tables']> {
  await connection.script("set local timezone = 'UTC'")
  const { rows } = await connection.query('select name from migrations order by name', [])
  await give(JSON.stringify({ mingcheng: 'backup/1', at, migrations: rows.map((row) => row['name'] as string) } satisfies Header))
  const measures: Record<string, Measure> = {}
  const tables = await listTables(connection)
  for (const [index, table] of tables.entries()) {
    measures[table.name] = await readRows(connection, table, (texts) => give(`{"table":"${table.name}","rows":[${texts.join(',')}]}`))
    progress('backup.phase.tables', index + 1, tables.length)
  }
  return measures
}

/** A multiple of three bytes at a time, so that the pieces can be joined as text too. */
const piece = 192 * 1024

async function giveFiles(dataDir: string, lock: Lock, give: Give, progress: Progress): Promise<number> {
  // The signed heads of the ledger are meant for everybody; the keys are not.
  const open = [...(await listFiles(dataDir, 'files')), ...(await listFiles(dataDir, 'ledger'))]
  const names = [...open, ...(isLocked(lock) ? await listFiles(dataDir, 'keys') : [])]
  for (const [index, name] of names.entries()) {
    await giveFile(name, createReadStream(join(dataDir, name), { highWaterMark: piece }), give)
    progress('backup.phase.files', index + 1, names.length)
  }
  return names.length
}

async function giveFile(name: string, stream: AsyncIterable<Buffer>, give: Give): Promise<void> {
  let part = 0
  for await (const bytes of stream) await give(JSON.stringify({ file: name, part: part++, bytes: bytes.toString('base64') }))
  if (part === 0) await give(JSON.stringify({ file: name, part, bytes: '' }))
}

/** The files that rows name; what was erased is nobody's any more. */
export async function listNamed(connection: Connection): Promise<string[]> {
  const { rows } = await connection.query(
    `select distinct e.sha256 from evidence e
     where not exists (select from erased_evidence x where x.city_id = e.city_id and x.evidence_id = e.id) order by 1`,
    [],
  )
  return rows.map((row) => row['sha256'] as string)
}

const fileOf = (sha256: string) => `files/${sha256.slice(0, 2)}/${sha256.slice(2)}`

/** Those of these files that the disk does not hold. */
export async function listAbsent(dataDir: string, named: readonly string[]): Promise<string[]> {
  const here = new Set(await listFiles(dataDir, 'files'))
  return named.filter((sha256) => !here.has(fileOf(sha256)))
}

/** What lies in a store, one file after the other; gives how many were there. */
async function giveStored(absent: readonly string[], store: Pick<Files, 'read'>, give: Give, progress: Progress): Promise<number> {
  let count = 0
  for (const [index, sha256] of absent.entries()) {
    const stream = await store.read(sha256)
    if (stream) {
      await giveFile(fileOf(sha256), stream, give)
      count += 1
    }
    progress('backup.phase.files', index + 1, absent.length)
  }
  return count
}

const isLocked = ({ recipient, passphrase }: Lock): boolean => recipient !== undefined || passphrase !== undefined

/** Whole files below a folder of the data directory, with slashes, sorted; a name that begins with a dot is half written. */
async function listFiles(dataDir: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(dataDir, folder), { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(dataDir.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
}

/** What is in a file, found by reading it to its end: the header, the end, and each file's content checked by its name. */
export async function inspect(path: string, key: Key): Promise<{ header: Header; end: End }> {
  let header: Header | undefined
  let end: End | undefined
  const digests = new Map<string, ReturnType<typeof createHash>>()
  for await (const line of readBackup(path, key)) {
    if (header === undefined) header = parsed(Header, line, path)
    else if (line.startsWith('{"end"')) end = parsed(End, line, path)
    else if (line.startsWith('{"file":"files/')) {
      const { file, bytes } = JSON.parse(line) as { file: string; bytes: string }
      if (!digests.has(file)) digests.set(file, createHash('sha256'))
      digests.get(file)!.update(Buffer.from(bytes, 'base64'))
    }
  }
  if (!header || !end) throw new Problem('backup.damaged', 422, { path })
  for (const [file, digest] of digests)
    if (digest.digest('hex') !== file.replaceAll('/', '').slice('files'.length)) throw new Problem('backup.damaged', 422, { path, file })
  return { header, end }
}

/** *Refuses:* `backup.damaged` 422 for a line that is not what it must be. */
export function parsed<Shape extends z.ZodType>(shape: Shape, line: string, path: string): z.infer<Shape> {
  try {
    return shape.parse(JSON.parse(line))
  } catch {
    throw new Problem('backup.damaged', 422, { path })
  }
}

/** Tables whose content differs between two measures; none is the only good answer. */
export const differing = (one: End['tables'], other: End['tables']): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => one[name]?.sha256 !== other[name]?.sha256).sort()

/**
 * Proves a backup: restores it into a database that is thrown away, measures every table there, and compares.
 * *Refuses:* `backup.differs` 500 naming the tables, and what reading refuses.
 */
export async function proveBackup(path: string, key: Key): Promise<void> {
  const { end } = await inspect(path, key)
  const [{ openPglite }, { restoreRows }] = await Promise.all([import('../engines/pglite.ts'), import('./restore.ts')])
  const scratch = await mkdtemp(join(tmpdir(), 'mingcheng-proof-'))
  try {
    const engine = await openPglite(join(scratch, 'pg'))
    try {
      await restoreRows(engine, path, key)
      const found = await engine.transaction(measure)
      const tables = differing(end.tables, found)
      if (tables.length > 0) throw new Problem('backup.differs', 500, { tables })
    } finally {
      await engine.close()
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
