/** A phone: Chromium with a profile of its own on the disk, started and killed like one. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import { flags } from '../browser.ts'

export interface Phone {
  readonly page: Page
  /** Another tab of the same phone. */
  tab(): Promise<Page>
  /** As when the battery is taken out: every process of it, at once. */
  kill(): Promise<void>
}

const phoneFlags = [...flags, '--headless=new', '--disable-dev-shm-usage', '--remote-debugging-port=0', '--window-size=390,844']

/** Switches the phone on; it has the size of one. */
export async function openPhone(chromiumPath: string, profile: string): Promise<Phone> {
  const said = join(profile, 'DevToolsActivePort')
  rmSync(said, { force: true })
  for (const lock of ['SingletonLock', 'SingletonSocket', 'SingletonCookie']) rmSync(join(profile, lock), { force: true })
  const child = spawn(chromiumPath, [...phoneFlags, `--user-data-dir=${profile}`, 'about:blank'], { detached: true, stdio: 'ignore' })
  const last = () => killAll(child.pid!)
  process.once('exit', last)
  const ended = new Promise<void>((done) => void child.on('close', () => done()))
  const from = Date.now()
  while (!existsSync(said) || !readFileSync(said, 'utf8').includes('\n')) {
    if (Date.now() - from > 60_000) throw new Error('the browser did not start')
    await sleep(20)
  }
  const [port, path] = readFileSync(said, 'utf8').trim().split('\n')
  const browser: Browser = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`, { timeout: 60_000 })
  const [context] = browser.contexts()
  const page = context!.pages()[0] ?? (await context!.newPage())
  await page.setViewportSize({ width: 390, height: 844 })
  return {
    page,
    tab: () => context!.newPage(),
    kill: async () => {
      process.removeListener('exit', last)
      killAll(child.pid!)
      await ended
      await browser.close().catch(() => undefined)
    },
  }
}

/** The browser and every process of it; it may be gone already. */
function killAll(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // Gone.
  }
}
