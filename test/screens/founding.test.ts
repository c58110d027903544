/**
 * An installation that has no city yet, in a real browser: the first administrator comes by the one-time link, and later by a
 * real OpenID provider that sends the browser back.
 */
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { TOTP } from 'otpauth'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { foundingAddress, makeFounding } from '../../src/access/founding.serve.ts'
import { makeSso } from '../../src/access/sso.serve.ts'
import { makeApp } from '../../src/server/app.ts'
import { now } from '../../src/server/clock.ts'
import { closeWindows, openBrowser, openWindow } from '../browser.ts'
import { embedded, type TestDb } from '../engines.ts'
import { openProvider, type TestProvider } from '../provider.ts'
import { axeFaults } from './house.ts'

const secret = 'a secret of the client'
let house: TestDb
let provider: TestProvider
let app: FastifyInstance
let browser: Browser
let address: string
let link: string

/** The provider wants to know where the app will be before there is one. */
const freePort = () =>
  new Promise<number>((give) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => give(port))
    })
  })

beforeAll(async () => {
  house = await embedded()
  const port = await freePort()
  address = `http://localhost:${port}`
  provider = await openProvider('mingcheng', secret, `${address}/sign-in/sso`)
  const founding = (await makeFounding(house.db))!
  link = foundingAddress(address, founding)
  const title = { zh: '政务统一认证', en: 'SSO' }
  const sso = makeSso({ issuer: provider.issuer, clientId: 'mingcheng', clientSecret: secret, claim: 'preferred_username', title })
  app = await makeApp({ db: house.db, now, web: true, access: { key: new Uint8Array(32), publicUrl: address, founding, sso } })
  await app.listen({ port, host: '127.0.0.1' })
  browser = await openBrowser()
})
afterAll(async () => {
  await closeWindows(browser)
  await app.close()
  await provider.close()
  await house.close()
})

const open = async () => (await openWindow(browser, { locale: 'zh-CN', viewport: { width: 1440, height: 900 } })).newPage()

it('is founded by the link once, and its founder comes back by single sign-on, with the second factor asked here', async () => {
  const page = await open()
  await page.goto(link)
  const fill = async (fields: Record<string, string>) => {
    for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: false }).first().fill(text)
  }
  await fill({ 城市名称: '新城', 城市代码: 'xincheng', 姓名: '李敏', 账号: 'limin', 再输入一次新密码: 'tulip galaxy bicycle' })
  await page.getByLabel('新密码').first().fill('tulip galaxy bicycle')
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: /创建/ }).click()
  await page.getByRole('heading', { level: 1, name: '我的工作' }).waitFor()
  // The link has done its work.
  const second = await open()
  await second.goto(link)
  await second.getByRole('link', { name: '回到登录页' }).waitFor()
  await second.close()

  await page.goto(`${address}/account`)
  await page.getByRole('button', { name: '启用验证器' }).click()
  const shown = await page.locator('.secret').innerText()
  const code = (later = 0) => new TOTP({ secret: shown.replaceAll(' ', '') }).generate({ timestamp: Date.now() + later })
  await page.getByRole('dialog').getByRole('textbox').fill(code())
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /启用|确认/ })
    .click()
  await page.getByRole('dialog', { name: '恢复码' }).waitFor()
  await page.close()

  provider.claims = { sub: 'S-1', preferred_username: 'limin' }
  const back = await open()
  await back.goto(`${address}/sign-in?to=/account`)
  await back.getByRole('button', { name: /政务统一认证/ }).click()
  await back.waitForURL(`${address}/sign-in/sso?*`)
  // The step of time that set it up opens no second time: the next one does.
  await back.getByRole('textbox').fill(code(30_000))
  await back.getByRole('button', { name: '登录', exact: true }).click()
  await back.waitForURL(`${address}/account`)
  await back
    .getByText(/统一认证/)
    .first()
    .waitFor()
  await back.close()
})
