/**
 * The whole life of one problem in real browsers on the real server: a resident reports on a telephone without scripts, the desk files and
 * dispatches, the street whistles, the bureau comes and handles, a checker refuses, it is done again and closed; a week later somebody
 * else finds it again, and it counts. What the calls do is told in `test/stories/life.test.ts`; here people press what they see.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { putConditions } from '../../src/classes/classes.sql.ts'
import { repeatsApi } from '../../src/repeats/repeats.api.ts'
import { learn } from '../../src/server/nightly.ts'
import { closeWindows, openBrowser, openWindow } from '../browser.ts'
import { engines, type TestDb } from '../engines.ts'
import { city, openApp, photoOf, signIn, type SmallApp } from '../smallCity.ts'
import { fillLife } from '../stories/lifeCity.ts'
import { rest, watch } from './house.ts'

let house: TestDb
let small: SmallApp
let browser: Browser
let address = ''
const faults: string[] = []

beforeAll(async () => {
  house = await engines[0]![1]()
  await fillLife(house.db)
  await putConditions(house.db, city, [
    {
      id: '01900000-0000-7000-8000-00000000c1a5',
      no: 1,
      classCode: 'E01-10',
      kind: 'event',
      bigCode: '01',
      bigName: '市容环境',
      smallName: '暴露垃圾',
      files: '公共区域暴露垃圾',
      closes: '清运干净',
      handler: '住建局',
      supervisor: '',
      unitId: null,
      limitText: '2 个工作日',
      amount: 2,
      unit: 'day',
      clock: 'working',
      season: null,
      act: 'fix',
      withdrawn: false,
    },
  ])
  small = await openApp(house.db, { web: true })
  address = await small.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
  const everyCase = {
    id: '01900000-0000-7000-8000-00000000cafe',
    unitId: null,
    class: null,
    share: 1000,
    metres: null,
    days: null,
    after: null,
  }
  await small.as('office', repeatsApi).putRules({ body: { items: [everyCase] } })
  await learn(house.db, small.clock.now)
})
afterAll(async () => {
  await closeWindows(browser)
  await small.app.close()
  await house.close()
})

/** The window of a person, signed in; it stays open, so that it also hears what others do. */
async function opens(login: string): Promise<Page> {
  const context = await newWindow()
  const [name, value] = (await signIn(small.app, login)).split('=')
  await context.addCookies([
    { name: name!, value: value!, url: address },
    { name: 'mc_lang', value: 'zh-CN', url: address },
  ])
  const page = await context.newPage()
  await watch(page, address, faults)
  page.setDefaultTimeout(20_000)
  return page
}

