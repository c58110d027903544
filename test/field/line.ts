/**
 * The line between a phone and the server, as bad as it gets: gone, or up with a share of errors and a share of answers that are cut
 * off after the server has committed. It stands in the test; the product knows nothing of it.
 */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Line {
  readonly address: string
  /** No answer at all, or answers with these shares of faults. */
  set(state: { gone: boolean; errors: number; cuts: number }): void
  /** The server behind it; it may change while the line stays. */
  lead(to: string): void
  readonly counts: { errors: number; cuts: number; passed: number }
  close(): Promise<void>
}

/** Opens the line. Only writes are hurt: a page that cannot be read is merely asked for again. */
export async function openLine(to: string, random: () => number): Promise<Line> {
  let state = { gone: false, errors: 0, cuts: 0 }
  let target = new URL(to)
  const counts = { errors: 0, cuts: 0, passed: 0 }
  const pass = (from: IncomingMessage, into: ServerResponse, isCut: boolean) => {
    const onward = request(
      { host: target.hostname, port: target.port, path: from.url, method: from.method, headers: from.headers },
      (answer) => {
        // A server that is stopped in the middle takes its answers along.
        answer.on('error', () => into.destroy()).on('close', () => answer.complete || into.destroy())
        if (isCut) {
          // The server has answered, so it has committed; the phone never hears of it.
          counts.cuts += 1
          answer.resume().on('end', () => into.destroy())
        } else answer.pipe(into.writeHead(answer.statusCode ?? 502, answer.headers))
      },
    )
    onward.on('error', () => into.destroy())
    from.pipe(onward)
  }
  const server = createServer((from, into) => {
    const chance = from.method === 'GET' ? 1 : random()
    if (state.gone) from.socket.destroy()
    else if (chance < state.errors) {
      counts.errors += 1
      from.resume()
      into.writeHead(503, { 'content-type': 'application/json' }).end('{"code":"test.error","title":"no"}')
    } else {
      counts.passed += 1
      pass(from, into, chance < state.errors + state.cuts)
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (next) => {
      state = next
      if (next.gone) server.closeAllConnections()
    },
    lead: (next) => {
      target = new URL(next)
    },
    counts,
    close: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}
