/**
 * A piece of proof: a photo, document or recording named by the hash of its content, so it cannot be swapped. Facts that a camera
 * wrote into the file are kept apart from what people say about it.
 */
import { z } from 'zod'
import { EvidenceId, PersonId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Instant } from '../base/time.ts'

/** Largest picture that is decoded, in pixels: above it a small file can fill the memory of the server. */
export const maxPixels = 64_000_000

/** A picture less than this many pixels wide or high proves nothing: one pixel with a camera's facts is no photo. */
export const leastSide = 16

/** The zone of a Chinese city, in minutes; cameras often write none. */
export const cityZoneMinutes = 480

/** Longest sides, in pixels, in which a photo can be asked for. */
const viewSizes = [160, 480, 1280, 2560] as const
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
  /** When its content was erased; absent or null while it is there. */
  erasedAt: Instant.nullish(),
})
export type Evidence = z.infer<typeof Evidence>

/** What a field device says of itself and of the moment, beside the file. All of it is optional: position is nobody's duty. */
export const DeviceWords = z.object({
  /** Which device: an id that the app made for itself, no serial number. */
  device: z.string().min(1).max(80).optional(),
  /** When it was taken and when it was sent, both by the device's clock, as it stood. */
  deviceAt: Instant.optional(),
  sentAt: Instant.optional(),
  lng: z.coerce.number().min(-180).max(180).optional(),
  lat: z.coerce.number().min(-90).max(90).optional(),
  accuracyM: z.coerce.number().min(0).max(100_000).optional(),
  /** Whether the device said that its position was made up by a program. */
  mocked: z.enum(['true', 'false']).optional(),
})
export type DeviceWords = z.infer<typeof DeviceWords>

/** Signs that a name has no use for: control characters, what turns the direction of writing (`gpj.exe` is shown as `exe.jpg`), halves of letters. */
const useless = /[\p{Cc}\p{Surrogate}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
const ownEndings = /\.(jpe?g|jfif|png|webp|pdf|ofd|docx?|xlsx?|pptx?|mp3|aac|m4a|amr|ogg|oga|opus|wav|weba|webm|mp4|m4v|mov|3gpp?)$/i
const hasEnding = /\.[a-z0-9]{1,8}$/i

/**
 * The name as kept: no folders, no signs that deceive, at most 120 letters, never empty. What calls itself a program or a page is
 * given the ending of what it is: saved, it would be opened as what it says.
 */
export function cleanName(name: string, ending: string): string {
  const last = name.split(/[\\/]/).at(-1)!
  const letters = Array.from(last).filter((letter) => !useless.test(letter))
  const clean = letters.slice(-120).join('').trim()
  if (clean === '') return `file.${ending}`
  return hasEnding.test(clean) && !ownEndings.test(clean) ? `${clean}.${ending}` : clean
}
