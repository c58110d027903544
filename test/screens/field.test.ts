/**
 * The field app as a thumb finds it: a small old phone, letters twice as large, the keys, a reader of screens, and a disk that is full;
 * and a form of the pack that is filled in without a network.
 */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileOfSheets, patrol } from '../xlsforms.ts'
import { axeFaults, cutFaults, type House, openHouse, rest, wear } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

/** Goes to a screen of the app without loading it again. */
async function walk(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to)
    window.dispatchEvent(new PopStateEvent('popstate'))
  }, path)
  await rest(page)
}

/** Puts a visit of a sealed sample on the phone, as one that was begun before its release. */
async function beginSealed(pointId: string): Promise<void> {
  const db = await new Promise<IDBDatabase>((done) => {
    const asked = indexedDB.open('mingcheng-field')
    asked.onsuccess = () => done(asked.result)
  })
  const tx = db.transaction(['drafts', 'marks'], 'readwrite')
  const [at, id, roundId, sampleId] = [new Date().toISOString(), ...Array.from({ length: 3 }, () => crypto.randomUUID())]
  const answers = { FLOOR: { id: crypto.randomUUID(), grade: 'N', note: '地面有积水 <两处>', photos: [], at } }
  const named = { point: { zh: '盲测的公厕' }, pack: { zh: '第三季度盲测' } }
  tx.objectStore('drafts').put({ id, pointId, roundId, sampleId, named, startedAt: at, answers, note: '', state: 'open' })
  const asked = tx.objectStore('marks').get(pointId)
  asked.onsuccess = () => {
    const sealed = { pointId, draftId: id, state: 'open', answered: 1, pack: `${roundId}/${sampleId}` }
    tx.objectStore('marks').put({ ...asked.result, others: [sealed] })
  }
  await new Promise((done) => tx.addEventListener('complete', done))
  db.close()
}

/** Remembers what stood on the screen before the app did. */
function noteFirst(): void {
  new MutationObserver(() => {
    const first = document.querySelector('[data-first]')
    const told = [...(first?.querySelectorAll<HTMLElement>('.field-title, .field-row') ?? [])].slice(0, 4)
    if (told.length > 0) (window as { sawFirst?: string[] }).sawFirst ??= told.map((it) => it.innerText.trim())
  }).observe(document, { childList: true, subtree: true })
}

