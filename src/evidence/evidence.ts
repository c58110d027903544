/**
 * A piece of proof: a photo or document named by the hash of its content, so it cannot be swapped. Facts that a camera
 * wrote into the file are kept apart from what people say about it.
 */
import { z } from 'zod'
import { EvidenceId, PersonId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Instant } from '../base/time.ts'

/** Largest picture that is decoded, in pixels: above it a small file can fill the memory of the server. */
export const maxPixels = 64_000_000

/** Longest sides, in pixels, in which a photo can be asked for. */
export const viewSizes = [160, 480, 1280, 2560] as const
export const ViewSize = z.coerce.number().pipe(z.union(viewSizes.map((size) => z.literal(size))))
export type ViewSize = (typeof viewSizes)[number]

/** A stored piece of proof. */
export const Evidence = z.object({
  id: EvidenceId,
  sha256: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  /** Pixels, as shown upright; null for documents. */
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** What the camera wrote: when, and where (WGS-84). Cameras err and files can be edited: a hint, not a proof. */
  takenAt: Instant.nullable(),
  place: Place.nullable(),
  addedAt: Instant,
  addedBy: PersonId.nullable(),
})
export type Evidence = z.infer<typeof Evidence>

/**
 * The instant of an EXIF time "2024:05:06 07:08:09". Cameras often write no offset; the city's (UTC+8) is taken then.
 * Undefined when the text is no time.
 */
export function exifInstant(text: string | undefined, offset: string | undefined): Instant | undefined {
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(text ?? '')
  if (!match) return undefined
  const [, year, month, day, hour, minute, second] = match
  const zone = /^[+-]\d\d:\d\d$/.test(offset ?? '') ? offset : '+08:00'
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

/** A place from EXIF degrees; undefined when missing, out of range, or the 0/0 that broken phones write. */
export function exifPlace(lng: number | undefined, lat: number | undefined): Place | undefined {
  const place = Place.safeParse([lng, lat])
  return place.success && !(lng === 0 && lat === 0) ? place.data : undefined
}

/** The name as kept: no folders, no control characters, at most 120 characters, never empty. */
export function cleanName(name: string, ending: string): string {
  const last = name.split(/[\\/]/).at(-1)!
  const clean = Array.from(last, (letter) => (letter < ' ' || letter === '\u007f' ? '' : letter))
    .join('')
    .trim()
    .slice(-120)
  return clean === '' ? `file.${ending}` : clean
}
