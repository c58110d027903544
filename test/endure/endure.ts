/**
 * Kills the server again and again while people work with it, and then counts: every write that was acknowledged is there,
 * once and whole; nothing that was not acknowledged is there by half; and each start after a kill needed nobody.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { v7 } from 'uuid'
import { client, type Fetch } from '../../src/api/client.ts'
import { casesApi } from '../../src/cases/cases.api.ts'
import { evidenceApi } from '../../src/evidence/evidence.api.ts'
import { inspectionsApi } from '../../src/inspections/inspections.api.ts'
import type { Engine } from '../../src/server/engines/engine.ts'
import { dbOf } from '../../src/server/engines/engine.ts'
import { openEngine } from '../../src/server/engines/open.ts'
import { migrate } from '../../src/server/migrate.ts'
import { checkFolds } from '../../src/cases/foldCheck.serve.ts'
import { city, fill, password, photoOf, points } from '../smallCity.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What is tried. */
export interface Trial {
  readonly dataDir: string
  /** A PostgreSQL server; the embedded engine without. */
  readonly databaseUrl?: string
  readonly kills: number
  readonly seed: number
  /** Free space below which the server refuses writes by itself. */
  readonly reserveMb?: number
  /** Told after each kill. */
  readonly told?: (kill: number, acknowledged: number) => void
}

/** What came of it. Everything but the first six must be zero. */
export interface Outcome {
  readonly kills: number
  readonly acknowledged: number
  /** Sent, cut off, and sent again with the same id after the start. */
  readonly repeated: number
  readonly visits: number
  readonly cases: number
  /** Slowest start after a kill, in milliseconds. */
  readonly slowestStart: number
  readonly lost: number
  readonly twice: number
  readonly half: number
  readonly gaps: number
  readonly foldDifferences: number
}

/** A stream of numbers between 0 and 1 that a seed repeats (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A server as it runs. */
export interface Server {
  readonly child: ChildProcess
  readonly address: string
  readonly ended: Promise<unknown>
  readonly startMs: number
}

const settings = ({ dataDir, databaseUrl = '', reserveMb = 0 }: Trial) => ({
  MINGCHENG_DATA: dataDir,
  DATABASE_URL: databaseUrl,
  MINGCHENG_DEMO: 'off',
  MINGCHENG_RESERVE_MB: String(reserveMb),
  PORT: '0',
})

/** Starts the server as an operator would, and waits until it says where it is. */
export async function start(trial: Trial): Promise<Server> {
  const from = performance.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'src/cli/main.ts'), 'start', '--json'], {
    env: { ...process.env, ...settings(trial) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const errors: string[] = []
  child.stderr.on('data', (chunk: Buffer) => void errors.push(chunk.toString()))
  const ended = new Promise((resolve) => child.on('close', resolve))
  const address = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = /"address": "([^"]+)"/.exec(text)
      if (found) resolve(found[1]!)
    })
    void ended.then(() => reject(new Error(`the server did not start: ${errors.join('')}`)))
  })
  return { child, address, ended, startMs: performance.now() - from }
}

/** A write as somebody sends it: until it is acknowledged it is sent again, with the same ids. */
export interface Write {
  readonly kind: 'photo' | 'visit' | 'case'
  readonly id: string
  send(as: (login: string) => Fetch): Promise<unknown>
}

type Maker = (number: number) => Promise<Write>

const visitOf: Maker = async () => {
  const id = v7()
  const results = ['PSA', 'LITTER', 'SIGN'].map((fact) => ({
    id: v7(),
    fact,
    ...(fact === 'PSA' ? { value: '3' } : { grade: 'Y' }),
    note: '',
    photos: [],
  }))
  const body = { id, pointId: points.market, visitedAt: new Date(Date.now() - 60_000).toISOString(), note: '', results } as never
  return { kind: 'visit', id, send: (as) => client(inspectionsApi, as('inspector')).recordVisit({ body }) }
}

const caseOf: Maker = async (number) => {
  const id = v7()
  const body = { id, text: `第 ${number} 个问题`, place: [116.1, 39.1] } as never
  return { kind: 'case', id, send: (as) => client(casesApi, as('office')).fromDesk({ body }) }
}

const photoWrite: Maker = async (number) => {
  const id = v7()
  const bytes = await photoOf({ r: number % 256, g: (number >> 8) % 256, b: (number >> 16) % 256 })
  return {
    kind: 'photo',
    id,
    send: (as) => client(evidenceApi, as('inspector')).add({ query: { id, name: '现场.jpg' } as never, body: bytes }),
  }
}

/** What people send. */
export const makers = [visitOf, visitOf, caseOf, photoWrite]

/** Fetch with one person's cookie; signs in anew after a start. */
export function people(address: string): (login: string) => Fetch {
  const cookies = new Map<string, Promise<string>>()
  const signIn = async (login: string) => {
    const answer = await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ city: 'small', login, password }),
    })
    return answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')
  }
  return (login) => async (url, init) => {
    if (!cookies.has(login)) cookies.set(login, signIn(login))
    const cookie = await cookies.get(login)!
    return fetch(address + url, { ...init, headers: { ...init.headers, cookie }, body: (init.body ?? null) as BodyInit | null }) as never
  }
}

