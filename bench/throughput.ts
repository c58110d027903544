/**
 * What permissions and keeping cities apart cost a server, in requests: two real servers over HTTP, one as it is, one whose calls
 * may be made by whoever is signed in and whose database lets the owner see all. Each has a process and a database of its own;
 * they are asked in turns. Besides requests per second it counts the processor time of server and database, which a busy
 * machine does not stretch: throughput is what one processor can serve. Usage: see bench/README.md.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { v7 } from 'uuid'
import type { Contract } from '../src/api/contract.ts'
import type { CityId, EventId, ObservationId, PointId, VisitId } from '../src/base/ids.ts'
import { type Db, rows, sql } from '../src/base/sql.ts'
import { recordCases } from '../src/cases/opening.serve.ts'
import { recordVisits } from '../src/inspections/visits.sql.ts'
import { makeApp } from '../src/server/app.ts'
import { contracts } from '../src/server/contracts.ts'
import { dbOf, type Engine } from '../src/server/engines/engine.ts'
import { migrate } from '../src/server/migrate.ts'
import { city, district, edition, fill, noon, signIn, smallEdition, streets, units } from '../test/smallCity.ts'
import { openBench } from './engines.ts'
import { machine, median, print, processorsOf } from './measure.ts'

const { values } = parseArgs({
  options: {
    serve: { type: 'string' },
    engine: { type: 'string', default: '0' },
    rounds: { type: 'string', default: '8' },
    each: { type: 'string', default: '60' },
    port: { type: 'string', default: '4100' },
  },
})
const sides = ['without', 'with'] as const
type Side = (typeof sides)[number]
const atOnce = 4

/** Every call for whoever is signed in, about whatever it is; and the owner's rights whatever is asked for. */
function withoutRights(engine: Engine): Engine {
  for (const route of Object.values(contracts).flatMap((contract) => Object.values(contract as Contract))) {
    const open = route as { may: string; within?: unknown; asks?: unknown }
    if (open.may !== 'anyone') open.may = 'signedIn'
    delete open.within
    delete open.asks
  }
  return { ...engine, as: () => engine.as('owner') }
}

const pointAt = (index: number) => `01900000-0000-7000-8001-${String(index).padStart(12, '0')}`
const points = 600
const typeAt = (index: number) => smallEdition.pointTypes[index % 2]!

const visitAt = (index: number) => {
  const results = typeAt(index).checks.map((fact) => ({ id: v7() as ObservationId, fact, grade: 'Y', note: '', photos: [] }))
  return { id: v7() as VisitId, pointId: pointAt(index % points) as PointId, visitedAt: noon, note: '', results }
}

/** Points, visits and cases beside what the small city has. */
async function fillMore(db: Db): Promise<{ visit: string; observation: string }> {
  const list = Array.from({ length: points }, (_, index) => ({
    id: pointAt(index),
    code: `Q${index}`,
    type: typeAt(index).id,
    street: streets[index % 2],
    unit: units.market,
  }))
  await db.run(sql`insert into points (city_id, id, code, type, name_zh, lng, lat, cell, district_id, street_id, unit_id)
    select ${city}, id, code, type, code, 116.1, 39.1, 0, ${district}, street, unit from ${rows(list, { id: 'uuid', code: 'text', type: 'text', street: 'uuid', unit: 'uuid' })}`)
  const visits = Array.from({ length: 6000 }, (_, index) => visitAt(index)).map((visit) => ({
    ...visit,
    roundId: null,
    recordedAt: noon,
    by: null,
    results: visit.results.map((result) => ({ ...result, factor: 1000, value: null })),
  }))
  await db.tx((tx) => recordVisits(tx, city, visits))
  const report = (index: number) => ({
    id: v7() as EventId,
    kind: 'case.reported',
    thing: v7(),
    at: noon,
    by: null,
    version: 1,
    data: {
      no: `20261120-${String(index).padStart(4, '0')}`,
      source: 'inspection',
      text: `路灯不亮 ${index}`,
      class: null,
      pointId: pointAt(index % points),
      observationId: null,
      fact: 'LAMP',
      place: null,
      streetId: streets[index % 2],
      unitId: units.market,
      dueAt: noon,
      photos: [],
    },
  })
  await db.tx((tx) =>
    recordCases(
      tx,
      city as CityId,
      Array.from({ length: 1500 }, (_, index) => [report(index)]),
    ),
  )
  return { visit: visits[7]!.id, observation: visits[7]!.results[0]!.id }
}

/** What a child says when its door is open. */
interface Open {
  readonly address: string
  readonly cookie: string
  readonly visit: string
  readonly observation: string
}

