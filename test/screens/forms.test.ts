/** A real XLSForm from the workbook to the answers that are read back: brought in, filled in by the form engine in Chromium, handed in once. */
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileOfSheets, stalls } from '../xlsforms.ts'
import { axeFaults, cutFaults, type House, openHouse, rest, wear } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

it('is brought in, filled in with its conditions at work, kept over a closed tab, and handed in once', async () => {
  const visit = await house.visit({ role: 'office' })
  const { page, faults } = visit
  await visit.open('/forms')
  await page.getByRole('button', { name: '导入 XLSForm' }).first().click()
  const bring = async (sheets: typeof stalls) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: 'stalls.xlsx', mimeType: 'application/zip', buffer: Buffer.from(await fileOfSheets(sheets)) })
  const wrong = stalls['survey']!.map((row, index) => (index === 6 ? ['geotrace', ...row.slice(1)] : row))
  await bring({ ...stalls, survey: wrong })
  expect(await page.getByRole('table', { name: '问题' }).getByRole('row').nth(1).innerText()).toMatch(/survey\s+7\s+A\s+不支持题型/)
  await bring({ ...stalls, settings: [stalls['settings']![0]!, ['摊位普查', 'stalls', `t${Date.now()}`, '中文 (zh)']] })
  await page.getByRole('button', { name: '发布', exact: true }).click({ timeout: 30_000 })
  await page.getByRole('link', { name: '填写' }).click()

  const radios = page.getByRole('radio')
  await page.getByText('所在区').waitFor()
  // Nothing is preselected, and what hangs on an answer is not there before it.
  expect([await page.locator('[data-selected]').count(), await page.getByText('街道').count()]).toEqual([0, 0])
  await page.getByText('东区').click()
  await expect.poll(async () => [await page.getByText('一街').count(), await page.getByText('二街').count()]).toEqual([1, 0])
  await page.getByText('一街').click()
  await page.getByLabel('摊位数').fill('30')
  expect(await page.locator('.field-error').innerText()).toBe('0 到 20')
  await page.getByLabel('摊位数').fill('2')
  await expect.poll(() => page.locator('.fill-turn').count()).toBe(2)
  await page.getByLabel('2 个之一').first().fill('王')
  expect(await page.getByLabel('什么问题').count()).toBe(0)
  await page.getByText('其他', { exact: true }).first().click()
  await page.getByLabel('什么问题').fill('占道')
  await page.getByText('垃圾', { exact: true }).nth(1).click()
  await page.getByText('共 2 个问题').waitFor()
  await page.getByText('4', { exact: true }).click()
  expect(await radios.count()).toBe(8)

  await wear(page, 390, 'large', 'light')
  expect([...(await cutFaults(page)), ...(await axeFaults(page))]).toEqual([])
  await page.getByRole('button', { name: /表单语言/ }).click()
  await page.getByRole('option', { name: 'English (en)' }).click()
  await page.getByText('One of 2').first().waitFor()
  const draft = () =>
    page.evaluate(() => {
      const key = Object.keys(localStorage).find((name) => name.startsWith('mc_form '))
      return JSON.parse((key && localStorage.getItem(key)) ?? '{}') as Record<'id' | 'filledAt' | 'language' | 'xml', string>
    })
  // It is kept a moment after each change; the language is the last.
  await expect.poll(async () => (await draft()).language).toBe('English (en)')
  const { id, filledAt } = await draft()
  await page.reload()
  await page.getByText('One of 2').first().waitFor()
  expect(await page.locator('input[value=占道]').count()).toBe(1)
  // An earlier answer under its id arrived after all: it is told, and what is here goes as another, as of when it was filled in.
  const sent = await page.evaluate(
    async ({ id, filledAt }) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
      const body = JSON.stringify({ id, filledAt, answers: { d: 'a' } })
      return (await fetch(`/api/forms/${location.pathname.split('/')[2]}/answers`, { method: 'POST', headers, body })).status
    },
    { id, filledAt },
  )
  expect(sent).toBe(200)
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('这个编号已收下另一份内容').waitFor()
  const next = await draft()
  expect([next.id === id, next.filledAt, next.language]).toEqual([false, filledAt, 'English (en)'])
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('已提交').waitFor()

  // Closed, it says so before the first question; what was filled in before can still be handed in.
  const turn = (step: string) =>
    page.evaluate(async (to) => {
      await fetch(`/api/forms/${location.pathname.split('/')[2]}/${to}`, { method: 'POST' })
    }, step)
  await page.getByRole('button', { name: '再填一份' }).click()
  await page.getByText('东区').click()
  await expect.poll(async () => (await draft()).xml).toMatch(/<d>a<\/d>/)
  await turn('close')
  await page.reload()
  await page.getByText('您在关闭前填写的内容').waitFor()
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('已提交').waitFor()
  await page.getByRole('button', { name: '再填一份' }).click()
  await page.getByText('请联系发布表单的人员').waitFor()
  expect(await page.getByRole('radio').count()).toBe(0)
  await turn('open')

  await wear(page, 1440, 'normal', 'light')
  await page.getByRole('link', { name: '返回表单' }).click()
  await page.getByRole('row').filter({ hasText: '占道' }).getByRole('button').first().click()
  const said = await page.getByRole('dialog').locator('.answer-lines').innerText()
  for (const words of ['所在区\n东区', '街道\n一街', '问题\n其他\n垃圾', '打分\n4']) expect(said).toContain(words)
  await rest(page)
  expect(faults).toEqual([])
  await visit.close()
})

