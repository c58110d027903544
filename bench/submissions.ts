/**
 * Phones that come home in the evening: `node bench/submissions.ts [--rate 50] [--seconds 30] [--atOnce 32] [--only visits] [--round]`. Forms of
 * 250 questions at a steady rate, as visits and as answers to an imported workbook: all accepted, and answers no longer at the end than
 * at the beginning. Then as many as go through. The load is made in a thread of its own.
 */
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { v7 } from 'uuid'
import { json, sql } from '../src/base/sql.ts'
import { makeApp } from '../src/server/app.ts'
import { now } from '../src/server/clock.ts'
import { type Db } from '../src/base/sql.ts'
import { dbOf, type Engine } from '../src/server/engines/engine.ts'
import { migrate } from '../src/server/migrate.ts'
import { Edition } from '../src/standards/edition.ts'
import { city, fill, noon, password, points, smallEdition } from '../test/smallCity.ts'
import { fileOfSheets } from '../test/xlsforms.ts'
import { openBench } from './engines.ts'
import { machine, print, processorsOf } from './measure.ts'
import type { Sending, Sent } from './submitter.ts'

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '30' },
    atOnce: { type: 'string', default: '32' },
    only: { type: 'string' },
    round: { type: 'boolean', default: false },
  },
})
const [rate, seconds, atOnce] = [Number(values.rate), Number(values.seconds), Number(values.atOnce)]
const questions = Array.from({ length: 250 }, (_, index) => `q${index + 1}`)

const submit = (sending: Sending) =>
  new Promise<Sent>((resolve, reject) => {
    const worker = new Worker(new URL('submitter.ts', import.meta.url), { workerData: sending })
    worker.once('message', resolve).once('error', reject)
  })

/** An edition whose places of one kind have 250 checks. */
const editionOf = (type: string) =>
  Edition.parse({
    ...smallEdition,
    standard: type.toLowerCase(),
    pointTypes: [{ id: type, title: { zh: type }, group: 'bench', checks: questions }],
    checks: questions.map((id) => ({ id, title: { zh: `检查项 ${id}`, en: `Check ${id}` }, kind: 'presence', scale: 'conform3' })),
    tree: [],
  })

async function visits(owner: Db) {
  const [type, point] = ['PT-250', points.market]
  await owner.run(sql`insert into editions (city_id, id, standard, edition, title_zh, title_en, status, official, version, hash, content, changed_at, published_at)
    values (${city}, ${v7()}, ${type}, '2026', ${type}, ${type}, 'published', false, 1, ${type}, ${json(editionOf(type))}, ${noon}, ${noon})`)
  await owner.run(sql`update points set type = ${type} where city_id = ${city} and id = ${point}`)
  const results = questions.map((fact) => ({ id: '{answer}', fact, grade: 'Y', note: '', photos: [] }))
  const roundId = v7()
  if (values.round)
    await owner.run(sql`insert into rounds (city_id, id, kind, title_zh, title_en, from_on, to_on)
      values (${city}, ${roundId}, 'daily', '日查', '', '2026-01-01', '2026-12-31')`)
  return {
    path: '/visits/handed',
    body: { id: '{id}', pointId: point, ...(values.round ? { roundId } : {}), visitedAt: noon, note: '', results },
  }
}

async function forms(address: string, cookie: string) {
  const survey = questions.map((name, index) =>
    index % 2 === 0 ? ['text', name, `第 ${index + 1} 题`] : ['integer', name, `第 ${index + 1} 题`],
  )
  const file = await fileOfSheets({ survey: [['type', 'name', 'label'], ...survey] })
  const id = v7()
  const made = await fetch(`${address}/api/forms?id=${id}&name=bench.xlsx`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', cookie },
    body: file as BodyInit,
  })
  if (!made.ok) throw new Error(await made.text())
  const answers = Object.fromEntries(questions.map((name, index) => [name, index % 2 === 0 ? '有人值守，标识清楚' : String(index)]))
  return { path: `/forms/${id}/answers`, body: { id: '{id}', answers, filledAt: noon } }
}

async function signIn(address: string, login: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const entered = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ city: 'small', login, password }),
  })
  return entered.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

async function measure(name: string, engine: Engine, sending: Omit<Sending, 'rate' | 'seconds' | 'atOnce'>): Promise<void> {
  const used = processorsOf(engine)
  const before = await used()
  const steady = await submit({ ...sending, rate, seconds, atOnce })
  const each = ((await used()) - before) / steady.asked
  const tenth = Math.ceil(steady.bytes.length / 10)
  const mean = (list: readonly number[]) => (list.reduce((sum, bytes) => sum + bytes, 0) / list.length).toFixed(0)
  print(
    `${name}: ${steady.asked} of 250 questions at ${rate}/s: ${((steady.good / steady.asked) * 100).toFixed(1)} % accepted in ${steady.seconds.toFixed(1)} s, median ${steady.medianMs.toFixed(0)} ms, p95 ${steady.p95Ms.toFixed(0)} ms; answers ${mean(steady.bytes.slice(0, tenth))} bytes in the first tenth, ${mean(steady.bytes.slice(-tenth))} in the last; ${each.toFixed(1)} ms of processor each, client included`,
  )
  if (steady.why !== '') print(`  refused: ${steady.why.slice(0, 500)}`)
  const hard = await submit({ ...sending, rate: 0, seconds: 10, atOnce })
  print(
    `${name}: highest rate, ${atOnce} at once for 10 s: ${(hard.good / hard.seconds).toFixed(1)}/s, ${hard.asked - hard.good} refused, median ${hard.medianMs.toFixed(0)} ms`,
  )
}

print(machine())
for (const { name, open } of openBench('submissions')) {
  const engine = await open()
  await migrate(engine)
  const owner = dbOf(engine)
  await fill(owner)
  const app = await makeApp({ db: owner, now })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const kinds = {
    visits: { login: 'inspector', make: () => visits(owner) },
    forms: { login: 'office', make: async () => forms(address, await signIn(address, 'office')) },
  }
  for (const [kind, { login, make }] of Object.entries(kinds)) {
    if (values.only !== undefined && values.only !== kind) continue
    const { path, body } = await make()
    const cookie = await signIn(address, login)
    await measure(`${name}, ${kind}`, engine, { url: `${address}/api${path}`, cookie, body: JSON.stringify(body) })
  }
  await app.close()
  await engine.close()
}
