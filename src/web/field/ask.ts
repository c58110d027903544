/** Plain questions to our own server, with what each answer says about the clock. Kept small: the first screen waits for it. */
import { nowMs, now } from '../clock.ts'
import { offsetOf } from '../../field/offset.ts'
import { spoken } from '../../ui/words.tsx'
import { putMeta } from './keep.ts'

/** Nobody answers: no network, or the server is gone. */
export class Unreachable extends Error {}

/** The server said no, in its words. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

const patienceMs = 60_000
let measuredMs = 0
const measureEachMs = 30_000

/** The server's `Date` against the device's clock; kept now and then, never used to change a time. */
function measure(sentMs: number, date: string | null): void {
  const cameMs = nowMs()
  const offsetMs = offsetOf(sentMs, cameMs, date)
  if (offsetMs === undefined || Math.abs(cameMs - measuredMs) < measureEachMs) return
  measuredMs = cameMs
  void putMeta('clock', { offsetMs, at: now() }).catch(() => undefined)
}

/** A call to our own server, whatever its answer. *Refuses:* `Unreachable`. */
export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const sentMs = nowMs()
  try {
    const reply = await fetch(`/api${path}`, {
      ...init,
      headers: { 'accept-language': spoken(), ...(init.headers as Record<string, string> | undefined) },
      signal: AbortSignal.timeout(patienceMs),
    })
    measure(sentMs, reply.headers.get('date'))
    return reply
  } catch {
    throw new Unreachable()
  }
}

/** A call whose answer is JSON. *Refuses:* `Unreachable`, `Refused`. */
export async function ask<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  const reply = await call(path, init)
  if (!reply.ok) throw await refusalOf(reply)
  return (await reply.json()) as Answer
}

/** A body as JSON. */
export const sending = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** The refusal in an answer. */
export async function refusalOf(reply: Response): Promise<Refused> {
  const said = (await reply.json().catch(() => ({}))) as { code?: string; detail?: string; title?: string }
  return new Refused(reply.status, said.code ?? '', said.detail ?? said.title ?? String(reply.status))
}
