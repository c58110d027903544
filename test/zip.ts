/** A tiny zip writer for tests: any names, any bytes, and sizes that may lie. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  readonly name: string
  readonly content: Uint8Array | string
  /** What the directory claims it inflates to; the truth when absent. */
  readonly claims?: number
}

/** The bytes of a zip with these parts. */
export function zipOf(parts: readonly ZipPart[]): Uint8Array {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, claims } of parts) {
    const raw = Buffer.from(content as Uint8Array)
    const packed = deflateRawSync(raw)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    sizes(head, 4, raw, packed, claims)
    head.writeUInt16LE(Buffer.byteLength(name), 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(20, 4)
    sizes(entry, 6, raw, packed, claims)
    entry.writeUInt16LE(Buffer.byteLength(name), 28)
    entry.writeUInt32LE(offset, 42)
    files.push(head, Buffer.from(name), packed)
    directory.push(entry, Buffer.from(name))
    offset += head.length + Buffer.byteLength(name) + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, list, end])
}

function sizes(head: Buffer, at: number, raw: Buffer, packed: Buffer, claims: number | undefined): void {
  head.writeUInt16LE(20, at)
  head.writeUInt16LE(0x800, at + 2)
  head.writeUInt16LE(8, at + 4)
  head.writeUInt32LE(crc32(raw), at + 10)
  head.writeUInt32LE(packed.length, at + 14)
  head.writeUInt32LE(claims ?? raw.length, at + 18)
}
