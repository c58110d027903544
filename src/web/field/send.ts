/**
 * Sends the outbox. Whatever the number of tabs, one sends (Web Locks), and the lock goes on to the next when that tab dies. An item
 * is taken off the waiting list only when the server has acknowledged it; a photo only when it names the same SHA-256.
 */
import { afterReply, type Item, meaningOf, readyOf, type Reply, waitMs } from '../../field/outbox.ts'
import { urlOf } from '../../api/client.ts'
import type { Route } from '../../api/contract.ts'
import { casesApi } from '../../cases/cases.api.ts'
import { evidenceApi } from '../../evidence/evidence.api.ts'
import { formsApi } from '../../forms/forms.api.ts'
import { inspectionsApi } from '../../inspections/inspections.api.ts'
import { blurApi } from '../../privacy/blur.api.ts'
import { samplesApi } from '../../samples/samples.api.ts'
import { nowMs } from '../clock.ts'
import { call } from './ask.ts'
import { database, type KeptPhoto, whenWritten, write } from './keep.ts'

const routes: Readonly<Record<string, Route>> = {
  'evidence.add': evidenceApi.add,
  'inspections.handIn': inspectionsApi.handIn,
  // As apps before this one put it into the outbox.
  'inspections.recordVisit': inspectionsApi.recordVisit,
  'inspections.correct': inspectionsApi.correct,
  'cases.fromObservation': casesApi.fromObservation,
  'cases.fromDesk': casesApi.fromDesk,
  'forms.answer': formsApi.answer,
  'samples.seal': samplesApi.seal,
  'blur.blur': blurApi.blur,
}

/** Under way at once: enough to fill a phone's line, few enough for its memory. */
const atOnce = 3
const busy = new Set<string>()
/** What the sender is doing, for the outbox: which items are under way, and whether somebody must sign in. */
export interface Sending {
  readonly busy: ReadonlySet<string>
  readonly owesSignIn: boolean
}
let sending: Sending = { busy, owesSignIn: false }
const listeners = new Set<() => void>()
/** Told a few times a second and not at every item: to draw the list for each would take more of the phone than the sending. */
const tellEachMs = 250
let telling: ReturnType<typeof setTimeout> | undefined
function say(change: Partial<Sending>): void {
  sending = { ...sending, ...change, busy: new Set(busy) }
  telling ??= setTimeout(() => {
    telling = undefined
    for (const listener of listeners) listener()
  }, tellEachMs)
}

/** What the sender is doing now. */
export const sendingNow = (): Sending => sending
/** Hears when that changes. */
export const whenSending = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const keyOf = ({ id }: Item) => ({ 'idempotency-key': id })

/** The call itself. */
async function sendItem(item: Item, photo: KeptPhoto | undefined): Promise<Reply> {
  const route = routes[item.route]
  if (!route || (item.photo !== undefined && !photo?.blob)) return { status: 404 }
  const url = urlOf(route, item.input as never).slice('/api'.length)
  const body = photo?.blob ?? JSON.stringify(item.input.body)
  const type = { 'content-type': photo?.blob ? 'application/octet-stream' : 'application/json' }
  try {
    const reply = await call(url, { method: route.method, headers: { ...keyOf(item), ...type }, body })
    const said = (await reply.json()) as {
      sha256?: string
      rivals?: number
      id?: unknown
      no?: unknown
      code?: string
      detail?: string
      title?: string
      details?: { seconds?: number }
    }
    if (reply.ok)
      return {
        status: reply.status,
        ...(said.sha256 === undefined ? {} : { sha256: said.sha256 }),
        ...(typeof said.rivals === 'number' ? { rivals: said.rivals } : {}),
        ...(item.route.startsWith('cases.') && typeof said.id === 'string' && typeof said.no === 'string'
          ? { became: { id: said.id, no: said.no } }
          : {}),
      }
    const seconds = said.details?.seconds
    return {
      status: reply.status,
      code: said.code ?? '',
      message: said.detail ?? said.title ?? '',
      ...(seconds === undefined ? {} : { retryAfterMs: seconds * 1000 }),
    }
  } catch {
    // Also an answer that was cut off: the server may have it or not, and the same key will tell.
    return { status: 0 }
  }
}

/**
 * Counts the tries before they begin: from here on these items are never changed, whatever becomes of this phone. All that begin at the
 * same moment are one transaction: to make the disk keep it takes as long for one as for several.
 */
const begin = (ids: readonly string[]) =>
  write(['outbox'], async (it) => {
    const begun = new Map<string, Item>()
    for (const id of ids) {
      const item = await it.get('outbox', id)
      if (item?.state !== 'waiting') continue
      const tried = { ...item, tries: item.tries + 1 }
      await it.put('outbox', tried)
      begun.set(id, tried)
    }
    return begun
  })

/**
 * Writes down what came of it; an acknowledged photo gives its room back. Nobody waits for the disk: were it lost, the item would be
 * sent once more under its key, and the server give the same answer.
 */
