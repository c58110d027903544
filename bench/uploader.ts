/** What runs in the page of `bench/upload.ts`: a day's work made ready, and the two ways to send it. Each function stands alone. */

/** A day's work as the server must have it in the end. */
export interface Load {
  readonly photos: readonly { readonly id: string; readonly sha256: string }[]
  readonly visits: readonly { readonly id: string; readonly answers: number }[]
  readonly bytes: number
}

interface Wanted {
  readonly visits: number
  readonly seed: number
  readonly isForApp: boolean
}

/**
 * Makes photos and visits. For the app they are put on the device just as finishing a visit does, while it believes that there is no
 * network; for the loop they are kept in the window.
 */
export async function prepare({ visits, seed, isForApp }: Wanted): Promise<Load> {
  let state = seed >>> 0
  const random = () => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8) / 2 ** 24
  const db = await new Promise<IDBDatabase>((done) => {
    const asked = indexedDB.open('mingcheng-field')
    asked.onsuccess = () => done(asked.result)
  })
  const points = await new Promise<{ id: string }[]>((done) => {
    const asked = db.transaction('meta').objectStore('meta').get('points')
    asked.onsuccess = () => done(asked.result as { id: string }[])
  })
  const picture = async () => {
    const canvas = new OffscreenCanvas(1280, 960)
    const pen = canvas.getContext('2d')!
    for (let index = 0; index < 2600; index++) {
      pen.fillStyle = `rgb(${random() * 255},${random() * 255},${random() * 255})`
      pen.fillRect(random() * 1280, random() * 960, 8 + random() * 60, 8 + random() * 40)
    }
    return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.62 })
  }
  const photos: { id: string; sha256: string; blob: Blob }[] = []
  const calls: { id: string; url: string; body: Blob | string }[] = []
  const items: object[] = []
  const made: { id: string; answers: number }[] = []
  const at = new Date().toISOString()
  let turn = seed * 1_000_000
  const item = (rest: object) => items.push({ at, turn: turn++, state: 'waiting', tries: 0, nextMs: 0, about: '某市场', bytes: 0, ...rest })
  for (let index = 0; index < visits; index++) {
    const blob = await picture()
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))
    const photo = { id: crypto.randomUUID(), sha256: Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''), blob }
    const result = (fact: string, grade: string, of: string[]) => ({ id: crypto.randomUUID(), fact, grade, note: '', photos: of })
    const results = [result('LITTER', 'N', [photo.id]), result('SIGN', 'Y', [])]
    const body = { id: crypto.randomUUID(), pointId: points[index % points.length]!.id, visitedAt: at, note: '', results }
    photos.push(photo)
    made.push({ id: body.id, answers: results.length })
    item({
      id: photo.id,
      route: 'evidence.add',
      input: { query: { id: photo.id, name: '现场.jpg' } },
      photo: photo.id,
      needs: [],
      bytes: blob.size,
    })
    item({ id: crypto.randomUUID(), route: 'inspections.handIn', input: { body }, needs: [photo.id] })
    calls.push({ id: crypto.randomUUID(), url: `/api/evidence?id=${photo.id}&name=${encodeURIComponent('现场.jpg')}`, body: blob })
    calls.push({ id: crypto.randomUUID(), url: '/api/visits/handed', body: JSON.stringify(body) })
  }
  if (isForApp) {
    Object.defineProperty(navigator, 'onLine', { value: false, configurable: true })
    const tx = db.transaction(['photos', 'outbox'], 'readwrite')
    for (const { id, sha256, blob } of photos)
      tx.objectStore('photos').put({
        id,
        draftId: '',
        fact: 'LITTER',
        sha256,
        bytes: blob.size,
        name: '现场.jpg',
        blob,
        thumb: null,
        fill: { id, at },
      })
    for (const one of items) tx.objectStore('outbox').put(one)
    await new Promise((done) => tx.addEventListener('complete', done))
    // As the app tells its tabs after a write.
    const channel = new BroadcastChannel('mingcheng-field')
    channel.postMessage({ marks: [], meta: [], outbox: true, drafts: [] })
    channel.close()
    await new Promise((done) => setTimeout(done, 2500))
  } else (window as { calls?: unknown }).calls = calls
  db.close()
  const bytes = calls.reduce((sum, { body }) => sum + (typeof body === 'string' ? body.length : body.size), 0)
  return { photos: photos.map(({ id, sha256 }) => ({ id, sha256 })), visits: made, bytes }
}

/** The network is back: the app sends by itself. Milliseconds until nothing waits. */
export async function byApp(): Promise<number> {
  const db = await new Promise<IDBDatabase>((done) => {
    const asked = indexedDB.open('mingcheng-field')
    asked.onsuccess = () => done(asked.result)
  })
  const count = (state: string) =>
    new Promise<number>((done) => {
      const asked = db.transaction('outbox').objectStore('outbox').index('state').count(state)
      asked.onsuccess = () => done(asked.result)
    })
  const from = performance.now()
  Object.defineProperty(navigator, 'onLine', { value: true, configurable: true })
  window.dispatchEvent(new Event('online'))
  while ((await count('waiting')) > 0) await new Promise((done) => setTimeout(done, 25))
  const ms = performance.now() - from
  const refused = await count('refused')
  db.close()
  if (refused > 0) throw new Error(`${refused} items were refused`)
  return ms
}

/** One call after the other. Milliseconds until the last was answered. */
export async function byLoop(): Promise<number> {
  const { calls } = window as unknown as { calls: { id: string; url: string; body: Blob | string }[] }
  const from = performance.now()
  for (const { id, url, body } of calls) {
    const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
    const reply = await fetch(url, { method: 'POST', headers: { 'content-type': type, 'idempotency-key': id }, body })
    if (!reply.ok) throw new Error(`${reply.status}: ${await reply.text()}`)
    await reply.json()
  }
  return performance.now() - from
}
