/**
 * The pieces a JPEG is made of before its picture begins, read byte by byte: which programs left their mark, whether the camera's
 * block holds what the standard allows, and the records of thermal cameras, which no library reads. Nothing here decodes a picture.
 * *Source:* JEITA CP-3451 (Exif 2.32), 4.6; T.81 B.1.
 */

/** One piece: its marker (0xe1 is where cameras write) and its bytes. */
export interface Segment {
  readonly marker: number
  readonly bytes: Uint8Array
}

/** Pieces before the picture; none when it is no JPEG. */
export function segmentsOf(file: Uint8Array): Segment[] {
  const list: Segment[] = []
  let at = 2
  while (file[at] === 0xff && file[at + 1] !== undefined && file[at + 1] !== 0xda) {
    const length = be16(file, at + 2)
    if (length < 2) break
    list.push({ marker: file[at + 1]!, bytes: file.subarray(at + 4, at + 2 + length) })
    at += 2 + length
  }
  return list
}

const be16 = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)

/** True when the piece begins with this text. */
export const begins = ({ bytes }: Segment, text: string): boolean =>
  Array.from(text).every((letter, at) => bytes[at] === letter.charCodeAt(0))

/** What is said of the camera's block: none, read whole, or the names of entries that are not as the standard has them. */
export interface Block {
  readonly found: boolean
  readonly strange: readonly string[]
}

/** The camera's block of a photo. */
export function blockOf(segments: readonly Segment[]): Block {
  const segment = segments.find((it) => it.marker === 0xe1 && begins(it, 'Exif\0\0'))
  if (!segment) return { found: false, strange: [] }
  return { found: true, strange: strangeIn(segment.bytes.subarray(6)) }
}

const [byte, ascii, rational] = [1, 2, 5]

/** Entries whose type is fixed by the standard and that checks rely on: time and place. */
const times = new Map([
  [0x9003, ['DateTimeOriginal', ascii]],
  [0x9004, ['CreateDate', ascii]],
] as const)
const places = new Map([
  [0x01, ['GPSLatitudeRef', ascii]],
  [0x02, ['GPSLatitude', rational]],
  [0x03, ['GPSLongitudeRef', ascii]],
  [0x04, ['GPSLongitude', rational]],
  [0x05, ['GPSAltitudeRef', byte]],
  [0x06, ['GPSAltitude', rational]],
  [0x07, ['GPSTimeStamp', rational]],
  [0x1d, ['GPSDateStamp', ascii]],
] as const)

/** Names of entries of the wrong type; `header` or `directory` where the block cannot be followed. */
function strangeIn(tiff: Uint8Array): string[] {
  const little = tiff[0] === 0x49 && tiff[1] === 0x49
  if (!little && !(tiff[0] === 0x4d && tiff[1] === 0x4d)) return ['header']
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const entriesAt = (at: number): Entry[] | undefined => {
    if (at + 2 > tiff.length) return undefined
    const count = view.getUint16(at, little)
    if (at + 2 + 12 * count > tiff.length) return undefined
    return Array.from({ length: count }, (_, index) => {
      const from = at + 2 + 12 * index
      return { tag: view.getUint16(from, little), type: view.getUint16(from + 2, little), value: view.getUint32(from + 8, little) }
    })
  }
  const first = tiff.length < 8 ? undefined : entriesAt(view.getUint32(4, little))
  if (!first) return ['directory']
  const wrong = (pointer: number, known: ReadonlyMap<number, readonly [string, number]>): string[] => {
    const entry = first.find(({ tag }) => tag === pointer)
    const entries = entry === undefined ? [] : entriesAt(entry.value)
    if (!entries) return ['directory']
    return entries.flatMap(({ tag, type }) => {
      const rule = known.get(tag)
      return rule && rule[1] !== type ? [rule[0]] : []
    })
  }
  return [...wrong(0x8769, times), ...wrong(0x8825, places)]
}

interface Entry {
  readonly tag: number
  readonly type: number
  readonly value: number
}

/** What a thermal camera wrote: its clock with the zone it was set to, and where it was. */
export interface Thermal {
  /** Milliseconds since 1970 by the camera's clock, and minutes east of UTC. */
  readonly takenMs?: number
  readonly zoneMinutes?: number
  readonly place?: readonly [lng: number, lat: number]
}

/** The records of a FLIR camera; empty where there are none. *Source:* exiftool, tag names of FLIR. */
export function thermalOf(segments: readonly Segment[]): Thermal {
  const parts = segments.filter((it) => it.marker === 0xe1 && begins(it, 'FLIR\0'))
  const file = Uint8Array.from(parts.flatMap(({ bytes }) => [...bytes.subarray(8)]))
  const view = new DataView(file.buffer)
  if (file.length < 64 || file[0] !== 0x46 || file[1] !== 0x46 || file[2] !== 0x46) return {}
  // Written big end first; the records themselves are little end first.
  const [from, count] = [view.getUint32(0x18), Math.min(64, view.getUint32(0x1c))]
  const recordOf = (kind: number): number | undefined => {
    for (let at = from; at < from + 32 * count && at + 32 <= file.length; at += 32)
      if (view.getUint16(at) === kind) return view.getUint32(at + 12)
    return undefined
  }
  return { ...clockAt(view, recordOf(0x20)), ...placeAt(view, recordOf(0x2b)) }
}

function clockAt(view: DataView, at: number | undefined): Thermal {
  if (at === undefined || at + 910 > view.byteLength) return {}
  const seconds = view.getUint32(at + 900, true)
  // The camera writes minutes west of UTC.
  return seconds === 0 ? {} : { takenMs: seconds * 1000, zoneMinutes: -view.getInt16(at + 908, true) }
}

function placeAt(view: DataView, at: number | undefined): Thermal {
  if (at === undefined || at + 32 > view.byteLength || view.getUint32(at, true) === 0) return {}
  // The numbers carry their sign; the letters beside them are not looked at, as no program that reads such files does.
  return { place: [view.getFloat64(at + 24, true), view.getFloat64(at + 16, true)] }
}
