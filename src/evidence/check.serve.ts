/** Whether every file that a piece of proof names is there and is what its name says: each is read to its end and hashed. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { isNeeded } from './erased.sql.ts'
import { listNames } from './evidence.sql.ts'
import { changedFile, type Files } from './files.serve.ts'

/** What is wrong with a file. */
export interface FileFault {
  readonly sha256: string
  readonly what: 'missing' | 'changed' | 'erased'
}

/** What was read, and what is wrong. */
export interface FileCheck {
  readonly checked: number
  readonly bytes: number
  readonly faults: readonly FileFault[]
}

const atOnce = 1000

/** Reads every file of a city; `told` hears how far it is. A store that does not answer is an error, not a missing file. */
export async function checkFiles(
  db: Db,
  city: CityId,
  files: Files,
  told: (checked: number) => void = () => undefined,
): Promise<FileCheck> {
  const seen = new Set<string>()
  const faults: FileFault[] = []
  let bytes = 0
  for (let after: string | undefined; ; ) {
    const names = await listNames(db, city, after, atOnce)
    for (const { sha256, erased } of names) {
      if (seen.has(sha256)) continue
      seen.add(sha256)
      // Erased here, and perhaps somebody else's proof.
      const isErased = erased && !(await isNeeded(db, sha256))
      const stream = await files.read(sha256)
      if (isErased) stream?.destroy()
      const size = stream && !isErased ? await sizeOf(stream, sha256).catch(unlessChanged) : undefined
      if (isErased && stream) faults.push({ sha256, what: 'erased' })
      if (!isErased && size === undefined) faults.push({ sha256, what: stream ? 'changed' : 'missing' })
      bytes += size ?? 0
    }
    told(seen.size)
    if (names.length < atOnce) return { checked: seen.size, bytes, faults }
    after = names.at(-1)!.id
  }
}

/** A store's stream breaks off by itself at other bytes. */
function unlessChanged(error: unknown): undefined {
  if ((error as { code?: string }).code === changedFile) return undefined
  throw error
}

/** How long a file is; undefined when it is not what its name says. */
async function sizeOf(stream: Readable, sha256: string): Promise<number | undefined> {
  const digest = createHash('sha256')
  let size = 0
  for await (const piece of stream as AsyncIterable<Uint8Array>) {
    digest.update(piece)
    size += piece.length
  }
  return digest.digest('hex') === sha256 ? size : undefined
}
