/** The inspector of the trial: opens points, taps answers, takes photos, raises cases, finishes; and remembers what the screen said. */
import type { Page } from 'playwright-core'

/** What the screen said that it had. */
export interface Told {
  /** `point fact` to the grade that was shown as taken. */
  readonly answers: Map<string, string>
  /** Addresses of photos that were shown, as `point fact`. */
  readonly photos: Set<string>
  readonly finished: Set<string>
}

/** How much of the work is done now. */
export interface Part {
  readonly address: string
  readonly photosEach: number
  readonly most: number
  readonly seed: number
  readonly said: Told
}

/** Works on up to `most` points; true when no point is left. A page that is killed ends it by throwing. */
export async function workSome(page: Page, { address, photosEach, most, seed, said }: Part): Promise<boolean> {
  await page.exposeFunction('screenSaid', (kind: 'answer' | 'photo' | 'finished', point: string, fact: string, grade: string) => {
    if (kind === 'answer') said.answers.set(`${point} ${fact}`, grade)
    else if (kind === 'photo') said.photos.add(`${point} ${fact}`)
    else said.finished.add(point)
  })
  await page.goto(`${address}/field`)
  await page.locator('.field-title').waitFor()
  return page.evaluate(inThePage, { photosEach, most, seed })
}

interface Given {
  readonly photosEach: number
  readonly most: number
  readonly seed: number
}

/** Runs in the page, with nothing but what a finger and an eye have: it taps and looks. */
async function inThePage({ photosEach, most, seed }: Given): Promise<boolean> {
  const { screenSaid } = window as unknown as { screenSaid: (...said: string[]) => Promise<void> }
  let state = seed >>> 0
  const random = () => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8) / 2 ** 24
  const seen = async <Found>(look: () => Found | null | undefined | false): Promise<Found> => {
    for (const from = Date.now(); Date.now() - from < 60_000; ) {
      const found = look()
      if (found) return found
      await new Promise((done) => setTimeout(done, 4))
    }
    throw new Error(`never seen: ${look.toString()} at ${location.pathname}: ${document.body.innerText.slice(0, 300)}`)
  }
  const db = await new Promise<IDBDatabase>((done) => {
    const asked = indexedDB.open('mingcheng-field')
    asked.onsuccess = () => done(asked.result)
  })
  const read = <Found>(store: string, ask: (store: IDBObjectStore) => IDBRequest): Promise<Found> =>
    new Promise((done) => {
      const asked = ask(db.transaction(store).objectStore(store))
      asked.onsuccess = () => done(asked.result as Found)
    })
  const points = await read<{ id: string }[]>('meta', (store) => store.get('points'))
  const marks = await read<{ pointId: string; state: string }[]>('marks', (store) => store.getAll())
  const done = new Set(marks.filter(({ state }) => state === 'finished').map(({ pointId }) => pointId))
  const left = points.filter(({ id }) => !done.has(id))
  db.close()
  const picture = async () => {
    const canvas = new OffscreenCanvas(640, 480)
    const pen = canvas.getContext('2d')!
    for (let index = 0; index < 40; index++) {
      pen.fillStyle = `rgb(${random() * 255},${random() * 255},${random() * 255})`
      pen.fillRect(random() * 600, random() * 440, 40 + random() * 200, 30 + random() * 150)
    }
    return new File([await canvas.convertToBlob({ type: 'image/jpeg' })], '现场.jpg', { type: 'image/jpeg' })
  }
  const card = (fact: string) => document.querySelector<HTMLElement>(`#check-${fact}`)
  const chosen = (fact: string) => card(fact)?.querySelector<HTMLInputElement>('input[type=radio]:checked')?.value
  const tap = async (point: string, fact: string, grade: string) => {
    const was = chosen(fact)
    if (was === undefined) (await seen(() => card(fact)?.querySelector<HTMLInputElement>(`input[value=${grade}]`))).click()
    const taken = await seen(() => chosen(fact))
    await screenSaid('answer', point, fact, taken)
    return taken
  }
  const take = async (point: string, fact: string) => {
    if (card(fact)!.querySelector('.field-photo img')) return
    const input = await seen(() => card(fact)!.querySelector<HTMLInputElement>('.field-take input'))
    const files = new DataTransfer()
    files.items.add(await picture())
    input.files = files.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
    await seen(() => card(fact)!.querySelector('.field-photo img'))
    await screenSaid('photo', point, fact, '')
  }
  for (const { id } of left.slice(0, most)) {
    history.pushState(null, '', `/field/point/${id}`)
    window.dispatchEvent(new PopStateEvent('popstate'))
    await seen(() => location.pathname.endsWith(id) && card('SIGN'))
    await seen(
      () => document.querySelector('.field-foot-visit .button-primary') ?? document.querySelector('.field-foot-visit .button-plain.grow'),
    )
    if (document.querySelector('.field-foot-visit .button-primary')) {
      const hasPhoto = random() < photosEach
      const litter = await tap(id, 'LITTER', hasPhoto ? 'N' : 'Y')
      if (litter === 'N') await take(id, 'LITTER')
      const sign = await tap(id, 'SIGN', random() < 0.1 ? 'N' : 'Y')
      if (sign === 'N') {
        const raise = await seen(() => card('SIGN')!.querySelector<HTMLButtonElement>('.field-chip'))
        if (raise.getAttribute('aria-pressed') === 'false') raise.click()
        await seen(() => card('SIGN')!.querySelector('.field-chip[aria-pressed=true]'))
      }
      const finish = await seen(() => document.querySelector<HTMLButtonElement>('.field-foot-visit .button-primary:not([disabled])'))
      finish.click()
      // Where checks have no answer the first press asks, and the second one means it.
      const asked = await seen(() => (location.pathname.endsWith(id) ? document.querySelector('.field-foot-ask') : document.body))
      if (asked !== document.body) document.querySelector<HTMLButtonElement>('.field-foot-visit .button-primary')!.click()
      await seen(() => !location.pathname.endsWith(id))
    }
    await screenSaid('finished', id, '', '')
  }
  return left.length <= most
}

/** What the phone holds. */
export interface Held {
  readonly drafts: {
    id: string
    pointId: string
    state: string
    answers: Record<string, { id: string; grade?: string; photos: string[]; caseId?: string }>
  }[]
  readonly photos: { id: string; sha256: string }[]
  readonly outbox: { id: string; route: string; state: string; why?: string }[]
}

/** Reads it all. */
export const dumpPhone = (page: Page): Promise<Held> =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((done) => {
      const asked = indexedDB.open('mingcheng-field')
      asked.onsuccess = () => done(asked.result)
    })
    const all = <Row>(store: string) =>
      new Promise<Row[]>((done) => {
        const asked = db.transaction(store).objectStore(store).getAll()
        asked.onsuccess = () => done(asked.result as Row[])
      })
    const photos = await all<{ id: string; sha256: string }>('photos')
    return {
      drafts: await all<never>('drafts'),
      photos: photos.map(({ id, sha256 }) => ({ id, sha256 })),
      outbox: await all<never>('outbox'),
    }
  })
