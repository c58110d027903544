/**
 * The thread's side of a desk: answers questions with a reader, one at a time. Its database is the server's, query by query:
 * in a transaction when the server asks from within one, so that taking a file in happens here and is still one transaction.
 */
import type { MessagePort } from 'node:worker_threads'
import type { Acting, Db, Sql } from '../base/sql.ts'
import { type Crossed, crossed, crossing, type FromThread, type ToThread } from './crossing.serve.ts'
import type { Call, Reader } from './reading.serve.ts'

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** Answers on a port until it is closed. */
export function serveReader(port: MessagePort, reader: Reader): void {
  const waiting = new Map<number, Waiting>()
  let queries = 0
  const tell = (message: FromThread) => port.postMessage(message)
  const ask = (of: number, how: 'all' | 'run', query: Sql) =>
    new Promise<unknown>((resolve, reject) => {
      waiting.set(++queries, { resolve, reject })
      tell({ kind: 'query', id: queries, of, how, query })
    })
  const answered = (id: number, result: unknown, error?: Crossed) => {
    const it = waiting.get(id)
    waiting.delete(id)
    if (error) it?.reject(crossed(error))
    else it?.resolve(result)
  }
  port.on('message', (message: ToThread) => {
    if (message.kind === 'rows') return answered(message.id, message.result)
    if (message.kind === 'failed') return answered(message.id, undefined, message.error)
    const { id, name, input, acting } = message
    const call: Call = { db: dbOver((how, query) => ask(id, how, query), acting), tell: (doing) => tell({ kind: 'doing', doing }) }
    const work = reader[name as keyof Reader] as (call: Call, input: never) => Promise<unknown>
    work(call, input as never).then(
      (result) => tell({ kind: 'answer', id, result }),
      (error: unknown) => tell({ kind: 'failed', id, error: crossing(error) }),
    )
  })
}

/** The server's handle from here. Whether it is a transaction, and of which city, is the server's business. */
function dbOver(ask: (how: 'all' | 'run', query: Sql) => Promise<unknown>, acting: Acting | undefined): Db {
  const db: Db = {
    acting,
    all: (_shape, query) => ask('all', query) as Promise<never[]>,
    find: async (shape, query) => (await db.all(shape, query))[0],
    run: (query) => ask('run', query) as Promise<number>,
    tx: (work) => work(db),
    of: () => db,
  }
  return db
}
