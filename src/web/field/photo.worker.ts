/**
 * Makes a photo small enough for a slow line, off the screen's thread: upright, compressed, with the words that the inspector wished,
 * the camera's facts carried over byte for byte, and its SHA-256, by which the server acknowledges it.
 */
import { sha256 as hashOf } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { exifOf, upright, withExif } from '../../field/exif.ts'

/** What the worker is asked. */
export interface PhotoAsked {
  readonly id: string
  readonly file: Blob
  /** Lines written into the picture; none when not wished. */
  readonly mark: readonly string[]
  /** Its longest side in pixels, when that is less than usual. */
  readonly most?: number
}

/** What it gives. `isWhole`: the browser could not read the picture, which goes as it is. */
export interface PhotoMade {
  readonly id: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly thumb: Blob | null
  readonly sha256: string
  readonly isWhole: boolean
  /** The shorter side of what was given, in pixels; undefined where the browser could not read it. */
  readonly least: number | undefined
}

const longest = 1600
const quality = 0.8
const thumbLongest = 240

function drawn(bitmap: ImageBitmap, most: number, mark: readonly string[]): OffscreenCanvas {
  const factor = Math.min(1, most / Math.max(bitmap.width, bitmap.height))
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * factor), Math.round(bitmap.height * factor))
  const pen = canvas.getContext('2d')!
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  if (mark.length > 0) write(pen, mark)
  return canvas
}

/** The words at the foot of the picture, light on a dark strip. */
function write(pen: OffscreenCanvasRenderingContext2D, mark: readonly string[]): void {
  const { width, height } = pen.canvas
  const line = Math.max(16, Math.round(width / 40))
  const strip = line * (mark.length * 1.4 + 0.6)
  pen.fillStyle = 'rgba(0, 0, 0, 0.55)'
  pen.fillRect(0, height - strip, width, strip)
  pen.fillStyle = '#ffffff'
  pen.font = `${line}px sans-serif`
  mark.forEach((text, index) => pen.fillText(text, line * 0.6, height - strip + line * 1.4 * (index + 1), width - line))
}

/** A desk that is not reached over HTTPS has no hashes of its own; there it takes a little longer. */
async function hexOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = (crypto as Partial<Crypto>).subtle
  return bytesToHex(subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : hashOf(bytes))
}

async function made({ id, file, mark, most = longest }: PhotoAsked): Promise<PhotoMade> {
  const original = new Uint8Array(await file.arrayBuffer())
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined)
  if (!bitmap) return { id, bytes: original, thumb: null, sha256: await hexOf(original), isWhole: true, least: undefined }
  const picture = await drawn(bitmap, Math.min(longest, most), mark).convertToBlob({ type: 'image/jpeg', quality })
  const thumb = await drawn(bitmap, thumbLongest, []).convertToBlob({ type: 'image/jpeg', quality: 0.6 })
  const least = Math.min(bitmap.width, bitmap.height)
  bitmap.close()
  const exif = exifOf(original)
  const small = new Uint8Array(await picture.arrayBuffer())
  const bytes = withExif(small, exif && upright(exif)) as Uint8Array<ArrayBuffer>
  return { id, bytes, thumb, sha256: await hexOf(bytes), isWhole: false, least }
}

self.addEventListener('message', ({ data }: MessageEvent<PhotoAsked>) => {
  void made(data).then((photo) => self.postMessage(photo))
})
