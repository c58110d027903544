/** Server-sent events: kept alive, let go when the reader does not read, and ended when the session ends or the server stops. */
import type { FastifyInstance, FastifyReply } from 'fastify'

/** Server-sent events: called once, sends until `signal` aborts. */
export type Stream = (send: (event: string, data: unknown, id?: string) => void, signal: AbortSignal) => Promise<void>

const aliveEveryMs = 20_000
/** A reader that does not take what is sent is let go; it comes back and says where it was. */
const mostUnreadBytes = 1_000_000
const open = new WeakMap<FastifyInstance, Set<AbortController>>()

/** A server that stops ends its streams first: they would never end by themselves. */
export function endStreamsOnClose(app: FastifyInstance): void {
  if (open.has(app)) return
  const controllers = new Set<AbortController>()
  open.set(app, controllers)
  app.addHook('preClose', async () => {
    for (const controller of controllers) controller.abort()
  })
}

/** Looks at the open streams of an account: after each of its writes, for one of them may have ended the session. */
const looks = new Map<string, Set<() => void>>()

/** Who listens, and how to find out whether they still may. */
export interface Listening {
  readonly reply: FastifyReply
  readonly account: string
  /** Whose streams are counted together: a session, or a key's account. */
  readonly session: string
  readonly isStillAllowed: () => Promise<boolean>
}

/** Streams of one session, oldest first. A person has a few pages in view; more is somebody who wants to hold the server up. */
const held = new Map<string, AbortController[]>()
const mostStreams = 12

/** Opens a stream; it ends when the reader leaves, the session ends, or the server stops. */
export function stream({ reply, account, session, isStillAllowed }: Listening, work: Stream): FastifyReply {
  const gone = new AbortController()
  const others = held.get(session) ?? []
  if (others.length >= mostStreams) others[0]!.abort()
  held.set(session, [...others, gone])
  const all = open.get(reply.server)
  all?.add(gone)
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  raw.write('retry: 2000\n\n')
  raw.on('close', () => gone.abort())
  // A session that ended ends the stream. When that cannot be found out, the next look decides.
  const look = () =>
    void isStillAllowed().then(
      (allowed) => allowed || gone.abort(),
      () => undefined,
    )
  const alive = setInterval(() => {
    raw.write(': \n\n')
    look()
  }, aliveEveryMs).unref()
  const own = looks.get(account) ?? new Set()
  looks.set(account, own.add(look))
  const send = (event: string, data: unknown, id?: string) => {
    if (raw.writableLength > mostUnreadBytes) raw.destroy()
    else raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  void work(send, gone.signal)
    .catch(() => undefined)
    .finally(() => {
      clearInterval(alive)
      own.delete(look)
      if (own.size === 0) looks.delete(account)
      const left = (held.get(session) ?? []).filter((one) => one !== gone)
      if (left.length === 0) held.delete(session)
      else held.set(session, left)
      all?.delete(gone)
      raw.end()
    })
  return reply
}

/** After a write of an account: its streams are looked at at once, for it may have ended the session. */
export const lookAtStreams = (account: string): void => {
  for (const look of looks.get(account) ?? []) look()
}
