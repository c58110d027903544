/** What a Prometheus server reads at `/metrics`: requests by route, queries, the process, the disk, the last backup. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { Problem } from '../../base/problem.ts'
import type { Observed } from '../engines/engine.ts'

/** The figures of one server. */
export interface Metrics {
  readonly queried: (query: Observed) => void
  readonly keptAt: (seconds: number, bytes: number) => void
  /** Puts the page and the counting on an app. */
  readonly on: (app: FastifyInstance, token: string | undefined, free: () => Promise<number>) => void
}

const seconds = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]

/** Figures from zero. */
export function makeMetrics(): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register, prefix: 'mingcheng_' })
  const registers = [register]
  const requests = new Histogram({
    name: 'mingcheng_request_seconds',
    help: 'Requests by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers,
  })
  const queries = new Histogram({
    name: 'mingcheng_query_seconds',
    help: 'Queries to the database',
    labelNames: ['outcome'],
    buckets: seconds,
    registers,
  })
  const refusedWrites = new Counter({
    name: 'mingcheng_disk_refusals_total',
    help: 'Writes refused because the disk is nearly full',
    registers,
  })
  const backupAt = new Gauge({ name: 'mingcheng_backup_timestamp_seconds', help: 'When the last nightly backup was made', registers })
  const backupBytes = new Gauge({ name: 'mingcheng_backup_bytes', help: 'Size of the last nightly backup', registers })
  const diskFree = new Gauge({ name: 'mingcheng_disk_free_bytes', help: 'Free space below the data directory', registers })
  return {
    queried: ({ ms, failed }) => queries.observe({ outcome: failed ? 'failed' : 'done' }, ms / 1000),
    keptAt: (at, bytes) => {
      backupAt.set(at)
      backupBytes.set(bytes)
    },
    on: (app, token, free) => {
      app.addHook('onResponse', async (request, reply) => {
        // By the route's pattern: an address with an id in it would make a series of its own for every id.
        const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }
        requests.observe(labels, reply.elapsedTime / 1000)
        if (reply.statusCode === 507) refusedWrites.inc()
      })
      app.get('/metrics', async (request, reply) => {
        if (!isAllowed(request, token)) throw new Problem('api.notAllowed', 403, { may: 'metrics' })
        diskFree.set(await free())
        return reply.type(register.contentType).send(await register.metrics())
      })
    },
  }
}

const local = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** Without a token only this machine may read, and not through a proxy, which would make everybody look local. */
function isAllowed(request: FastifyRequest, token: string | undefined): boolean {
  if (token === undefined) return local.has(request.socket.remoteAddress ?? '') && request.headers['x-forwarded-for'] === undefined
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
