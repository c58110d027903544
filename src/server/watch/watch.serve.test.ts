/** What whoever runs the server can see of it, and what it does when the disk is nearly full. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casesApi } from '../../cases/cases.api.ts'
import { embedded, type TestDb } from '../../../test/engines.ts'
import { fill, openApp, type SmallApp } from '../../../test/smallCity.ts'
import { Config } from '../config.ts'
import { watchDisk } from './disk.ts'
import { openWatch, type Watch } from './watch.ts'

interface SpanSent {
  readonly name: string
  readonly spanId: string
  readonly parentSpanId?: string
}

/** The spans of one message to the collector. */
function spansIn(text: string): SpanSent[] {
  const { resourceSpans } = JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: SpanSent[] }[] }[] }
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
}

describe('a watched server', () => {
  let house: TestDb
  let small: SmallApp
  let watch: Watch
  let collector: Server
  let folder: string
  let reserve = 0
  const sent: string[] = []
  const slow: object[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mingcheng-watch-'))
    collector = createServer((request, answer) => {
      let text = ''
      request.on('data', (chunk: Buffer) => (text += chunk.toString()))
      request.on('end', () => {
        sent.push(`${request.url} ${text}`)
        answer.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      })
    })
    await new Promise<void>((done) => void collector.listen(0, '127.0.0.1', done))
    const { port } = collector.address() as AddressInfo
    watch = await openWatch(
      Config.parse({ MINGCHENG_DATA: folder, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, MINGCHENG_SLOW_MS: '20' }),
    )
    watch.tell({ warn: (details) => void slow.push(details) })
    house = await embedded(watch.queried)
    await fill(house.db)
    const disk = { mayWrite: () => watchDisk(folder, reserve).mayWrite() }
    small = await openApp(house.db, { watch: watch.on, ...disk })
  })
  afterAll(async () => {
    await small.app.close()
    await house.close()
    await new Promise((done) => void collector.close(done))
    rmSync(folder, { recursive: true, force: true })
  })

  it('says that it lives and that it can answer', async () => {
    expect((await small.app.inject('/healthz')).json()).toEqual({ ok: true })
    expect((await small.app.inject('/readyz')).json()).toEqual({ ok: true, stopping: false, database: true })
  })

  it('counts requests by route, never by address, and queries', async () => {
    await small.as('office', casesApi).list({})
    const text = (await small.app.inject('/metrics')).body
    expect(text).toMatch(/mingcheng_request_seconds_count\{method="GET",route="\/api\/cases",status="200"\} [1-9]/)
    expect(text).toMatch(/mingcheng_query_seconds_count\{outcome="done"\} [1-9]/)
    expect(text).toMatch(/mingcheng_disk_free_bytes [1-9]/)
  })

  it('shows its figures to nobody from outside', async () => {
    expect((await small.app.inject({ url: '/metrics', remoteAddress: '203.0.113.9' })).statusCode).toBe(403)
    expect((await small.app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.9' } })).statusCode).toBe(403)
  })

  it('names a slow query without its values', async () => {
    await house.engine.query('select pg_sleep($1), $2::text as secret', [0.05, '张三'])
    expect(slow).toContainEqual(expect.objectContaining({ query: 'select pg_sleep($1), $2::text as secret' }))
    expect(JSON.stringify(slow)).not.toContain('张三')
  })

  it('refuses to write when the disk is nearly full, goes on reading, and recovers', async () => {
    const cases = small.as('office', casesApi)
    const report = { body: { id: '01900000-0000-7000-8000-0000000aaaaa', text: '路面积水', place: [116.1, 39.1] } } as never
    reserve = Number.MAX_SAFE_INTEGER
    await expect(cases.fromDesk(report)).rejects.toMatchObject({ code: 'engine.diskFull', status: 507 })
    expect((await cases.list({})).items).toEqual([])
    reserve = 0
    await cases.fromDesk(report)
    expect((await cases.list({})).items).toHaveLength(1)
  })

  it('sends traces of requests with their queries to a collector', async () => {
    await watch.stop()
    const spans = sent.filter((text) => text.startsWith('/v1/traces')).join('')
    expect(spans).toContain('GET /api/cases')
    expect(spans).toContain('db.query.text')
    const all = sent.flatMap((text) => spansIn(text.slice('/v1/traces '.length)))
    const request = all.find(({ name }) => name === 'GET /api/cases')!
    expect(all.some(({ name, parentSpanId }) => name === 'query' && parentSpanId === request.spanId)).toBe(true)
  })
})
