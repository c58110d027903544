/**
 * Packs a zip container piece by piece: nothing is kept but the list of its parts, and who reads slowly slows the writing down.
 * The packing itself runs in Node's own threads.
 */
import { pipeline, Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

/** A part of the container; its text is asked for as it is written. */
export interface PartOut {
  readonly name: string
  readonly text: AsyncIterable<string> | Iterable<string>
}

interface Written {
  readonly name: Buffer
  readonly offset: number
  crc: number
  size: number
  packed: number
}

/** Larger containers need a form that not every office program reads. */
const most = 0xffff_ffff
/** A tenth larger than the best, at half of its time. */
const level = 4

/** The bytes of a container. `at` is the time that its parts carry. */
export async function* pack(parts: AsyncIterable<PartOut>, at: string): AsyncGenerator<Uint8Array> {
  const time = dosTime(at)
  const written: Written[] = []
  let offset = 0
  for await (const { name, text } of parts) {
    const part: Written = { name: Buffer.from(name), offset, crc: 0, size: 0, packed: 0 }
    const head = localHead(part, time)
    yield head
    for await (const piece of deflated(text, part)) {
      part.packed += piece.length
      yield piece
    }
    if (Math.max(part.size, offset + head.length + part.packed) > most) throw new Error('a workbook of more than 4 GB')
    const foot = descriptor(part)
    yield foot
    offset += head.length + part.packed + foot.length
    written.push(part)
  }
  const directory = Buffer.concat(written.map((part) => directoryLine(part, time)))
  yield Buffer.concat([directory, ending(written.length, directory.length, offset)])
}

/** The packed bytes of a text; counts what goes in. */
async function* deflated(text: PartOut['text'], part: Written): AsyncGenerator<Buffer> {
  async function* bytes() {
    for await (const piece of text) {
      const raw = Buffer.from(piece)
      part.crc = crc32(raw, part.crc)
      part.size += raw.length
      yield raw
    }
  }
  const deflate = createDeflateRaw({ level })
  // What fails on the way in, fails the reading.
  pipeline(Readable.from(bytes(), { objectMode: true, highWaterMark: 1 }), deflate, () => undefined)
  yield* deflate as AsyncIterable<Buffer>
}

/** Numbers of two or four bytes each, the low one first. */
function numbers(...list: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const out = Buffer.alloc(list.reduce((sum, [bytes]) => sum + bytes, 0))
  let at = 0
  for (const [bytes, value] of list) at = bytes === 2 ? out.writeUInt16LE(value, at) : out.writeUInt32LE(value, at)
  return out
}

/** Names are UTF-8; sums and sizes follow behind the bytes. */
const flags = 0x0808
const deflate = 8
const version = 20

const localHead = ({ name }: Written, time: number): Buffer =>
  Buffer.concat([
    numbers([4, 0x04034b50], [2, version], [2, flags], [2, deflate], [4, time], [4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]),
    name,
  ])

const descriptor = ({ crc, packed, size }: Written): Buffer => numbers([4, 0x08074b50], [4, crc], [4, packed], [4, size])

const directoryLine = ({ name, offset, crc, size, packed }: Written, time: number): Buffer =>
  Buffer.concat([
    numbers([4, 0x02014b50], [2, version], [2, version], [2, flags], [2, deflate], [4, time], [4, crc], [4, packed], [4, size]),
    numbers([2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
    name,
  ])

const ending = (parts: number, length: number, offset: number): Buffer =>
  numbers([4, 0x06054b50], [2, 0], [2, 0], [2, parts], [2, parts], [4, length], [4, offset], [2, 0])

/** Day and time of day in two bytes each, of the city's clock. */
function dosTime(at: string): number {
  const time = new Date(Date.parse(at) + 480 * 60_000)
  const day = ((time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate()
  return day * 0x10000 + ((time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1))
}
