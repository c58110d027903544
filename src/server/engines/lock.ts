/**
 * The lock on a directory of the embedded engine: two processes on one would silently lose rows. It names its holder; the
 * lock of a dead holder is taken over, so that a killed server starts again without a person. A holder in another container
 * cannot be looked up, so a holder also shows by touching the file that it lives, from a thread that is never busy.
 */
import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { Problem } from '../../base/problem.ts'
import type { Held } from './held.ts'
import type { Watch } from './lock.worker.ts'

const Holder = z.object({ token: z.string(), pid: z.int(), started: z.string(), place: z.string() })
type Holder = z.infer<typeof Holder>

export interface Lock {
  /** For threads that look whether the lock is still ours before they write. */
  readonly held: Held
  /** Gives the directory free. Safe to call again. */
  release(): void
}

/** How often a holder shows that it lives, and after how long a silence it counts as dead. Tests are less patient. */
const patience = { touchMs: 2000, silenceMs: 15_000 }
type Patience = typeof patience
const doubtMs = 100

/** Takes the lock. *Refuses:* `engine.locked` 409 while its holder lives. */
export async function takeLock(path: string, times: Patience = patience): Promise<Lock> {
  const own: Holder = { token: randomUUID(), pid: process.pid, started: startOf(process.pid) ?? '', place: placeOf() }
  for (;;) {
    const other = claim(path, own)
    if (other === undefined) return hold(path, own, times)
    if (await isHeld(path, other, times)) throw new Problem('engine.locked', 409, { path, pid: other.pid })
    await takeOver(path, other)
  }
}

/** Makes the lock file whole and at once, or gives who has it. */
function claim(path: string, own: Holder): Holder | undefined {
  const draft = `${path}.${own.token}`
  writeFileSync(draft, JSON.stringify(own))
  try {
    linkSync(draft, path)
    return undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return readHolder(path)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** A lock that vanished or cannot be read counts as one that nobody holds. */
function readHolder(path: string): Holder {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { token: '', pid: 0, started: '', place: placeOf() }
  }
}

async function isHeld(path: string, holder: Holder, { touchMs, silenceMs }: Patience): Promise<boolean> {
  if (holder.place === placeOf()) return holder.pid > 0 && startOf(holder.pid) === holder.started
  const before = touchedAt(path)
  for (let waited = 0; waited < silenceMs; waited += touchMs) {
    await sleep(touchMs)
    if (touchedAt(path) !== before) return true
  }
  return false
}

/** Moves the dead lock away. If meanwhile somebody else took it over, theirs is put back. */
async function takeOver(path: string, dead: Holder): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (readHolder(aside).token !== dead.token) {
    try {
      linkSync(aside, path)
    } catch {
      // A third one has it; the second finds out when it looks again.
    }
  }
  rmSync(aside, { force: true })
  await sleep(doubtMs)
}

function hold(path: string, own: Holder, { touchMs }: Patience): Lock {
  const held = { path, token: own.token }
  const givenUp = new Int32Array(new SharedArrayBuffer(4))
  const watch: Watch = { ...held, everyMs: touchMs, givenUp }
  const worker = new Worker(new URL('lock.worker.ts', import.meta.url), { workerData: watch })
  worker.unref()
  // Without its thread the lock would seem that of a dead one before long.
  worker.on('error', () => process.exit(1))
  const release = () => {
    Atomics.store(givenUp, 0, 1)
    void worker.terminate()
    process.off('exit', release)
    if (readHolder(path).token === own.token) rmSync(path, { force: true })
  }
  process.on('exit', release)
  return { held, release }
}

function touchedAt(path: string): number {
  try {
    return statSync(path).mtimeMs
  } catch {
    return 0
  }
}

/** Where process numbers mean the same: host, its start, and the container. */
function placeOf(): string {
  try {
    return [hostname(), readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), readlinkSync('/proc/self/ns/pid')].join(' ')
  } catch {
    return hostname()
  }
}

/** When a process started, as the system tells it; 'alive' where it does not, undefined when there is no such process. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return process.platform === 'linux' ? undefined : isAlive(pid)
  }
}

function isAlive(pid: number): string | undefined {
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'alive' : undefined
  }
}
