/**
 * A day's work on a phone that is killed again and again, on a line that loses a third of the answers, with a server that is stopped in
 * the middle, from two tabs, and from a backup of the phone that was put on another one. At the end phone and server agree on every
 * answer and every photo, nothing is there twice, and everything that the screen ever said it had is there.
 */
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { chance } from '../endure/endure.ts'
import { password } from '../smallCity.ts'
import { compareAll, type Agreement } from './compare.ts'
import { openLine } from './line.ts'
import { openOffice } from './office.ts'
import { openPhone, type Phone } from './phone.ts'
import { dumpPhone, type Told, workSome } from './work.ts'

/** What is tried. */
export interface DayTrial {
  readonly folder: string
  readonly chromium: string
  readonly points: number
  readonly photos: number
  readonly kills: number
  readonly restarts: number
  readonly seed: number
  /** The file of a migrated database to begin with, which saves making one. */
  readonly blank?: string
  readonly told?: (what: string) => void
}

/** What came of it. */
export interface DayOutcome extends Agreement {
  readonly kills: number
  readonly restarts: number
  readonly errors: number
  readonly cuts: number
}

/** A line that is cut may leave a page half loaded, as on the street: what is there is looked at again, not waited for. */
const go = async (page: Page, url: string): Promise<void> => {
  await page.goto(url, { waitUntil: 'commit', timeout: 90_000 }).catch((error: Error) => {
    if (!error.message.includes('Timeout')) return
    throw error
  })
}

const signIn = (page: Page) =>
  page.evaluate(
    async (body) => {
      const reply = await fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      if (!reply.ok) throw new Error(`sign-in: ${reply.status}`)
    },
    JSON.stringify({ city: 'small', login: 'inspector', password }),
  )

/** Puts the pack on the phone by its own screen, and waits until the app itself is on it too. */
export async function getReady(page: Page, address: string): Promise<void> {
  await go(page, `${address}/field/pack`)
  await signIn(page)
  await page.reload()
  await page.locator('section.field-box button.button-primary:not([disabled])').click()
  await page.waitForFunction(async () => (await indexedDB.databases()).length > 0 && document.querySelector('section progress') === null)
  await page.waitForFunction(() => navigator.serviceWorker.ready.then(({ active }) => active?.state === 'activated'))
  await go(page, `${address}/field`)
  await page.locator('.field-row').first().waitFor()
}

/** Runs the trial. */
export async function dayInTheField(trial: DayTrial): Promise<DayOutcome> {
  const { folder, points, photos, kills, restarts, seed, told = () => undefined } = trial
  const random = chance(seed)
  const profile = join(folder, 'phone')
  mkdirSync(profile, { recursive: true })
  const office = await openOffice(join(folder, 'office'), points, trial.blank)
  const line = await openLine(office.address, random)
  const open = () => openPhone(trial.chromium, profile)
  const said: Told = { answers: new Map(), photos: new Set(), finished: new Set() }
  let phone: Phone = await open()
  const opened: Phone[] = []
  let killed = 0
  try {
    await getReady(phone.page, line.address)
    line.set({ gone: true, errors: 0, cuts: 0 })
    told('the pack is on the phone, and the network is gone')
    // Two thirds of the kills fall into the work of the day, the others into the sending.
    const inWork = Math.ceil((kills * 2) / 3)
    const backup = join(folder, 'backup')
    for (;;) {
      const until = killed < inWork ? Math.ceil(points / inWork) * (0.2 + random() * 0.7) : points
      const work = workSome(phone.page, {
        address: line.address,
        photosEach: photos / points,
        most: Math.ceil(until),
        seed: seed + killed,
        said,
      })
      if (killed >= inWork) {
        if (await work) break
        continue
      }
      // At a moment that has nothing to do with any write.
      await Promise.race([work, sleep(400 + random() * 60_000)])
      await phone.kill()
      await work.catch(() => undefined)
      killed += 1
      if (killed === inWork) cpSync(profile, backup, { recursive: true })
      told(`kill ${killed}, ${said.finished.size} of ${points} finished`)
      phone = await open()
    }
    told('the work is done; the line is back, and bad')
    line.set({ gone: false, errors: 0.15, cuts: 0.15 })
    let restarted = 0
    await go(phone.page, `${line.address}/field/outbox`)
    const second = await phone.tab()
    await go(second, `${line.address}/field/outbox`)
    for (;;) {
      const left = await leftOn(phone.page)
      if (left === 0 && killed >= kills && restarted >= restarts) break
      await enter(phone.page, line.address)
      await sleep(300 + random() * 1500)
      if (restarted < restarts) {
        await office.restart()
        line.lead(office.address)
        restarted += 1
      } else if (killed < kills) {
        await phone.kill()
        killed += 1
        phone = await open()
        await go(phone.page, `${line.address}/field/outbox`)
        const other = await phone.tab()
        await go(other, `${line.address}/field/outbox`)
      }
      told(`sending: ${left} left, ${killed} kills, ${restarted} restarts`)
    }
    const first = await dumpPhone(phone.page)
    await phone.kill()
    told('everything has arrived; now the backup is sent as well')
    const old = await openPhone(trial.chromium, backup)
    opened.push(old)
    await go(old.page, `${line.address}/field/outbox`)
    while ((await leftOn(old.page)) > 0) {
      await enter(old.page, line.address)
      await sleep(500)
    }
    const copy = await dumpPhone(old.page)
    await old.kill()
    const agreement = await compareAll(office.engine, join(folder, 'office'), { first, copy, said })
    return { kills: killed, restarts: restarted, errors: line.counts.errors, cuts: line.counts.cuts, ...agreement }
  } finally {
    for (const it of [phone, ...opened]) await it.kill().catch(() => undefined)
    await line.close()
    await office.close()
  }
}

/** How many items are not acknowledged. */
const leftOn = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((done) => {
      const asked = indexedDB.open('mingcheng-field')
      asked.onsuccess = () => done(asked.result)
    })
    const count = (state: string) =>
      new Promise<number>((done) => {
        const asked = db.transaction('outbox').objectStore('outbox').index('state').count(state)
        asked.onsuccess = () => done(asked.result)
      })
    const left = (await count('waiting')) + (await count('refused'))
    db.close()
    return left
  })

/** A cookie that the kill took along is asked for again, as the app would say to the inspector. */
async function enter(page: Page, address: string): Promise<void> {
  const isIn = await page.evaluate(async () => (await fetch('/api/session')).status !== 401).catch(() => true)
  if (isIn) return
  await signIn(page).catch(() => undefined)
  await go(page, `${address}/field/pack`)
  await sleep(500)
  await go(page, `${address}/field/outbox`)
}
