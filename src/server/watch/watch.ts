/** Everything that watches a running server, opened before the engine so that its first query is seen too. */
import { mkdirSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import type { Observe } from '../engines/engine.ts'
import { watchDisk } from './disk.ts'
import type { Metrics } from './metrics.ts'

/** Where what is slow is told; the log of the app fits. */
interface Log {
  warn(details: object, message: string): void
}

export interface Watch {
  readonly queried: Observe
  readonly mayWrite: () => Promise<void>
  readonly keptAt: Metrics['keptAt']
  /** Puts the counting on an app, before its routes. */
  readonly on: (app: FastifyInstance) => void
  readonly tell: (log: Log) => void
  readonly stop: () => Promise<void>
}

/** Opens what the settings ask for. */
export async function openWatch(config: Config): Promise<Watch> {
  const { MINGCHENG_DATA: folder, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, MINGCHENG_SLOW_MS: slowMs } = config
  mkdirSync(folder, { recursive: true })
  const disk = watchDisk(folder, config.MINGCHENG_RESERVE_MB * 1e6)
  const [{ makeMetrics }, traces] = await Promise.all([import('./metrics.ts'), endpoint === undefined ? undefined : tracesTo(endpoint)])
  const metrics = makeMetrics()
  let log: Log | undefined
  return {
    queried: (query) => {
      metrics.queried(query)
      traces?.queried(query)
      // The text alone: its values may be somebody's name.
      if (query.ms >= slowMs) log?.warn({ ms: Math.round(query.ms), query: query.text.replaceAll(/\s+/g, ' ').slice(0, 500) }, 'slow query')
    },
    mayWrite: disk.mayWrite,
    keptAt: metrics.keptAt,
    on: (app) => {
      traces?.on(app)
      metrics.on(app, config.MINGCHENG_METRICS_TOKEN, disk.free)
    },
    tell: (to) => void (log = to),
    stop: async () => traces?.stop(),
  }
}

const tracesTo = async (endpoint: string) => (await import('./traces.ts')).makeTraces(endpoint)
