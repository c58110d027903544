/** A resident's telephone without scripts: choose what is wrong, show where, write, send, and read on the secret page what becomes of it. */
import { expect, inject, it } from 'vitest'
import { closeWindows, openBrowser, openWindow } from '../browser.ts'
import { photoOf } from '../smallCity.ts'

it('takes a report on a telephone without scripts, and shows what becomes of it', async () => {
  const browser = await openBrowser()
  try {
    const context = await openWindow(browser, { javaScriptEnabled: false, viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
    const page = await context.newPage()
    // An address that does not exist is a page of ours as well, not the desk's, which would ask for scripts.
    expect((await page.goto(`${inject('desk')}/public/990100/nothing`))?.status()).toBe(404)
    expect(await page.locator('main a').getAttribute('href')).toBe('/public/')
    const fits = async () => expect((await page.locator('body').boundingBox())!.width).toBeLessThanOrEqual(390)
    await page.goto(`${inject('desk')}/public/990100`)
    await fits()
    await page.locator('a[href*="kind=lamp"]').click()
    await fits()
    await page.locator('input[type=image]').click({ position: { x: 150, y: 170 } })
    await page.locator('a[href*="/report?kind=lamp&lng="]').first().click()
    await fits()
    const shown = Date.now()
    await page.locator('textarea').fill('路灯不亮，夜里一片漆黑')
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '1.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await photoOf({ r: 9, g: 9, b: 9 })) })
    // Who fills it in within two seconds is a machine.
    await page.waitForTimeout(Math.max(0, 2500 - (Date.now() - shown)))
    await page.locator('button[type=submit]').last().click()
    await page.waitForURL(/\/public\/990100\/status\//)
    await fits()
    const text = await page.locator('main').innerText()
    expect(text).toMatch(/\d{8}-\d{4}/)
    expect(text).toContain('路灯不亮，夜里一片漆黑')
    await page.goto(`${page.url().split('?')[0]!}?lang=en`)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
  } finally {
    await closeWindows(browser)
  }
})