it('draws an exemption on the map corner by corner, and gives a check a picture of how it should be', async () => {
  const visit = await house.visit({ role: 'office' })
  const { page, faults } = visit
  await visit.open('/forms')
  await page.getByRole('tab', { name: '豁免规则' }).click()
  await page.getByRole('button', { name: '设立豁免规则' }).click()
  const dialog = page.getByRole('dialog')
  await rest(page)
  await dialog.getByRole('combobox').pressSequentially('无占道')
  await page
    .getByRole('option', { name: /无占道摊点/ })
    .first()
    .click()
  const map = dialog.locator('canvas').first()
  await map.waitFor()
  // The map takes its time to stand. From then on a corner is one click: a second one, made too soon, would be a corner too many.
  await rest(page)
  const { x, y, width, height } = (await map.boundingBox())!
  const corners = [
    [0.4, 0.3],
    [0.6, 0.35],
    [0.5, 0.7],
  ] as const
  for (const [index, [right, down]] of corners.entries()) {
    await page.mouse.click(x + width * right, y + height * down)
    await dialog.getByText(`${index + 1} 个角`).waitFor()
  }
  const title = `早市疏导区 ${Date.now()}`
  await dialog.getByRole('textbox', { name: '豁免规则' }).fill(title)
  expect(await axeFaults(page)).toEqual([])
  const [sent] = await Promise.all([page.waitForRequest(/\/api\/exemptions$/), dialog.getByRole('button', { name: '设立' }).click()])
  const ring = (sent.postDataJSON() as { where: { shape: { coordinates: number[][][] } } }).where.shape.coordinates[0]!
  expect([ring.length, ring[0]]).toEqual([4, ring[3]])
  await page.getByText(title).first().waitFor()

  const editions = (await (await page.request.get(`${house.address}/api/standards/editions?standard=street-practice&limit=1`)).json()) as {
    items: { id: string }[]
  }
  const id = crypto.randomUUID()
  const from = { kind: 'copy', of: editions.items[0]!.id, edition: `g${Date.now()}` }
  const headers = { 'idempotency-key': id }
  expect((await page.request.post(`${house.address}/api/standards/editions`, { headers, data: { id, from } })).status()).toBe(200)
  await visit.open(`/standards/${id}/edit`)
  await page.getByRole('tab', { name: '检查项与点位类型' }).click()
  await page.getByText('SP-NOISE').first().click()
  await page.getByRole('button', { name: '写明怎么看' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '添加图片' }).first().click()
  const picture = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#6a8' } })
    .jpeg()
    .toBuffer()
  await (await chooser).setFiles({ name: 'good.jpg', mimeType: 'image/jpeg', buffer: picture })
  await page.getByLabel('图片说明（中文）').fill('门前整洁')
  await expect.poll(() => page.locator('.std-guide img').evaluate((it) => (it as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByText('已保存（第 2 次）').waitFor()
  expect([...(await cutFaults(page)), ...(await axeFaults(page))]).toEqual([])
  await page.request.delete(`${house.address}/api/standards/editions/${id}`, { headers: { 'idempotency-key': crypto.randomUUID() } })
  expect(faults).toEqual([])
  await visit.close()
})
