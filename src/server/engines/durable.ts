/**
 * PGlite on a directory, made durable. As shipped it never tells the disk to keep anything: its file system has no fsync and
 * it starts PostgreSQL with `-F`. Here the file system calls the real one, and PostgreSQL is asked to use it at each commit.
 */
import fs from 'node:fs'
import { dirname, join } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

interface Stream {
  readonly nfd: number
}
interface Emscripten {
  readonly NODEFS: { stream_ops: { fsync?: (stream: Stream) => number } }
  readonly FS: { ErrnoError: new (errno: number) => Error }
}

const inputOutputError = 29

/** The file system of a directory with a real fsync; `counted` is called after each. */
function syncingFs(directory: string, counted: () => void): NodeFS {
  const files = new NodeFS(directory)
  const init = files.init.bind(files)
  files.init = async (lite, options) => {
    const { emscriptenOpts } = await init(lite, options)
    const giveFsync = (module: unknown) => {
      const { NODEFS, FS } = module as Emscripten
      NODEFS.stream_ops.fsync = ({ nfd }) => {
        try {
          fs.fsyncSync(nfd)
        } catch {
          // PostgreSQL stops at once when the disk refuses to keep what it was promised. So it should.
          throw new FS.ErrnoError(inputOutputError)
        }
        counted()
        return 0
      }
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), giveFsync] } }
  }
  return files
}

const settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_sync_method: 'fsync',
  // The log is cut by `upkeep.ts`; what is cut need not be kept for reuse.
  max_wal_size: '128MB',
  min_wal_size: '32MB',
  work_mem: '16MB',
  maintenance_work_mem: '64MB',
}
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
]

/** Opens the database of a directory, making it first when there is none. */
export async function openDurable(directory: string, counted: () => void = () => undefined): Promise<PGlite> {
  if (!fs.existsSync(directory)) await make(directory)
  const options: PGliteOptions = { fs: syncingFs(directory, counted), startParams }
  return PGlite.create(options)
}

/** Made beside and moved into place when it is whole and on disk, so that a death half way leaves nothing behind. */
async function make(directory: string): Promise<void> {
  const half = `${directory}.new`
  fs.rmSync(half, { recursive: true, force: true })
  fs.mkdirSync(half, { recursive: true, mode: 0o700 })
  const lite = await PGlite.create({ fs: new NodeFS(half), startParams })
  await lite.close()
  sync(half)
  fs.renameSync(half, directory)
  syncOne(dirname(directory))
}

function sync(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) sync(path)
    else syncOne(path)
  }
  syncOne(folder)
}

function syncOne(path: string): void {
  // Windows cannot sync a directory; its file system keeps names by itself.
  if (process.platform === 'win32' && fs.statSync(path).isDirectory()) return
  const handle = fs.openSync(path, process.platform === 'win32' ? 'r+' : 'r')
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}
