/**
 * Opens the zip container of a workbook without trusting it: what the parts say they inflate to is checked before, and
 * what they really inflate to while reading, so that a bomb is refused after a few megabytes.
 */
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { Problem } from '../base/problem.ts'
import type { Limits } from './sheet.ts'

/** The parts of an opened container, by name. */
export interface Parts {
  readonly names: ReadonlySet<string>
  /** Feeds a part's text to `take`, piece by piece; false when there is no such part. */
  read(name: string, take: (text: string) => void): Promise<boolean>
}

const mostEntries = 4000
const ratio = 250
const smallEnough = 24 << 20

/**
 * Opens a container. *Refuses:* `sheets.broken` when it is no zip, `sheets.bomb` when it would inflate out of proportion,
 * `sheets.tooBig` when it is simply too much, `sheets.password` when parts are encrypted.
 */
export async function openZip(bytes: Uint8Array, limits: Limits): Promise<Parts> {
  const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    lazyEntries: true,
    autoClose: false,
  }).catch(() => {
    throw new Problem('sheets.broken', 422)
  })
  const entries = await listEntries(zip)
  let declared = 0
  for (const entry of entries.values()) {
    declared += entry.uncompressedSize
    if (entry.isEncrypted()) throw new Problem('sheets.password', 422)
    if (entry.uncompressedSize > smallEnough && entry.uncompressedSize > entry.compressedSize * ratio) throw new Problem('sheets.bomb', 422)
  }
  if (declared > limits.inflated) throw new Problem(declared > bytes.length * ratio ? 'sheets.bomb' : 'sheets.tooBig', 422)
  const used = { inflated: 0 }
  return {
    names: new Set(entries.keys()),
    read: async (name, take) => {
      const entry = entries.get(name)
      if (entry) await inflate(zip, entry, take, used, limits)
      return entry !== undefined
    },
  }
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > mostEntries) throw new Problem('sheets.bomb', 422)
  const entries = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.replace(/^\//, ''), entry)
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('sheets.broken', 422)
  }
  return entries
}

async function inflate(
  zip: ZipFile,
  entry: Entry,
  take: (text: string) => void,
  used: { inflated: number },
  limits: Limits,
): Promise<void> {
  const decoder = new TextDecoder('utf-8')
  try {
    const stream = await zip.openReadStreamPromise(entry)
    for await (const piece of stream as AsyncIterable<Uint8Array>) {
      used.inflated += piece.length
      if (used.inflated > limits.inflated) throw new Problem('sheets.bomb', 422)
      take(decoder.decode(piece, { stream: true }))
    }
    take(decoder.decode())
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('sheets.broken', 422)
  }
}
