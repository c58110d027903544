/** Reads what a camera wrote. The library is loaded when the first photo comes; what it cannot read is not there. */
import type { Sharp } from 'sharp'
import { alike, side } from '../pictures/grey.ts'
import { type Camera, cameraOf, type Read } from './camera.ts'
import { blockOf, segmentsOf, thermalOf } from './segments.ts'

const wanted = {
  tiff: true,
  ifd0: {},
  exif: true,
  gps: true,
  xmp: true,
  ifd1: false,
  mergeOutput: false,
  reviveValues: false,
  makerNote: false,
  userComment: false,
} as const

/** The small picture in a file has the same shape as the large one; only middles are compared, for black bars at the edges. */
const smallestCompared = 64

/**
 * The camera's facts of a photo whose remembered picture is `grey`; `width` and `height` as shown upright. Before it has been
 * decoded there is none, and the small picture in the file is compared to nothing.
 */
export async function readCamera(
  bytes: Uint8Array,
  picture: { grey: Uint8Array | undefined; width: number; height: number },
): Promise<Camera> {
  const { default: exifr } = await import('exifr')
  const read = ((await exifr.parse(bytes, wanted as never).catch(() => undefined)) ?? {}) as Read
  const segments = segmentsOf(bytes)
  const small = Math.min(picture.width, picture.height) < smallestCompared
  return cameraOf(read, {
    ...blockOf(segments),
    block: read.exif !== undefined || read.ifd0 !== undefined || read.gps !== undefined || blockOf(segments).found,
    thermal: thermalOf(segments),
    thumbnail: small || picture.grey === undefined ? null : await thumbnailOf(bytes, picture.grey),
  })
}

/** How a photo lies in its file, 1 to 8. */
export async function orientationOf(bytes: Uint8Array): Promise<number> {
  const { default: exifr } = await import('exifr')
  return (await exifr.orientation(bytes).catch(() => undefined)) ?? 1
}

/** How alike the small picture in the file is to the large one; the small one is as the sensor lay, so it is tried in all turns. */
async function thumbnailOf(bytes: Uint8Array, grey: Uint8Array): Promise<number | null> {
  const { default: exifr } = await import('exifr')
  const small = await exifr.thumbnail(bytes).catch(() => undefined)
  if (!small) return null
  const { default: sharp } = await import('sharp')
  const large = Float64Array.from(grey)
  const tries = [0, 90, 180, 270].map(async (angle) =>
    alike(Float64Array.from(await greyOf(sharp(small, { failOn: 'none' }).rotate(angle))), large),
  )
  const found = await Promise.all(tries).catch(() => undefined)
  return found === undefined ? null : Math.round(Math.max(...found) * 1000)
}

/** The remembered picture of an image that stands upright already. */
export async function greyOf(image: Sharp): Promise<Uint8Array> {
  const { data, info } = await image
    .flatten({ background: '#fff' })
    .toColourspace('b-w')
    .resize(side, side, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  if (info.channels === 1) return data
  return Uint8Array.from({ length: side * side }, (_, at) => data[at * info.channels]!)
}
