/** The typed client, for web, tests and npm users. It pulls in no handler: only the contract. */
import { z } from 'zod'
import { Problem, ProblemBody } from '../base/problem.ts'
import type { AnswerOf, Bytes, Contract, InputOf, Route } from './contract.ts'

/** The part of `fetch` that is needed, so that the client also runs on an app in memory. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string | Uint8Array | Bytes },
) => Promise<Reply>
export interface Reply {
  readonly ok: boolean
  readonly status: number
  json(): Promise<unknown>
  blob(): Promise<Bytes>
}

/** How one call is sent. */
export interface Options {
  /** Client-made id that makes a write safe to repeat. */
  readonly idempotencyKey?: string
}

export type Client<C extends Contract> = {
  [Name in keyof C]: (input: InputOf<C[Name]>, options?: Options) => Promise<AnswerOf<C[Name]>>
}

/** `/points/:id` with the params and query filled in. */
export function urlOf(route: Route, input: { params?: unknown; query?: unknown }): string {
  const params = (input.params ?? {}) as Record<string, unknown>
  const path = route.path.replace(/:([a-zA-Z]+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const pairs = Object.entries((input.query ?? {}) as Record<string, unknown>)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  return `/api${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
}

/** A client of a contract over any fetch. *Refuses:* whatever the server refuses, as a `Problem` with its message. */
export function client<const C extends Contract>(routes: C, fetch: Fetch, headers: () => Record<string, string> = () => ({})): Client<C> {
  const call =
    (route: Route) =>
    async (input: { params?: unknown; query?: unknown; body?: unknown }, options: Options = {}) => {
      const bytes = route.body === 'bytes'
      const sends = input.body === undefined ? {} : { body: bytes ? (input.body as Uint8Array) : JSON.stringify(input.body) }
      const type: Record<string, string> =
        input.body === undefined ? {} : { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }
      const key: Record<string, string> = options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }
      const reply = await fetch(urlOf(route, input), { method: route.method, headers: { ...headers(), ...type, ...key }, ...sends })
      if (!reply.ok) throw asProblem(reply.status, await reply.json().catch(() => undefined))
      return route.returns instanceof z.ZodType ? reply.json() : reply.blob()
    }
  return Object.fromEntries(Object.entries(routes).map(([name, route]) => [name, call(route)])) as unknown as Client<C>
}

/** Problem details back into a `Problem`; its message is the server's sentence in the asked language. */
export function asProblem(status: number, body: unknown): Problem {
  const known = ProblemBody.safeParse(body)
  if (!known.success) return new Problem('api.unreachable', status)
  const { code, title, detail, faults } = known.data
  const problem = new Problem(code, status, (known.data.details ?? {}) as Problem['details'], faults ?? [])
  problem.message = detail ?? title
  return problem
}
