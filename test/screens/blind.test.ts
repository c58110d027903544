/**
 * The sealed sample of a third party, attacked through every screen: while it is walked, the office, the inspected unit, another third
 * party and a resident open every page in real browsers, with the ids in hand that only the assessor has. Whatever reached their
 * windows is asked again of a twin city, copied before the draw, where nobody was ever drawn: it must answer the same to the letter.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { z } from 'zod'
import { sql } from '../../src/base/sql.ts'
import { evidenceApi } from '../../src/evidence/evidence.api.ts'
import { inspectionsApi } from '../../src/inspections/inspections.api.ts'
import { Plan } from '../../src/samples/draw.ts'
import { samplesApi } from '../../src/samples/samples.api.ts'
import { dbOf } from '../../src/server/engines/engine.ts'
import { dumpMemory, openMemory } from '../memory.ts'
import { releaseDue } from '../../src/server/nightly.ts'
import { addMarkets, fillBlind, third } from '../blindCity.ts'
import { drawAgain } from '../drawAgain.ts'
import { embedded, type TestDb } from '../engines.ts'
import { textOf } from '../everyCall.ts'
import { patienceMs } from '../browser.ts'
import { city, idOf, noon, openApp, personOf, photoOf, points, signIn, type SmallApp } from '../smallCity.ts'
import { rest, watch } from './house.ts'
import { stops } from './routes.ts'

const names = { round: idOf(901), sample: idOf(900), visit: idOf(902), photo: idOf(903), answer: idOf(904), weekly: idOf(905) }
const { round, sample, visit, photo, answer, weekly } = names as { readonly [Name in keyof typeof names]: never }
const marker = '信封里才有的话'
const reason = '市场大门紧锁敲门不应'
const walker = '暗访员司马某'
const markets = ['甲坊市场', '乙坊市场', '丙坊市场', '丁坊市场', '戊坊市场', '己坊市场']

/** Somebody from outside, what their window received, and what it heard live. */
interface Outsider {
  readonly cookie: string
  readonly page: Page
  /** Every answer of the host by its address, and every page as it stood. */
  readonly received: Map<string, string>
  readonly heard: string[]
}

let house: TestDb
let small: SmallApp
let browser: Browser
let address = ''
let folder: string
const faults: string[] = []
/** A map whose tiles are refused says so on the console. */
const leaks = () => faults.filter((fault) => !fault.startsWith('console: '))
const outsiders = new Map<string, Outsider>()
const samples = (login: 'office' | 'assessor') => small.as(login, samplesApi)
const ofSample = { params: { id: sample } }
const drawn = async () => (await samples('assessor').listPoints({ ...ofSample, query: { drawn: 'true' } })).items.map(({ point }) => point)

beforeAll(async () => {
  house = await embedded()
  await fillBlind(house.db)
  await addMarkets(house.db, markets)
  await house.db.run(sql`update people set name = ${walker} where city_id = ${city} and id = ${personOf('assessor')}`)
  small = await openApp(house.db, { web: true })
  address = await small.app.listen({ port: 0, host: '127.0.0.1' })
  // Something for the pages to show: a round of the week with a visit and what it found.
  const title = (zh: string) => ({ zh, en: zh })
  const days = { fromOn: '2026-11-16', toOn: '2026-11-30' }
  const office = small.as('office', inspectionsApi)
  await office.addRound({ body: { id: weekly, kind: 'weekly', title: title('周巡查'), ...days } })
  await office.addRound({ body: { id: round, kind: 'thirdParty', title: title('第三方盲测'), ...days } })
  await small.as('inspector', inspectionsApi).recordVisit({ body: seen(idOf(906), points.road, '灯坏了', idOf(907), weekly) })
  const plan = Plan.parse({ types: ['PT-MARKET'], by: ['type'], quota: { how: 'each', count: 3 } })
  const releaseAt = '2026-11-20T04:30:00.000Z'
  await samples('office').bind({ body: { id: sample, roundId: round, plan, unitId: third as never, sealed: true, releaseAt } })
  browser = await chromium.launch({
    executablePath: inject('chromium'),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--enable-unsafe-swiftshader'],
  })
  for (const login of ['office', 'unit', 'checker2', '']) outsiders.set(login, await comes(login))
  folder = await mkdtemp(join(tmpdir(), 'blind-'))
  await writeFile(join(folder, 'before.tar'), await dumpMemory(house.engine))
})
afterAll(async () => {
  await browser.close()
  await small.app.close()
  await house.close()
  await rm(folder, { recursive: true })
})