/** A server in a process of its own; it answers `cpu` with what it has used so far, in milliseconds. */
async function serve(side: Side): Promise<void> {
  const { open } = openBench(`throughput_${side}`)[Number(values.engine)]!
  const engine = await open()
  await migrate(engine)
  await fill(dbOf(engine))
  const things = await fillMore(dbOf(engine))
  await engine.script('vacuum analyze')
  const db = dbOf(side === 'without' ? withoutRights(engine) : engine, { right: side === 'without' ? 'owner' : 'nobody' })
  const app = await makeApp({ db, now: () => noon })
  const address = await app.listen({ port: Number(values.port), host: '127.0.0.1' })
  const used = processorsOf(engine)
  process.on('message', (said) => {
    if (said === 'end')
      void app
        .close()
        .then(() => engine.close())
        .then(() => process.exit())
    else void used().then((cpu) => process.send!({ cpu }))
  })
  process.send!({ address, cookie: await signIn(app, 'office'), ...things } satisfies Open)
}

interface Server extends Open {
  readonly child: ChildProcess
}

const heard = <Said>(child: ChildProcess) => new Promise<Said>((resolve) => child.once('message', (said) => resolve(said as Said)))

async function start(engine: number, side: Side): Promise<Server> {
  const port = String(Number(values.port) + (side === 'with' ? 1 : 0))
  const child = fork(fileURLToPath(import.meta.url), ['--serve', side, '--engine', String(engine), '--port', port])
  return { child, ...(await heard<Open>(child)) }
}

async function used({ child }: Server): Promise<number> {
  child.send('cpu')
  return (await heard<{ cpu: number }>(child)).cpu
}

type Request = (server: Server, no: number) => { path: string; body?: object }
const works: Record<string, Request> = {
  'a list of 50 cases': () => ({ path: '/cases?limit=50' }),
  'a list of 50 points': () => ({ path: '/points?limit=50' }),
  'a list of 50 observations': () => ({ path: '/observations?limit=50' }),
  'one observation': ({ observation }) => ({ path: `/observations/${observation}` }),
  'one visit with its observations': ({ visit }) => ({ path: `/visits/${visit}` }),
  'a score read': () => ({ path: `/editions/${edition}/score` }),
  'a visit recorded': (_server, no) => ({ path: '/visits', body: visitAt(no) }),
}

async function ask(server: Server, { path, body }: ReturnType<Request>): Promise<void> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const headers = {
    cookie: server.cookie,
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }),
  }
  const answer = await fetch(`${server.address}/api${path}`, { ...init, headers })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
}

/** `each` requests, a few at a time; milliseconds on the clock and of processors. */
async function turn(server: Server, request: Request, each: number): Promise<{ clock: number; processors: number }> {
  const [from, before] = [performance.now(), await used(server)]
  let next = 0
  const one = async () => {
    while (next < each) await ask(server, request(server, next++))
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  const clock = performance.now() - from
  return { clock, processors: (await used(server)) - before }
}

async function compare(engine: number, name: string): Promise<void> {
  const servers = [await start(engine, 'without'), await start(engine, 'with')]
  const [rounds, each] = [Number(values.rounds), Number(values.each)]
  print(`\n${name}: ${rounds} turns of ${each} requests each, ${atOnce} at a time, in turns`)
  print(`${''.padEnd(34)} ${'requests/s'.padStart(19)}           ms of processors`)
  print(`${''.padEnd(34)} ${'without'.padStart(9)} ${'with'.padStart(9)}   less   ${'without'.padStart(7)} ${'with'.padStart(7)}   less`)
  const sums = [0, 0]
  for (const [what, request] of Object.entries(works)) {
    const spent = sides.map(() => ({ clock: [] as number[], processors: [] as number[] }))
    for (const server of [...servers, ...servers, ...servers]) await turn(server, request, each)
    for (let round = 0; round < rounds; round++)
      for (const at of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const { clock, processors } = await turn(servers[at]!, request, each)
        spent[at]!.clock.push(each / (clock / 1000))
        spent[at]!.processors.push(processors / each)
      }
    const rate = spent.map(({ clock }) => median(clock)) as [number, number]
    const cost = spent.map(({ processors }) => processors.reduce((sum, it) => sum + it, 0) / rounds) as [number, number]
    cost.forEach((it, at) => (sums[at]! += it))
    const less = (share: number) => `${(share * 100).toFixed(1).padStart(6)} %`
    print(
      `${what.padEnd(34)} ${rate[0].toFixed(0).padStart(9)} ${rate[1].toFixed(0).padStart(9)} ${less(1 - rate[1] / rate[0])} ${cost[0].toFixed(2).padStart(7)} ${cost[1].toFixed(2).padStart(7)} ${less(1 - cost[0] / cost[1])}`,
    )
  }
  print(
    `${'one of each'.padEnd(34)} ${' '.repeat(28)} ${sums[0]!.toFixed(2).padStart(7)} ${sums[1]!.toFixed(2).padStart(7)} ${((1 - sums[0]! / sums[1]!) * 100).toFixed(1).padStart(6)} %  (limit 10 %)`,
  )
  for (const { child } of servers) child.send('end')
  await Promise.all(servers.map(({ child }) => new Promise((resolve) => child.once('exit', resolve))))
}

if (values.serve !== undefined) await serve(values.serve as Side)
else {
  print(machine())
  for (const [engine, { name }] of openBench('throughput').entries()) await compare(engine, name)
}
