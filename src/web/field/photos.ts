/** Photos of the street: taken or chosen, made small in a worker, with what the device knows of them kept beside, not in them. */
import { v7 } from 'uuid'
import type { Place } from '../../base/place.ts'
import type { PhotoFill } from '../../inspections/fill.ts'
import { now } from '../clock.ts'
import type { KeptPhoto, Wishes } from './keep.ts'
import type { PhotoAsked, PhotoMade } from './photo.worker.ts'
// Vite gives the address of the built worker; the file itself exports nothing.
// oxlint-disable-next-line import/default
import workerUrl from './photo.worker.ts?worker&url'

let worker: Worker | undefined
const waiting = new Map<string, { done: (photo: PhotoMade) => void; fail: (error: Error) => void }>()

function photoWorker(): Worker {
  if (worker) return worker
  worker = new Worker(workerUrl, { type: 'module' })
  worker.addEventListener('message', ({ data }: MessageEvent<PhotoMade>) => {
    waiting.get(data.id)?.done(data)
    waiting.delete(data.id)
  })
  worker.addEventListener('error', ({ message }) => {
    for (const { fail } of waiting.values()) fail(new Error(message))
    waiting.clear()
    worker = undefined
  })
  return worker
}

const make = (asked: PhotoAsked) =>
  new Promise<PhotoMade>((done, fail) => {
    waiting.set(asked.id, { done, fail })
    photoWorker().postMessage(asked)
  })

const placeWaitMs = 8000

/** Where the device is, when the inspector gives it along; a refusal or a poor signal never holds a photo up. */
const whereIsIt = () =>
  new Promise<Pick<PhotoFill, 'place' | 'accuracyM'>>((done) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ place: [coords.longitude, coords.latitude], accuracyM: coords.accuracy }),
      () => done({}),
      { enableHighAccuracy: true, timeout: placeWaitMs, maximumAge: 30_000 },
    ),
  )

/** Where the device is, asked for by a tap of its own; undefined when it does not say. */
export const placeNow = async (): Promise<Place | undefined> => (await whereIsIt()).place

/** What a photo belongs to, and what is wished of it. */
export interface PhotoOf {
  readonly draftId: string
  readonly fact: string
  readonly from: PhotoFill['from']
  readonly wishes: Wishes
  /** Words for the picture, should they be wished. */
  readonly words: readonly string[]
  /** Its longest side in pixels, where somebody wants it smaller than photos are made. */
  readonly most?: number
}

/** A photo, and the shorter of its sides in pixels as far as the browser could read the picture. */
export interface Photographed {
  readonly photo: KeptPhoto
  readonly least: number | undefined
}

/** A photo ready to be kept. */
export const photoFrom = async (file: File, of: PhotoOf): Promise<KeptPhoto> => (await photograph(file, of)).photo

/** The same, for who wants to know what the browser saw. */
export async function photograph(file: File, { draftId, fact, from, wishes, words, most }: PhotoOf): Promise<Photographed> {
  const id = v7()
  const at = now()
  const asked = { id, file, mark: wishes.mark ? words : [], ...(most === undefined ? {} : { most }) }
  const [made, place] = await Promise.all([make(asked), wishes.place ? whereIsIt() : {}])
  const name = made.isWhole ? file.name : file.name.replace(/\.[^.]*$/, '').concat('.jpg')
  const photo = {
    id,
    draftId,
    fact,
    sha256: made.sha256,
    bytes: made.bytes.length,
    name,
    blob: new Blob([made.bytes], { type: made.isWhole ? file.type : 'image/jpeg' }),
    thumb: made.thumb,
    fill: { id, at, from, ...place } as PhotoFill,
  }
  return { photo, least: made.least }
}
