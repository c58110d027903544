/**
 * The desk under load: our server with everything on, beside the bare one of `bare.ts`, the same cases, 16 connections that are
 * kept, asked in turns. Processor time is that of the server and of the database's processes, per request. Nothing is timed
 * before both have given the same answers. Usage: see bench/README.md.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Client } from 'undici'
import { migrate } from '../src/server/migrate.ts'
import { readConfig } from '../src/server/config.ts'
import { dbOf } from '../src/server/engines/engine.ts'
import { openPostgres } from '../src/server/engines/postgres.ts'
import { addCases, addCity, bareTables, logins, password } from './deskCity.ts'
import { type Asked, type Side, sides, works } from './deskWorks.ts'
import { machine, median, print } from './measure.ts'

const { values } = parseArgs({
  options: {
    serve: { type: 'string' },
    cases: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    // The photos last: what is done with them after the answer goes on for a while.
    works: { type: 'string', default: 'page,board,create,create with a key,create with a photo' },
    port: { type: 'string', default: '4100' },
    /** Use the databases of the last run. */
    keep: { type: 'boolean', default: false },
    /** Only ours: for profiles. */
    alone: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
})
const base = process.env['DATABASE_URL'] ?? ''
const count = Number(values.cases)
const connections = 16

const urlOf = (side: Side): string => {
  const url = new URL(base)
  url.pathname = `/bench_desk_${side}_${count}`
  return url.href
}

/** Fills both databases with the same cases. */
async function prepare(): Promise<void> {
  const admin = await openPostgres(base, 1)
  const { rows } = await admin.query(
    `select current_setting('fsync') || ' ' || current_setting('synchronous_commit') as durable, version()`,
    [],
  )
  if (rows[0]!['durable'] !== 'on on')
    throw new Error('this server does not keep what it acknowledges: fsync and synchronous_commit must be on')
  print(String(rows[0]!['version']))
  for (const side of sides) {
    const name = new URL(urlOf(side)).pathname.slice(1)
    const known = await admin.query('select 1 from pg_database where datname = $1', [name])
    if (known.rows.length > 0 && values.keep) continue
    await admin.script(`drop database if exists ${name} with (force)`)
    await admin.script(`create database ${name}`)
    const engine = await openPostgres(urlOf(side), 1)
    if (side === 'bare') await engine.script(bareTables(count))
    else {
      await migrate(engine)
      await addCity(dbOf(engine))
      await addCases(engine, count)
    }
    await engine.script('vacuum analyze')
    await engine.close()
  }
  await admin.script('checkpoint')
  await admin.close()
}

/** Our server as an operator starts it. */
async function serve(): Promise<void> {
  const { startServer } = await import('../src/server/main.ts')
  const running = await startServer(readConfig())
  process.on('message', () => void running.stop().then(() => process.exit()))
  process.send!('open')
}

interface Server {
  readonly side: Side
  readonly child: ChildProcess
  readonly clients: readonly Client[]
  readonly cookies: readonly string[]
}

async function start(side: Side, folder: string): Promise<Server> {
  const port = Number(values.port) + sides.indexOf(side)
  const child =
    side === 'bare'
      ? fork(fileURLToPath(new URL('bare.ts', import.meta.url)), [urlOf(side), String(port), folder])
      : fork(fileURLToPath(import.meta.url), ['--serve', side], {
          execArgv: values.profile ? ['--cpu-prof', '--cpu-prof-dir', '/tmp/speed-prof'] : [],
          env: {
            ...process.env,
            DATABASE_URL: urlOf(side),
            PORT: String(port),
            MINGCHENG_DATA: folder,
            MINGCHENG_DEMO: 'off',
            MINGCHENG_CALLS_PER_MINUTE: '100000000',
          },
        })
  await new Promise((resolve) => child.once('message', resolve))
  const clients = Array.from({ length: connections }, () => new Client(`http://127.0.0.1:${port}`))
  const cookies = side === 'bare' ? [''] : await Promise.all(logins.map((login, no) => signIn(clients[no]!, login)))
  return { side, child, clients, cookies }
}