async function newWindow(): Promise<BrowserContext> {
  const context = await openWindow(browser, { viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  // The server's clock stands on the day of the story; so does the window's.
  await context.clock.setSystemTime(small.clock.now)
  return context
}

const goes = async (page: Page, path: string) => {
  await page.goto(`${address}${path}`)
  await page.locator('h1').first().waitFor()
  await rest(page)
}
const minutes = (count: number) => void (small.clock.now = new Date(Date.parse(small.clock.now) + count * 60_000).toISOString())

/** Chooses in a field that searches. */
const chooses = async (page: Page, label: string | RegExp, text: string) => {
  await page.getByRole('dialog').getByLabel(label).first().fill(text)
  await page.getByRole('option', { name: text }).first().click()
}

/** Presses a step and fills its dialog in. */
async function takes(page: Page, step: string, fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void> = async () => undefined) {
  minutes(1)
  await page.getByRole('button', { name: step, exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  await fill(dialog)
  await dialog.getByRole('button', { name: step, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await rest(page)
}

let colour = 0
const adds = async (dialog: ReturnType<Page['getByRole']>) => {
  const buffer = Buffer.from(await photoOf({ r: ++colour, g: 20, b: 20 }))
  await dialog.locator('input[type=file]').setInputFiles({ name: `${colour}.jpg`, mimeType: 'image/jpeg', buffer })
  await dialog.locator('.proof-kept').waitFor()
}

it('is lived through from a report to its return', async () => {
  const telephone = await (
    await openWindow(browser, { javaScriptEnabled: false, viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
  ).newPage()
  await telephone.goto(`${address}/public/small/report?kind=litter&lng=116.1&lat=39.1`)
  await telephone.locator('textarea').fill('小区后门垃圾堆了三天，气味很大')
  const photo = { name: '1.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await photoOf({ r: 200, g: 9, b: 9 })) }
  await telephone.locator('input[type=file]').setInputFiles(photo)
  minutes(1)
  await telephone.locator('button[type=submit]').last().click()
  await telephone.waitForURL(/\/status\//)
  const status = async () => {
    await telephone.reload()
    return telephone.locator('[aria-current=step]').innerText()
  }
  expect(await status()).toContain('已收到，等待派遣')

  const office = await opens('office')
  await goes(office, '/cases?source=resident')
  await office.getByText('小区后门垃圾堆了三天').first().click()
  const number = (await office.locator('.case-head h2').innerText()).trim()
  await office.locator('.case-head a').click()
  await office.waitForURL(/\/cases\/[0-9a-f-]{36}$/)
  await rest(office)
  const id = office.url().split('/').at(-1)!
  await takes(office, '立案', async (dialog) => {
    await chooses(office, /类别/, '暴露垃圾')
    await dialog.getByRole('button', { name: /立案条件/ }).click()
    await office.getByRole('option', { name: /公共区域暴露垃圾/ }).click()
  })
  await takes(office, '派遣', () => chooses(office, /责任单位/, '住建局'))
  expect(await office.locator('.ball').innerText()).toContain('住建局')

  const street = await opens('street')
  await goes(street, `/whistles?raise=${id}`)
  const dialog = street.getByRole('dialog')
  await dialog.getByText(number).waitFor()
  await dialog
    .getByLabel(/事由|内容|问题/)
    .first()
    .fill('垃圾堆放点产权不清，多次劝导无效')
  await chooses(street, /牵头/, '住建局')
  await dialog.getByRole('button', { name: '吹哨', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await rest(street)
  const whistle = street.url()

  const bureau = await opens('unit2')
  await goes(bureau, `/cases/${id}`)
  await takes(bureau, '接收')
  await goes(bureau, new URL(whistle).pathname + new URL(whistle).search)
  await takes(bureau, '报到')
  await takes(bureau, '回复', async (reply) => {
    await reply.getByLabel(/联系何人/).fill('物业李经理')
    await reply.getByLabel(/采取何种措施/).fill('联合清运，封堵后门')
  })
  await goes(bureau, `/cases/${id}`)
  await takes(bureau, '整改', adds)
  expect(await status()).toContain('已处理，正在核查')

  const checker = await opens('checker')
  await goes(checker, `/cases/${id}`)
  await takes(checker, '核查', async (asked) => {
    await asked.getByText('未通过，退回整改').click()
    await asked.getByLabel(/原因/).fill('墙角仍有残留')
  })
  // The bureau's window is still open: what the checker did comes to it by itself.
  await bureau.getByText('墙角仍有残留').first().waitFor()
  await takes(bureau, '整改', adds)
  await goes(checker, `/cases/${id}`)
  await takes(checker, '核查', async (asked) => {
    await asked.getByText('通过，问题已消除').click()
    await adds(asked)
  })
  expect(await checker.locator('.ball-done').count()).toBe(1)
  expect(await checker.getByRole('slider').count()).toBeGreaterThan(0)
  expect(await status()).toContain('已办结')

  small.clock.now = '2026-11-30T02:00:00.000Z'
  await learn(house.db, small.clock.now)
  const other = await opens('checker2')
  await goes(other, `/cases/${id}`)
  await other.getByRole('button', { name: '填报回头看结果' }).click()
  const outcome = other.getByRole('dialog')
  await outcome.getByText('再次出现', { exact: true }).click()
  await outcome.getByLabel(/现场情况/).fill('后门又堆了垃圾')
  await outcome.getByRole('button', { name: '提交结果' }).click()
  await outcome.waitFor({ state: 'hidden' })
  await rest(other)
  await learn(house.db, small.clock.now)

  const leader = await opens('leader')
  await goes(leader, `/cases/${id}`)
  await leader.getByText(/结案后 \d+ 天、\d+ 米内复发/).waitFor()
  await goes(leader, '/indicators?by=unit')
  expect(
    await leader
      .getByRole('row', { name: /住建局/ })
      .first()
      .innerText(),
  ).toMatch(/100/)
  expect(faults).toEqual([])
})
