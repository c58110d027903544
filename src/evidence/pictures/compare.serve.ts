/**
 * Lays pictures over each other in a thread of its own, so that the loop of the server never waits for it. The thread starts with
 * the first pair and never keeps the process alive.
 */
import { Worker } from 'node:worker_threads'
import type { Likeness, Pair } from './likeness.ts'

type Found = readonly (Likeness | undefined)[]

interface Waiting {
  readonly resolve: (found: Found) => void
  readonly reject: (error: Error) => void
}

let thread: Worker | undefined
let last = 0
const waiting = new Map<number, Waiting>()

function open(): Worker {
  const worker = new Worker(new URL('./compare-thread.serve.ts', import.meta.url))
  const end = (error: Error) => {
    if (thread === worker) thread = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('message', ({ id, found }: { id: number; found: Found }) => {
    waiting.get(id)?.resolve(found)
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
  })
  worker.on('error', end)
  worker.on('exit', () => end(new Error('the thread that compares pictures has ended')))
  return worker
}

/** How alike the pictures of each pair are; see `likenessOf`. */
export function likenesses(pairs: readonly Pair[]): Promise<Found> {
  if (pairs.length === 0) return Promise.resolve([])
  const worker = (thread ??= open())
  worker.ref()
  return new Promise((resolve, reject) => {
    last += 1
    waiting.set(last, { resolve, reject })
    worker.postMessage({ id: last, pairs })
  })
}
