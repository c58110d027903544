/**
 * The evening of a day in the field: `npm run build && node bench/upload.ts [--visits 60] [--rounds 4] [--megabits 20] [--delay 40]`. The
 * field's own app in Chromium sends its outbox; beside it, in the same page and to the same calls of the same server, a plain loop of
 * `fetch` sends the same kind and number of bytes, one after the other. Both take turns, once as fast as the machine goes, and once over
 * a line that is the bound. Before a time counts, the server is asked whether it has every photo by its hash, and every answer.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { getReady } from '../test/field/day.ts'
import { openOffice, type Office } from '../test/field/office.ts'
import { openPhone } from '../test/field/phone.ts'
import { city } from '../test/smallCity.ts'
import { machine, median, print } from './measure.ts'
import { byApp, byLoop, type Load, prepare } from './uploader.ts'

const { values } = parseArgs({
  options: {
    visits: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '4' },
    megabits: { type: 'string', default: '20' },
    delay: { type: 'string', default: '40' },
  },
})
const [visits, rounds, megabits, delay] = [values.visits, values.rounds, values.megabits, values.delay].map(Number) as [
  number,
  number,
  number,
  number,
]

/** Whether the server has all of a load: photos by their hashes, visits with their answers. */
async function check({ engine }: Office, load: Load): Promise<void> {
  const read = async (text: string, values: unknown[]) => (await engine.query(text, values)).rows
  const photos = await read(`select id, sha256 from evidence where city_id = ${city} and id = any($1::uuid[])`, [
    load.photos.map(({ id }) => id),
  ])
  const hashes = new Map(photos.map((row) => [String(row['id']), String(row['sha256'])]))
  const wrong = load.photos.filter(({ id, sha256 }) => hashes.get(id) !== sha256).length
  const [sums] = await read(
    `select count(distinct visit_id)::int as visits, count(*)::int as answers from observations where city_id = ${city} and visit_id = any($1::uuid[])`,
    [load.visits.map(({ id }) => id)],
  )
  const answers = load.visits.reduce((sum, visit) => sum + visit.answers, 0)
  if (wrong > 0 || sums!['visits'] !== load.visits.length || sums!['answers'] !== answers)
    throw new Error(`not all has arrived: ${wrong} photos otherwise or missing, ${JSON.stringify(sums)} of ${load.visits.length} visits`)
}

interface Run {
  readonly ms: number
  readonly bytes: number
}

async function run(page: Page, office: Office, way: 'app' | 'loop', seed: number): Promise<Run> {
  const load = await page.evaluate(prepare, { visits, seed, isForApp: way === 'app' })
  const ms = await page.evaluate(way === 'app' ? byApp : byLoop)
  await check(office, load)
  return { ms, bytes: load.bytes }
}

async function compare(page: Page, office: Office, name: string, from: number): Promise<void> {
  const all: Record<'app' | 'loop', Run[]> = { app: [], loop: [] }
  // The first round warms the server and is thrown away.
  for (let round = 0; round <= rounds; round++)
    for (const way of round % 2 === 0 ? (['app', 'loop'] as const) : (['loop', 'app'] as const)) {
      const one = await run(page, office, way, from + round * 2 + (way === 'app' ? 0 : 1))
      if (round > 0) all[way].push(one)
    }
  const rateOf = (list: Run[]) => median(list.map(({ ms, bytes }) => bytes / 1000 / ms))
  const [app, loop] = [rateOf(all.app), rateOf(all.loop)]
  const each = (list: Run[]) => list.map(({ ms }) => (ms / 1000).toFixed(1)).join(' ')
  print(
    `${name}: app ${app.toFixed(2)} MB/s (${each(all.app)} s), plain loop ${loop.toFixed(2)} MB/s (${each(all.loop)} s): ${((app / loop) * 100).toFixed(0)} % (limit 80 %)`,
  )
}

print(machine())
const folder = mkdtempSync(join(tmpdir(), 'bench-upload-'))
mkdirSync(join(folder, 'phone'))
const office = await openOffice(join(folder, 'office'), visits)
const phone = await openPhone(process.env['MINGCHENG_CHROMIUM'] ?? '/usr/bin/chromium', join(folder, 'phone'))
try {
  const { page } = phone
  await getReady(page, office.address)
  await page.goto(`${office.address}/field/outbox`)
  await page.locator('.field-title').waitFor()
  await page.waitForTimeout(3000)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  print(`${visits} visits, each with a photo of about 250 kB and two answers`)
  await compare(page, office, 'as fast as the machine', 1000)
  const uploadThroughput = (megabits * 1_000_000) / 8
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: delay,
    uploadThroughput,
    downloadThroughput: uploadThroughput,
  })
  await compare(page, office, `a line of ${megabits} Mbit/s and ${delay} ms`, 2000)
} finally {
  await phone.kill()
  await office.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
