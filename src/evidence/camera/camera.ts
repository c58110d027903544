/**
 * What a camera wrote into a file, as text and numbers, with what it left out: the ground on which checks stand. Nothing in it
 * is believed and nothing is judged here; a photo without any of it is still a photo.
 */
import { z } from 'zod'
import { Instant } from '../../base/time.ts'

/** A clock's reading without a zone: "2026-03-02T09:10:11". */
const Reading = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)

/** What is known of a value: not written, written empty, written as zero, or there. */
const Written = z.enum(['none', 'empty', 'zero', 'there'])
export type Written = z.infer<typeof Written>

/** Facts of a file. */
export const Camera = z.object({
  version: z.literal(1),
  /** Whether the camera's block (EXIF) is there. */
  block: z.boolean(),
  /** Entries of it whose type is not the standard's. */
  strange: z.array(z.string()),
  make: z.string().nullable(),
  model: z.string().nullable(),
  software: z.string().nullable(),
  /** The program that the file's own description (XMP) names. */
  tool: z.string().nullable(),
  takenAt: Reading.nullable(),
  /** Minutes east of UTC, where the camera wrote its zone. */
  zoneMinutes: z.int().nullable(),
  gps: Written,
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  gpsClock: Written,
  gpsAt: Instant.nullable(),
  /** How alike the small picture in the file is to the large one, in thousandths; null where there is none to compare. */
  thumbnail: z.int().nullable(),
  /** Not decoded yet: what has to be seen in the picture follows. */
  unseen: z.literal(true).optional(),
  /** Whole by its pieces, and yet no decoder opens the picture. */
  broken: z.literal(true).optional(),
})
export type Camera = z.infer<typeof Camera>

/** What the library reads from the blocks of a file; anything may be missing, and anything may be nonsense. */
export interface Read {
  readonly ifd0?: Record<string, unknown> | undefined
  readonly exif?: Record<string, unknown> | undefined
  readonly gps?: Record<string, unknown> | undefined
  readonly xmp?: Record<string, unknown> | undefined
}

/** What else was found out about the file. */
export interface Beside {
  readonly block: boolean
  readonly strange: readonly string[]
  readonly thermal: { readonly takenMs?: number; readonly zoneMinutes?: number; readonly place?: readonly [number, number] }
  readonly thumbnail: number | null
}

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 120) : null)

/** "2026:03:02 09:10:11" and what looks like it; null when it is no time: the 30th of February is not the 2nd of March. */
export function readingOf(value: unknown): string | null {
  const match = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(typeof value === 'string' ? value : '')
  if (!match) return null
  const reading = `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}`
  const at = Date.parse(`${reading}Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 19) !== reading ? null : reading
}

/** Minutes east of UTC of "+08:00"; null when it is none. */
export function minutesOf(zone: unknown): number | null {
  const match = /^([+-])(\d\d):(\d\d)$/.exec(typeof zone === 'string' ? zone.trim() : '')
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : null
}

/** Puts together what was read. */
export function cameraOf({ ifd0 = {}, exif = {}, gps = {}, xmp = {} }: Read, { block, strange, thermal, thumbnail }: Beside): Camera {
  const taken = readingOf(exif['DateTimeOriginal']) ?? readingOf(exif['CreateDate'])
  const byThermal = taken === null && thermal.takenMs !== undefined && thermal.zoneMinutes !== undefined
  return {
    version: 1,
    block,
    strange: [...strange],
    make: text(ifd0['Make']),
    model: text(ifd0['Model']),
    software: text(ifd0['Software']),
    tool: text(xmp['CreatorTool']),
    takenAt: byThermal ? new Date(thermal.takenMs! + thermal.zoneMinutes! * 60_000).toISOString().slice(0, 19) : taken,
    zoneMinutes: byThermal ? thermal.zoneMinutes! : minutesOf(exif['OffsetTimeOriginal'] ?? exif['OffsetTime']),
    ...placeOf(gps, thermal.place),
    ...clockOf(gps),
    thumbnail,
  }
}

type Position = Pick<Camera, 'gps' | 'lng' | 'lat'>

function placeOf(gps: Record<string, unknown>, thermal: readonly [number, number] | undefined): Position {
  const written = 'GPSLatitude' in gps || 'GPSLatitudeRef' in gps
  const [lng, lat] = written ? [gps['longitude'], gps['latitude']] : (thermal ?? [])
  if (!written && !thermal) return { gps: 'none', lng: null, lat: null }
  const valid = typeof lng === 'number' && typeof lat === 'number' && Math.abs(lng) <= 180 && Math.abs(lat) <= 90
  if (!valid) return { gps: 'empty', lng: null, lat: null }
  return lng === 0 && lat === 0 ? { gps: 'zero', lng: null, lat: null } : { gps: 'there', lng, lat }
}

/** The satellites' clock: a day, and hours, minutes and seconds as three numbers. */
function clockOf(gps: Record<string, unknown>): Pick<Camera, 'gpsClock' | 'gpsAt'> {
  const [day, time] = [gps['GPSDateStamp'], gps['GPSTimeStamp']]
  if (typeof day !== 'string' || day.trim() === '') return { gpsClock: 'none', gpsAt: null }
  if (day.startsWith('0000')) return { gpsClock: 'zero', gpsAt: null }
  const parts = Array.isArray(time) ? time.map(Number) : []
  const at = Date.parse(`${day.trim().replaceAll(':', '-')}T00:00:00Z`) + ((parts[0]! * 60 + parts[1]!) * 60 + parts[2]!) * 1000
  // A day without an hour says too little to be held against another clock.
  return Number.isNaN(at) ? { gpsClock: 'empty', gpsAt: null } : { gpsClock: 'there', gpsAt: new Date(at).toISOString() }
}

/** Nothing was written. */
export const noCamera: Camera = cameraOf({}, { block: false, strange: [], thermal: {}, thumbnail: null })
