/**
 * For tests of the screens: a real Chromium on the real server with the demo city, one page per view, signed in by role.
 * Everything axe cannot see is asked here too: requests that leave the host, text that is cut off, errors on the console.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core'
import type { Language } from '../../src/base/text.ts'
import { demoPassword } from '../../src/city/session.api.ts'
import type { Role } from '../../src/city/who.ts'
import { closeWindows, openBrowser, openWindow, startBrowser } from '../browser.ts'

export interface View {
  readonly language?: Language
  readonly width?: number
  readonly theme?: 'light' | 'dark'
  readonly size?: 'normal' | 'large'
  /** Signed in as; nobody when absent. */
  readonly role?: Role
}

/** A page that keeps a list of what went wrong on it. */
export interface Visit {
  readonly page: Page
  /** Errors on the console, bugs, what the content policy forbade, requests to foreign hosts, answers ≥ 500. */
  readonly faults: string[]
  /** Opens an address of the desk and waits until it has come to rest. `first` names a list whose first item's id stands for `{id}`. */
  open(path: string, first?: string): Promise<void>
  /** The same from the page that is open, without loading the desk again, as a link does. */
  walk(path: string, first?: string): Promise<void>
  close(): Promise<void>
}

export interface House {
  readonly address: string
  visit(view: View): Promise<Visit>
  close(): Promise<void>
}

/** The desk in the browser of this worker. Close it in `afterAll`. */
export async function openHouse(): Promise<House> {
  const [{ inject }, browser] = await Promise.all([import('vitest'), openBrowser()])
  const [address, open] = [inject('desk'), (options: BrowserContextOptions) => openWindow(browser, options)]
  const rooms: Rooms = { open, address, sessions: new Map(), free: new Map() }
  return { address, visit: (view) => visit(rooms, view), close: () => closeWindows(browser) }
}

/** What all visits of a house share: how windows are opened, the sessions of the roles, and the windows that are free again. */
interface Rooms {
  readonly open: (options: BrowserContextOptions) => Promise<BrowserContext>
  readonly address: string
  readonly sessions: Map<Role, Cookies>
  readonly free: Map<string, BrowserContext[]>
}
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/** The same for a desk and a browser at hand (screenshots, measuring), drawn as a person sees it. */
export async function houseAt(address: string, executablePath: string): Promise<House> {
  const browser = await startBrowser(executablePath)
  const rooms: Rooms = { open: (options) => browser.newContext(options), address, sessions: new Map(), free: new Map() }
  return { address, visit: (view) => visit(rooms, view), close: () => browser.close() }
}

/** Half of a first load is fetching and compiling the scripts: a window of the same view is used again, emptied of what was kept in it. */
async function visit(rooms: Rooms, view: View): Promise<Visit> {
  const { address } = rooms
  const key = JSON.stringify([view.language, view.width, view.theme, view.size])
  const context = rooms.free.get(key)?.pop() ?? (await newContext(rooms, view))
  if (view.role !== undefined) await enter(rooms, context, view.role)
  await context.addCookies([{ name: 'mc_lang', value: view.language ?? 'zh-CN', url: address }])
  const page = await context.newPage()
  const faults: string[] = []
  await watch(page, address, faults)
  const addressOf = async (path: string, first: string | undefined) =>
    path.replace('{id}', first === undefined ? '' : await firstId(context, `${address}${first}`))
  return {
    page,
    faults,
    open: async (path, first) => {
      await page.goto(`${address}${await addressOf(path, first)}`)
      await page.locator('h1').first().waitFor()
      await rest(page)
    },
    walk: async (path, first) => {
      // By way of a page that shares nothing with any other, so that what stands there afterwards is new.
      if (new URL(page.url()).pathname !== '/nowhere') await follow(page, '/nowhere')
      await page.locator('h1').evaluate((title) => title.setAttribute('data-left', ''))
      await follow(page, await addressOf(path, first))
      await page.locator('h1:not([data-left])').first().waitFor()
      await rest(page)
    },
    close: async () => {
      await leave(rooms, context, view.role)
      await page.evaluate(() => localStorage.clear())
      for (const one of context.pages()) await one.close()
      rooms.free.set(key, [...(rooms.free.get(key) ?? []), context])
    },
  }
}

async function newContext(
  { open }: Rooms,
  { language = 'zh-CN', width = 1440, theme = 'light', size = 'normal' }: View,
): Promise<BrowserContext> {
  const context = await open({
    viewport: { width, height: width < 600 ? 844 : 900 },
    locale: language,
    reducedMotion: 'reduce',
  })
  await context.addInitScript((look) => localStorage.setItem('mc_look', look), `${theme} ${size}`)
  return context
}

async function enter({ address, sessions }: Rooms, context: BrowserContext, role: Role): Promise<void> {
  const known = sessions.get(role)
  if (known) await context.addCookies(known)
  else sessions.set(role, await signIn(context, address, role))
}

/** A session that the visit has ended is not tried again. */
async function leave({ sessions }: Rooms, context: BrowserContext, role: Role | undefined): Promise<void> {
  const isStill = (await context.cookies()).some(({ name }) => name === 'mc_session')
  if (role !== undefined && !isStill) sessions.delete(role)
  await context.clearCookies()
}