const seen = (id: string, point: string, note: string, observation: string, ofRound?: never, photos: never[] = []) => ({
  id: id as never,
  pointId: point as never,
  ...(ofRound ? { roundId: ofRound } : {}),
  visitedAt: noon,
  note,
  results: [{ id: observation as never, fact: point === points.road ? 'LAMP' : 'SIGN', grade: 'N', note, photos }],
})

/** A window, on its first page and listening; nobody's when there is no login. */
async function comes(login: string): Promise<Outsider> {
  const cookie = login === '' ? '' : await signIn(small.app, login)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', reducedMotion: 'reduce' })
  context.setDefaultTimeout(patienceMs)
  await context.clock.setSystemTime(small.clock.now)
  const [name, value] = cookie.split('=')
  if (cookie !== '') await context.addCookies([{ name: name!, value: value!, url: address }])
  const page = await context.newPage()
  const [received, heard] = [new Map<string, string>(), [] as string[]]
  await watch(page, address, faults)
  const wire = await context.newCDPSession(page)
  await wire.send('Network.enable')
  wire.on('Network.eventSourceMessageReceived', ({ data }) => void heard.push(data))
  page.on('response', (reply) => {
    const path = reply.url().slice(address.length)
    // The stream is heard above; a file that is not the house's word says nothing.
    if (path.startsWith('/assets/') || path.startsWith('/api/changes') || reply.request().method() !== 'GET') return
    received.set(path, received.get(path) ?? '')
    void reply.body().then(
      (bytes) => received.set(path, (received.get(path) ?? '') + textOf(bytes)),
      () => undefined,
    )
  })
  await page.goto(`${address}${login === '' ? '/public/small' : '/'}`)
  await rest(page)
  return { cookie, page, received, heard }
}

/** The addresses of the pages, where a thing can be named those of the sealed ones. */
const pathsWith = (point: string): string[] => {
  const named: Record<string, string> = { rounds: names.round, samples: names.sample, visits: names.visit, points: point }
  const known = stops.map(({ path }) => path.replace('{id}', named[/^\/(\w+)/.exec(path)?.[1] ?? ''] ?? ''))
  const more = [
    '/rounds?tab=unseen',
    `/visits/new?point=${point}&sample=${names.sample}`,
    `/observations/${names.answer}`,
    `/visits?round=${names.round}`,
  ]
  return [...new Set([...known, ...more])].filter((path) => !/^\/(sign-in|enter|nowhere)/.test(path))
}

/** Walks through the desk, searches, and takes every file along that a page offers. */
async function pries({ page, received, cookie }: Outsider, point: { id: string; title: { zh: string } }): Promise<void> {
  // Calls that no page makes by itself, for a photo that nobody can know of.
  const files = new Set(['', '/view', '/file', '/chain', '/blurred'].map((what) => `/api/evidence/${names.photo}${what}`))
  const look = async (what: string) => {
    await rest(page)
    const shown = await page.content()
    received.set(`page ${what}`, shown)
    for (const [, href] of shown.matchAll(/href="(\/api\/[^"]+)"/g)) files.add(href!.replaceAll('&amp;', '&'))
  }
  for (const path of pathsWith(point.id)) {
    await page.evaluate((to) => history.pushState({}, '', to), path)
    await look(path)
  }
  for (const words of [point.title.zh, marker, walker]) {
    await page.locator('header [role=combobox], header input').first().fill(words)
    await page.waitForTimeout(250)
    await look(`search ${words}`)
  }
  for (const path of files) received.set(path, await asks(small, path, cookie))
}

/** A resident has the public pages, and what the calls and the door answer to nobody. */
async function strolls({ page, received }: Outsider, point: { id: string }): Promise<void> {
  const open = ['/public/small', `/samples?open=${names.sample}`, `/api/samples/${names.sample}/points`, '/open311/v2/requests.json']
  for (let index = 0; index < open.length && index < 14; index++) {
    await page.goto(`${address}${open[index]}`)
    await rest(page)
    const shown = await page.content()
    received.set(`page ${open[index]}`, shown)
    for (const [, href] of shown.matchAll(/href="(\/public\/[^"]+)"/g)) {
      const path = href!.replaceAll('&amp;', '&')
      if (!open.includes(path)) open.push(path)
    }
  }
  received.set(`/api/points/${point.id}`, await asks(small, `/api/points/${point.id}`, ''))
}

