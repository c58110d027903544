/**
 * The operator's door to a running server: a socket in the data directory that only the owner of the process can open. The
 * embedded database belongs to one process, so what needs it while it runs (a backup) is asked of that process here.
 */
import { createHash } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { join, resolve } from 'node:path'
import { tmpdir } from 'node:os'
import { Problem } from '../base/problem.ts'
import type { Kept } from './backup/backup.ts'
import type { Lock } from './backup/file.ts'
import type { LedgerPaper, LedgerWish } from './ledgerPapers.ts'
import type { Progress } from './main.ts'

/** A backup that is wanted. */
export interface BackupWish {
  readonly path: string
  readonly lock: Lock
  readonly prove: boolean
  /** Whether files that lie in a store come along. */
  readonly store: boolean
}

/** What can be asked, and what is given. */
interface Works {
  readonly backup: { readonly wish: BackupWish; readonly given: Kept }
  readonly ledger: { readonly wish: LedgerWish; readonly given: LedgerPaper }
}
type Work = keyof Works

/** Who does the work in the server. */
export type Doers = { readonly [Name in Work]: (wish: Works[Name]['wish'], progress: Progress) => Promise<Works[Name]['given']> }

/** A line of the answer: how far it is, the end, or the refusal. */
type Line =
  | { readonly progress: readonly [string, number, number] }
  | { readonly given: unknown }
  | { readonly problem: { code: string; status: number; details: Record<string, unknown> } }

const longestPath = 100

/** Where the socket of a data directory is. Systems allow only short names: a long one lies in the folder for the passing. */
function socketOf(dataDir: string): string {
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\mingcheng-${name}`
  const place = join(resolve(dataDir), 'control.sock')
  return place.length <= longestPath ? place : join(tmpdir(), `mingcheng-${name}.sock`)
}

/** Opens the door; gives the function that closes it. */
export async function openControl(dataDir: string, doers: Doers): Promise<() => Promise<void>> {
  const path = socketOf(dataDir)
  // The directory's lock is ours: what lies here is of a process that died.
  if (process.platform !== 'win32') rmSync(path, { force: true })
  const server = createServer((asked, answer) => {
    const tell = (line: Line) => void answer.write(`${JSON.stringify(line)}\n`)
    const work = async () => {
      let text = ''
      for await (const chunk of asked) text += String(chunk)
      const work = asked.url?.slice(1) ?? ''
      if (!Object.hasOwn(doers, work)) throw new Problem('api.notFound', 404)
      const act = doers[work as Work] as (wish: unknown, progress: Progress) => Promise<unknown>
      tell({ given: await act(JSON.parse(text), (...progress) => tell({ progress })) })
    }
    work()
      .catch((error: unknown) => {
        const problem =
          error instanceof Problem ? error : new Problem('control.failed', 500, { why: error instanceof Error ? error.message : '' })
        tell({ problem: { code: problem.code, status: problem.status, details: { ...problem.details } } })
      })
      .finally(() => answer.end())
  })
  await listen(server, path)
  return () => new Promise((done) => void server.close(() => done()))
}

const listen = (server: Server, path: string) =>
  new Promise<void>((done, fail) => {
    const before = process.platform === 'win32' ? 0 : process.umask(0o177)
    server.once('error', fail).listen(path, () => {
      if (process.platform !== 'win32') {
        process.umask(before)
        chmodSync(path, 0o600)
      }
      server.unref()
      done()
    })
  })

/** Asks the running server of a data directory. Gives undefined when none runs. *Refuses:* what the server refuses. */
export async function askControl<Name extends Work>(
  dataDir: string,
  work: Name,
  wish: Works[Name]['wish'],
  progress: Progress,
): Promise<Works[Name]['given'] | undefined> {
  const answer = await new Promise<AsyncIterable<Buffer> | undefined>((give, fail) => {
    const asked = request({ socketPath: socketOf(dataDir), method: 'POST', path: `/${work}` }, give)
    asked.on('error', (error: NodeJS.ErrnoException) =>
      ['ENOENT', 'ECONNREFUSED'].includes(error.code ?? '') ? give(undefined) : fail(error),
    )
    asked.end(JSON.stringify(wish))
  })
  if (answer === undefined) return undefined
  let rest = ''
  for await (const chunk of answer) {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop()!
    for (const text of lines) {
      const line = JSON.parse(text) as Line
      if ('progress' in line) progress(...line.progress)
      else if ('given' in line) return line.given as Works[Name]['given']
      else throw new Problem(line.problem.code, line.problem.status, line.problem.details as never)
    }
  }
  throw new Problem('control.failed', 500, { why: '' })
}
