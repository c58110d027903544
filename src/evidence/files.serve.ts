/**
 * Where the bytes of proof live: one file per content under its SHA-256, written once and acknowledged only when the
 * disk has it. Views (small pictures) are made on demand and may be deleted at any time.
 */
import { randomUUID, subtle } from 'node:crypto'
import type { Stats } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'

/** The code of the error by which a store says that a file is not what its name says. */
export const changedFile = 'EVIDENCE_CHANGED'

/** The store that evidence is kept in. */
export interface Files {
  /** Keeps bytes and gives their SHA-256 (hex). The same content is stored once. Returns only when it is durable. */
  put(bytes: Uint8Array): Promise<string>
  /** Whether the bytes of a hash are there for certain. */
  has(sha256: string): Promise<boolean>
  /** The bytes of a hash. */
  get(sha256: string): Promise<Uint8Array>
  /** The same as a stream, for what is long or only passes through; undefined where there is none. */
  read(sha256: string): Promise<Readable | undefined>
  /** Removes a content and every view of it; what is not there is gone already. */
  remove(sha256: string): Promise<void>
  /** A view of a hash, made by `make` the first time. */
  view(sha256: string, name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array>
}

/** In a thread of its own: a film of a minute would hold everybody up. */
const hashOf = async (bytes: Uint8Array) => Buffer.from(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)).toString('hex')

/** Makes a name in a directory durable: the rename itself must be on disk too. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot sync a directory; its file system keeps names by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Opens a file that is new, and its folder where it is the first one there. */
const openNew = (path: string) =>
  open(path, 'wx').catch(async (error: unknown) => {
    unlessNone(error)
    await mkdir(dirname(path), { recursive: true })
    return open(path, 'wx')
  })

/**
 * Which file stands under a name: another one put there later has other marks. Numbers of files are given out again and some file
 * systems know no birth, so when it was written counts too. Not when it was changed: the renaming is a change.
 */
const markOf = ({ ino, size, birthtimeMs, mtimeMs }: Stats) => `${ino} ${size} ${birthtimeMs} ${mtimeMs}`

/** Temp file, fsync, rename, `sync` of the directory: a crash leaves either nothing or the whole file under its name. */
async function writeOnce(folder: string, name: string, bytes: Uint8Array, sync?: typeof syncFolder): Promise<string> {
  const temporary = join(folder, `.${name}.${randomUUID()}`)
  const handle = await openNew(temporary)
  let mark: string
  try {
    await handle.writeFile(bytes)
    if (sync) await handle.sync()
    mark = markOf(await handle.stat())
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  await rename(temporary, join(folder, name))
  await sync?.(folder)
  return mark
}

/** Not there is an answer; anything else is not. */
function unlessNone(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
  throw error
}

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )

/** The mark of a file; none where there is no file. */
const findMark = (path: string) =>
  stat(path).then(
    (found) => (found.isFile() ? markOf(found) : undefined),
    () => undefined,
  )

/** Files whose names were made durable a moment ago: so many are remembered. */
const mostRemembered = 1000

/** Files under `<data>/files/ab/cdef…`, views under `<data>/views/ab/cdef…-480`. `sync` makes the names in a folder durable. */
export function filesIn(data: string, sync = syncFolder): Files {
  /** Views under way: a page of photos that is asked for twice decodes each of them once. */
  const making = new Map<string, Promise<Uint8Array>>()
  /** Folders whose names are on disk for certain, since this process put them there. */
  const lasting = new Set<string>()
  /** Marks of the files that this process put there last, durable with their names. */
  const put = new Map<string, string>()
  const remember = (sha256: string, mark: string) => {
    if (put.size >= mostRemembered) put.delete(put.keys().next().value!)
    put.set(sha256, mark)
  }
  const place = (root: string, sha256: string) => ({ folder: join(data, root, sha256.slice(0, 2)), name: sha256.slice(2) })
  return {
    put: async (bytes) => {
      const sha256 = await hashOf(bytes)
      const { folder, name } = place('files', sha256)
      if (!lasting.has(folder)) await mkdir(join(data, 'files'), { recursive: true })
      // Another request may have put it there a moment ago: its name is acknowledged here too, so it is made durable here too.
      if ((await findMark(join(folder, name))) !== undefined) await sync(folder)
      else remember(sha256, await writeOnce(folder, name, bytes, sync))
      if (lasting.has(folder)) return sha256
      await sync(join(data, 'files'))
      await sync(data)
      lasting.add(folder)
      return sha256
    },
    has: async (sha256) => {
      const { folder, name } = place('files', sha256)
      const mark = await findMark(join(folder, name))
      if (mark === undefined) return false
      // As in `put`: another's name for it may not be on disk yet. Our own is.
      if (put.get(sha256) !== mark) await sync(folder)
      return true
    },
    get: async (sha256) => {
      const { folder, name } = place('files', sha256)
      return readFile(join(folder, name))
    },
    read: async (sha256) => {
      const { folder, name } = place('files', sha256)
      const handle = await open(join(folder, name)).catch(unlessNone)
      return handle?.createReadStream()
    },
    remove: async (sha256) => {
      const { folder, name } = place('files', sha256)
      await rm(join(folder, name), { force: true })
      const views = place('views', sha256)
      const made = await readdir(views.folder).catch(() => [])
      for (const view of made.filter((it) => it.startsWith(`${views.name}-`))) await rm(join(views.folder, view), { force: true })
      // What is not synced may be there again after a crash.
      if (await isFolder(folder)) await sync(folder)
    },
    view: async (sha256, variant, make) => {
      const { folder, name } = place('views', sha256)
      const known = await readFile(join(folder, `${name}-${variant}`)).catch(() => undefined)
      if (known) return known
      const key = `${sha256}-${variant}`
      const begin = async () => {
        const made = await make()
        await writeOnce(folder, `${name}-${variant}`, made)
        return made
      }
      const under = making.get(key) ?? begin().finally(() => making.delete(key))
      making.set(key, under)
      return under
    },
  }
}

/** The same store in memory, for an app that lives no longer than its process. */
export function filesInMemory(): Files {
  const kept = new Map<string, Uint8Array>()
  return {
    put: async (bytes) => {
      const sha256 = await hashOf(bytes)
      if (!kept.has(sha256)) kept.set(sha256, Uint8Array.from(bytes))
      return sha256
    },
    has: async (sha256) => kept.has(sha256),
    get: async (sha256) => {
      const bytes = kept.get(sha256)
      if (!bytes) throw Object.assign(new Error(`no file ${sha256}`), { code: 'ENOENT' })
      return bytes
    },
    read: async (sha256) => (kept.has(sha256) ? Readable.from([Buffer.from(kept.get(sha256)!)]) : undefined),
    remove: async (sha256) => void kept.delete(sha256),
    view: (_sha256, _variant, make) => make(),
  }
}
