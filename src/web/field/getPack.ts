/** Brings a pack onto the device: who works here, the points with their checks, and the map. A pack comes whole or not at all. */
import type { Me } from '../../city/session.api.ts'
import type { Pack, PackMap, PackSize } from '../../field/pack.ts'
import { now } from '../clock.ts'
import { ask, call, refusalOf } from './ask.ts'
import { dayNow } from './day.ts'
import { type Frame, putMeta, readMeta, write } from './keep.ts'

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

/** Downloads a pack. What has not changed since the last time is not sent again. */
export async function getPack(query: string, size: PackSize, told: (coming: Coming) => void): Promise<'new' | 'same'> {
  const known = await readMeta('frame')
  const isSame = known?.query === query
  const came = await getText(`/field/pack${query}`, isSame ? known.etag : undefined, told)
  const hasMap = known?.mapVersion === size.mapVersion && known.map?.box.join() === size.box?.join()
  const map = hasMap ? known.map : size.box === null ? null : await getMap(size.box, told)
  const kept = { map, mapVersion: size.mapVersion, query }
  if (came) await keepPack(JSON.parse(came.text) as Pack, { ...kept, etag: came.etag })
  else await putMeta('frame', { ...known!, ...kept, gotAt: now() })
  return came ? 'new' : 'same'
}