const asks = async ({ app }: Pick<SmallApp, 'app'>, path: string, cookie: string) =>
  // The ticket of a form is made anew for each, and each file that somebody took is one more fact of the city.
  textOf((await app.inject({ url: path, headers: { cookie, accept: '*/*' } })).rawPayload).replaceAll(/value="[^"]*"|"upTo":\d+/g, '')

/** What tells of the sample that it was drawn, and must tell nothing else. */
const mayTell = /^\/api\/(samples|ledger)\b/

it('tells nobody, by any page, answer, file, tile or live message, what was drawn, who walks and what they found', {
  timeout: 180_000,
}, async () => {
  await samples('office').draw({ ...ofSample, body: { witness: '公证员' } })
  await samples('assessor').share({ ...ofSample, body: { walkers: [{ person: personOf('assessor') as never }] } })
  const [gone] = await drawn()
  await samples('assessor').replace({ ...ofSample, body: { id: v7(), pointId: gone!.id, reason } })
  const point = (await drawn())[1]!
  const body = await photoOf({ r: 91, g: 2, b: 3 })
  await small.as('assessor', evidenceApi).add({ query: { id: photo, name: '现场.jpg' }, body })
  await samples('assessor').seal({ ...ofSample, body: seen(visit, point.id, marker, answer, undefined, [photo]) })
  const { seed } = (await house.db.find(z.object({ seed: z.string() }), sql`select seed from sample_seeds`))!

  const named = { id: point.id as string, title: { zh: point.title.zh } }
  await Promise.all([...outsiders].map(([login, it]) => (login === '' ? strolls(it, named) : pries(it, named))))

  const twin = await openMemory(join(folder, 'before.tar'))
  const other = await openApp(dbOf(twin, { checkRows: true }), { web: true })
  const lookedAt: Record<string, boolean> = {}
  for (const [login, { received, heard, cookie }] of outsiders) {
    const told = [...received].filter(([what]) => !what.startsWith('page '))
    // They got somewhere: else it would prove nothing.
    lookedAt[login] = told.length > (login === '' ? 5 : login === 'checker2' ? 20 : 80)
    for (const [what, text] of [...received, ['live', heard.join('\n')] as const]) {
      // Their own question stands in the address, in the search box and in what is said to be not there.
      const asked = what.startsWith('page ') ? text.replaceAll(/(?:value|href)="[^"]*"/g, '') : text
      for (const secret of [marker, reason, visit, answer, photo, seed] as string[])
        if (!what.includes(secret)) expect(asked.includes(secret), `${login}: ${what} tells ${secret}`).toBe(false)
    }
    expect(heard.filter((text) => /visit|photo|observation|walk|replac/.test(text))).toEqual([])
    for (const [path] of told) {
      const now = await asks(small, path, cookie)
      if (!mayTell.test(path)) expect(now, `${login} ${path}`).toBe(await asks(other, path, cookie))
      else for (const name of [walker, ...markets]) expect(now.includes(name), `${login}: ${path} tells ${name}`).toBe(false)
    }
  }
  expect(lookedAt).toEqual({ office: true, unit: true, checker2: true, '': true })
  await other.app.close()
  await twin.close()
  expect(leaks()).toEqual([])
})

it('shows it to those whom it concerns once it is told', async () => {
  small.clock.now = '2026-11-20T04:31:00.000Z'
  await releaseDue(house.db, small.clock.now)
  const point = (await drawn())[1]!
  for (const login of ['office', 'unit']) {
    const { page, heard } = outsiders.get(login)!
    await expect.poll(() => heard.some((text) => text.includes('visit.recorded')), { timeout: 20_000 }).toBe(true)
    await page.goto(`${address}/visits/${names.visit}`)
    await page.getByText(marker).first().waitFor()
  }
  // What the walker did in their account has waited for this hour.
  const kinds = await house.db.all(z.object({ kind: z.string() }), sql`select kind from events where by = ${personOf('assessor')}`)
  expect(kinds).toContainEqual({ kind: 'account.signedIn' })
  const { page } = outsiders.get('office')!
  await page.goto(`${address}/samples?open=${names.sample}`)
  await page.getByText(walker).first().waitFor()
  await page.getByText(point.title.zh).first().waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByText('下载抽样证明').click()])
  expect(drawAgain(JSON.parse(await readFile(await file.path(), 'utf8')) as never)).toEqual([])
  expect(leaks()).toEqual([])
})
