/**
 * All cases as a file: CSV over HTTP, with everything on, against the database's own `COPY` of the same columns, in turns; XLSX with
 * the memory of the server's process while it is written, also when nobody reads on. Every file is compared with the table, case by case.
 * Usage: see bench/README.md.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { readConfig } from '../src/server/config.ts'
import { openZip } from '../src/sheets/zip.serve.ts'
import { limits } from '../src/sheets/sheet.ts'
import { city, logins, password } from './deskCity.ts'
import { openDesk } from './deskCity.ts'
import { machine, median, mb, print } from './measure.ts'

const { values } = parseArgs({
  options: {
    serve: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '10000,100000,300000' },
    rounds: { type: 'string', default: '5' },
    port: { type: 'string', default: '4160' },
    /** Use the databases of the last run. */
    keep: { type: 'boolean', default: false },
  },
})
const base = process.env['DATABASE_URL'] ?? ''
const required = 3

/** The same columns, with the same names of units, streets, people, classes and filing conditions, in the same order. */
const copied = `copy (select c.no, c.text, c.state, c.due_at, c.due_at < now() and c.stage in ('reported', 'dispatched'), u.name_zh, s.name_zh,
    p.name_zh || ' ' || p.code, c.class, c.reported_at, r.name, c.closed_at, c.reopened,
    case when c.source = 'hotline12345' and c.external_id not like 'F-%' then c.external_id end, c.source, c.address, k.small_name, f.files,
    (c.life ->> 'limitFrom')::timestamptz, (c.life ->> 'handledAt')::timestamptz, c.life ->> 'reworked'
  from cases c left join points p on p.city_id = c.city_id and p.id = c.point_id left join areas s on s.city_id = c.city_id and s.id = c.street_id
    left join units u on u.city_id = c.city_id and u.id = c.unit_id left join people r on r.city_id = c.city_id and r.id = c.reported_by
    left join case_classes k on k.city_id = c.city_id and k.code = c.class
    left join case_conditions f on f.city_id = c.city_id and f.id = (c.life ->> 'condition')::uuid
  where c.city_id = ${city} order by c.reported_at desc, c.id desc) to stdout (format csv)`

/** Our server as an operator starts it. */
async function serve(): Promise<void> {
  const { startServer } = await import('../src/server/main.ts')
  const running = await startServer(readConfig())
  process.on('message', () => void running.stop().then(() => process.exit()))
  process.send!('open')
}

const addressOf = (path: string): string => `http://127.0.0.1:${values.port}${path}`

async function start(url: string, folder: string): Promise<ChildProcess> {
  const settings = {
    DATABASE_URL: url,
    PORT: values.port,
    MINGCHENG_DATA: folder,
    MINGCHENG_DEMO: 'off',
    MINGCHENG_CALLS_PER_MINUTE: '1000000',
  }
  const child = fork(fileURLToPath(import.meta.url), ['--serve'], { env: { ...process.env, ...settings } })
  await new Promise((resolve) => child.once('message', resolve))
  return child
}

