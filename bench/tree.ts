/**
 * How an edition of 20,000 criteria opens, scrolls, is searched and edited in a real browser slowed down four times.
 * `node --disable-warning=ExperimentalWarning bench/tree.ts [criteria]`; prints one JSON object, times in ms.
 */
import { existsSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { v7 } from 'uuid'
import { startDesk } from '../test/screens/desk.ts'
import { houseAt } from '../test/screens/house.ts'

const wanted = Number(process.argv[2] ?? 20_000)
const slower = 4

/** Ten projects of ten indicators of ten contents, and the criteria shared out among them. */
function bigEdition(criteria: number) {
  const perContent = Math.ceil(criteria / 1000)
  const title = (zh: string, en = 'x') => ({ zh, en })
  const criterion = (id: string, no: number) => ({
    id: `${id}.S${no}`,
    no,
    title: title(`第${no}项：主次干道、背街小巷路面平整，无乱堆乱放，公益广告不少于两处 ${id}`),
    ways: [{ method: 'opinion', points: 100, rule: { name: 'gradeFactor' }, scale: 'abc' }],
    lead: 'office',
  })
  const list = <Item>(count: number, make: (no: number) => Item) => Array.from({ length: count }, (_, index) => make(index + 1))
  const branch = (id: string, parts: readonly object[]) => ({ id, title: title(`分支 ${id}`, `Branch ${id}`), parts })
  return {
    format: 'mingcheng.edition/1',
    standard: 'big',
    edition: `${criteria}`,
    title: title(`${criteria} 条测评标准`),
    programme: title('大型测评体系'),
    official: false,
    subjects: ['district'],
    total: perContent * 1000 * 100,
    scales: [
      {
        id: 'abc',
        grades: [
          { code: 'A', title: title('好'), factor: 1000 },
          { code: 'C', title: title('差'), factor: 0 },
        ],
      },
    ],
    unitKinds: [{ id: 'office', title: title('创建办') }],
    pointTypes: [],
    checks: [],
    questions: [],
    statistics: [],
    tree: list(10, (a) =>
      branch(
        `P${a}`,
        list(10, (b) =>
          branch(
            `P${a}.I${b}`,
            list(10, (c) =>
              branch(
                `P${a}.I${b}.C${c}`,
                list(perContent, (no) => criterion(`P${a}.I${b}.C${c}`, no)),
              ),
            ),
          ),
        ),
      ),
    ),
  }
}

/** Milliseconds that `work` takes until the page says that it is done. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return Math.round(performance.now() - from)
}

/** Scrolls the tree a screen a frame; gives what the scripts of a frame cost, by the browser's own account, and the longest gap between two frames. */
async function scroll(page: Page, frames: number) {
  const devtools = await page.context().newCDPSession(page)
  // Time that the page's own thread has worked, so that a busy machine does not count.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const spent = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    const of = (name: string) => metrics.find((metric) => metric.name === name)!.value
    return { script: of('ScriptDuration') * 1000, layout: (of('LayoutDuration') + of('RecalcStyleDuration')) * 1000 }
  }
  const before = await spent()
  const gaps = await page.evaluate(async (count) => {
    const tree = document.querySelector('[role=tree]')!
    const found: number[] = []
    let last = performance.now()
    for (let frame = 0; frame < count; frame++) {
      tree.scrollTop += 400
      await new Promise((resolve) => requestAnimationFrame(resolve))
      found.push(performance.now() - last)
      last = performance.now()
    }
    return found.toSorted((a, b) => a - b)
  }, frames)
  const after = await spent()
  const round = (value: number) => Math.round(value * 10) / 10
  return {
    scriptPerFrame: round((after.script - before.script) / frames),
    layoutPerFrame: round((after.layout - before.layout) / frames),
    frameMedian: round(gaps[Math.floor(frames / 2)]!),
    frameP95: round(gaps[Math.floor(frames * 0.95)]!),
  }
}

/** Types letters into the words of a criterion; gives the work of the page's thread for each, until everything has followed. */
async function type(page: Page, letters: number): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const spent = async () =>
    (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000
  await page.locator('.std-detail textarea').first().focus()
  const before = await spent()
  for (let letter = 0; letter < letters; letter++) {
    await page.keyboard.type('a')
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))))
  }
  return Math.round((await spent()) - before) / letters
}

const browser = process.env['MINGCHENG_CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))
if (browser === undefined) throw new Error('No Chromium found. Set MINGCHENG_CHROMIUM to its path')
const desk = await startDesk()
const house = await houseAt(desk.address, browser)
const visit = await house.visit({ role: 'office', language: 'zh-CN' })
const { page } = visit
const id = v7()
const made = await page.request.post(`${desk.address}/api/standards/editions`, {
  headers: { 'idempotency-key': v7() },
  data: { id, from: { kind: 'content', content: bigEdition(wanted) } },
})
if (!made.ok()) throw new Error(`${made.status()}: ${(await made.text()).slice(0, 500)}`)
await visit.open('/standards')
const devtools = await page.context().newCDPSession(page)
await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower })

const lines = page.getByRole('treeitem')
const says: Record<string, unknown> = { criteria: wanted, slower }
says['open'] = await timed(async () => {
  await page.goto(`${desk.address}/standards/${id}`)
  await lines.first().waitFor()
})
says['openEverything'] = await timed(async () => {
  await page.getByRole('button', { name: '全部展开' }).click()
  await lines.nth(10).waitFor()
})
says['linesInThePage'] = await lines.count()
says['scroll'] = await scroll(page, 120)
says['search'] = await timed(async () => {
  await page.locator('.std-tree input').first().fill('P7.I3.C5.S2')
  await page.waitForURL(/q=/)
  await page.locator('[role=treeitem]', { hasText: 'P7.I3.C5' }).first().waitFor()
})
says['openDraft'] = await timed(async () => {
  await page.goto(`${desk.address}/standards/${id}/edit?node=P5.I5.C5.S3`)
  await page.getByLabel('文字（中文）').or(page.getByRole('textbox').nth(1)).first().waitFor()
  await lines.first().waitFor()
})
says['typeALetter'] = await type(page, 8)
says['faults'] = visit.faults
process.stdout.write(`${JSON.stringify(says, null, 2)}\n`)
await house.close()
await desk.stop()
