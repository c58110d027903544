/** The embedded engine as the driver sees it: a socket whose other end answers each batch of wire messages with a batch. */
import { Duplex } from 'node:stream'
import { callbackify } from 'node:util'
import type { Engine, Observe } from './engine.ts'
import { engineOnPool } from './pool.ts'

/** Sends wire messages, gives the answer to them. */
export type Exchange = (messages: Uint8Array) => Promise<Uint8Array>

/** A socket for the driver. What it writes between two ticks goes over in one piece. */
function pipeOf(exchange: Exchange): Duplex {
  const send = async (messages: Uint8Array) => {
    const answer = await exchange(messages)
    if (answer.length > 0) pipe.push(answer)
  }
  const pipe = new Duplex({
    readableHighWaterMark: 16 * 1024 * 1024,
    read: () => undefined,
    write: (chunk: Uint8Array, _encoding, done) => callbackify(() => send(chunk))(done),
    writev: (chunks, done) => callbackify(() => send(Buffer.concat(chunks.map(({ chunk }) => chunk as Uint8Array))))(done),
    final: (done) => {
      pipe.push(null)
      done()
    },
  })
  const asked = {
    connect: () => process.nextTick(() => pipe.emit('connect')),
    setNoDelay: () => pipe,
    setKeepAlive: () => pipe,
    ref: () => pipe,
    unref: () => pipe,
  }
  return Object.assign(pipe, asked)
}

/** One connection, kept for good: the embedded engine has no second one. */
export const engineOnPipe = (exchange: Exchange, closed: () => Promise<void>, observe?: Observe): Engine =>
  engineOnPool({
    app: { user: 'postgres', database: 'postgres', max: 1, idleTimeoutMillis: 0, stream: () => pipeOf(exchange) as never },
    closed,
    observe,
  })
