/** What only a browser shows of the case desk: rules of re-checks changed and taken back by one press, and the list saved as CSV. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, openHouse, rest, type Visit } from './house.ts'

let house: House
let visit: Visit
beforeAll(async () => {
  house = await openHouse()
  visit = await house.visit({ role: 'office' })
})
afterAll(async () => {
  expect(visit.faults).toEqual([])
  await visit.close()
  await house.close()
})

it('changes the rules of re-checks on the page of classes, and takes it back', async () => {
  const { page } = visit
  const ruled = async () => {
    const answer = await page.context().request.get(`${house.address}/api/repeat-rules`)
    return ((await answer.json()) as { items: { share: number | null; after: number[] | null }[] }).items
  }
  await visit.open('/classes')
  const before = await ruled()
  await page.getByRole('button', { name: '回头看与复发规则' }).click()
  const dialog = page.getByRole('dialog')
  const save = dialog.getByRole('button', { name: '保存规则' })
  await dialog.getByRole('textbox', { name: '抽中比例' }).fill('20')
  await dialog.getByRole('textbox', { name: '结案后第几天抽签' }).fill('7, x')
  expect(await save.isDisabled()).toBe(true)
  await dialog.getByRole('textbox', { name: '结案后第几天抽签' }).fill('60，14')
  await save.click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await ruled()).toMatchObject([{ share: 200, after: [14, 60] }])
  await page.getByRole('button', { name: '撤销' }).click()
  await expect.poll(ruled).toEqual(before)
  await rest(page)
})

it('saves the filtered list as CSV, every row of it', async () => {
  const { page } = visit
  await visit.open('/cases?queue=overdue')
  const overdue = async () =>
    ((await (await page.context().request.get(`${house.address}/api/cases/counts`)).json()) as { overdue: number }).overdue
  const before = await overdue()
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出 CSV' }).click()
  const file = await coming
  expect(file.suggestedFilename()).toMatch(/\.csv$/)
  const lines = readFileSync(await file.path(), 'utf8').match(/^"?\d{8}-\d{4}"?,/gm)!
  // The clock of the house goes on, and others work at its desk: a case may fall due, or be closed, between two questions.
  const [least, most] = [before, await overdue()].toSorted((a, b) => a - b)
  expect(lines.length).toBeGreaterThan(1)
  expect(lines.length).toBeGreaterThanOrEqual(least!)
  expect(lines.length).toBeLessThanOrEqual(most!)
})