async function signIn(): Promise<string> {
  const body = JSON.stringify({ city: 'bench', login: logins[0], password })
  const answer = await fetch(addressOf('/api/session'), { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  if (!answer.ok) throw new Error(await answer.text())
  return answer.headers.get('set-cookie')!.split(';')[0]!
}

const ask = async (path: string, cookie: string): Promise<Response> => {
  const answer = await fetch(addressOf(path), { headers: { cookie } })
  if (!answer.ok) throw new Error(await answer.text())
  return answer
}

/** Reads a file and lets it go, as a browser that writes to its disk. */
async function drain(path: string, cookie: string): Promise<void> {
  for await (const _ of (await ask(path, cookie)).body!);
}

/** Bytes of memory that a process has in use. */
const memoryOf = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024

/** Work, with the most memory that the server had meanwhile. */
async function watched(pid: number, work: () => Promise<void>): Promise<{ ms: number; most: number }> {
  let most = memoryOf(pid)
  const timer = setInterval(() => (most = Math.max(most, memoryOf(pid))), 20)
  const from = performance.now()
  await work().finally(() => clearInterval(timer))
  return { ms: performance.now() - from, most }
}

const numberOf = /B\d{9}/

/** The numbers of the cases in a CSV: the first field of each line; no text of these cases has a line's end. */
const inCsv = (text: string): string[] =>
  text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => numberOf.exec(line)![0])

/** The numbers in the first column of a workbook. */
async function inBook(bytes: Uint8Array): Promise<string[]> {
  const parts = await openZip(bytes, { ...limits, inflated: 2 ** 34 })
  const found: string[] = []
  let rest = ''
  for (const name of [...parts.names].filter((it) => it.startsWith('xl/worksheets/')).toSorted())
    await parts.read(name, (text) => {
      const rows = (rest + text).split('</row>')
      rest = rows.pop()!
      for (const row of rows) {
        const no = numberOf.exec(row)
        if (no) found.push(no[0])
      }
    })
  return found
}

function compare(what: string, found: readonly string[], wanted: readonly string[]): void {
  const differs = wanted.findIndex((no, index) => found[index] !== no)
  if (found.length !== wanted.length || differs >= 0)
    throw new Error(`${what}: ${found.length} of ${wanted.length} cases, the first other one is number ${differs}`)
}

async function measure(count: number): Promise<boolean> {
  const url = await openDesk(base, count, values.keep)
  const folder = mkdtempSync(join(tmpdir(), 'bench-exports-'))
  const child = await start(url, folder)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const cookie = await signIn()
    const all = await client.query<{ no: string }>(`select no from cases where city_id = ${city} order by reported_at desc, id desc`)
    const wanted = all.rows.map(({ no }) => no)
    compare('CSV', inCsv(await (await ask('/api/cases/export.csv', cookie)).text()), wanted)
    compare('XLSX', await inBook(new Uint8Array(await (await ask('/api/cases/export', cookie)).arrayBuffer())), wanted)
    const times = { copy: [] as number[], csv: [] as number[], xlsx: [] as number[] }
    let [most, mostXlsx] = [0, 0]
    for (let round = 0; round < Number(values.rounds); round++) {
      const from = performance.now()
      await client.query(copied)
      times.copy.push(performance.now() - from)
      const csv = await watched(child.pid!, () => drain('/api/cases/export.csv', cookie))
      times.csv.push(csv.ms)
      const xlsx = await watched(child.pid!, () => drain('/api/cases/export', cookie))
      times.xlsx.push(xlsx.ms)
      ;[most, mostXlsx] = [Math.max(most, csv.most), Math.max(mostXlsx, xlsx.most)]
    }
    const stalled = await watched(child.pid!, async () => {
      const answer = await ask('/api/cases/export', cookie)
      await sleep(3000)
      await answer.body!.cancel()
    })
    const ratios = times.csv.map((csv, round) => csv / times.copy[round]!)
    const ms = (list: readonly number[]) => `${median(list).toFixed(0)} ms`.padStart(9)
    print(
      `${String(count).padStart(9)} ${ms(times.copy)} ${ms(times.csv)} ${median(ratios).toFixed(2).padStart(6)} × ${mb(most).padStart(10)} ${ms(times.xlsx)} ${mb(mostXlsx).padStart(10)} ${mb(stalled.most).padStart(10)}   all ${wanted.length} there, twice`,
    )
    return median(ratios) <= required
  } finally {
    await client.end()
    child.send('end')
    await new Promise((resolve) => child.once('exit', resolve))
    rmSync(folder, { recursive: true, force: true })
  }
}

async function main(): Promise<void> {
  print(machine())
  const load = loadavg().map((it) => it.toFixed(2))
  print(`load before: ${load.join(' ')}; ${values.rounds} rounds in turns, medians; memory is the most that the server's process had\n`)
  print('    cases      COPY       CSV  CSV/COPY     memory      XLSX     memory    stalled')
  let met = true
  for (const size of values.sizes.split(',')) met = (await measure(Number(size))) && met
  print(`\nCSV within ${required} × COPY: ${met ? 'met' : 'NOT met'}`)
}

if (values.serve) await serve()
else
  await main().catch((error: unknown) => {
    print(String(error))
    process.exit(1)
  })
