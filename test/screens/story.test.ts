/**
 * One campaign from the workbook to the explained score, in a real browser on the real server: import, mend, publish, share out,
 * visit, case, rectify, verify, what-if, score, photo, the next edition, carry over, and both scores made again.
 */
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeWorkbook } from '../../src/sheets/write.serve.ts'
import { type House, openHouse, type Visit } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const head = ['测评项目', '测评指标', '测评标准', '分值', '测评方法', '点位类型', '牵头单位']
const first = [
  head,
  ['优美环境', '市场周边', '1)市场门前无占道摆放的折叠桌', '60', '实地考察', '集贸市场', '城管局'],
  ['优美环境', '市场周边', '2)市场设有意见簿', '三十分', '材料审核', '', '市场监管局'],
  ['优美环境', '市场周边', '3)市场管理制度健全', '10', '占卜', '', '市场监管局'],
]
const second = [
  head,
  ['优美环境', '市场周边', '1)市场门前无占道摆放的折叠桌', '70', '实地考察', '集贸市场', '城管局'],
  ['优美环境', '市场周边', '2)市场设有意见簿', '30', '材料审核', '', '市场监管局'],
]
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const check = /市场门前无占道摆放的折叠桌/

interface Found {
  readonly items: readonly { readonly id: string; readonly title: { readonly zh: string }; readonly code: string }[]
}

interface Sent {
  readonly name: string
  readonly rows: readonly (readonly string[])[]
  readonly options: Record<string, string>
  /** The edition before, chosen by its title. */
  readonly before?: RegExp
}

/** Sends a workbook as the office and waits for its preview. */
async function send(visit: Visit, { name, rows, options, before }: Sent) {
  const { page } = visit
  await visit.open('/imports/new?kind=edition')
  for (const [label, text] of Object.entries(options)) await page.getByLabel(label, { exact: true }).fill(text)
  if (before) {
    await page.getByRole('button', { name: /Edition before/ }).click()
    await page.getByRole('option', { name: before }).click()
  }
  const buffer = Buffer.from(await writeWorkbook([{ name: '任务分解表', rows: rows.map((row) => [...row]) }], '2026-11-22T00:00:00Z'))
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: xlsx, buffer })
  await page.waitForURL(/imports\/[0-9a-f-]{36}/)
}

/** Takes the preview in and publishes the draft; gives the edition's id. */
async function takeInAndPublish(page: Page): Promise<string> {
  await page.getByText('No faults: it can be taken in.').waitFor()
  await page.getByRole('button', { name: 'Take in' }).click()
  await page.getByRole('link', { name: 'Open the result' }).click()
  await page.waitForURL(/standards\/[0-9a-f-]{36}\/edit/)
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await page.waitForURL(/tab=about/)
  return page.url().match(/standards\/([0-9a-f-]{36})/)![1]!
}

/** A photo that is new to the house. */
const photo = async (r: number) => ({
  name: `${r}.jpg`,
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 640, height: 480, channels: 3, background: { r, g: 120, b: 90 } } })
    .jpeg()
    .toBuffer(),
})

/** Walks to a point and answers only the campaign's own check. */
async function look(visit: Visit, point: string, answer: 'Met' | 'Not met', shot?: number): Promise<void> {
  const { page } = visit
  await visit.open(`/visits/new?point=${point}`)
  const line = page.locator('li.check', { hasText: check })
  await line
    .locator(answer === 'Met' ? '.choice-good' : '.choice-bad')
    .first()
    .click()
  if (shot !== undefined) {
    await line.locator('input[type=file]').setInputFiles(await photo(shot))
    await line.locator('.proof-kept').first().waitFor()
  }
  await page.getByRole('button', { name: 'Submit the visit' }).click()
  await page.waitForURL(/visits\/[0-9a-f-]{36}/)
}

/** The announced figure of an edition, in hundredths. */
async function figureOf(page: Page, edition: string): Promise<number> {
  const answer = await page.request.get(`${house.address}/api/editions/${edition}/score`)
  expect(answer.status()).toBe(200)
  return ((await answer.json()) as { total: { own: number } }).total.own
}

/** Stores the score that is on the page. */
async function store(visit: Visit, edition: string): Promise<void> {
  await visit.open(`/score?edition=${edition}`)
  await visit.page.getByRole('button', { name: 'Store the score' }).click()
  await visit.page.getByRole('dialog').getByRole('button', { name: 'Store the score' }).click()
  await visit.page
    .getByText('Made again: same')
    .or(visit.page.getByRole('button', { name: 'Make it again' }))
    .first()
    .waitFor()
}

