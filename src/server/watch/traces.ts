/** Traces of requests and of the queries below them, for an OpenTelemetry collector. Loaded only when one is configured. */
import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Observed } from '../engines/engine.ts'

/** Sends spans until it is stopped. */
export interface Traces {
  readonly queried: (query: Observed) => void
  readonly on: (app: FastifyInstance) => void
  /** Sends what is waiting. */
  readonly stop: () => Promise<void>
}

/** Traces to a collector, at `<endpoint>/v1/traces`. */
export function makeTraces(endpoint: string): Traces {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'mingcheng' }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const tracer = provider.getTracer('mingcheng')
  const open = new WeakMap<FastifyRequest, Span>()
  return {
    queried: ({ text, startedAt, ms, failed }) => {
      // The text names tables and columns; values travel apart from it and are not told.
      const span = tracer.startSpan('query', {
        kind: SpanKind.CLIENT,
        startTime: startedAt,
        attributes: { 'db.system.name': 'postgresql', 'db.query.text': text.trim().slice(0, 2000) },
      })
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end(startedAt + ms)
    },
    on: (app) => {
      app.addHook('onRequest', (request, _reply, done) => {
        const route = request.routeOptions.url ?? 'none'
        const span = tracer.startSpan(`${request.method} ${route}`, {
          kind: SpanKind.SERVER,
          attributes: { 'http.request.method': request.method, 'http.route': route },
        })
        open.set(request, span)
        context.with(trace.setSpan(context.active(), span), done)
      })
      app.addHook('onResponse', async (request, reply) => {
        const span = open.get(request)
        span?.setAttribute('http.response.status_code', reply.statusCode)
        if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR })
        span?.end()
      })
    },
    stop: () => provider.shutdown(),
  }
}
