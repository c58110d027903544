/** Duties in the browser: share out by rule with a preview, change many at once, take both back, fill in an empty cell. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults, cutFaults, type House, openHouse } from './house.ts'

/** A busy machine may take its time. */
const patience = { timeout: 20_000 }

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

it('shares out by rule, changes rows together and takes it back', async () => {
  const visit = await house.visit({ role: 'office', language: 'en' })
  const { page } = visit
  await visit.open('/standards')
  const { items } = (await (
    await page.request.get(`${house.address}/api/standards/editions?status=published&standard=micro-creation`)
  ).json()) as {
    items: { id: string }[]
  }
  const edition = items[0]!.id
  await visit.open(`/duties?edition=${edition}`)
  await page.getByRole('button', { name: 'Assign by rule' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Preview' }).click()
  const create = dialog.getByRole('button', { name: /Create \d+ duties/ })
  await create.waitFor()
  const count = Number((await create.innerText()).match(/\d+/)![0])
  expect(count).toBeGreaterThan(0)
  await create.click()
  await page.getByText(`${count} duties created`).waitFor()
  const rows = page.getByRole('row')
  await expect.poll(() => rows.count(), patience).toBeGreaterThan(1)
  expect([...(await cutFaults(page)), ...(await axeFaults(page)).filter((fault) => !fault.startsWith('role-img-alt'))]).toEqual([])
  await page.getByRole('checkbox', { name: 'Choose all' }).or(page.locator('thead .checkbox')).first().click()
  await page.getByRole('button', { name: /Change \d+ together/ }).click()
  await dialog.getByLabel('Expected effect').fill('Done before winter')
  await dialog.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByText(/duties changed/).waitFor()
  await rows.nth(1).click()
  const detail = page.locator('.split-detail')
  await detail.getByText('Done before winter').waitFor()
  await page
    .getByText(/duties changed/)
    .locator('..')
    .getByRole('button', { name: 'Undo' })
    .click()
  await page.getByText(/Undone/).waitFor()
  await expect.poll(() => detail.getByText('Done before winter').count(), patience).toBe(0)
  await visit.open(`/duties?edition=${edition}&tab=gaps`)
  await page.getByRole('link', { name: 'Fill in' }).first().click()
  await detail.waitFor()
  expect(visit.faults).toEqual([])
  await visit.close()
})
