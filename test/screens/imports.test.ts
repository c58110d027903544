/** An import in the browser: a task table with two faults is sent, mended row by row, taken in, and leads to its draft. */
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeWorkbook } from '../../src/sheets/write.serve.ts'
import { axeFaults, cutFaults, type House, openHouse, wear } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const rows = [
  ['测评项目', '测评指标', '测评内容', '测评标准', '分值', '测评方法', '责任单位'],
  ['优美环境', '市容', '街道', '1)主次干道整洁', '5', '材料审核', '城管局'],
  ['优美环境', '市容', '街道', '2)设置公益广告', '三', '材料审核', '宣传部'],
  ['优美环境', '市容', '街道', '3)制度健全', '5', '算卦', '文明办'],
]

/** Axe without its remark about the kit's spoken announcements, which are gone after seconds. */
const axe = async (page: Parameters<typeof axeFaults>[0]) => (await axeFaults(page)).filter((fault) => !fault.startsWith('role-img-alt'))

it('shows what is wrong, takes the correction and takes the table in', async () => {
  const visit = await house.visit({ role: 'office', language: 'en' })
  const { page } = visit
  await visit.open('/imports/new?kind=edition')
  expect([...(await cutFaults(page)), ...(await axe(page))]).toEqual([])
  const buffer = Buffer.from(await writeWorkbook([{ name: '任务分解表', rows }], '2026-11-22T00:00:00Z'))
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  await page.locator('input[type=file]').setInputFiles({ name: '任务分解表.xlsx', mimeType, buffer })
  await page.waitForURL(/imports\/[0-9a-f-]{36}/)
  await page.getByText('2 faults left').waitFor()
  const take = page.getByRole('button', { name: 'Take in' })
  expect(await take.isDisabled()).toBe(true)
  for (const width of [1440, 390]) {
    await wear(page, width, 'normal', 'light')
    expect([...(await cutFaults(page)), ...(await axe(page))]).toEqual([])
  }
  await wear(page, 1440, 'normal', 'light')
  const detail = page.locator('.split-detail')
  const mend = async (row: RegExp, column: string, text: string) => {
    await page.getByRole('row', { name: row }).getByText('1 fault', { exact: true }).click()
    await detail.getByLabel(column, { exact: true }).fill(text)
    await detail.getByRole('button', { name: 'Mend and check again' }).click()
  }
  await mend(/设置公益广告/, 'Points', '3')
  await page.getByText('1 fault left').waitFor()
  await mend(/制度健全/, 'Method', '材料审核')
  await page.getByText('No faults: it can be taken in.').waitFor()
  await take.click()
  await page.getByRole('link', { name: 'Open the result' }).click()
  await page.waitForURL(/standards\/[0-9a-f-]{36}\/edit/)
  await page.getByText('Draft', { exact: true }).waitFor()
  const id = page.url().match(/standards\/([0-9a-f-]{36})/)![1]!
  await visit.open('/imports')
  await page.getByText('任务分解表.xlsx').first().waitFor()
  expect([...(await cutFaults(page)), ...(await axe(page))]).toEqual([])
  expect(visit.faults).toEqual([])
  await page.request.delete(`${house.address}/api/standards/editions/${id}`, { headers: { 'idempotency-key': v7() } })
  await visit.close()
})
