/**
 * Every page, in both languages: wide, narrow, in large text and dark, without faults, nothing cut off, axe clean, one heading.
 * One load a language; the window and the look are changed on the open page, as a reader does.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { languages } from '../../src/base/text.ts'
import { axeFaults, cutFaults, type House, openHouse, wear } from './house.ts'
import { stops } from './routes.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

describe.each(stops)('$name', ({ path, role, first }) => {
  it.each(languages)('%s', async (language) => {
    const visit = await house.visit({ language, ...(role ? { role } : {}) })
    const { page } = visit
    try {
      await visit.open(path, first)
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      expect(await page.locator('h1').count()).toBe(1)
      expect(keysShown(await page.locator('body').innerText())).toEqual([])
      const found: Record<string, string[]> = {}
      const look = async (name: string, width: number, size: 'normal' | 'large', theme: 'light' | 'dark') => {
        await wear(page, width, size, theme)
        found[name] = await cutFaults(page)
      }
      const axe = async (name: string, what: 'all' | 'contrast') => found[name]!.push(...(await axeFaults(page, what)))
      await look('1440', 1440, 'normal', 'light')
      await axe('1440', 'all')
      await look('1440, dark', 1440, 'normal', 'dark')
      await axe('1440, dark', 'contrast')
      await look('1366, large text', 1366, 'large', 'light')
      await look('390', 390, 'normal', 'light')
      await axe('390', 'all')
      await look('390, large text', 390, 'large', 'light')
      expect(found).toEqual({ 1440: [], '1440, dark': [], '1366, large text': [], 390: [], '390, large text': [] })
      expect(visit.faults).toEqual([])
    } finally {
      await visit.close()
    }
  })
})

/** Keys of `locales/` shown as themselves: a word that nobody wrote. */
const keysShown = (text: string) => text.match(/\b[a-z][a-zA-Z]*(?:\.[a-z][a-zA-Z]*)+\b(?![@/])/g) ?? []
