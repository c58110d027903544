/**
 * The embedded engine in memory, in this thread, for tests. A copy of a kept database is opened by laying its files there as they are:
 * the archive is read once a process, and a start has nothing to recover.
 */
import { readFileSync } from 'node:fs'
import { MemoryFS, PGlite } from '@electric-sql/pglite'
import type { Engine, Observe } from '../src/server/engines/engine.ts'
import { exchangeWith } from '../src/server/engines/exchange.ts'
import { engineOnPipe } from '../src/server/engines/pipe.ts'

interface Entry {
  readonly path: string
  readonly isFolder: boolean
  readonly bytes: Uint8Array
}

/** The engine's own file system, as far as it is used here. */
interface FileSystem {
  mkdirTree(path: string): void
  writeFile(path: string, bytes: Uint8Array, how: { canOwn: boolean }): void
}

/** Where the engine looks for its database. */
const home = '/pglite/data'

/** A file system that has the files of a dump from the beginning, each a copy of its own: the engine writes in them. */
class Laid extends MemoryFS {
  readonly #entries: readonly Entry[]
  constructor(entries: readonly Entry[]) {
    super()
    this.#entries = entries
  }
  override async initialSyncFs(): Promise<void> {
    const files = this.pg!.Module.FS as FileSystem
    for (const { path, isFolder, bytes } of this.#entries)
      if (isFolder) files.mkdirTree(home + path)
      else files.writeFile(home + path, new Uint8Array(bytes), { canOwn: true })
  }
}

/** Archives read so far; the few that tests share are small. */
const known = new Map<string, readonly Entry[]>()
const keptBytes = 64 * 1024 * 1024

function entriesOf(file: string): readonly Entry[] {
  const before = known.get(file)
  if (before) return before
  const archive = readFileSync(file)
  const entries = untar(archive)
  if (archive.length <= keptBytes) known.set(file, entries)
  return entries
}

/** Blocks of 512 bytes: a head with path, size and kind, then the bytes. */
function untar(archive: Buffer): Entry[] {
  const entries: Entry[] = []
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const from = at
    const field = (start: number, length: number) => archive.toString('latin1', from + start, from + start + length).split('\0', 1)[0]!
    const size = Number.parseInt(field(124, 12), 8) || 0
    const bytes = archive.subarray(at + 512, at + 512 + size)
    entries.push({ path: field(345, 155) + field(0, 100), isFolder: field(156, 1) === '5', bytes })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return entries
}

/** Small where the engine clears its memory at each start; nothing of it has to survive a power cut. */
const settings = { shared_buffers: '16MB', wal_buffers: '512kB', full_page_writes: 'off', min_wal_size: '32MB' }
const startParams = [...PGlite.defaultStartParams, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]

const inMemory = new WeakMap<Engine, PGlite>()

/** A database in memory: empty, or a copy of the one that `dumpMemory` gave and somebody kept in this file. */
export async function openMemory(file?: string, observe?: Observe): Promise<Engine> {
  const lite = await PGlite.create({ startParams, ...(file === undefined ? {} : { fs: new Laid(entriesOf(file)) }) })
  const engine = engineOnPipe(exchangeWith(lite), () => lite.close(), observe)
  inMemory.set(engine, lite)
  return engine
}

/** An archive of a database in memory, to open others from. */
export async function dumpMemory(engine: Engine): Promise<Uint8Array> {
  await engine.script('checkpoint')
  return new Uint8Array(await (await inMemory.get(engine)!.dumpDataDir('none')).arrayBuffer())
}