async function signIn(client: Client, login: string): Promise<string> {
  const body = JSON.stringify({ city: 'bench', login, password })
  const answer = await client.request({ method: 'POST', path: '/api/session', headers: { 'content-type': 'application/json' }, body })
  const text = await answer.body.text()
  if (answer.statusCode !== 200) throw new Error(text)
  return String(answer.headers['set-cookie']).split(';')[0]!
}

/** One request of a connection, as a browser of the desk would send it. */
async function ask(
  { clients, cookies }: Server,
  connection: number,
  { method = 'GET', path, body, headers = {} }: Asked,
): Promise<{ text: string; etag: string }> {
  const isBytes = body instanceof Uint8Array
  const answer = await clients[connection]!.request({
    method,
    path,
    headers: {
      cookie: cookies[connection % cookies.length]!,
      ...(body === undefined
        ? {}
        : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json', 'sec-fetch-site': 'same-origin' }),
      ...headers,
    },
    body: body === undefined ? null : isBytes ? body : JSON.stringify(body),
  })
  const text = await answer.body.text()
  if (answer.statusCode !== 200 && answer.statusCode !== 304) throw new Error(`${path}: ${answer.statusCode} ${text}`)
  return { text, etag: String(answer.headers['etag'] ?? '') }
}

/** Ticks of processes, as milliseconds: the server, and every process of the database server. */
function processors({ child }: Server, postmaster: number): [number, number] {
  let database = 0
  let server = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
      const used = (Number(fields[11]) + Number(fields[12])) * 10
      if (Number(pid) === child.pid) server = used
      if (Number(fields[1]) === postmaster) database += used
    } catch {
      // It ended while we looked.
    }
  }
  return [server, database]
}

interface Turn {
  readonly rate: number
  readonly server: number
  readonly database: number
  readonly slowest: number
}

/** Every connection asks, waits for the answer and asks again, for so long. */
async function turn(server: Server, name: string, postmaster: number): Promise<Turn> {
  const work = works[name]!
  const before = processors(server, postmaster)
  const from = performance.now()
  const until = from + Number(values.seconds) * 1000
  const times: number[] = []
  const one = async (connection: number) => {
    while (performance.now() < until) {
      const sent = performance.now()
      await work(server.side, (asked) => ask(server, connection, asked))
      times.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, connection) => one(connection)))
  const clock = performance.now() - from
  const after = processors(server, postmaster)
  const per = (index: 0 | 1) => (after[index] - before[index]) / times.length
  return {
    rate: (times.length / clock) * 1000,
    server: per(0),
    database: per(1),
    slowest: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!,
  }
}

/** What is required: of the bare server's rate, or a second. */
const required: Readonly<Record<string, { readonly ratio?: number; readonly rate?: number }>> = {
  create: { ratio: 1 },
  'create with a photo': { ratio: 0.7 },
  page: { ratio: 1 },
  board: { rate: 2000 },
}
/** Where the rates of a run are kept for the runs with more cases. */
const ratesFile = join(tmpdir(), 'mingcheng-bench-desk-rates.json')

