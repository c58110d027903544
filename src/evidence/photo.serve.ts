/**
 * Reads and shows photos. The libraries are heavy, so they are loaded when the first photo comes. Views carry no camera
 * facts (place, owner, serial number): what leaves the house shows the picture and nothing else. Decoding runs in threads
 * of its library, two photos at a time: more would take the threads that files are read with, and the memory.
 */
import type { Sharp } from 'sharp'
import { Problem } from '../base/problem.ts'
import type { Camera } from './camera/camera.ts'
import { greyOf, orientationOf, readCamera } from './camera/read.serve.ts'
import { wholeJpeg } from './camera/whole.serve.ts'
import { cityZoneMinutes, leastSide, maxPixels, type Evidence, type ViewSize } from './evidence.ts'
import { bytesOf, hashesOf } from './pictures/hash.ts'
import { isFlat } from './pictures/likeness.ts'

type Facts = Pick<Evidence, 'width' | 'height' | 'takenAt' | 'place'>

/** What makes a photo searchable and checkable. `hashes` is null where the picture is all of one shade: it looks like nothing. */
export interface Marks {
  readonly hashes: Uint8Array | null
  readonly thumb: Uint8Array
  readonly camera: Camera
}

/** The same of a photo that was taken in; while nobody has seen the picture (`camera.unseen`) there is nothing of it yet. */
export type Taken = Omit<Marks, 'thumb'> & { readonly thumb: Uint8Array | null }

/**
 * Size and camera facts of a photo. The picture is decoded once, small, so that a torn upload is found now and not in a meeting.
 * *Refuses:* 415 `evidence.broken`, `evidence.tooSmall`; 413 `evidence.tooManyPixels`.
 */
export const readPhoto = async (bytes: Uint8Array): Promise<Facts> => (await lookAt(bytes)).facts

/** The same, with what makes it searchable and checkable: all from one decoding. */
export const lookAt = (bytes: Uint8Array): Promise<{ facts: Facts; marks: Marks }> => inTurn(() => seenIn(bytes))

/**
 * What is needed to take a photo in. One that arrived whole by its pieces is not decoded while its sender waits: that is done after
 * the answer, from the file, by the pass that checks photos. *Refuses:* as `readPhoto` does.
 */
export async function takeIn(bytes: Uint8Array): Promise<{ facts: Facts; marks: Taken }> {
  const lying = wholeJpeg(bytes)
  if (!lying || lying.width * lying.height > maxPixels || Math.min(lying.width, lying.height) < leastSide) return lookAt(bytes)
  const size = shownAs(lying, await orientationOf(bytes))
  const camera = await readCamera(bytes, { grey: undefined, ...size })
  return { facts: { ...size, ...told(camera) }, marks: { hashes: null, thumb: null, camera: { ...camera, unseen: true } } }
}

const shownAs = ({ width, height }: { width: number; height: number }, orientation: number) =>
  orientation >= 5 ? { width: height, height: width } : { width, height }

const atOnce = 2
let busy = 0
const waiting: (() => void)[] = []

/** Runs `work` when it is its turn. */
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (busy >= atOnce) await new Promise<void>((go) => void waiting.push(go))
  else busy += 1
  try {
    return await work()
  } finally {
    // The turn goes to the next one, or is given back.
    const next = waiting.shift()
    if (next) next()
    else busy -= 1
  }
}

async function seenIn(bytes: Uint8Array): Promise<{ facts: Facts; marks: Marks }> {
  const { default: sharp } = await import('sharp')
  const head = await sharp(bytes, { limitInputPixels: false }).metadata().catch(broken)
  if (head.width * head.height > maxPixels) throw new Problem('evidence.tooManyPixels', 413, { megapixels: maxPixels / 1_000_000 })
  if (Math.min(head.width, head.height) < leastSide) throw new Problem('evidence.tooSmall', 415, { pixels: leastSide })
  const thumb = await greyOf(sharp(bytes, { failOn: 'truncated', limitInputPixels: maxPixels }).rotate()).catch(broken)
  const size = shownAs(head, head.orientation ?? 1)
  const camera = await readCamera(bytes, { grey: thumb, ...size })
  return {
    facts: { ...size, ...told(camera) },
    marks: { hashes: isFlat(thumb) ? null : bytesOf(hashesOf(thumb)), thumb, camera },
  }
}

