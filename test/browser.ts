/**
 * The browser of a worker's tests: started by the first file that needs it and used by the others after it, each in windows of its own.
 * Background networking is off: no request may leave the host.
 */
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

/** How every browser of the tests is started. */
export const flags = [
  '--no-sandbox',
  '--disable-gpu',
  // Without a graphics card the map is drawn by software.
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  // Each window would start two processes for what the address bar suggests, and nobody types there.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Starts a browser of one's own. */
export const startBrowser = (executablePath: string): Promise<Browser> => chromium.launch({ executablePath, headless: true, args: flags })

let ours: Promise<Browser> | undefined

/** The browser of this worker. Call `closeWindows` in `afterAll`; the browser ends with the worker. */
export async function openBrowser(): Promise<Browser> {
  // Only here: the screenshots use the rest without the test runner.
  const { inject } = await import('vitest')
  const executablePath = inject('chromium')
  if (executablePath === '') throw new Error('No Chromium: `npm test` says why it could not find or bring one')
  return (ours ??= startBrowser(executablePath))
}

/** How long a test waits for what it sees on a page. On a busy machine a page may take its time; what is there ends the wait at once. */
export const patienceMs = 60_000

/** A window for a test. What is drawn by software costs by the pixel: maps and charts draw a quarter of them, the page is laid out as ever. */
export async function openWindow(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(patienceMs)
  await context.addInitScript(() => Object.defineProperty(window, 'devicePixelRatio', { get: () => 0.5 }))
  return context
}

/** Closes every window of the file. */
export async function closeWindows(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close()
}
