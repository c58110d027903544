/**
 * From nothing to the list of points, without a network: `npm run build && node bench/fieldStart.ts [--points 2000] [--runs 9] [--slower 4]`.
 * The pack is on the phone, the server is gone, and the processor is slowed. Beside the time on the clock stands what the page's own
 * thread worked, which a busy machine stretches less. Then the list is searched and scrolled with as many points.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { CDPSession, Page } from 'playwright-core'
import { getReady } from '../test/field/day.ts'
import { openOffice } from '../test/field/office.ts'
import { openPhone } from '../test/field/phone.ts'
import { machine, median, print } from './measure.ts'

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '2000' },
    runs: { type: 'string', default: '9' },
    slower: { type: 'string', default: '4' },
    profile: { type: 'boolean', default: false },
  },
})

/** Milliseconds that the page's thread has worked. */
const worked = async (devtools: CDPSession): Promise<number> => {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000
}

interface Seen {
  /** Milliseconds from the start of the navigation to the frame that shows the first row. */
  readonly ms: number
  /** To the frame in which the app itself stands: every point of the disk is in its list, and every button works. */
  readonly wholeMs: number
  readonly worked: number
}

/** One start in a tab of its own. */
async function start(page: Page, address: string): Promise<Seen> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: Number(values.slower) })
  await page.addInitScript(() => {
    const note = (name: string, selector: string) =>
      new MutationObserver((_changes, observer) => {
        if (!document.querySelector(selector)) return
        observer.disconnect()
        requestAnimationFrame(() => requestAnimationFrame((at) => void (document.body.dataset[name] = String(at))))
      }).observe(document, { childList: true, subtree: true })
    note('seen', '.field-row')
    note('whole', '.field-app:not([data-first]) .field-row')
  })
  if (values.profile) await profile(devtools)
  await page.goto(`${address}/field`, { waitUntil: 'commit', timeout: 60_000 })
  await page.waitForFunction(() => document.body?.dataset['whole'] !== undefined)
  const thread = await worked(devtools)
  const { seen, whole } = await page.evaluate(() => ({ seen: document.body.dataset['seen'], whole: document.body.dataset['whole'] }))
  return { ms: Number(seen), wholeMs: Number(whole), worked: thread }
}

/** Which functions the start spends its time in, by their own time. */
async function profile(devtools: CDPSession): Promise<void> {
  await devtools.send('Profiler.enable')
  await devtools.send('Profiler.start')
  setTimeout(() => void tell(devtools), 3000)
}

async function tell(devtools: CDPSession): Promise<void> {
  const { profile: taken } = await devtools.send('Profiler.stop')
  const each = new Map<number, number>()
  taken.samples!.forEach((id, index) => each.set(id, (each.get(id) ?? 0) + taken.timeDeltas![index]! / 1000))
  const lines = taken.nodes.map(({ id, callFrame: { functionName, url, lineNumber, columnNumber } }) => ({
    ms: each.get(id) ?? 0,
    name: `${functionName} ${url.split('/').pop()}:${lineNumber}:${columnNumber}`,
  }))
  const byName = Map.groupBy(lines, ({ name }) => name)
  const sums = [...byName].map(([name, all]) => ({ name, ms: all.reduce((sum, { ms }) => sum + ms, 0) }))
  for (const { name, ms } of sums.toSorted((a, b) => b.ms - a.ms).slice(0, 30)) print(`  ${ms.toFixed(1)} ms ${name}`)
}

/** One search in the list: from the key to the frame that shows what was found. */
async function search(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>('input[type=search]')!
    input.focus()
    const from = performance.now()
    document.execCommand('insertText', false, 'F0012')
    while (document.querySelectorAll('.field-row').length > 10) await new Promise((done) => requestAnimationFrame(done))
    const ms = performance.now() - from
    document.execCommand('selectAll')
    document.execCommand('delete')
    return ms
  })
}

/** Frames of two seconds of scrolling through the whole list: the middle one and the slowest of twenty, in milliseconds. */
async function scroll(page: Page): Promise<{ middle: number; slow: number }> {
  const frames = await page.evaluate(async () => {
    const all: number[] = []
    const step = document.documentElement.scrollHeight / 120
    let last = performance.now()
    for (let index = 0; index < 120; index++) {
      window.scrollBy(0, step)
      await new Promise((done) => requestAnimationFrame(done))
      all.push(performance.now() - last)
      last = performance.now()
    }
    return all.slice(5)
  })
  return { middle: median(frames), slow: frames.toSorted((a, b) => a - b)[Math.floor(frames.length * 0.95)]! }
}

print(machine())
const folder = mkdtempSync(join(tmpdir(), 'bench-field-start-'))
mkdirSync(join(folder, 'phone'))
const office = await openOffice(join(folder, 'office'), Number(values.points))
const phone = await openPhone(process.env['MINGCHENG_CHROMIUM'] ?? '/usr/bin/chromium', join(folder, 'phone'))
try {
  await getReady(phone.page, office.address)
  // Written and packed away by the browser before the clock runs.
  await phone.page.waitForTimeout(2000)
  await office.close()
  const all: Seen[] = []
  for (let run = 0; run < Number(values.runs); run++) {
    const page = await phone.tab()
    all.push(await start(page, office.address))
    if (values.profile) await page.waitForTimeout(4000)
    if (run === Number(values.runs) - 1) {
      print(`search among ${values.points}: ${(await search(page)).toFixed(0)} ms`)
      const { middle, slow } = await scroll(page)
      print(`scrolling through all of them: ${middle.toFixed(0)} ms a frame, one of twenty over ${slow.toFixed(0)} ms`)
    }
    await page.close()
  }
  const ms = all.map((it) => it.ms)
  const whole = all.map((it) => it.wholeMs)
  const spread = (list: number[]) =>
    `median ${median(list).toFixed(0)} ms (${Math.min(...list).toFixed(0)} to ${Math.max(...list).toFixed(0)})`
  print(
    `offline start, ${values.points} points, ${values.slower} × slower: the list is seen: ${spread(ms)}; the app stands: ${spread(whole)}, thread at work by then ${median(all.map((it) => it.worked)).toFixed(0)} ms`,
  )
} finally {
  await phone.kill()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
