/** The thread in which the embedded engine lives, so that a long query never keeps the server from answering others. */
import { cpSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { PGlite } from '@electric-sql/pglite'
import { now } from '../clock.ts'
import { openDurable } from './durable.ts'
import { exchangeWith } from './exchange.ts'
import { dieUnlessHeld } from './held.ts'
import type { Asked, Place, Told } from './pglite.ts'

const port = parentPort!
const tell = (told: Told, bytes?: Uint8Array) => port.postMessage(told, bytes === undefined ? [] : [bytes.buffer as ArrayBuffer])
const { path, held } = workerData as Place
let syncs = 0

/**
 * A process that was stopped and goes on (a paused container, a laptop that slept) may have been taken for dead meanwhile: after
 * each pause the thread looks at the lock before it touches a file.
 */
const pauseMs = 1000
const clock = () => Date.parse(now())
let lookedAt = clock()
function lookAgain(): void {
  if (!held || clock() - lookedAt < pauseMs) return
  dieUnlessHeld(held)
  lookedAt = clock()
}

async function answer(lite: PGlite, exchange: ReturnType<typeof exchangeWith>, asked: Asked): Promise<void> {
  lookAgain()
  if (asked.kind === 'close') {
    await lite.close()
    tell({ kind: 'closed' })
    return port.close()
  }
  if (asked.kind === 'copy') {
    try {
      cpSync(path, asked.to, { recursive: true })
      return tell({ kind: 'answer', bytes: new Uint8Array(), syncs })
    } catch (error) {
      return tell({ kind: 'failed', why: String(error) })
    }
  }
  const bytes = await exchange(asked.bytes)
  tell({ kind: 'answer', bytes, syncs }, bytes)
}

try {
  const lite = await openDurable(path, () => (syncs += 1))
  const exchange = exchangeWith(lite)
  let last: Promise<void> = Promise.resolve()
  port.on('message', (asked: Asked) => {
    last = last.then(() => answer(lite, exchange, asked)).catch((error: unknown) => tell({ kind: 'lost', why: String(error) }))
  })
  tell({ kind: 'open' })
} catch (error) {
  tell({ kind: 'lost', why: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}