it('works on a small phone in large letters, and says so before an answer is lost to a full disk', { timeout: 180_000 }, async () => {
  const visit = await house.visit({ role: 'inspector', width: 360 })
  const { page } = visit
  await page.setViewportSize({ width: 360, height: 640 })
  await page.goto(`${house.address}/field/pack`)
  await page.getByRole('combobox').selectOption({ index: 1 })
  await page
    .getByText(/个点位/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: '下载离线包' }).click()
  await page.getByRole('button', { name: '开始检查' }).click()
  await page.locator('.field-row').first().waitFor()

  // At the next start the list stands before the app has been read, and says what the app says then.
  await expect.poll(() => page.evaluate(() => localStorage.getItem('mc_field_first') !== null)).toBe(true)
  await page.addInitScript(noteFirst)
  await page.reload()
  await page.locator('.field-app:not([data-first]) .field-row').first().waitFor()
  const texts = async (selector: string) => (await page.locator(selector).allInnerTexts()).map((text) => text.trim())
  const now = [...(await texts('.field-title')), ...(await texts('.field-row')).slice(0, 3)]
  expect(await page.evaluate(() => (window as { sawFirst?: string[] }).sawFirst)).toEqual(now)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: house.address, quotaSize: 1 })
  const point = (await page.locator('.field-row').first().getAttribute('href'))!
  for (const path of ['/field', '/field/map', '/field/outbox', '/field/pack', point]) {
    for (const size of ['normal', 'large'] as const) {
      await wear(page, 360, size, 'light')
      await walk(page, path)
      expect([path, size, ...(await cutFaults(page))]).toEqual([path, size])
    }
    expect([path, ...(await axeFaults(page))]).toEqual([path])
  }

  // Keys alone give the first answer. With no room left the answer before stays as it was, and the screen says why. (The browser
  // trusts its count of room for half a minute: until then the keys are pressed again.)
  const chosen = () =>
    page
      .locator('.field-checks li')
      .first()
      .locator('input[type=radio]:checked')
      .evaluateAll((all) => all.map((it) => (it as HTMLInputElement).value))
  const full = page.getByRole('alert').filter({ hasText: '存储空间不足，没有保存' })
  await page.locator('.field-checks input[type=radio]').first().focus()
  await page.keyboard.press('Space')
  await expect
    .poll(
      async () => {
        await page.keyboard.press('ArrowDown')
        await page.waitForTimeout(300)
        return full.count()
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(1)
  const before = await chosen()
  await page.keyboard.press('ArrowDown')
  // Time enough to take it; a busy phone shows for longer what was pressed, before it is told that it was not kept.
  await page.waitForTimeout(300)
  await expect.poll(async () => [await full.count(), await chosen()]).toEqual([1, before])
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: house.address })
  await expect
    .poll(
      async () => {
        await page.keyboard.press('ArrowDown')
        await page.waitForTimeout(300)
        return full.count()
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(0)
  expect(await chosen()).toHaveLength(1)

  // A visit that is half filled in keeps whoever it is from leaving; so does one of a sample that was released meanwhile, which can
  // never be finished. Both are said by name, and each has its way out.
  await page.evaluate(beginSealed, point.split('/').pop()!)
  await walk(page, '/field/pack')
  await page.getByRole('button', { name: '退出并清空本机' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('还有 2 项没有送达').waitFor()
  expect(await cutFaults(page)).toEqual([])
  expect(await axeFaults(page)).toEqual([])
  const sealed = dialog.getByRole('listitem').filter({ hasText: '第三季度盲测' })
  await sealed.getByText('盲测的公厕').waitFor()
  const [copy] = await Promise.all([page.waitForEvent('download'), sealed.getByRole('button', { name: '保存副本' }).click()])
  expect(copy.suggestedFilename()).toBe('盲测的公厕.html')
  expect(await readFile(await copy.path(), 'utf8')).toMatch(/盲测的公厕.*第三季度盲测.*地面有积水 &#60;两处&#62;/s)
  await sealed.getByRole('button', { name: '放弃' }).click()
  await sealed.getByText('将从本机永久删除').waitFor()
  await sealed.getByRole('button', { name: '取消' }).click()
  await sealed.getByRole('button', { name: '放弃' }).click()
  await sealed.getByRole('button', { name: '确认放弃' }).click()
  await dialog.getByText('还有 1 项没有送达').waitFor()
  const open = dialog.getByRole('listitem')
  await open.getByRole('button', { name: '继续填写' }).waitFor()
  await open.getByRole('button', { name: '放弃' }).click()
  await open.getByRole('button', { name: '确认放弃' }).click()
  await dialog.getByText('可以退出').waitFor()
  await dialog.getByRole('button', { name: '退出并清空本机' }).click()
  await page.getByRole('button', { name: '登录' }).waitFor()
  expect(await page.evaluate(() => localStorage.getItem('mc_field_first'))).toBeNull()
  expect(visit.faults).toEqual([])
  await visit.close()
})

it('fills in a form without a network, over a tab that dies, in one tab at a time, and hands it in once', {
  timeout: 180_000,
}, async () => {
  const visit = await house.visit({ role: 'inspector', width: 390 })
  const { page } = visit
  const context = page.context()
  await page.goto(`${house.address}/field/pack`)
  await page.getByText(/表单 \d+ 份、示例图片 \d+ 张/).waitFor()
  await page.getByRole('button', { name: '下载离线包' }).click()
  await page.getByText('下载完成').waitFor({ timeout: 60_000 })
  const answers = async (form: string) =>
    ((await (await context.request.get(`${house.address}/api/forms/${form}/answers?limit=1`)).json()) as { total: number }).total

  await context.setOffline(true)
  const first = await context.newPage()
  await first.goto(`${house.address}/field/forms`)
  await first.getByRole('link', { name: /^填写：商业街满意度/ }).click()
  await first.getByText('路过的人').waitFor()
  expect(await first.locator('[data-selected]').count()).toBe(0)
  await first.getByText('经营者').click()
  await first.getByLabel('经营了几年').fill('12')
  await first.getByText('已填内容保存在这台设备上').waitFor()
  expect([...(await cutFaults(first)), ...(await axeFaults(first))]).toEqual([])

  // A second tab waits, and has everything as soon as the first one dies.
  const form = new URL(first.url()).pathname.split('/')[3]!
  await page.goto(first.url())
  await page.getByText('正在另一个标签页填写').waitFor()
  const devtools = await context.newCDPSession(first)
  void devtools.send('Page.crash').catch(() => undefined)
  await page.getByLabel('经营了几年').waitFor()
  await first.close()
  expect(await page.getByLabel('经营了几年').inputValue()).toBe('12')
  await page.getByText('满意', { exact: true }).click()
  await page.getByText('没有', { exact: true }).click()
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('已保存，待上传').waitFor()
  await page.getByRole('link', { name: '待传' }).click()
  await page.getByText('表单答卷').waitFor()
  await page.locator('.field-tag', { hasText: '等待中' }).waitFor()

  // Good and bad examples stand at their check, out of the pack.
  const street = await page.evaluate(
    () =>
      new Promise<string>((found) => {
        indexedDB.open('mingcheng-field').onsuccess = ({ target }) => {
          const read = (target as IDBOpenDBRequest).result.transaction('meta').objectStore('meta').get('points')
          read.onsuccess = () => found((read.result as { id: string; type: string }[]).find(({ type }) => type === 'PT-SHOPSTREET')!.id)
        }
      }),
  )
  await page.goto(`${house.address}/field/point/${street}`)
  const guide = page.locator('.answer-guide').first()
  await guide.locator('summary').click()
  await guide.getByRole('button').first().click()
  const large = page.getByRole('dialog').getByRole('img')
  await expect.poll(() => large.evaluate((it) => (it as HTMLImageElement).naturalWidth)).toBeGreaterThan(300)
  expect(await large.getAttribute('alt')).toMatch(/例/)

  const before = await answers(form)
  await context.setOffline(false)
  await page.goto(`${house.address}/field/outbox`)
  await page.locator('.field-tag', { hasText: '已送达' }).waitFor()
  expect(await answers(form)).toBe(before + 1)

  // What is begun keeps whoever it is from leaving.
  await page.goto(`${house.address}/field/fill/${form}`)
  await page.getByText('路过的人').click()
  await page.getByText('已填内容保存在这台设备上').waitFor()
  await page.goto(`${house.address}/field/pack`)
  await page.getByRole('button', { name: '退出并清空本机' }).click()
  await page.getByText('有 1 份表单还没填完').waitFor()
  expect(visit.faults).toEqual([])
  await visit.close()
})

it('answers a form with photos and a recording without a network, over a tab that dies, and they arrive exactly once', {
  timeout: 180_000,
}, async () => {
  const office = await house.visit({ role: 'office' })
  const form = crypto.randomUUID()
  const sheets = { ...patrol, settings: [patrol['settings']![0]!, ['门店巡查', 'patrol', `t${Date.now()}`, '中文 (zh)']] }
  const headers = { 'idempotency-key': form, 'content-type': 'application/octet-stream' }
  const published = await office.page.request.post(`${house.address}/api/forms?id=${form}&name=patrol.xlsx`, {
    headers,
    data: Buffer.from(await fileOfSheets(sheets)),
  })
  expect(published.status()).toBe(200)

  const visit = await house.visit({ role: 'inspector', width: 390 })
  const { page } = visit
  const context = page.context()
  await page.goto(`${house.address}/field/pack`)
  await page.getByRole('button', { name: '下载离线包' }).click()
  await page.getByText('下载完成').waitFor({ timeout: 60_000 })
  await context.setOffline(true)

  // Held on its side: the camera says so, and the picture is turned.
  const photo = await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#4a7' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const jpeg = (name: string) => ({ name, mimeType: 'image/jpeg', buffer: photo })
  const fill = (at: Page) => at.goto(`${house.address}/field/fill/${form}`)
  const taker = (at: Page, label: string) => at.locator(`input[type=file][aria-label$="${label}"]`).first()
  const first = await context.newPage()
  await fill(first)
  await first.getByText('门头照片').waitFor()
  await taker(first, '门头照片').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') })
  await first.getByRole('alert').getByText('不支持的文件类型').waitFor()
  await taker(first, '门头照片').setInputFiles(jpeg('front.jpg'))
  const pictures = first.locator('.fill-picture')
  await expect
    .poll(() => pictures.first().evaluate((it) => [(it as HTMLImageElement).naturalWidth, (it as HTMLImageElement).naturalHeight]))
    .toEqual([160, 240])
  // A fresh photo is wished: there is no way to the gallery.
  expect(await first.getByRole('group', { name: '门头照片' }).locator('input').count()).toBe(1)
  await first.getByRole('button', { name: '添加一项：问题点' }).click()
  await first.getByLabel('什么问题').fill('占道')
  await taker(first, '近照').setInputFiles(jpeg('close.jpg'))
  await expect.poll(() => pictures.count()).toBe(2)
  await taker(first, '噪声录音').setInputFiles({ name: 'rec.amr', mimeType: 'audio/amr', buffer: Buffer.from('#!AMR\n0123456789') })
  await first.getByText('rec.amr').waitFor()
  await first.getByText('已填内容保存在这台设备上').waitFor()
  expect([...(await cutFaults(first)), ...(await axeFaults(first))]).toEqual([])

  await fill(page)
  await page.getByText('正在另一个标签页填写').waitFor()
  const devtools = await context.newCDPSession(first)
  void devtools.send('Page.crash').catch(() => undefined)
  await expect.poll(() => page.locator('.fill-picture').count(), { timeout: 30_000 }).toBe(2)
  await first.close()
  // Taken back, the needed one is missing; taken again, it is another.
  await page.getByRole('button', { name: '清除“门头照片”的文件' }).click()
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('还有 1 处没有填好').waitFor()
  await taker(page, '门头照片').setInputFiles(jpeg('again.jpg'))
  await expect.poll(() => page.locator('.fill-picture').count()).toBe(2)
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('已保存，待上传').waitFor()
  const kept = await page.evaluate(
    () =>
      new Promise<{ name: string; sha256: string }[]>((found) => {
        indexedDB.open('mingcheng-field').onsuccess = ({ target }) => {
          const read = (target as IDBOpenDBRequest).result.transaction('photos').objectStore('photos').getAll()
          read.onsuccess = () => found((read.result as { name: string; sha256: string }[]).map(({ name, sha256 }) => ({ name, sha256 })))
        }
      }),
  )
  expect(kept.map(({ name }) => name).toSorted()).toEqual(['again.jpg', 'close.jpg', 'rec.amr'])
  await context.setOffline(false)
  await page.goto(`${house.address}/field/outbox`)
  // What was sent before on this device stands below.
  const own = page.locator('.field-item', { hasText: '门店巡查' })
  await expect.poll(() => own.locator('.field-tag', { hasText: '已送达' }).count(), { timeout: 60_000 }).toBe(4)
  const list = await office.page.request.get(`${house.address}/api/forms/${form}/answers`)
  const { items } = (await list.json()) as { items: { files: { name: string; sha256: string }[] }[] }
  expect(items).toHaveLength(1)
  expect(items[0]!.files.map(({ sha256 }) => sha256).toSorted()).toEqual(kept.map(({ sha256 }) => sha256).toSorted())

  await office.open(`/forms?open=${form}`)
  await office.page.getByRole('row').filter({ hasText: '占道' }).getByRole('button').first().click()
  const shown = office.page.getByRole('dialog').locator('.photos img')
  await expect.poll(() => shown.evaluateAll((all) => all.map((it) => (it as HTMLImageElement).naturalWidth > 0))).toEqual([true, true])
  await office.page.getByRole('dialog').getByRole('link', { name: 'rec.amr' }).waitFor()
  expect([...office.faults, ...visit.faults]).toEqual([])
  await Promise.all([office.close(), visit.close()])
})
