/**
 * Takes the screenshots of `docs/screens/`: every page of `routes.ts`, and the public's, in Chinese and English, wide and narrow, and three in other
 * dress. `npm run screenshots`; names given as arguments take only those.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import type { Language } from '../../src/base/text.ts'
import { startDesk } from './desk.ts'
import { type House, houseAt, rest, type View } from './house.ts'
import { stops } from './routes.ts'

const folder = fileURLToPath(new URL('../../docs/screens/', import.meta.url))
const browser = process.env['MINGCHENG_CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))
if (browser === undefined) throw new Error('No Chromium found. Set MINGCHENG_CHROMIUM to its path')

const views: readonly (readonly [string, View])[] = [
  ['zh', { language: 'zh-CN' }],
  ['en', { language: 'en' }],
  ['zh-390', { language: 'zh-CN', width: 390 }],
]
const dressed: readonly (readonly [string, View])[] = [
  ['zh-large', { language: 'zh-CN', width: 1366, size: 'large' }],
  ['zh-dark', { language: 'zh-CN', theme: 'dark' }],
]
const alsoDressed = new Set(['home', 'points', 'score', 'sign-in'])

/** What residents see: no page of the desk, so no test of the desk's pages walks by. */
const outside = [
  { name: 'public', path: '/public/990100' },
  { name: 'public-place', path: '/public/990100/place?kind=lamp' },
]

/** The field app on a phone: its pack is brought first. A point of the kind that has every way of checking is opened. */
async function inTheField(
  house: House,
  suffix: string,
  language: Language,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const visit = await house.visit({ role: 'inspector', width: 390, language })
  const { page } = visit
  await page.goto(`${house.address}/field/pack`)
  await page.locator('section.field-box button.button-primary:not([disabled])').first().click()
  await page.locator('section.field-box .small').first().waitFor()
  await page.waitForFunction(() => document.querySelector('section progress') === null)
  await keep(page, `field-pack-${suffix}`)
  await page.goto(`${house.address}/field`)
  await page.locator('.field-app:not([data-first]) .field-row').first().waitFor()
  await keep(page, `field-list-${suffix}`)
  await page.locator('input[type=search]').fill('SHOPSTREET')
  await page.locator('.field-row', { hasText: 'SHOPSTREET' }).first().click()
  await page.locator('.field-check').first().waitFor()
  await keep(page, `field-visit-${suffix}`)
  await visit.close()
}

mkdirSync(folder, { recursive: true })
const wanted = process.argv.slice(2)
const keep = async (page: Page, name: string) => {
  await rest(page)
  await sharp(await page.screenshot())
    .png({ palette: true, quality: 92, effort: 8 })
    .toFile(`${folder}${name}.png`)
  process.stdout.write(`${name}.png\n`)
}
const desk = await startDesk()
const house = await houseAt(desk.address, browser)
for (const stop of [...stops, ...outside].filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  for (const [suffix, view] of alsoDressed.has(stop.name) ? [...views, ...dressed] : views) {
    const visit = await house.visit({ ...view, ...('role' in stop && stop.role ? { role: stop.role } : {}) })
    await visit.open(stop.path, 'first' in stop ? stop.first : undefined)
    await keep(visit.page, `${stop.name}-${suffix}`)
    await visit.close()
  }
}
if (wanted.length === 0 || wanted.includes('field'))
  for (const language of ['zh-CN', 'en'] as const) await inTheField(house, language === 'en' ? 'en-390' : 'zh-390', language, keep)
await house.close()
await desk.stop()