it('goes from the workbook to a score that can be made again under two editions', async () => {
  const office = await house.visit({ role: 'office', language: 'en' })
  const { page } = office
  const code = `story-${v7().slice(-6)}`

  // Import: two faults are named and mended in place, then the draft is published.
  await send(office, {
    name: '故事 2025.xlsx',
    rows: first,
    options: { 'Standard code': code, 'Edition code': '2025', Title: '故事标准2025版' },
  })
  await page.getByText('2 faults left').waitFor()
  const detail = page.locator('.split-detail')
  const mend = async (row: RegExp, column: string, text: string) => {
    await page.getByRole('row', { name: row }).getByText('1 fault', { exact: true }).click()
    await detail.getByLabel(column, { exact: true }).fill(text)
    await detail.getByRole('button', { name: 'Mend and check again' }).click()
  }
  await mend(/意见簿/, 'Points', '30')
  await page.getByText('1 fault left').waitFor()
  await mend(/管理制度/, 'Method', '材料审核')
  const edition = await takeInAndPublish(page)

  // Share out by rule.
  await office.open(`/duties?edition=${edition}`)
  await page.getByRole('button', { name: 'Assign by rule' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Preview' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Create \d+ duties/ })
    .click()
  await page.getByText(/\d+ duties created/).waitFor()

  // Three points are visited: two meet the check, one does not, with a photo.
  const markets = (await (await page.request.get(`${house.address}/api/points?type=PT-MARKET&limit=3`)).json()) as Found
  expect(markets.items.length).toBe(3)
  const inspector = await house.visit({ role: 'inspector', language: 'en' })
  const [bad, ...good] = markets.items
  for (const point of good) await look(inspector, point.id, 'Met')
  await look(inspector, bad!.id, 'Not met', 40)

  // The failure becomes a case in one click; dispatched, rectified with a photo, verified by another person.
  const raised = inspector.page.waitForResponse((answer) => answer.request().method() === 'POST' && /api\/cases/.test(answer.url()))
  await inspector.page.getByRole('button', { name: 'Make it a case' }).click()
  const { id: caseId } = (await (await raised).json()) as { id: string }
  await office.open(`/cases/${caseId}`)
  await page.getByRole('button', { name: 'Dispatch', exact: true }).click()
  const bureau = await house.visit({ role: 'unit', language: 'en' })
  const me = (await (await bureau.page.request.get(`${house.address}/api/session`)).json()) as { unit: { title: { en: string } } }
  await page.getByRole('dialog').getByRole('combobox', { name: /^Unit/ }).fill(me.unit.title.en)
  await page.getByRole('option', { name: me.unit.title.en }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Dispatch', exact: true }).click()
  await page.getByText('Dispatched').first().waitFor()
  await bureau.open(`/cases/${caseId}`)
  await bureau.page.getByRole('button', { name: 'Rectify', exact: true }).click()
  await bureau.page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles(await photo(200))
  await bureau.page.getByRole('dialog').locator('.proof-kept').first().waitFor()
  await bureau.page.getByRole('dialog').getByRole('button', { name: 'Rectify', exact: true }).click()
  await bureau.page.getByText('Rectified').first().waitFor()
  const checker = await house.visit({ role: 'checker', language: 'en' })
  await checker.open(`/cases/${caseId}`)
  await checker.page.getByRole('button', { name: 'Verify', exact: true }).click()
  await checker.page.getByRole('dialog').locator('.choice-good').first().click()
  await checker.page.getByRole('dialog').getByRole('button', { name: 'Verify', exact: true }).click()
  await checker.page.getByText('Verified, closed').first().waitFor()

  // What if a re-check meets it? The page says so before it happens; then it happens, and the score is what had been said.
  const before = await figureOf(page, edition)
  const scores = await openObservations(office, edition)
  await scores.getByRole('button', { name: 'Suppose a re-check meets it' }).first().click()
  const moved = (await page.locator('.headline-number .number, .moved-bar .number').first().innerText()).match(/\d+\.\d\d/g)!
  expect(Number(moved[0])).toBeCloseTo(before / 100, 5)
  await checker.page.getByRole('link', { name: 'Record a re-check' }).click()
  await look(checker, bad!.id, 'Met')
  const after = await figureOf(page, edition)
  expect(after).toBeGreaterThan(before)
  expect(Number(moved[1])).toBeCloseTo(after / 100, 5)

  // The explanation goes down to the photo and to the case.
  const explained = await openObservations(office, edition)
  const shot = explained.locator('img').first()
  await shot.waitFor()
  await expect.poll(() => shot.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await explained
    .getByRole('link', { name: /^Case \d{8}-\d{4}/ })
    .first()
    .waitFor()
  await store(office, edition)

  // The next edition arrives, is taken in, and the campaign is carried over.
  await send(office, {
    name: '故事 2026.xlsx',
    rows: second,
    options: { 'Standard code': code, 'Edition code': '2026', Title: '故事标准2026版' },
    before: /故事标准2025版/,
  })
  const next = await takeInAndPublish(page)
  await office.open(`/standards/carry?from=${edition}&to=${next}`)
  await page.getByRole('button', { name: 'Make proposals' }).click()
  await page.getByText(/^0 of \d+ decided/).waitFor()
  await page.getByRole('button', { name: 'Decide all shown by the filter' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Decide', exact: true }).click()
  await page.getByRole('button', { name: /Carry out [1-9]\d* decisions/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Carry out' }).click()
  await page.getByText(/^(\d+) of \1 decided, \1 carried out/).waitFor()
  await store(office, next)

  // Both stored scores can be made again.
  for (const one of [edition, next]) {
    await office.open(`/score?edition=${one}&view=stored`)
    await page.getByRole('button', { name: 'Make it again' }).first().click()
    await page.getByText('Made again: same').waitFor()
  }
  for (const visit of [office, inspector, bureau, checker]) {
    expect(visit.faults).toEqual([])
    await visit.close()
  }
}, 300_000)

/** Opens the explanation of the field check and its observations; gives the panel. */
async function openObservations(office: Visit, edition: string) {
  const { page } = office
  const { tree } = (await (await page.request.get(`${house.address}/api/editions/${edition}/score`)).json()) as { tree: Tree }
  const node = leaves(tree).find(({ title }) => check.test(title.zh))!
  await office.open(`/score?edition=${edition}&node=${encodeURIComponent(node.id)}&what=if`)
  const panel = page.locator('.explanation')
  await panel.getByRole('button', { name: /^Show \d+ observations/ }).click()
  await panel.locator('.finding').first().waitFor()
  return panel
}

interface Tree {
  readonly id: string
  readonly title: { readonly zh: string }
  readonly parts: readonly Tree[]
}
const leaves = (tree: Tree): Tree[] => (tree.parts.length === 0 ? [tree] : tree.parts.flatMap(leaves))
