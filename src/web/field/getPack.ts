/** Brings a pack onto the device: who works here, the points with their checks, and the map. A pack comes whole or not at all. */
import type { Me } from '../../city/session.api.ts'
import type { Pack, PackForm, PackMap, PackSize } from '../../field/pack.ts'
import { type HeldPicture, picturesOf, pictureWidth } from '../../field/pictures.ts'
import type { WholeForm } from '../../forms/forms.api.ts'
import { now } from '../clock.ts'
import { ask, call, refusalOf } from './ask.ts'
import { dayNow } from './day.ts'
import { isAnswer } from './forms.ts'
import { database, type Frame, putMeta, readMeta, write } from './keep.ts'

/** How far it is: bytes that came, and bytes of all where known. */
export interface Coming {
  readonly came: number
  readonly of: number
}

/** Who is signed in, kept for working without a network; undefined when nobody is. */
export async function whoIsIt(): Promise<Me | undefined> {
  const reply = await call('/session')
  if (reply.status === 401) return undefined
  if (!reply.ok) throw await refusalOf(reply)
  return (await reply.json()) as Me
}

/** Keeps who works here. *Refuses* by giving false: the work of somebody else is unsent on this device. */
export async function takeOver(me: Me): Promise<boolean> {
  const known = await readMeta('owner')
  if (known && known.account !== me.account && dayNow().unsent > 0) return false
  await putMeta('owner', { account: me.account, name: me.name, city: me.city.title.zh, may: me.may })
  return true
}

/** What a pack will weigh. */
export const sizeOf = (query: string): Promise<PackSize> => ask(`/field/pack/size${query}`)

/** Reads an answer piece by piece and tells how far it is. */
async function readWhole(reply: Response, told: (came: number) => void): Promise<string> {
  const reader = reply.body!.getReader()
  const parts: Uint8Array[] = []
  let came = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    came += value.length
    told(came)
  }
  return new Blob(parts as BlobPart[]).text()
}

async function getText(
  path: string,
  etag: string | undefined,
  told: (coming: Coming) => void,
): Promise<{ text: string; etag: string } | undefined> {
  const reply = await call(path, { cache: 'no-store', ...(etag === undefined ? {} : { headers: { 'if-none-match': etag } }) })
  if (reply.status === 304) return undefined
  if (!reply.ok) throw await refusalOf(reply)
  const of = Number(reply.headers.get('x-whole-bytes') ?? 0)
  return { text: await readWhole(reply, (came) => told({ came, of })), etag: reply.headers.get('etag') ?? '' }
}

/** Brings what is not on the device yet, one after the other; what came stays, should the line break. */
async function bring<Thing>(list: readonly Thing[], told: (coming: Coming) => void, each: (thing: Thing) => Promise<unknown>) {
  for (const [index, thing] of list.entries()) {
    told({ came: index, of: list.length })
    await each(thing)
  }
}

/** The forms, each version once: it never changes. */
async function getForms(forms: readonly PackForm[], told: (coming: Coming) => void): Promise<void> {
  const held = new Set(await (await database()).getAllKeys('forms'))
  const missing = forms.filter(({ id }) => !held.has(id))
  await bring(missing, told, async (packed) => {
    const { form, xform } = await ask<WholeForm>(`/forms/${packed.id}`)
    await write(['forms'], (it) => it.put('forms', { ...packed, form, xform }))
  })
}

/** The pictures of the guides, by their hash. One that was erased is left out: the words stand without it. */
async function getPictures(pictures: readonly HeldPicture[], told: (coming: Coming) => void): Promise<void> {
  const held = new Set(await (await database()).getAllKeys('pictures'))
  const missing = pictures.filter(({ sha256 }) => !held.has(sha256))
  await bring(missing, told, async ({ evidenceId, sha256 }) => {
    const reply = await call(`/evidence/${evidenceId}/view?size=${pictureWidth}`)
    if (reply.status === 404 || reply.status === 410) return
    if (!reply.ok) throw await refusalOf(reply)
    const picture = await reply.blob()
    await write(['pictures'], (it) => it.put('pictures', picture, sha256))
  })
}

/** Takes away forms and pictures that no pack names any more; a form stays as long as something was begun in it, or its answer is here. */
export const tidy = (forms: readonly PackForm[], pictures: readonly HeldPicture[]) =>
  write(['forms', 'formDrafts', 'pictures', 'outbox'], async (it) => {
    const begun = (await it.tx.objectStore('formDrafts').getAll()).map(({ form }) => form)
    const unsent = (await it.tx.objectStore('outbox').getAll()).filter((item) => isAnswer(item) && item.state !== 'acknowledged')
    const answered = unsent.map(({ input }) => (input.params as { id: string }).id)
    const wanted = new Set<string>([...forms.map(({ id }) => id), ...begun, ...answered, ...pictures.map(({ sha256 }) => sha256)])
    for (const name of ['forms', 'pictures'] as const)
      for (const key of await it.tx.objectStore(name).getAllKeys()) if (!wanted.has(key)) await it.remove(name, key)
  })

/** Puts the points and the frame of a pack on the device, in place of the ones before. Visits and the outbox stay. */
async function keepPack({ points, ...rest }: Pack, frame: Pick<Frame, 'etag' | 'query' | 'map' | 'mapVersion'>): Promise<void> {
  await write(['meta', 'last'], async (it) => {
    await it.tx.objectStore('last').clear()
    for (const { id, last } of points) if (last.length > 0) await it.put('last', last, id)
    await it.put(
      'meta',
      points.map(({ last: _last, ...point }) => point),
      'points',
    )
    await it.put('meta', { ...rest, ...frame, gotAt: now() }, 'frame')
  })
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))

async function getMap(box: NonNullable<PackSize['box']>, told: (coming: Coming) => void): Promise<NonNullable<Frame['map']>> {
  const whole = (await getText(`/field/map?box=${box.join(',')}`, undefined, told))!
  const map = JSON.parse(whole.text) as PackMap
  await write(['tiles'], async (it) => {
    await it.tx.objectStore('tiles').clear()
    for (const [key, body] of map.tiles) await it.put('tiles', bytesOf(body), key)
  })
  return { box, attribution: map.attribution, maxZoom: map.maxZoom }
}

const patienceMs = 60_000

/** The app itself is on the device as well, form engine included: its worker has every file, unless the line is too slow for us to wait. */
async function appIsHere(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration('/field')
  if (worker) await Promise.race([navigator.serviceWorker.ready, new Promise((done) => setTimeout(done, patienceMs))])
}

/** Downloads a pack. What has not changed since the last time is not sent again. */
export async function getPack(query: string, size: PackSize, told: (coming: Coming) => void): Promise<'new' | 'same'> {
  const known = await readMeta('frame')
  const isSame = known?.query === query
  const came = await getText(`/field/pack${query}`, isSame ? known.etag : undefined, told)
  const hasMap = known?.mapVersion === size.mapVersion && known.map?.box.join() === size.box?.join()
  const map = hasMap ? known.map : size.box === null ? null : await getMap(size.box, told)
  const kept = { map, mapVersion: size.mapVersion, query }
  const pack = came && (JSON.parse(came.text) as Pack)
  const { forms = [], checks } = pack ?? known!
  const pictures = picturesOf(checks)
  await getForms(forms, told)
  await getPictures(pictures, told)
  if (came) await keepPack(pack!, { ...kept, etag: came.etag })
  else await putMeta('frame', { ...known!, ...kept, gotAt: now() })
  await tidy(forms, pictures)
  await appIsHere()
  return came ? 'new' : 'same'
}
