/** The register of points in the browser: found by filter and on the map, changed, and the change on record. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, openHouse, rest } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

it('filters by kind of place, keeps the filter in the address, and shows as many as the server counts', async () => {
  const visit = await house.visit({ role: 'office' })
  const { page } = visit
  try {
    await visit.open('/points')
    await page.getByRole('combobox', { name: '点位类型' }).fill('农贸市场')
    await page.getByRole('option', { name: /农贸市场/ }).click()
    await page.waitForURL((url) => url.searchParams.get('type') !== null)
    await rest(page)
    const type = new URL(page.url()).searchParams.get('type')
    const { total } = await page.evaluate(
      async (code) => (await (await fetch(`/api/points?type=${code}&limit=1`)).json()) as { total: number },
      type,
    )
    expect(total).toBeGreaterThan(1)
    await page
      .getByText(new RegExp(`共 ${total} `))
      .first()
      .waitFor()
    const link = page.url()
    const other = await house.visit({ role: 'leader', language: 'en' })
    await other.open(new URL(link).pathname + new URL(link).search)
    expect(await other.page.getByRole('combobox', { name: 'Kind' }).inputValue()).not.toBe('')
    await other.close()
    expect(visit.faults).toEqual([])
  } finally {
    await visit.close()
  }
})

it('changes the name of a point; the list, the detail and the history follow', async () => {
  const visit = await house.visit({ role: 'office' })
  const { page } = visit
  try {
    await visit.open('/points')
    await page.locator('tbody tr').nth(4).click()
    await page.getByRole('button', { name: '修改' }).click()
    const name = `新名 ${Date.now()}`
    await page.getByLabel('中文名称').fill(name)
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('heading', { level: 2, name }).waitFor()
    await page.getByText('点位已保存').waitFor()
    const id = new URL(page.url()).searchParams.get('point')
    const point = await page.evaluate(
      async (of) => (await (await fetch(`/api/points/${of}`)).json()) as { name: { zh: string }; history: { kind: string }[] },
      id,
    )
    expect(point.name.zh).toBe(name)
    expect(point.history.map(({ kind }) => kind)).toContain('point.changed')
    expect(visit.faults).toEqual([])
  } finally {
    await visit.close()
  }
})

it('hides the register from those who may not keep it', async () => {
  const visit = await house.visit({ role: 'inspector' })
  try {
    await visit.open('/points')
    await visit.page.locator('tbody tr').first().click()
    await visit.page.locator('.point h2').waitFor()
    await rest(visit.page)
    expect(await visit.page.getByRole('button', { name: '修改' }).count()).toBe(0)
    expect(await visit.page.getByRole('link', { name: '登记实地考察' }).count()).toBeGreaterThan(0)
  } finally {
    await visit.close()
  }
})
