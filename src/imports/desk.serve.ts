/**
 * One thread that reads and understands one file at a time, so that the server goes on answering. A file that takes more
 * memory or time than a file may take ends its thread and nothing else.
 */
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { crossed, crossing, type FromThread, type ToThread } from './crossing.serve.ts'
import type { Doing } from './import.ts'
import type { Reader } from './reading.serve.ts'

/** What one file may take. */
export interface DeskLimits {
  readonly megabytes: number
  readonly seconds: number
}
/** The largest file that is read at all (`sheets/sheet.ts`: 200,000 rows) stays below half of both. */
export const deskLimits: DeskLimits = { megabytes: 1536, seconds: 180 }

/** A thread at work. */
export interface Desk {
  /** Asks the thread's reader; its queries run on `db`. *Refuses:* `imports.tooHeavy`, `imports.tooLong` 422, and what the reader refuses. */
  ask<Name extends keyof Reader>(name: Name, db: Db, input: Parameters<Reader[Name]>[1]): Promise<Awaited<ReturnType<Reader[Name]>>>
  /** Ends the thread; what is asked of it is refused with `why`. */
  end(why: Error): void
  readonly isOver: () => boolean
}

interface Asked {
  readonly db: Db
  resolve(result: never): void
  reject(error: Error): void
}

const Row = z.record(z.string(), z.unknown())

/** Starts a thread. `told` hears how far it is, `over` that it has ended. */
export function startDesk(script: URL, limits: DeskLimits, hear: { told: (doing: Doing) => void; over: () => void }): Desk {
  const worker = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: limits.megabytes } })
  worker.unref()
  const asked = new Map<number, Asked>()
  let count = 0
  let lost: Error | undefined
  const lose = (why: Error) => {
    if (lost) return
    lost = why
    for (const it of asked.values()) it.reject(why)
    asked.clear()
    void worker.terminate()
    hear.over()
  }
  const settle = (id: number, act: (it: Asked) => void) => {
    const it = asked.get(id)
    asked.delete(id)
    if (it) act(it)
  }
  worker.on('message', (message: FromThread) => {
    if (message.kind === 'doing') return hear.told(message.doing)
    if (message.kind === 'query') return void query(worker, asked.get(message.of)?.db, message)
    if (message.kind === 'failed') return settle(message.id, (it) => it.reject(crossed(message.error)))
    settle(message.id, (it) => it.resolve(message.result as never))
  })
  worker.on('error', (error: Error & { code?: string }) =>
    lose(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Problem('imports.tooHeavy', 422, { megabytes: limits.megabytes }) : error),
  )
  worker.on('exit', () => lose(new Error('the reading thread has ended')))
  return {
    ask: (name, db, input) =>
      new Promise((resolve, reject) => {
        if (lost) return reject(lost)
        const id = ++count
        const late = setTimeout(() => lose(new Problem('imports.tooLong', 422, { seconds: limits.seconds })), limits.seconds * 1000)
        const done = () => clearTimeout(late)
        asked.set(id, { db, resolve: (result) => (done(), resolve(result)), reject: (error) => (done(), reject(error)) })
        send(worker, { kind: 'ask', id, name, input, acting: db.acting })
      }),
    end: lose,
    isOver: () => lost !== undefined,
  }
}

const send = (worker: Worker, message: ToThread) => worker.postMessage(message)

/** Runs a query of the thread. A question that is over has no database any more. */
async function query(worker: Worker, db: Db | undefined, { id, how, query }: Extract<FromThread, { kind: 'query' }>): Promise<void> {
  try {
    if (!db) throw new Error('asked too late')
    send(worker, { kind: 'rows', id, result: how === 'all' ? await db.all(Row, query) : await db.run(query) })
  } catch (error) {
    send(worker, { kind: 'failed', id, error: crossing(error) })
  }
}
