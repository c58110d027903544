/** The ways in as a person goes them, in a real browser: a passkey on a (virtual) device, and a printed slip from an administrator. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { closeWindows, openBrowser, openWindow } from '../browser.ts'
import { axeFaults } from './house.ts'

let browser: Browser
/** Passkeys belong to a name; an address of numbers has none. */
const address = inject('desk').replace('127.0.0.1', 'localhost')
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => closeWindows(browser))

async function open(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await openWindow(browser, { locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
  return { context, page: await context.newPage() }
}

async function signIn(page: Page, role: string): Promise<void> {
  await page.goto(`${address}/sign-in`)
  await page.getByRole('button', { name: role }).click()
  await page.getByRole('heading', { level: 1, name: '我的工作' }).waitFor()
}

/** What the last button announced to screen readers names a button that may be gone; it goes by itself after seconds. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(() => document.querySelector('[data-live-announcer]')?.remove())
  return axeFaults(page)
}

it('adds a passkey, signs in with it and without a password, and removes it', async () => {
  const { context, page } = await open()
  const name = `办公室电脑 ${Date.now()}`
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await signIn(page, '材料审核员')
  await page.goto(`${address}/account`)
  await page.getByRole('button', { name: '添加通行密钥' }).click()
  await page.getByRole('textbox', { name: /^名称/ }).fill(name)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('通行密钥已添加').waitFor()
  expect((await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials).toHaveLength(1)

  await context.clearCookies()
  await page.goto(`${address}/sign-in?to=/account`)
  await page.getByRole('button', { name: '用通行密钥登录' }).click()
  await page.getByText(name, { exact: true }).waitFor()
  await page
    .getByText(/最近|使用过/)
    .first()
    .waitFor()

  // A device that does not know its owner opens nothing.
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await page.evaluate(() => fetch('/api/session', { method: 'DELETE' }))
  await page.goto(`${address}/sign-in?to=/account`)
  const asked = page.waitForResponse((response) => response.url().endsWith('/session/passkey/options'))
  await page.getByRole('button', { name: '用通行密钥登录' }).click()
  await asked
  // The browser says no; the page stays as it was, ready for another try.
  await page.locator('.door-ways button[data-pending]').waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
  await page.getByRole('button', { name: '用通行密钥登录' }).click()
  await page.getByRole('button', { name: `删除通行密钥“${name}”` }).click()
  await page.getByText(name, { exact: true }).waitFor({ state: 'detached' })
  await context.close()
})

it('prints a slip, and the person chooses a password of their own with it', async () => {
  const office = await open()
  await signIn(office.page, '系统运维')
  await office.page.goto(`${address}/accounts`)
  await office.page.getByRole('button', { name: '新建账号' }).click()
  const login = `slip-${Date.now()}`
  await office.page.getByRole('textbox', { name: /^姓名/ }).fill('王纸条')
  await office.page.getByRole('textbox', { name: /^账号/ }).fill(login)
  await office.page.getByRole('dialog').getByRole('button', { name: '新建账号' }).click()
  await office.page.getByRole('button', { name: '打印邀请纸条' }).click()
  const code = (await office.page.locator('.slip .secret').innerText()).trim()
  expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
  expect(await faultsOf(office.page)).toEqual([])
  await office.context.close()

  const person = await open()
  await person.page.goto(`${address}/enter`)
  await person.page.getByLabel('代码').fill(code.toLowerCase())
  await person.page.getByRole('button', { name: '下一步' }).click()
  await person.page.getByRole('heading', { name: '王纸条，您好' }).waitFor()
  const choose = async (password: string) => {
    await person.page.getByLabel('新密码').first().fill(password)
    await person.page.getByLabel('再输入一次新密码').fill(password)
    await person.page.getByRole('button', { name: '设置密码并登录' }).click()
  }
  await choose('password2026')
  await person.page.getByText('泄露名单').waitFor()
  expect(await faultsOf(person.page)).toEqual([])
  await choose('tulip galaxy bicycle')
  await person.page.getByRole('button', { name: /当前登录/ }).waitFor()
  await person.context.close()
})
