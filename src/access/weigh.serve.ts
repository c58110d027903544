/**
 * The thread that weighs passwords. It has a lower priority and does the work itself, so that neither the loop of the
 * server nor the pool that reads files and pictures waits for it. It starts with the first password and never keeps the
 * process alive.
 */
import { Worker } from 'node:worker_threads'

/** Argon2's parameters: KiB, passes, lanes. */
export interface Cost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

const code = `
  const { parentPort } = require('node:worker_threads')
  const { argon2Sync } = require('node:crypto')
  try { require('node:os').setPriority(0, 5) } catch {}
  parentPort.on('message', ({ id, password, salt, cost }) => {
    try {
      parentPort.postMessage({ id, tag: argon2Sync('argon2id', { message: password, nonce: salt, tagLength: 32, ...cost }) })
    } catch (error) {
      parentPort.postMessage({ id, fault: String(error) })
    }
  })`

interface Told {
  readonly id: number
  readonly tag?: Uint8Array
  readonly fault?: string
}

interface Waiting {
  readonly resolve: (tag: Uint8Array) => void
  readonly reject: (error: Error) => void
}

let thread: Worker | undefined
let last = 0
const waiting = new Map<number, Waiting>()

function open(): Worker {
  const worker = new Worker(code, { eval: true })
  worker.on('message', ({ id, tag, fault }: Told) => {
    const { resolve, reject } = waiting.get(id)!
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
    if (tag) resolve(tag)
    else reject(new Error(fault))
  })
  worker.on('error', (error: Error) => {
    thread = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  })
  return worker
}

/** The 32 bytes of Argon2id. */
export function weighInThread(password: string, salt: Uint8Array, cost: Cost): Promise<Uint8Array> {
  const worker = (thread ??= open())
  worker.ref()
  return new Promise((resolve, reject) => {
    last += 1
    waiting.set(last, { resolve, reject })
    worker.postMessage({ id: last, password, salt, cost })
  })
}
