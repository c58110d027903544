/**
 * Every page, in both languages: wide, narrow, in large text and dark, without faults, nothing cut off, axe clean, one heading.
 * One load a role: page, window, look and language are changed in the open window, as a reader does. What axe finds hangs on the
 * width and the colours and not on the language, so it looks once at the wide Chinese page, once at its dark colours, and once at
 * the narrow English one, whose colours are those of the wide one. The English page is not looked at in the dark.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import type { Role } from '../../src/city/who.ts'
import { axeFaults, type AxeQuestion, cutFaults, type House, openHouse, rest, type Visit, wear } from './house.ts'
import { type Stop, stops } from './routes.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

/** A map is drawn anew for other letters and other colours, and not for another width: those that wear the same follow each other. */
const looks = [
  ['1440', 1440, 'normal', 'light'],
  ['390', 390, 'normal', 'light'],
  ['390, large text', 390, 'large', 'light'],
  ['1366, large text', 1366, 'large', 'light'],
  ['1440, dark', 1440, 'normal', 'dark'],
] as const
type Look = (typeof looks)[number][0]

/** The page in every look; `axe` names those that axe sees, and what it looks at. Gives the looks with faults. */
async function faultsOf(
  page: Page,
  axe: Partial<Record<Look, AxeQuestion>>,
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

/** One window a role: the desk is loaded once in it and then walked through, each page in the language that the last one ended with. */
const visits = new Map<Role | undefined, Visit>()

async function arrive({ path, role, first }: Stop): Promise<Visit> {
  const known = visits.get(role)
  const visit = known ?? (await house.visit(role ? { role } : {}))
  visits.set(role, visit)
  visit.faults.length = 0
  // Outside of the shell there is nothing to walk through.
  await (known && role && path !== '/nowhere' ? visit.walk(path, first) : visit.open(path, first))
  return visit
}

const languageOf = (page: Page) => page.locator('html').getAttribute('lang')

async function speak(page: Page, language: string): Promise<void> {
  if ((await languageOf(page)) === language) return
  await page.getByRole('button', { name: language === 'en' ? 'English' : '中文', exact: true }).click()
  await page.locator(`html[lang=${language}]`).waitFor()
  await rest(page)
}

const asked = {
  'zh-CN': (page: Page) => faultsOf(page, { 1440: 'all', '1440, dark': 'contrast' }),
  en: (page: Page) => faultsOf(page, { 390: 'structure' }, ['1440', '390', '390, large text']),
}

it.each(stops)('$name', async (stop) => {
  const { page, faults } = await arrive(stop)
  const languages = (await languageOf(page)) === 'en' ? (['en', 'zh-CN'] as const) : (['zh-CN', 'en'] as const)
  for (const language of languages) {
    await speak(page, language)
    expect(await asked[language](page)).toEqual({})
  }
  expect(faults).toEqual([])
})

/** Keys of `locales/` shown as themselves: a word that nobody wrote. */
const keysShown = (text: string) => text.match(/\b[a-z][a-zA-Z]*(?:\.[a-z][a-zA-Z]*)+\b(?![@/])/g) ?? []
