/**
 * Whether the photo of a camera has arrived whole, read off its pieces without decoding it: every piece is as long as it says, and
 * the picture ends where its end is marked. Whatever is not the plain kind that cameras write is left to the decoder.
 * *Source:* T.81, B.1 and B.2.
 */

/** Size of the picture as it lies in the file. */
export interface Size {
  readonly width: number
  readonly height: number
}

const [tables, huffman, scan, end] = [0xdb, 0xc4, 0xda, 0xd9] as const
/** Frames that are coded in one pass by Huffman's codes. */
const plain: ReadonlySet<number> = new Set([0xc0, 0xc1])
/** Other frames, arithmetic coding, and marks that stand alone or not here. */
const isStrange = (marker: number) =>
  marker < 0xc0 || (marker >= 0xc2 && marker <= 0xcf && marker !== huffman) || (marker >= 0xd0 && marker <= 0xd8) || marker === 0xdc

/** The size of a plain JPEG that is whole; undefined for every other file. */
export function wholeJpeg(bytes: Uint8Array): Size | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const seen = new Set<number>()
  let size: Size | undefined
  let coded = 0
  let at = 2
  while (at + 4 <= file.length && file[at] === 0xff && file[at + 1] !== end) {
    const marker = file[at + 1]!
    const from = at + 2 + file.readUInt16BE(at + 2)
    if (isStrange(marker) || from < at + 4 || from > file.length) return undefined
    if (plain.has(marker)) {
      if (size !== undefined || from < at + 10 || file[at + 4] !== 8 || ![1, 3].includes(file[at + 9]!)) return undefined
      size = { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) }
    }
    seen.add(marker)
    at = marker === scan ? endOf(file, from) : from
    if (marker === scan) coded += at - from
  }
  const isEnded = at + 2 <= file.length && file[at] === 0xff && file[at + 1] === end
  if (!isEnded || !size || ![tables, huffman, scan].every((marker) => seen.has(marker))) return undefined
  return coded * 8 >= leastBits(size) ? size : undefined
}

/** Where the coded picture ends: at the first mark that neither stands for a value nor for a place to begin anew. */
function endOf(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 2)) {
    const next = file[at + 1]
    if (next !== 0 && (next === undefined || next < 0xd0 || next > 0xd7)) return at
  }
  return file.length
}

/** No picture is coded in less than two bits for each square of 16 by 16. */
const leastBits = ({ width, height }: Size) => 2 * Math.ceil(width / 16) * Math.ceil(height / 16)