const atOnce = 4

/** Works until the server is gone. What was acknowledged goes to `done`, what was cut off stays in `open`. */
async function work(address: string, open: Map<string, Write>, done: Write[], next: () => Promise<Write>): Promise<number> {
  const as = people(address)
  const waiting = [...open.values()]
  let repeated = 0
  const worker = async () => {
    for (;;) {
      const again = waiting.pop()
      const write = again ?? (await next())
      open.set(write.id, write)
      try {
        await write.send(as)
      } catch (error) {
        // A refusal is an answer and would be a fault of this trial; anything else is the kill.
        if ((error as { status?: number }).status !== undefined) throw error
        return
      }
      open.delete(write.id)
      done.push(write)
      if (again) repeated += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return repeated
}

const patienceMs = 60_000

/** Some way into the work, at a moment that has nothing to do with any write. */
async function anyMoment(done: readonly Write[], random: () => number): Promise<void> {
  const until = done.length + 1 + Math.floor(random() * 40)
  const from = performance.now()
  while (done.length < until && performance.now() - from < patienceMs) await sleep(2)
  await sleep(random() * 20)
}

/** Runs the trial. */
export async function endure(trial: Trial): Promise<Outcome> {
  await found(trial)
  const random = chance(trial.seed)
  const done: Write[] = []
  const open = new Map<string, Write>()
  let number = 0
  let repeated = 0
  let slowestStart = 0
  const next = () => makers[Math.floor(random() * makers.length)]!(number++)
  for (let kill = 1; kill <= trial.kills; kill++) {
    const server = await start(trial)
    slowestStart = Math.max(slowestStart, server.startMs)
    const working = work(server.address, open, done, next)
    await anyMoment(done, random)
    server.child.kill('SIGKILL')
    await server.ended
    repeated += await working
    trial.told?.(kill, done.length)
  }
  const engine = await openEngine({ DATABASE_URL: trial.databaseUrl, DATABASE_OWNER_URL: undefined, MINGCHENG_DATA: trial.dataDir })
  try {
    return { kills: trial.kills, acknowledged: done.length, repeated, slowestStart, ...(await count(engine, trial.dataDir, done)) }
  } finally {
    await engine.close()
  }
}

/** The city that people work in. */
export async function found(trial: Trial): Promise<void> {
  const engine = await openEngine({ DATABASE_URL: trial.databaseUrl, DATABASE_OWNER_URL: undefined, MINGCHENG_DATA: trial.dataDir })
  await migrate(engine)
  await fill(dbOf(engine))
  await engine.close()
}

/** What must be zero, and what there is. */
export type Counted = Omit<Outcome, 'kills' | 'acknowledged' | 'repeated' | 'slowestStart'>

/** What is there when everything is over. */
export async function count(engine: Engine, dataDir: string, done: readonly Write[]): Promise<Counted> {
  const read = async (text: string) => (await engine.query(text, [])).rows
  const one = async (text: string) => Number((await read(text))[0]!['n'])
  const tables = { visit: 'visits', case: 'cases', photo: 'evidence' } as const
  let lost = 0
  let twice = 0
  for (const kind of ['visit', 'case', 'photo'] as const) {
    const there = new Map(
      (await read(`select id, count(*)::int as n from ${tables[kind]} group by id`)).map((row) => [String(row['id']), Number(row['n'])]),
    )
    for (const write of done.filter((it) => it.kind === kind)) {
      const times = there.get(write.id) ?? 0
      if (times === 0) lost += 1
      if (times > 1) twice += 1
    }
  }
  const { differences } = await checkFolds(dbOf(engine).of(city), city)
  return {
    visits: await one('select count(*)::int as n from visits'),
    cases: await one('select count(*)::int as n from cases'),
    lost: lost + (await missingFiles(dataDir, await read('select distinct sha256 from evidence'))),
    twice: twice + (await one("select count(*)::int - count(distinct thing)::int as n from events where kind = 'visit.recorded'")),
    half:
      (await one(
        'select count(*)::int as n from visits v where (select count(*) from observations o where o.city_id = v.city_id and o.visit_id = v.id) <> 3',
      )) +
      (await one(
        "select count(*)::int as n from visits v where not exists (select from events e where e.city_id = v.city_id and e.thing = v.id and e.kind = 'visit.recorded')",
      )),
    // Numbers of a city are shared by events and observations and have no holes.
    gaps: await one(
      `select (select last from event_heads where city_id = ${city})::int
        - (select count(*) from events where city_id = ${city})::int - (select count(*) from observations where city_id = ${city})::int as n`,
    ),
    foldDifferences: differences.length,
  }
}

/** Photos whose row is there and whose bytes are not, or are others. */
async function missingFiles(dataDir: string, rows: readonly Record<string, unknown>[]): Promise<number> {
  const { readFile } = await import('node:fs/promises')
  let missing = 0
  for (const row of rows) {
    const name = String(row['sha256'])
    const bytes = await readFile(join(dataDir, 'files', name.slice(0, 2), name.slice(2))).catch(() => undefined)
    if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== name) missing += 1
  }
  return missing
}