/** Says of each required line whether it was reached, and how a page grew since the run with 100,000 cases. */
function judge(rates: ReadonlyMap<string, readonly number[]>): void {
  print('\nrequired')
  const say = (what: string, found: number, least: number) =>
    print(`${what.padEnd(60)} ${found.toFixed(2).padStart(9)}  ≥ ${least}  ${found >= least ? 'reached' : 'NOT REACHED'}`)
  for (const [name, [bare = 0, ours = 0]] of rates) {
    const { ratio, rate } = required[name] ?? {}
    // The page is measured against the bare server at 100,000 cases, and from there on against itself.
    if (ratio !== undefined && (name !== 'page' || count <= 100_000)) say(`${name}: of the bare server's rate`, ours / bare, ratio)
    if (rate !== undefined) say(`${name}: a second`, ours, rate)
  }
  const [bare = 0, ours] = rates.get('page') ?? []
  if (ours === undefined) return
  if (count === 100_000) writeFileSync(ratesFile, JSON.stringify({ ours, bare }))
  if (count <= 100_000) return
  if (!existsSync(ratesFile)) {
    print('page: run 100,000 cases first, in the same hour; the growth of a page is measured from there')
    return
  }
  const before = JSON.parse(readFileSync(ratesFile, 'utf8')) as { ours: number; bare: number }
  say(`page with ${count} cases: of our rate at 100,000`, ours / before.ours, 0.5)
  print(`the bare server's page: ${(bare / before.bare).toFixed(2)} of its rate at 100,000`)
}

async function main(): Promise<void> {
  print(machine())
  print(
    `load before: ${loadavg()
      .map((it) => it.toFixed(2))
      .join(' ')}; ${count} cases, ${connections} connections, ${values.rounds} turns of ${values.seconds} s each`,
  )
  await prepare()
  const admin = await openPostgres(base, 1)
  const { rows } = await admin.query('select pg_backend_pid() as pid', [])
  const postmaster = Number(
    readFileSync(`/proc/${String(rows[0]!['pid'])}/stat`, 'utf8')
      .split(') ')[1]!
      .split(' ')[1],
  )
  const folder = mkdtempSync(join(tmpdir(), 'bench-desk-'))
  const servers: Server[] = []
  process.on('exit', () => servers.forEach(({ child }) => child.kill('SIGKILL')))
  for (const side of values.alone ? (['ours'] as const) : sides) servers.push(await start(side, join(folder, side)))
  print(
    `\n${'per second'.padEnd(30)} ${servers.map(({ side }) => `${side.padStart(8)}  server+database ms  p99 ms`).join('   ')}    ours / bare`,
  )
  const rates = new Map<string, readonly number[]>()
  for (const name of values.works.split(',')) {
    const told = await Promise.all(servers.map(async (server) => works[name]!.check?.(server.side, (asked) => ask(server, 0, asked))))
    if (JSON.stringify(told[0]) !== JSON.stringify(told[told.length - 1]))
      throw new Error(`${name}: the answers differ: ${JSON.stringify(told).slice(0, 300)}`)
    const turns: Turn[][] = servers.map(() => [])
    for (const server of servers) await turn(server, name, postmaster)
    for (let round = 0; round < Number(values.rounds); round++)
      for (const at of round % 2 === 0 ? servers.keys() : [...servers.keys()].toReversed())
        turns[at]!.push(await turn(servers[at]!, name, postmaster))
    const mid = (at: number, key: keyof Turn) => median(turns[at]!.map((it) => it[key]))
    const shown = servers.map(
      (_, at) =>
        `${mid(at, 'rate').toFixed(0).padStart(8)}  ${mid(at, 'server').toFixed(2).padStart(7)} + ${mid(at, 'database').toFixed(2).padStart(5)} ${mid(at, 'slowest').toFixed(1).padStart(9)}`,
    )
    rates.set(
      name,
      servers.map((_, at) => mid(at, 'rate')),
    )
    print(`${name.padEnd(30)} ${shown.join('   ')}    ${(mid(servers.length - 1, 'rate') / mid(0, 'rate')).toFixed(2).padStart(6)}`)
  }
  if (!values.alone) judge(rates)
  for (const { clients, child } of servers) {
    await Promise.all(clients.map((client) => client.close()))
    child.send('end')
    await new Promise((resolve) => child.once('exit', resolve))
  }
  await admin.close()
  rmSync(folder, { recursive: true, force: true })
}

if (values.serve !== undefined) await serve()
else
  await main().catch((error: unknown) => {
    print(String(error))
    process.exit(1)
  })
