/**
 * How long others wait while a heavy file comes in: `node bench/heavy.ts [rows] [xlsx|xls|csv]`. A server of its own on the
 * embedded engine in a folder; one person imports a standard of 20,000 rows, another asks for /healthz and a list all the time.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { utils, write as writeOld } from '@e965/xlsx'
import { v7 } from 'uuid'
import { makeApp } from '../src/server/app.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { openPglite } from '../src/server/engines/pglite.ts'
import { migrate } from '../src/server/migrate.ts'
import { bigTable } from '../test/awkward.ts'
import { fill, password } from '../test/smallCity.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)

async function serve(folder: string): Promise<void> {
  const engine = await openPglite(join(folder, 'pg'))
  await migrate(engine)
  await fill(dbOf(engine))
  const app = await makeApp({ db: dbOf(engine, { right: 'nobody' }), now: () => new Date().toISOString() })
  process.send!({ address: await app.listen({ port: 0, host: '127.0.0.1' }) })
  process.on(
    'message',
    () =>
      void app
        .close()
        .then(() => engine.close())
        .then(() => process.exit(0)),
  )
}

/** The rows of the big table in another format. */
function inFormat(format: string, rows: number): Uint8Array {
  const head = ['测评项目', '测评指标', '测评标准', '测评方法', '分值', '责任单位', '考察点位']
  const lines = Array.from({ length: rows }, (_, index) => [
    `第${Math.floor(index / 2000) + 1}项目`,
    `第${Math.floor(index / 100) + 1}指标`,
    `第${index + 1}条 道路与街巷整洁有序`,
    '实地考察',
    0.01,
    '城管局',
    '主次干道',
  ])
  if (format === 'csv') return Buffer.from([head, ...lines].map((line) => line.join(',')).join('\n'))
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet([head, ...lines]), '任务分解表')
  return new Uint8Array(writeOld(book, { type: 'buffer', bookType: 'biff8' }) as Buffer)
}

/** Asks two things all the time and keeps how long each answer took, by what the importer was doing. */
function listen(address: string, cookie: string) {
  const waits = new Map<string, number[]>()
  const state = { phase: 'idle', over: false }
  const ask = async (path: string) => {
    while (!state.over) {
      const { phase } = state
      const from = performance.now()
      await (await fetch(`${address}${path}`, { headers: { cookie } })).arrayBuffer()
      const key = `${phase} ${path}`
      waits.set(key, [...(waits.get(key) ?? []), performance.now() - from])
      await new Promise((done) => setTimeout(done, 10))
    }
  }
  const asking = Promise.all([ask('/healthz'), ask('/api/points?limit=50')])
  return { waits, state, end: () => ((state.over = true), asking) }
}

async function measure(rows: number, format: string): Promise<void> {
  const file = format === 'xlsx' ? await bigTable(rows) : inFormat(format, rows)
  const folder = mkdtempSync(join(tmpdir(), 'mingcheng-heavy-'))
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ['serve', folder], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const [{ address }] = (await once(child, 'message')) as [{ address: string }]
  const signIn = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ city: 'small', login: 'office', password }),
  })
  const cookie = signIn.headers.get('set-cookie')!.split(';')[0]!
  const call = async (method: string, path: string, body?: Uint8Array | object) => {
    const bytes = body instanceof Uint8Array
    const answer = await fetch(`${address}/api${path}`, {
      method,
      headers: { cookie, ...(body ? { 'content-type': bytes ? 'application/octet-stream' : 'application/json' } : {}) },
      ...(body ? { body: bytes ? Buffer.from(body) : JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
    return (await answer.json()) as { state: string; version: number; found?: { rows: number } | null }
  }
  const id = v7()
  const { waits, state, end } = listen(address, cookie)
  const lasted: [string, number][] = []
  const phase = async (name: string, work: () => Promise<unknown>) => {
    state.phase = name
    const from = performance.now()
    await work()
    lasted.push([name, performance.now() - from])
  }
  await phase('idle', () => new Promise((done) => setTimeout(done, 1000)))
  await phase('read', async () => {
    await call('POST', `/imports?id=${id}&kind=edition&name=big.${format}`, file)
    while ((await call('GET', `/imports/${id}`)).state === 'reading') await new Promise((done) => setTimeout(done, 20))
  })
  await phase('page', () => call('GET', `/imports/${id}/rows?limit=100`))
  await phase('correct', () => call('PUT', `/imports/${id}`, { version: 1, options: { standard: 'big', edition: '1' } }))
  await phase('apply', () => call('POST', `/imports/${id}/apply`, { version: 2 }))
  await end()
  child.send('stop')
  await once(child, 'exit')
  rmSync(folder, { recursive: true, force: true })
  print(`${rows} rows, ${format}, ${(file.length / 1e6).toFixed(1)} MB`)
  for (const [name, ms] of lasted)
    for (const path of ['/healthz', '/api/points?limit=50']) {
      const list = (waits.get(`${name} ${path}`) ?? []).sort((a, b) => a - b)
      const at = (share: number) => (list[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0).toFixed(0)
      print(
        `  ${name.padEnd(8)} ${ms.toFixed(0).padStart(6)} ms · ${path.padEnd(22)} ${String(list.length).padStart(4)} answers, median ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)} ms`,
      )
    }
}

if (process.argv[2] === 'serve') await serve(process.argv[3]!)
else await measure(Number(process.argv[2] ?? 20_000), process.argv[3] ?? 'xlsx')
