/**
 * Every page, in both languages: wide, narrow, in large text and dark, without faults, nothing cut off, axe clean, one heading.
 * One load a page: window, look and language are changed on the open page, as a reader does. What axe finds hangs on the width and
 * the colours and not on the language, so it looks once at the wide Chinese page, once at its dark colours, once at the narrow
 * English one. Colours do not hang on the words, so the English page is not looked at in the dark.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { axeFaults, cutFaults, type House, openHouse, rest, wear } from './house.ts'
import { stops } from './routes.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const looks = [
  ['1440', 1440, 'normal', 'light'],
  ['1440, dark', 1440, 'normal', 'dark'],
  ['1366, large text', 1366, 'large', 'light'],
  ['390', 390, 'normal', 'light'],
  ['390, large text', 390, 'large', 'light'],
] as const
type Look = (typeof looks)[number][0]

/** The page in every look; `axe` names those that axe sees, and what it looks at. Gives the looks with faults. */
async function faultsOf(
  page: Page,
  axe: Partial<Record<Look, 'all' | 'contrast'>>,
  worn: readonly Look[] = looks.map(([name]) => name),
): Promise<Record<string, string[]>> {
  expect(await page.locator('h1').count()).toBe(1)
  expect(keysShown(await page.locator('body').innerText())).toEqual([])
  const found: Record<string, string[]> = {}
  for (const [name, width, size, theme] of looks.filter(([look]) => worn.includes(look))) {
    await wear(page, width, size, theme)
    const faults = await stillCut(page)
    if (axe[name]) faults.push(...(await axeFaults(page, axe[name])))
    if (faults.length > 0) found[name] = faults
  }
  await wear(page, 1440, 'normal', 'light')
  return found
}

/** A chart or a long list needs a moment to follow the window. */
async function stillCut(page: Page): Promise<string[]> {
  const faults = await cutFaults(page)
  if (faults.length === 0) return faults
  await page.waitForTimeout(250)
  return cutFaults(page)
}

it.each(stops)('$name', async ({ path, role, first }) => {
  const visit = await house.visit(role ? { role } : {})
  const { page } = visit
  try {
    await visit.open(path, first)
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
    expect(await faultsOf(page, { 1440: 'all', '1440, dark': 'contrast' })).toEqual({})
    await page.getByRole('button', { name: 'English', exact: true }).click()
    await page.locator('html[lang=en]').waitFor()
    await rest(page)
    expect(await faultsOf(page, { 390: 'all' }, ['1440', '390', '390, large text'])).toEqual({})
    expect(visit.faults).toEqual([])
  } finally {
    await visit.close()
  }
})

/** Keys of `locales/` shown as themselves: a word that nobody wrote. */
const keysShown = (text: string) => text.match(/\b[a-z][a-zA-Z]*(?:\.[a-z][a-zA-Z]*)+\b(?![@/])/g) ?? []