async function firstId(context: BrowserContext, list: string): Promise<string> {
  const { items } = (await (await context.request.get(list)).json()) as { items: { id: string }[] }
  if (!items[0]) throw new Error(`Nothing in ${list}`)
  return items[0].id
}

async function signIn(context: BrowserContext, address: string, role: Role) {
  const doors = (await (await context.request.get(`${address}/api/doors`)).json()) as {
    items: { code: string; accounts: { login: string; role: Role }[] }[]
  }
  const door = doors.items.find(({ accounts }) => accounts.some((account) => account.role === role))
  const account = door?.accounts.find((one) => one.role === role)
  if (!door || !account) throw new Error(`The demo city has no account for ${role}`)
  const answer = await context.request.post(`${address}/api/session`, {
    data: { city: door.code, login: account.login, password: demoPassword },
  })
  if (!answer.ok()) throw new Error(`Sign-in of ${role} refused: ${answer.status()}`)
  return (await context.cookies()).filter(({ name }) => name === 'mc_session')
}

/** Counts requests of a page and notes what must not happen on any. */
export async function watch(page: Page, address: string, faults: string[]): Promise<void> {
  count(page)
  await page.exposeFunction('told', (violation: string) => void faults.push(`policy: ${violation}`))
  await page.addInitScript(() => {
    const { told } = window as unknown as { told: (violation: string) => void }
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
      told(`${effectiveDirective} ${blockedURI} in ${sourceFile}`),
    )
  })
  page.on('pageerror', (error) => void faults.push(`bug: ${error.message}`))
  page.on('console', (message) => {
    // A refused call is shown by the page; the browser's own remark about it is no fault of the page.
    const isRefusal = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isRefusal) faults.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(address) && !url.startsWith('data:') && !url.startsWith('blob:')) faults.push(`leaves the host: ${url}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`answer ${response.status()}: ${response.url()}`)
  })
}

/** The desk follows the address by itself. */
const follow = async (page: Page, path: string): Promise<void> => {
  const before = await page.locator('h1').first().elementHandle()
  await page.evaluate((to) => history.pushState({}, '', to), path)
  if (path === '/nowhere') await before?.waitForElementState('hidden')
}

/** Requests under way and when the last one ended, by page. */
const traffic = new WeakMap<Page, { open: Set<Request>; quietFrom: number }>()

function count(page: Page): void {
  const now = { open: new Set<Request>(), quietFrom: Date.now() }
  traffic.set(page, now)
  const end = (request: Request) => {
    now.open.delete(request)
    now.quietFrom = Date.now()
  }
  // The stream of changes never ends and is not waited for.
  page.on('request', (request) => void (request.url().includes('/api/changes') || now.open.add(request)))
  page.on('requestfinished', end).on('requestfailed', end)
}

/** Waits until nothing has been asked for a moment and nothing is grey any more. */
export async function rest(page: Page): Promise<void> {
  const now = traffic.get(page)!
  const from = Date.now()
  while (Date.now() - from < 30_000) {
    const isGrey = (await page.locator('.loading').count()) > 0
    if (!isGrey && now.open.size === 0 && Date.now() - Math.max(from, now.quietFrom) > 150) break
    await page.waitForTimeout(30)
  }
}

/** Changes window and look on the open page. */
export async function wear(page: Page, width: number, size: 'normal' | 'large', theme: 'light' | 'dark'): Promise<void> {
  await page.setViewportSize({ width, height: width < 600 ? 844 : 900 })
  await page.evaluate(
    (look) => {
      Object.assign(document.documentElement.dataset, look)
      return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 20))))
    },
    { size, theme },
  )
}

const axeCode = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe is asked: everything, only the colours (another theme on the same page), or everything else (the same theme, narrower). */
export type AxeQuestion = 'all' | 'contrast' | 'structure'

/** What axe finds against WCAG 2.2 AA, one line each. */
export async function axeFaults(page: Page, what: AxeQuestion = 'all'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeCode)
  return page.evaluate(async (asked) => {
    const { axe } = window as unknown as { axe: { run: (where: Document, how: object) => Promise<{ violations: AxeFinding[] }> } }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const runOnly = asked === 'contrast' ? { type: 'rule', values: ['color-contrast'] } : { type: 'tag', values: tags }
    const rules = { 'color-contrast': { enabled: asked !== 'structure' } }
    const { violations } = await axe.run(document, { runOnly, rules, resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
    )
  }, what)
}

interface AxeFinding {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** Text that is cut off, and pages wider than the window: what axe does not see. */
export function cutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
    if (wide > 1) faults.push(`the page is ${wide} px wider than the window`)
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (element.clientWidth === 0 || element.scrollWidth - element.clientWidth <= 1) continue
      const style = getComputedStyle(element)
      if (!['hidden', 'clip'].includes(style.overflowX) || style.clipPath !== 'none' || element.closest('[aria-hidden=true],canvas,.map'))
        continue
      if (style.textOverflow !== 'ellipsis')
        faults.push(`cut off: <${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent?.slice(0, 60)}`)
    }
    return faults
  })
}
