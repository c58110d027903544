/**
 * What stands before every call, whatever it is: no other site makes a browser act here, nobody asks more than a person
 * can, and whoever is refused is written down. Kept in this process; several servers each count alone.
 */
import { hash } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { networkOf } from '../access/throttle.ts'
import { cookieOf, isSecure } from '../api/cookie.ts'
import { Problem } from '../base/problem.ts'

const harmless = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * True when another site made the browser send this. Browsers say so themselves in `Sec-Fetch-Site`; older ones say the
 * origin. Programs say neither, and carry a key instead of a cookie.
 */
function isForeign({ method, headers, host }: Pick<FastifyRequest, 'method' | 'headers' | 'host'>): boolean {
  if (harmless.has(method)) return false
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin } = headers
  if (origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== host
}

/** Where no cookie is looked at, no site can borrow one: civic apps of other hosts post to Open311 with a key of their own. */
const takesKeysOnly = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url?.startsWith('/open311/') === true

/** What is asked by people; pages and their parts are files. */
const isCounted = (url: string): boolean => /^\/(api|open311|public)\//.test(url)

/** Who is counted: a session or key by its hash, else an address. */
function counted(request: FastifyRequest): string {
  const token = request.headers.authorization ?? cookieOf(request, 'mc_session')
  return token === undefined ? `address ${networkOf(request.ip)}` : hash('sha256', token, 'base64url')
}

/** A whole office may stand behind one address; yet whoever invents a session for each call does not get round being counted. */
const crowd = 10

/** Puts the guard on an app, before its routes. `perMinute` calls a session or address; none counted when it is 0. */
export async function guardCalls(app: FastifyInstance, perMinute: number): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    if (isSecure(request)) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
    if (isForeign(request) && !takesKeysOnly(request)) throw new Problem('api.foreign', 403)
  })
  // Whoever sits down at a shared machine next finds nothing of it on the disk either.
  app.addHook('onSend', async ({ method, routeOptions }, reply) => {
    if (method === 'DELETE' && routeOptions.url === '/api/session' && reply.statusCode === 200) reply.header('clear-site-data', '"cache"')
  })
  app.addHook('onResponse', async (request, reply) => {
    // Who it was is in the session; here only where from and what: names do not belong into a log.
    if (reply.statusCode === 401 || reply.statusCode === 403 || reply.statusCode === 429)
      request.log.warn(
        { status: reply.statusCode, method: request.method, route: request.routeOptions.url, address: request.ip },
        'refused',
      )
  })
  if (perMinute === 0) return
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    keyGenerator: counted,
    // The figures and the question whether we live are asked by machines that ask often.
    allowList: ({ url }) => !isCounted(url),
    errorResponseBuilder: (_request, { ttl }) => new Problem('api.tooMany', 429, { seconds: Math.ceil(ttl / 1000) }),
  })
  const count = app.createRateLimit({ max: perMinute * crowd, timeWindow: 60_000, keyGenerator: ({ ip }) => `network ${networkOf(ip)}` })
  app.addHook('onRequest', async (request) => {
    if (!isCounted(request.url)) return
    const counting = await count(request)
    if (!counting.isAllowed && counting.isExceeded) throw new Problem('api.tooMany', 429, { seconds: counting.ttlInSeconds })
  })
}
