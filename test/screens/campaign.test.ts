/** The middle of the campaign as a person does it: record a visit, turn its miss into a case, and see what a fix is worth. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults, type House, openHouse } from './house.ts'

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
    await page.waitForURL((url) => url.searchParams.has('node'))
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

it('covers a face by keyboard alone, and the covered copy is what leaves from then on', async () => {
  const visit = await house.visit({ role: 'office' })
  const { page } = visit
  try {
    await visit.open('/cases/{id}', '/api/cases?state=rectified&limit=1')
    await page
      .getByRole('button', { name: /^遮挡人脸、车牌/ })
      .first()
      .press('Enter')
    await page.getByText('这张照片还没有人核对').waitFor()
    await page.getByRole('button', { name: '新增一处遮挡' }).press('Enter')
    // The new rectangle has the focus: two arrows move it, one with Shift sizes it.
    const rectangle = page.getByRole('application')
    await expect.poll(() => rectangle.evaluate((place) => place === document.activeElement)).toBe(true)
    for (const key of ['ArrowLeft', 'ArrowUp', 'Shift+ArrowRight']) await page.keyboard.press(key)
    await expect.poll(() => rectangle.getAttribute('aria-label')).toBe('第 1 处：左 44%，上 44%，宽 11%，高 10%')
    expect(await axeFaults(page)).toEqual([])
    await page.getByRole('button', { name: '保存遮挡副本' }).press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page
      .getByRole('button', { name: /^遮挡人脸、车牌/ })
      .first()
      .press('Enter')
    await page.getByText('核对，遮挡 1 处').waitFor()
    await rectangle.press('Delete')
    await page.getByRole('button', { name: '核对无误，无需遮挡' }).waitFor()
    expect(visit.faults).toEqual([])
  } finally {
    await visit.close()
  }
})