const end = (tried: Item, reply: Reply, wanted: string | undefined) =>
  write(
    ['outbox', 'photos'],
    async (it) => {
      const held = (await it.get('outbox', tried.id)) ?? tried
      const next = afterReply(held, reply, { nowMs: nowMs(), chance: Math.random() }, wanted)
      await it.put('outbox', next)
      const photo = next.state === 'acknowledged' && next.photo !== undefined ? await it.get('photos', next.photo) : undefined
      if (photo) await it.put('photos', { ...photo, blob: null })
      return next
    },
    'relaxed',
  )

/** What is not acknowledged, as the one sending tab knows it: read anew when something was put in. */
let queue = new Map<string, Item>()

async function sendOne(id: string, begun: Promise<ReadonlyMap<string, Item>>): Promise<void> {
  const tried = (await begun).get(id)
  if (!tried) return void queue.delete(id)
  const photo = tried.photo === undefined ? undefined : await (await database()).get('photos', tried.photo)
  const reply = await sendItem(tried, photo)
  const next = await end(tried, reply, photo?.sha256)
  if (next.state === 'acknowledged') queue.delete(id)
  else queue.set(id, next)
  const owesSignIn = meaningOf(reply, photo?.sha256) === 'signIn'
  if (owesSignIn !== sending.owesSignIn && reply.status !== 0) say({ owesSignIn })
  // Somebody may sign in anywhere, in this tab or another: it is asked again now and then.
  if (owesSignIn) doorMs = nowMs() + doorEachMs
  broken = reply.status === 0 ? broken + 1 : 0
  lineMs = broken === 0 ? 0 : nowMs() + Math.min(longestPauseMs, waitMs(broken, Math.random()))
}

let doorMs = 0
const doorEachMs = 10_000

/** How often in a row nobody answered: while that lasts one item at a time is tried, ever more rarely. */
let broken = 0
const longestPauseMs = 30_000
/** Not before this moment: the line was broken a moment ago. */
let lineMs = 0
let wake: () => void = () => undefined

/** Looks at the outbox at once: something was put in, the line is back, somebody signed in. */
export function sendSoon(isBack = false): void {
  if (isBack) {
    lineMs = 0
    broken = 0
    doorMs = 0
    say({ owesSignIn: false })
  }
  wake()
}

const lookEachMs = 2000

const pause = () =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, lookEachMs)
    wake = () => {
      clearTimeout(timer)
      done()
    }
  })

async function readQueue(): Promise<void> {
  isStale = false
  const index = (await database()).transaction('outbox').store.index('state')
  const [waiting, refused] = await Promise.all([index.getAll('waiting'), index.getAll('refused')])
  queue = new Map([...waiting, ...refused].map((item) => [item.id, item]))
}

/** Something may have been put in, by this tab or another. */
let isStale = true

/** Begins to send what can be sent now. */
async function sendReady(): Promise<void> {
  // What is sent changes the outbox too; it is read anew only when there is nothing else to do.
  if (isStale && busy.size === 0) await readQueue()
  if (!navigator.onLine || nowMs() < Math.max(lineMs, doorMs)) return
  const most = broken > 1 ? 1 : atOnce
  const ready = readyOf([...queue.values()], nowMs(), busy).slice(0, Math.max(0, most - busy.size))
  if (ready.length === 0) return
  const begun = begin(ready.map(({ id }) => id))
  for (const { id } of ready) {
    busy.add(id)
    void sendOne(id, begun)
      // A disk that is full, or gone, cannot count the try. It is tried again, but not at once: nobody makes room in a moment.
      .catch(() => void (lineMs = nowMs() + longestPauseMs))
      .finally(() => {
        busy.delete(id)
        say({})
        wake()
      })
  }
  say({})
}

/** The loop of the one tab that sends. Whatever goes wrong once is tried again: as long as the tab lives, it sends. */
async function sendAll(): Promise<never> {
  for (;;) {
    const paused = pause()
    await sendReady().catch(() => undefined)
    await paused
  }
}

/** Begins to send as soon as no other tab does. */
export function startSending(): void {
  whenWritten(({ outbox, meta }) => {
    // Somebody signed in, perhaps in another tab.
    if (meta.includes('owner')) sendSoon(true)
    if (!outbox) return
    isStale = true
    if (busy.size === 0) wake()
  })
  window.addEventListener('online', () => sendSoon(true))
  standInLine()
}

/**
 * Waits for the lock as long as the page is in sight. A page that the browser puts aside to come back to it is frozen: given the lock,
 * it would send nothing and let no other tab send.
 */
function standInLine(): void {
  const leaving = new AbortController()
  window.addEventListener('pagehide', () => leaving.abort(), { once: true })
  window.addEventListener('pageshow', ({ persisted }) => persisted && standInLine(), { once: true })
  navigator.locks.request('mingcheng-field-sender', { signal: leaving.signal }, sendAll).catch(() => undefined)
}
