/**
 * The embedded engine: PostgreSQL as PGlite, one connection, nothing to install. It runs in a thread of its own, durable and alone in
 * its directory.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Connection, Engine, Observe } from './engine.ts'
import type { Held } from './held.ts'
import { takeLock } from './lock.ts'
import { engineOnPipe, type Exchange } from './pipe.ts'
import { keepUp } from './upkeep.ts'

/** Where the thread finds its database, and the lock that it must hold; a copy for reading needs none. */
export interface Place {
  readonly path: string
  readonly held?: Held
}

/** What the thread is asked. */
export type Asked =
  | { readonly kind: 'query'; readonly bytes: Uint8Array }
  | { readonly kind: 'copy'; readonly to: string }
  | { readonly kind: 'close' }

/** What the thread tells. `syncs` counts how often the disk was made to keep what was written. */
export type Told =
  | { readonly kind: 'open' | 'closed' }
  | { readonly kind: 'answer'; readonly bytes: Uint8Array; readonly syncs: number }
  /** One question failed; the engine goes on. */
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'lost'; readonly why: string }

/** The embedded engine on a directory. */
export interface Embedded extends Engine {
  /** How often the disk was made to keep what was written. */
  readonly syncs: () => number
}

/** Opens the database of a directory, making it first when there is none. *Refuses:* `engine.locked` while another process has it. */
export async function openPglite(directory: string, observe?: Observe): Promise<Embedded> {
  const path = resolve(directory)
  mkdirSync(dirname(path), { recursive: true })
  const lock = await takeLock(`${path}.lock`)
  try {
    const thread = await startThread({ path, held: lock.held })
    const engine = engineOnPipe(thread.exchange, () => thread.close().finally(() => lock.release()), observe)
    const rest = keepUp(engine)
    const close = () => {
      rest()
      return engine.close()
    }
    // The directory is copied between two queries, which takes a moment; the copy is then read in a thread of its own.
    const still = async <Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> => {
      const copy = `${path}.still`
      rmSync(copy, { recursive: true, force: true })
      try {
        await engine.script('checkpoint')
        await thread.copy(copy)
        const standing = await startThread({ path: copy })
        const second = engineOnPipe(standing.exchange, standing.close)
        return await second.transaction(work).finally(() => second.close())
      } finally {
        rmSync(copy, { recursive: true, force: true })
      }
    }
    return { ...engine, still, close, syncs: thread.syncs }
  } catch (error) {
    lock.release()
    throw error
  }
}

interface Thread {
  readonly exchange: Exchange
  readonly syncs: () => number
  /** Copies the directory while no query runs. */
  readonly copy: (to: string) => Promise<void>
  readonly close: () => Promise<void>
}

interface Waiting {
  resolve(answer: Uint8Array): void
  reject(error: Error): void
}

/** Questions are answered in the order they are asked. */
async function startThread(place: Place): Promise<Thread> {
  const worker = new Worker(new URL('pglite.worker.ts', import.meta.url), { workerData: place })
  const waiting: Waiting[] = []
  let lost: Error | undefined
  let syncs = 0
  const ask = (asked: Asked) =>
    new Promise<Uint8Array>((resolve, reject) => {
      if (lost) return reject(lost)
      waiting.push({ resolve, reject })
      worker.postMessage(asked)
    })
  const opened = new Promise<Uint8Array>((resolve, reject) => void waiting.push({ resolve, reject }))
  const lose = (error: Error) => {
    lost ??= error
    for (const it of waiting.splice(0)) it.reject(error)
  }
  worker.on('message', (told: Told) => {
    if (told.kind === 'lost') return lose(new Error(told.why))
    if (told.kind === 'failed') return waiting.shift()?.reject(new Error(told.why))
    if (told.kind === 'answer') syncs = told.syncs
    waiting.shift()?.resolve(told.kind === 'answer' ? told.bytes : new Uint8Array())
  })
  worker.on('error', lose)
  worker.on('exit', () => lose(new Error('the embedded engine has ended')))
  await opened
  return {
    exchange: (bytes) => ask({ kind: 'query', bytes }),
    syncs: () => syncs,
    copy: async (to) => void (await ask({ kind: 'copy', to })),
    close: async () => {
      await ask({ kind: 'close' })
      await worker.terminate()
    },
  }
}
