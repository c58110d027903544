/** The middle of the campaign as a person does it: record a visit, turn its miss into a case, and see what a fix is worth. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, openHouse } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

it('records a visit and turns its miss into a case in one click', async () => {
  const visit = await house.visit({ role: 'inspector' })
  const { page } = visit
  try {
    await visit.open('/visits/new')
    await page.getByRole('button', { name: '选这里' }).first().click()
    const first = page.locator('.check').first()
    // Nothing is answered before a person answers.
    expect(await page.locator('.check input:checked').count()).toBe(0)
    expect(await page.getByRole('button', { name: '提交考察记录' }).isDisabled()).toBe(true)
    await first.getByText('不符合', { exact: true }).click()
    await page.locator('.check').nth(1).getByText('符合', { exact: true }).click()
    await page.getByRole('button', { name: '提交考察记录' }).click()
    await page.waitForURL(/\/visits\/[0-9a-f-]{36}$/)
    await page.locator('.finding').nth(1).waitFor()
    expect(await page.locator('.finding').count()).toBe(2)
    await page.getByRole('button', { name: '转为问题' }).click()
    const link = page.getByRole('link', { name: /^问题 \d{8}-\d+/ })
    await link.click()
    await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/)
    await page.getByText('创城办（派遣）').waitFor()
    // The inspector may not dispatch: the button is there, grey, and says why.
    expect(await page.getByRole('button', { name: '派遣' }).isDisabled()).toBe(true)
    await page.getByText('派遣：您的岗位不能办理这一步').waitFor()
    expect(visit.faults).toEqual([])
  } finally {
    await visit.close()
  }
})

it('moves the score when something is supposed, and stores nothing', async () => {
  const visit = await house.visit({ role: 'office' })
  const { page } = visit
  try {
    await visit.open('/gaps')
    await page.locator('tbody tr').first().click()
    await visit.open(page.url().replace(house.address, '').replace('/gaps', '/score'))
    const before = await page.locator('.headline-number').first().innerText()
    await page.getByRole('button', { name: '假设得满分' }).first().click()
    await page.locator('.moved-bar .tag-green').waitFor()
    expect(await page.locator('.moved-bar').innerText()).toMatch(/\+\d+\.\d\d/)
    await page.locator('.moved-bar').getByRole('button', { name: '全部撤回' }).click()
    await page.locator('.moved-bar').waitFor({ state: 'detached' })
    await page.reload()
    await page.locator('.headline-number').first().waitFor()
    expect(await page.locator('.headline-number').first().innerText()).toBe(before)
    expect(visit.faults).toEqual([])
  } finally {
    await visit.close()
  }
})
