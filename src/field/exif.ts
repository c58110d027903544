/**
 * What the camera wrote into a JPEG (EXIF), carried over byte for byte when the picture is made smaller: a canvas forgets it. Only the
 * orientation is set upright, because the smaller picture already is.
 */

const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8

/** The segments of a JPEG before its picture: marker, where it begins, how long it is with its marker. */
function* segments(bytes: Uint8Array): Generator<{ marker: number; from: number; length: number }> {
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const length = 2 + bytes[at + 2]! * 256 + bytes[at + 3]!
    if (at + length > bytes.length) return
    yield { marker: bytes[at + 1]!, from: at, length }
    at += length
  }
}

const saysExif = (bytes: Uint8Array, from: number) =>
  [0x45, 0x78, 0x69, 0x66, 0, 0].every((letter, index) => bytes[from + 4 + index] === letter)

/** The EXIF segment of a JPEG, marker included; undefined when there is none. */
export function exifOf(bytes: Uint8Array): Uint8Array | undefined {
  if (!isJpeg(bytes)) return undefined
  for (const { marker, from, length } of segments(bytes))
    if (marker === 0xe1 && saysExif(bytes, from)) return bytes.slice(from, from + length)
  return undefined
}

const headLength = 10
const orientationTag = 0x0112
const entryLength = 12

/** The segment with its orientation set upright; other bytes are left as they are. */
export function upright(segment: Uint8Array): Uint8Array {
  const copy = segment.slice()
  const little = copy[headLength] === 0x49
  const view = new DataView(copy.buffer)
  const end = copy.length
  if (end < headLength + 8) return copy
  const list = headLength + view.getUint32(headLength + 4, little)
  if (list + 2 > end) return copy
  const entries = view.getUint16(list, little)
  for (let index = 0; index < entries; index++) {
    const entry = list + 2 + index * entryLength
    if (entry + entryLength > end) break
    if (view.getUint16(entry, little) === orientationTag) view.setUint16(entry + 8, 1, little)
  }
  return copy
}

/** A JPEG with this EXIF segment in front, in place of its own. */
export function withExif(jpeg: Uint8Array, segment: Uint8Array | undefined): Uint8Array {
  if (segment === undefined || !isJpeg(jpeg)) return jpeg
  const own = [...segments(jpeg)].find(({ marker, from }) => marker === 0xe1 && saysExif(jpeg, from))
  const rest = own ? [jpeg.subarray(2, own.from), jpeg.subarray(own.from + own.length)] : [jpeg.subarray(2)]
  const parts = [jpeg.subarray(0, 2), segment, ...rest]
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
