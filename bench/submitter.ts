/** Who sends, in a thread of its own: phones do not take the processor of the server. Bodies are made before the clock runs. */
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { v7 } from 'uuid'
import { median } from './measure.ts'

/** What is to be sent. */
export interface Sending {
  readonly url: string
  readonly cookie: string
  /** A body with `{id}` and `{answer}` wherever ids of its own belong. */
  readonly body: string
  readonly rate: number
  readonly seconds: number
  /** How many at once, as fast as they go, when no rate is asked for. */
  readonly atOnce: number
}

/** What came of it. */
export interface Sent {
  readonly asked: number
  readonly good: number
  readonly seconds: number
  readonly medianMs: number
  readonly p95Ms: number
  readonly bytes: readonly number[]
  /** What the first refusal said. */
  readonly why: string
}

const { url, cookie, body, rate, seconds, atOnce } = workerData as Sending
const made = () => body.replaceAll('{id}', v7()).replaceAll('{answer}', () => v7())

interface Answered {
  readonly ok: boolean
  readonly bytes: number
  readonly ms: number
}

/** What the first refusal said. */
let why = ''

async function send(text: string): Promise<Answered> {
  const from = performance.now()
  const headers = { 'content-type': 'application/json', cookie, 'idempotency-key': v7() }
  const reply = await fetch(url, { method: 'POST', headers, body: text })
  const said = await reply.text()
  if (!reply.ok && why === '') why = said
  return { ok: reply.ok, bytes: Buffer.byteLength(said), ms: performance.now() - from }
}

async function steadily(): Promise<Answered[]> {
  const bodies = Array.from({ length: rate * seconds }, made)
  const from = performance.now()
  const sent: Promise<Answered>[] = []
  for (const [index, text] of bodies.entries()) {
    const wait = from + (index * 1000) / rate - performance.now()
    if (wait > 0) await sleep(wait)
    sent.push(send(text))
  }
  return Promise.all(sent)
}

async function hard(): Promise<Answered[]> {
  const until = performance.now() + seconds * 1000
  const all: Answered[] = []
  const one = async () => {
    while (performance.now() < until) all.push(await send(made()))
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return all
}

await send(made())
const from = performance.now()
const all = await (rate > 0 ? steadily() : hard())
const good = all.filter(({ ok }) => ok)
const ms = all.map((it) => it.ms).toSorted((a, b) => a - b)
const sent: Sent = {
  asked: all.length,
  good: good.length,
  seconds: (performance.now() - from) / 1000,
  medianMs: median(ms),
  p95Ms: ms[Math.floor(ms.length * 0.95)]!,
  bytes: good.map(({ bytes }) => bytes),
  why,
}
parentPort!.postMessage(sent)
