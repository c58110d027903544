/** Standards in the browser: read and search an edition, edit a draft with undo and faults, save against another's save, publish. */
import type { Page } from 'playwright-core'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, cutFaults, type House, openHouse, wear } from './house.ts'

/** A busy machine may take its time. */
const patience = { timeout: 20_000 }

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const criterion = 'P01.I01.C01.S02'

/** A draft of the library's sample, made over the API as the signed-in office; gives its id. */
async function makeDraft(page: Page): Promise<string> {
  const id = v7()
  const answer = await page.request.post(`${house.address}/api/standards/editions`, {
    headers: { 'idempotency-key': v7() },
    data: { id, from: { kind: 'library', standard: 'civilised-city', edition: '2024-sample' } },
  })
  expect(answer.status()).toBeLessThan(300)
  return id
}

const removeDraft = (page: Page, id: string) =>
  page.request.delete(`${house.address}/api/standards/editions/${id}`, { headers: { 'idempotency-key': v7() } })

/** Both widths and large text, axe and cut-off text. */
async function looksRight(page: Page) {
  for (const [width, size] of [
    [1440, 'normal'],
    [390, 'normal'],
    [390, 'large'],
  ] as const) {
    await wear(page, width, size, 'light')
    expect({ width, size, faults: [...(await cutFaults(page)), ...(await axeFaults(page))] }).toEqual({ width, size, faults: [] })
  }
  await wear(page, 1440, 'normal', 'light')
}

/** The tree by keyboard: to the top, close, open, into the branch, and Enter chooses. */
async function walksByKeys(page: Page) {
  const focused = () =>
    page.evaluate(() => {
      const { attributes } = document.activeElement!
      return ['role', 'aria-level', 'aria-posinset', 'aria-expanded'].map((name) => attributes.getNamedItem(name)?.value).join(' ')
    })
  await page.locator('[role=treeitem][tabindex="0"]').focus()
  const seen: string[] = []
  for (const key of ['Home', 'ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft']) {
    await page.keyboard.press(key)
    await expect.poll(focused, patience).toMatch(/^treeitem/)
    seen.push(await focused())
  }
  const at = (level: number, place: number, isOpen: boolean) => `treeitem ${level} ${place} ${isOpen}`
  expect(seen.slice(0, 4)).toEqual([at(1, 1, true), at(1, 1, false), at(1, 1, true), at(2, 1, true)])
  expect(seen.at(-1)).toMatch(/^treeitem/)
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.get('node') === 'P01.I01')
}

describe('an edition', () => {
  it.each(['zh-CN', 'en'] as const)(
    'is read, searched and opened in %s',
    async (language) => {
      const visit = await house.visit({ role: 'office', language })
      const { page } = visit
      const id = await makeDraft(page)
      await visit.open(`/standards/${id}?node=${criterion}`)
      const detail = page.locator('.split-detail')
      await detail.getByText(criterion).waitFor()
      expect(await page.locator('.note-amber').first().innerText()).toMatch(/非官方文本|Not an official text/)
      expect(await detail.locator('.std-way').count()).toBeGreaterThan(0)
      await looksRight(page)
      await walksByKeys(page)
      await page.locator('.std-tree input').first().fill('PSA-CORE')
      await page.waitForURL(/q=PSA-CORE/)
      await expect.poll(() => page.getByRole('treeitem').count(), patience).toBeLessThan(60)
      for (const tab of ['lists', 'about']) {
        await visit.open(`/standards/${id}?tab=${tab}`)
        await wear(page, 390, 'large', 'light')
        expect({ tab, faults: [...(await cutFaults(page)), ...(await axeFaults(page))] }).toEqual({ tab, faults: [] })
      }
      expect(visit.faults).toEqual([])
      await removeDraft(page, id)
      await visit.close()
    },
    180_000,
  )
})

describe('a draft', () => {
  it('is edited, undone, checked, saved and published', async () => {
    const visit = await house.visit({ role: 'office', language: 'en' })
    const { page } = visit
    const id = await makeDraft(page)
    await visit.open(`/standards/${id}/edit?node=${criterion}`)
    await looksRight(page)
    const words = page.getByLabel('Words (English)').first()
    const before = await words.inputValue()
    await words.fill('Another wording')
    await page.getByRole('button', { name: 'Undo (Ctrl+Z)' }).click()
    expect(await words.inputValue()).toBe(before)
    // Points that do not add up are a fault that hinders publishing; the fault leads to its place.
    const points = page.getByRole('textbox', { name: 'Points' }).first()
    const worth = await points.inputValue()
    await points.fill('50')
    await points.blur()
    const faults = page.locator('.std-jump')
    await expect.poll(() => faults.count(), patience).toBeGreaterThan(0)
    expect(await page.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true)
    await faults.first().click()
    await page.waitForURL(/tab=about/)
    await page.getByRole('tab', { name: 'Tree' }).click()
    await points.fill(worth)
    await points.blur()
    await expect.poll(() => faults.count(), patience).toBe(0)
    await words.fill('Another wording')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved (version 2)').waitFor()
    await page.getByRole('button', { name: 'Publish' }).click()
    const dialog = page.getByRole('dialog')
    const hash = await dialog.locator('code').innerText()
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    await dialog.getByRole('button', { name: 'Publish' }).click()
    await page.waitForURL(/tab=about/)
    await page.getByText(hash).waitFor()
    expect(visit.faults).toEqual([])
    const withdrawn = await page.request.post(`${house.address}/api/standards/editions/${id}/withdraw`, {
      headers: { 'idempotency-key': v7() },
      data: { reason: 'made by a test' },
    })
    expect(withdrawn.status()).toBeLessThan(300)
    await visit.close()
  })

  it('that somebody else saved meanwhile is not overwritten without being asked', async () => {
    const visit = await house.visit({ role: 'office', language: 'en' })
    const { page } = visit
    const id = await makeDraft(page)
    await visit.open(`/standards/${id}/edit?node=${criterion}`)
    const other = await page.request.post(`${house.address}/api/standards/editions/${id}/edits`, {
      headers: { 'idempotency-key': v7() },
      data: { version: 1, edits: [{ do: 'setNode', id: criterion, values: { title: { zh: '别人的文字', en: 'Their wording' } } }] },
    })
    expect(other.status()).toBeLessThan(300)
    await page.getByLabel('Words (English)').first().fill('My wording')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('version 2').waitFor()
    await dialog.getByRole('button', { name: 'Take theirs' }).click()
    await expect.poll(() => page.getByLabel('Words (English)').first().inputValue(), patience).toBe('Their wording')
    expect(visit.faults).toEqual([])
    await removeDraft(page, id)
    await visit.close()
  })
})
