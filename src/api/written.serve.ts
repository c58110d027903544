/** Answers as they are sent: the bytes of their JSON, with the mark by which a reader asks whether they are still the same. */
import { createHash } from 'node:crypto'

interface Written {
  readonly bytes: Buffer
  readonly tag: string
}
const lasting = new WeakMap<object, Written>()

/** An answer as it is sent, with its mark. What a handler froze is the same whenever it is given again, and written once. */
export function written(result: unknown): Written {
  const isFrozen = typeof result === 'object' && result !== null && Object.isFrozen(result)
  const known = isFrozen ? lasting.get(result) : undefined
  if (known) return known
  const bytes = Buffer.from(JSON.stringify(result))
  const made = { bytes, tag: `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` }
  if (isFrozen) lasting.set(result, made)
  return made
}