/** When and where, as far as the camera wrote it. Cameras often write no zone; the city's is taken then. */
const told = ({ takenAt, zoneMinutes, lng, lat }: Camera): Pick<Facts, 'takenAt' | 'place'> => ({
  takenAt: takenAt === null ? null : new Date(Date.parse(`${takenAt}Z`) - (zoneMinutes ?? cityZoneMinutes) * 60_000).toISOString(),
  place: lng === null || lat === null ? null : [lng, lat],
})

function broken(): never {
  throw new Problem('evidence.broken', 415)
}

/** The photo upright, at most `size` pixels on its longest side, as WebP without any camera facts. */
export const shrink = (bytes: Uint8Array, size: ViewSize): Promise<Uint8Array> => inTurn(() => shrunk(bytes, size))

async function shrunk(bytes: Uint8Array, size: ViewSize): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  return sharp(bytes, { limitInputPixels: maxPixels })
    .rotate()
    .resize(size, size, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: size <= 480 ? 72 : 80 })
    .toBuffer()
}

/** A picture as office papers take it, with its size in pixels. */
export const asJpeg = (bytes: Uint8Array): Promise<{ data: Uint8Array; width: number; height: number }> =>
  inTurn(async () => {
    const { default: sharp } = await import('sharp')
    const { data, info } = await sharp(bytes).jpeg({ quality: 85 }).toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height }
  })

/** The photo upright in its own format, whole, without camera facts (place, owner, serial number). */
export const withoutFacts = (bytes: Uint8Array): Promise<Uint8Array> => inTurn(() => plain(bytes))

async function plain(bytes: Uint8Array): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  const image = sharp(bytes, { limitInputPixels: maxPixels })
  const { format } = await image.metadata()
  return inFormat(format, image.rotate())
}

const inFormat = (format: string, upright: Sharp): Promise<Uint8Array> =>
  (format === 'png' ? upright.png() : format === 'webp' ? upright.webp({ quality: 90 }) : upright.jpeg({ quality: 92 })).toBuffer()

/**
 * The photo with nobody to be recognised in it: a few coarse squares over the whole of it. As WebP of at most `size` pixels,
 * or whole in its own format; its size, not its content, is that of the photo.
 */
export const veil = (bytes: Uint8Array, size?: ViewSize): Promise<Uint8Array> => inTurn(() => veiled(bytes, size))

const veilSquares = 16

async function veiled(bytes: Uint8Array, size: ViewSize | undefined): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  const { format } = await sharp(bytes, { limitInputPixels: maxPixels }).metadata()
  const upright = sharp(bytes, { limitInputPixels: maxPixels }).rotate()
  const whole = size === undefined ? upright : upright.resize(size, size, { fit: 'inside', withoutEnlargement: true })
  const { info } = await whole.clone().raw().toBuffer({ resolveWithObject: true })
  const coarse = await whole.resize(veilSquares, veilSquares, { fit: 'inside' }).png().toBuffer()
  const wide = sharp(coarse).resize(info.width, info.height, { fit: 'fill', kernel: 'cubic' })
  return size === undefined ? inFormat(format, wide) : wide.webp({ quality: 72 }).toBuffer()
}

/** A rectangle of a photo, in thousandths of its width and height as shown upright. */
export interface Region {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/**
 * The photo upright as JPEG without camera facts, with these rectangles made unrecognisable: brought down to a few coarse
 * squares, so that nothing of the face or plate is left to be sharpened again.
 */
export const blur = (bytes: Uint8Array, regions: readonly Region[]): Promise<Uint8Array> => inTurn(() => blurred(bytes, regions))

const squares = 6

async function blurred(bytes: Uint8Array, regions: readonly Region[]): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  const { data, info } = await sharp(bytes, { limitInputPixels: maxPixels })
    .rotate()
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raw = { width: info.width, height: info.height, channels: info.channels }
  const patches = []
  for (const { x, y, w, h } of regions) {
    const left = Math.min(info.width - 1, Math.floor((x * info.width) / 1000))
    const top = Math.min(info.height - 1, Math.floor((y * info.height) / 1000))
    const width = Math.max(1, Math.min(info.width - left, Math.ceil((w * info.width) / 1000)))
    const height = Math.max(1, Math.min(info.height - top, Math.ceil((h * info.height) / 1000)))
    const coarse = await sharp(data, { raw })
      .extract({ left, top, width, height })
      .resize(squares, squares, { fit: 'fill' })
      .png()
      .toBuffer()
    patches.push({ input: await sharp(coarse).resize(width, height, { fit: 'fill', kernel: 'nearest' }).png().toBuffer(), left, top })
  }
  return sharp(data, { raw }).composite(patches).jpeg({ quality: 90 }).toBuffer()
}
